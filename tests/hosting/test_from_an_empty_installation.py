"""From an empty installation to a planned distribution where a new member orders, by pages only."""

from typing import Any

import pytest
import time_machine
from django.forms import Form
from django.test import Client

from cabas.hosting.first_link import offer_link
from cabas.people.models import User
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db


def shown(form: Form) -> dict[str, Any]:
    """What a browser sends of a form that nobody touched."""
    fields: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, list):
            fields[bound.html_name] = [getattr(each, "pk", each) for each in value]
        elif isinstance(value, bool):
            fields |= {bound.html_name: "on"} if value else {}
        else:
            fields[bound.html_name] = bound.field.widget.format_value(value) or ""
    return fields


def send(client: Client, path: str, **typed: str) -> str:
    """Open the page, type over what its form proposes, send it; return where it leads."""
    proposed = shown(client.get(path).context["form"])
    assert set(typed) <= set(proposed) | {"is_active"}
    response = client.post(path, proposed | typed)
    assert response.status_code == 302, response.context["form"].errors
    return str(response["Location"])


@time_machine.travel(TUESDAY, tick=False)
def test_from_an_empty_installation_to_a_distribution_where_a_new_member_orders(client: Client) -> None:
    nadia = {"first_name": "Nadia", "last_name": "Belkacem", "email": "nadia@example.org"}
    founding = send(client, f"/premiere-connexion/{offer_link(at=TUESDAY)}/", **nadia, password="le marché du jeudi")
    assert founding == "/groupes/nouveau/"
    steps = send(client, f"{founding}creation/", name="Les Paniers du Vallon", place="Salle des Aulnes")
    home = steps.removesuffix("premiers-pas/")
    office = f"{home}gestion/"
    send(client, f"{office}membres/nouveau/", first_name="Alice", last_name="Martin", email="alice@example.org")
    catalog = send(client, f"{office}catalogues/nouveau/", name="Ferme des Aulnes")
    send(client, f"{catalog}produits/nouveau/", name="Panier de légumes", price="12,00")
    send(client, f"{office}distributions/nouvelle/", opens_on="2026-11-24", opens="08:00")
    alice = Client()
    alice.force_login(User.objects.get(email="alice@example.org"))
    assert (home, "Salle des Aulnes" in alice.get(home).content.decode()) == ("/g/les-paniers-du-vallon/", True)
    assert "Panier de légumes" in alice.get(f"{home}commande/1/").content.decode()

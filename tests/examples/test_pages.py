"""One tap makes it and leads there; a striped banner says on every page what it is, and how it goes."""

from typing import Any

import pytest
import time_machine
from django.core import mail as mailbox
from django.test import Client

from cabas.examples.models import Example
from cabas.groups.models import Group
from cabas.joining.models import Registration, Welcome
from cabas.people.models import User
from tests.cast import TUESDAY
from tests.examples.conftest import new_host

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.xdist_group("pages of examples"),
]  # one group of examples for all of them

BANNER = '<aside class="demo" aria-label="Données d’exemple">'
RESET, ERASING = "/groupes/exemple/remise-a-zero/", "/groupes/exemple/effacer/"


@pytest.fixture
def inside(client: Client, host: User) -> Client:
    client.force_login(host)
    return client


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_one_tap_makes_it_and_leads_there(client: Client) -> None:
    client.force_login(new_host("hoa@free.fr"))
    assert 'action="/groupes/exemple/"' in text(client.get("/groupes/nouveau/"))
    made = client.post("/groupes/exemple/")
    group = Group.objects.get(example__made_by__email="hoa@free.fr")
    assert made.headers["Location"] == f"/g/{group.slug}/"
    assert "Continuer l’essai" in text(client.get("/groupes/nouveau/"))


def test_the_banner_is_on_each_page_of_it_and_on_no_other(inside: Client) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        for page in ("/g/exemple/", "/g/exemple/gestion/", "/g/exemple/gestion/reglages/"):
            found = text(inside.get(page))
            assert BANNER in found
            assert (f'href="{ERASING}"' in found, f'href="{RESET}"' in found) == (True, True)
        assert BANNER not in text(inside.get("/installation/groupes/"))


def test_its_mails_are_read_there_and_said_to_be_kept(inside: Client) -> None:
    found = text(inside.get("/g/exemple/gestion/courriels/"))
    assert "gardé ici, jamais envoyé" in found
    assert "en attente" not in found


def test_it_is_put_back_then_erased(inside: Client, example: Group) -> None:
    assert "disparaît" in text(inside.get(RESET))
    assert inside.post(RESET).headers["Location"] == "/g/exemple/"
    assert not Group.objects.filter(pk=example.pk).exists()
    assert "disparaît" in text(inside.get(ERASING))
    assert inside.post(ERASING).headers["Location"] == "/groupes/nouveau/"
    assert not Group.objects.exists()
    assert "Essayer" in text(inside.get("/groupes/nouveau/"))


def test_another_host_does_not_enter_it_but_may_erase_what_was_left(client: Client, example: Group) -> None:
    client.force_login(new_host("hoa@free.fr"))
    left = Example.objects.get()
    for page in ("/g/exemple/", RESET, ERASING):
        assert client.get(page).status_code == 404
    assert f"/groupes/exemple/{left.pk}/effacer/" in text(client.get("/installation/groupes/"))
    assert "Nadia Belkacem" in text(client.get(f"/groupes/exemple/{left.pk}/effacer/"))
    assert client.post(f"/groupes/exemple/{left.pk}/effacer/").headers["Location"] == "/installation/groupes/"
    assert not Group.objects.exists()


def test_who_hosts_no_more_still_erases_it(inside: Client, host: User) -> None:
    User.objects.filter(pk=host.pk).update(is_host=False)
    assert inside.get(RESET).status_code == 404
    assert inside.post(ERASING).headers["Location"] == "/groupes/"
    assert not Group.objects.exists()


def test_strangers_find_no_page_of_it_even_if_it_is_made_public(client: Client, example: Group) -> None:
    Welcome.objects.update_or_create(
        group=example, defaults={"is_public": True, "registration": Registration.OPEN, "presentation": "Bonjour"}
    )
    for page in ("presentation", "rejoindre"):
        assert client.get(f"/g/exemple/{page}/").status_code == 404


def test_hosts_do_not_suspend_it(inside: Client, example: Group) -> None:
    assert inside.get(f"/installation/groupes/{example.pk}/").status_code == 404


def test_no_code_leaves_for_somebody_invented(client: Client, example: Group) -> None:
    invented = User.objects.get(email__startswith="camille.moreau@")
    client.post("/connexion/code/", {"email": invented.email})
    client.force_login(invented)
    refused = client.post("/mon-adresse/", {"email": "camille@free.fr"})
    assert "Cette personne est inventée" in text(refused, refused.status_code)
    assert mailbox.outbox == []

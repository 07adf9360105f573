"""One click gives all that is known of a person, in all their groups, and nothing of anybody else."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cabas.distributions.serving import take_payment
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from tests.cast import THURSDAY_EVENING, TUESDAY, cast, key

pytestmark = pytest.mark.django_db


def test_the_archive_holds_everything_in_tables_that_a_french_spreadsheet_reads() -> None:
    play, other = cast(), cast("ruchette", "La Ruchette")
    person = play.person(play.alice)
    add_member(other.group, NewHousehold([NewPerson("Alice", "Martin", person.email or "")]), at=TUESDAY)
    set_roles(play.group, person, [Role.TREASURER], by=play.nadia, at=TUESDAY)
    basket = play.order(play.alice, {play.bread: 2})
    play.order(play.bob, {play.vegetables: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    client = Client()
    client.force_login(person)
    with time_machine.travel(THURSDAY_EVENING + timedelta(hours=1), tick=False):
        assert "Télécharger mes données" in client.get("/mes-donnees/").content.decode()
        answer = client.get("/mes-donnees/mes-donnees.zip")
    assert answer["Content-Disposition"] == 'attachment; filename="mes-donnees-2026-11-26.zip"'
    file = zipfile.ZipFile(io.BytesIO(answer.content))
    said = json.loads(file.read("donnees.json"))
    assert [one["Groupe"] for one in said["foyers"]] == ["La Ruchette", "Les Paniers du Vallon"]
    assert [(one["Produit"], one["Quantité"], one["Total"]) for one in said["commandes"]] == [("Pain", 2, "10.80")]
    assert [one["Montant"] for one in said["compte"]] == ["-10.80", "10.80"]
    assert [(one["Moyen"], one["Montant"]) for one in said["paiements"]] == [("Chèque", "10.80")]
    assert [one["Droit"] for one in said["droits"]] == ["trésorerie"]
    assert {one["À"] for one in said["courriels"]} == {"alice@vallon.example.org"}
    assert "Lenoir" not in answer.content.decode("latin-1") + json.dumps(said)
    rows = list(csv.reader(io.StringIO(file.read("commandes.csv").decode("utf-8-sig")), delimiter=";"))
    assert [rows[0][0], rows[1][1], rows[1][10]] == ["Groupe", "26/11/2026", "10,80"]

"""A group sets its name, its words and its places; a place where something was planned stays."""

from typing import Any

import pytest
from django.test import Client

from cabas.groups.models import Group, Place
from tests.cast import Cast, cast

pytestmark = pytest.mark.django_db

SET, PLACES = "/g/vallon/gestion/reglages/", "/g/vallon/gestion/reglages/lieux/"


@pytest.fixture
def play(client: Client) -> Cast:
    play = cast()
    client.force_login(play.nadia)
    return play


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_name_and_the_words_are_saved_and_the_rest_is_a_link_away(play: Cast, client: Client) -> None:
    page = text(client.get(SET))
    for words in (
        "Page du groupe et inscriptions",
        "Lieux",
        "Moyens de paiement",
        "Montant et période des cotisations",
        "Bénévolat : délais",
        "Droits",
    ):
        assert words in page
    said = {
        "name": "Les Paniers d’Aval",
        "home_word": "Jeudi, apportez vos bocaux.",
        "paper_word": "Bocaux\u202f: ici.",
    }
    client.post(SET, said)
    saved = Group.objects.values("name", "home_word", "paper_word").get()
    assert (saved, Group.objects.get().slug) == (said, "vallon")


def test_a_group_has_a_name(play: Cast, client: Client) -> None:
    response = client.post(SET, {"name": "", "home_word": "Gardé"})
    assert (response.status_code, "Indiquez le nom du groupe." in text(response)) == (422, True)
    assert "Gardé" in text(response)
    assert "<span>Les Paniers du Vallon</span>" in text(response)


def test_a_place_is_added_renamed_and_removed(play: Cast, client: Client) -> None:
    client.post(PLACES, {"name": "Préau", "address": "3 rue Basse"})
    added = Place.objects.get(name="Préau")
    client.post(PLACES, {"place": added.pk, "name": "Grand préau", "address": ""})
    assert Place.objects.filter(pk=added.pk, name="Grand préau", address="").exists()
    client.post(PLACES, {"place": added.pk, "remove": "1"})
    assert [place.name for place in Place.objects.all()] == ["Salle des Aulnes"]


def test_a_place_in_use_stays_and_a_name_is_given_once(play: Cast, client: Client) -> None:
    used = Place.objects.get()
    assert "des distributions y ont lieu" in text(client.post(PLACES, {"place": used.pk, "remove": "1"}, follow=True))
    response = client.post(PLACES, {"name": "Salle des Aulnes", "address": "ailleurs"})
    assert (response.status_code, Place.objects.count()) == (422, 1)
    assert "Un lieu s’appelle déjà" in text(response)
    assert 'value="ailleurs"' in text(response)


def test_the_place_of_another_group_is_not_found(play: Cast, client: Client) -> None:
    other = cast("ailleurs", "Les Voisins").group.places.get()
    for said in ({"name": "À nous"}, {"remove": "1"}):
        assert client.post(PLACES, {"place": other.pk, **said}).status_code == 404

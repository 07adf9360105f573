"""A stranger reads the page of a group and asks to join; those who keep the members answer; nothing private shows."""

from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from cabas.groups.models import Group, Membership
from cabas.joining.following import token_of
from cabas.joining.models import JoiningRequest, ShownContact, Welcome
from cabas.mail.models import OutgoingMail
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

PAGE, JOIN, SENT = "/g/vallon/presentation/", "/g/vallon/rejoindre/", "/g/vallon/rejoindre/envoye/"
REQUESTS, SET = "/g/vallon/gestion/demandes/", "/g/vallon/gestion/reglages/page/"
SAID = {"first_name": "Inès", "last_name": "Robin", "email": "ines@example.org"}


@pytest.fixture(autouse=True)
def tuesday() -> Any:
    cache.clear()  # the counters of attempts
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def play() -> Cast:
    play = cast()
    Welcome.objects.create(
        group=play.group, presentation="Des légumes d’ici.\n\nChaque jeudi.", is_public=True, registration="open"
    )
    ShownContact.objects.create(group=play.group, person=play.nadia)
    return play


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def set_door(registration: str, **more: Any) -> None:
    Welcome.objects.update(registration=registration, **more)


def test_the_page_says_who_when_where_and_how_and_nothing_private(client: Client, play: Cast) -> None:
    page = text(client.get(PAGE))
    for words in (
        "Les Paniers du Vallon",
        "<p>Chaque jeudi.</p>",
        "Jeudi 26 novembre",
        "Salle des Aulnes",
        "18 h 30",
    ):
        assert words in page
    assert "mailto:nadia@vallon.example.org" in page
    assert 'content="noindex"' in page
    for private in ("Alice", "Lenoir", "alice@", "FR76", "12,00"):
        assert private not in page
    set_door("open", is_indexed=True)
    assert "noindex" not in text(client.get(PAGE))


def test_a_contact_who_holds_no_role_any_more_is_not_named(client: Client, play: Cast) -> None:
    play.group.role_holders.all().delete()
    assert "nadia@" not in text(client.get(PAGE))


@pytest.mark.parametrize(
    ("registration", "words", "has_form"),
    [("open", "Rejoindre", True), ("waiting", "liste", True), ("closed", "fermées", False), ("full", "complet", False)],
)
def test_each_state_of_the_door_is_said(
    client: Client, play: Cast, registration: str, words: str, has_form: bool
) -> None:
    set_door(registration)
    assert words in text(client.get(PAGE))
    assert ('name="email"' in text(client.get(JOIN))) is has_form


def test_every_stranger_is_answered_the_same(client: Client, play: Cast) -> None:
    """A new address, that of a member, and a robot."""
    answers = []
    for said in (SAID, SAID | {"email": "alice@vallon.example.org"}, SAID | {"email": "b@example.org", "site": "x"}):
        response = client.post(JOIN, said)
        answers.append((response.status_code, response["Location"], text(client.get(SENT)).count("Recevoir un code")))
    assert answers == [(302, SENT, 1), (302, SENT, 1), (302, SENT, 0)]
    assert Membership.objects.count() == 4
    assert sorted(OutgoingMail.objects.exclude(kind="E30").values_list("to", flat=True)) == [
        "alice@vallon.example.org",
        "ines@example.org",
    ]


def test_what_is_missing_or_no_name_is_told_and_what_was_typed_stays(client: Client, play: Cast) -> None:
    set_door("open", asks_phone=True)
    response = client.post(JOIN, SAID | {"last_name": "voir www.gagne.example", "phone": ""})
    page = text(response)
    assert (response.status_code, Membership.objects.count()) == (422, 3)
    for words in ("Écrivez seulement un nom", "Indiquez un téléphone", 'value="ines@example.org"'):
        assert words in page


def test_the_same_address_again_and_again_is_refused_for_a_while(client: Client, play: Cast) -> None:
    set_door("waiting")
    assert [client.post(JOIN, SAID).status_code for _time in range(4)] == [302, 302, 302, 429]


def test_whoever_is_signed_in_joins_in_one_tap(client: Client, play: Cast) -> None:
    other = cast("ailleurs", "Les Voisins")
    client.force_login(other.person(other.alice))
    assert 'name="email"' not in text(client.get(JOIN))
    assert client.post(JOIN)["Location"] == "/g/vallon/"
    assert client.get(JOIN)["Location"] == "/g/vallon/"  # a member is at home


def test_whoever_is_signed_in_and_waits_sees_their_place(client: Client, play: Cast) -> None:
    set_door("waiting")
    client.post(JOIN, SAID)
    other = cast("ailleurs", "Les Voisins")
    client.force_login(other.person(other.alice))
    assert "2<sup>e</sup>" in text(client.post(JOIN, {"message": "Bonjour"}, follow=True))


def test_the_link_of_a_request_shows_its_place_and_takes_it_back(client: Client, play: Cast) -> None:
    set_door("waiting")
    client.post(JOIN, SAID)
    link = f"/g/vallon/rejoindre/demande/{token_of(JoiningRequest.objects.get())}/"
    assert "place n° 1" in text(client.get(link))
    client.post(link)
    assert "Vous avez retiré votre demande" in text(client.get(link))
    assert [client.get(f"{link}x").status_code, client.get(link.replace("vallon", "autre")).status_code] == [404, 404]


def test_requests_are_answered_in_order_from_one_page(client: Client, play: Cast) -> None:
    set_door("waiting")
    client.post(JOIN, SAID | {"message": "Nous habitons à côté."})
    client.post(JOIN, SAID | {"first_name": "Zoé", "email": "zoe@example.org"})
    client.force_login(play.nadia)
    page = text(client.get(REQUESTS))
    assert page.index("Inès Robin") < page.index("Zoé Robin")
    assert "Nous habitons à côté." in page
    assert "est membre du groupe" in text(client.post(f"{REQUESTS}1/accepter/", {"word": "À jeudi."}, follow=True))
    assert "est refusée" in text(client.post(f"{REQUESTS}2/refuser/", follow=True))
    assert "déjà refusée" in text(client.post(f"{REQUESTS}2/accepter/", follow=True))
    assert Membership.objects.count() == 4


def test_the_requests_take_the_same_statements_with_1_and_3(
    client: Client, play: Cast, django_assert_num_queries: Any
) -> None:
    client.force_login(play.nadia)
    counts = []
    for number in range(1, 4):
        named = {"group": play.group, "first_name": "A", "last_name": "B", "asked_at": TUESDAY}
        JoiningRequest.objects.create(number=number, email=f"a{number}@example.org", **named)
        JoiningRequest.objects.create(number=number + 10, answer="refused", answered_by=play.nadia, **named)
        with django_assert_num_queries(counts[0]) if counts else django_assert_num_queries(7) as captured:
            client.get(REQUESTS)
        counts.append(len(captured))


def test_the_settings_are_saved_whole(client: Client, play: Cast) -> None:
    client.force_login(play.nadia)
    said = {"presentation": "Bienvenue.", "is_public": "on", "registration": "waiting", "households_max": "40"}
    assert client.post(SET, said | {"asks_address": "on", "contacts": []}).status_code == 302
    saved = Welcome.objects.values_list("presentation", "is_public", "registration", "households_max", "asks_address")
    assert list(saved) == [("Bienvenue.", True, "waiting", 40, True)]
    assert not ShownContact.objects.exists()
    refused = client.post(SET, said | {"households_max": "0", "presentation": "Autre"})
    assert (refused.status_code, "Autre" in text(refused)) == (422, True)
    stranger = cast("ailleurs", "Les Voisins").nadia
    assert client.post(SET, said | {"contacts": [stranger.pk]}).status_code == 422


def test_a_suspended_group_is_away_and_one_that_moved_says_where(client: Client, play: Cast) -> None:
    Group.objects.update(suspended_at=TUESDAY, suspended_why="Litige en cours.")
    assert "On ne peut pas le rejoindre" in text(client.get(JOIN))
    assert "Litige" not in text(client.get(PAGE))
    Group.objects.update(moved_to="https://paniers.example.org")
    assert 'href="https://paniers.example.org"' in text(client.get(PAGE))

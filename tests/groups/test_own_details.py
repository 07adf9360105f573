"""A person corrects their own name and phone, once for all their groups, which find them by it."""

import pytest
from django.test import Client

from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

PAGE = "/mes-coordonnees/"


@pytest.fixture
def play(client: Client) -> Cast:
    play = cast()
    client.force_login(play.person(play.alice))
    return play


def test_every_household_is_found_and_sorted_by_the_new_name(client: Client, play: Cast) -> None:
    alice = play.person(play.alice)
    elsewhere = cast("halles", "Les Halles").group
    couple = [NewPerson("Zoé", "Abadie"), NewPerson("", "", alice.email or "")]
    add_member(elsewhere, NewHousehold(couple), at=TUESDAY)
    said = {"first_name": "Alice", "last_name": "L’Hœst", "phone": "06 12 34 56 78"}
    assert client.post(PAGE, said)["Location"] == "/"
    alice.refresh_from_db()
    assert (alice.full_name, alice.phone) == ("Alice L’Hœst", "06 12 34 56 78")
    forms = Membership.objects.filter(adults__person=alice).order_by("pk").values_list("search_name", "sort_name")
    assert list(forms) == [("alice l hoest", "l hoest alice"), ("zoe abadie alice l hoest", "abadie zoe")]


def test_what_is_wrong_is_said_and_nothing_changes(client: Client, play: Cast) -> None:
    response = client.post(PAGE, {"first_name": "", "last_name": "Martin", "phone": "à midi"})
    page = response.content.decode()
    assert (response.status_code, "Indiquez votre prénom." in page, "Écrivez un seul numéro" in page) == (
        422,
        True,
        True,
    )
    assert 'value="à midi"' in page
    assert User.objects.get(pk=play.person(play.alice).pk).full_name == "Alice Martin"


def test_the_menu_leads_there(client: Client, play: Cast) -> None:
    page = client.get("/g/vallon/").content.decode()
    for address in (PAGE, "/mon-adresse/", "/mot-de-passe/"):
        assert f'href="{address}"' in page
    assert 'href="/installation/"' not in page


def test_a_host_finds_the_installation_in_the_menu(client: Client, play: Cast) -> None:
    User.objects.filter(pk=play.person(play.alice).pk).update(is_host=True)
    assert 'href="/installation/"' in client.get("/g/vallon/").content.decode()


def test_strangers_are_led_to_sign_in(client: Client) -> None:
    assert client.get(PAGE)["Location"] == "/connexion/?next=/mes-coordonnees/"

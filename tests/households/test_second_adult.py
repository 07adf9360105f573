"""A household enters its second adult, with an address of their own; each goes as they may."""

import pytest
import time_machine
from django.test import Client

from cabas.groups.members import NewPerson
from cabas.groups.models import Membership
from cabas.households.second_adult import (
    AddressTaken,
    HouseholdFull,
    NotTheirsToRemove,
    OneAddressForTwo,
    add_second_adult,
    remove_second_adult,
)
from cabas.mail.models import OutgoingMail
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

ORIGIN = "https://cabas.example.org"
ALEX = NewPerson("Alex", "Martin", "Alex@x.fr")


@pytest.fixture
def play() -> Cast:
    return cast()


def add(play: Cast, adult: NewPerson = ALEX) -> Membership:
    add_second_adult(play.alice, adult, by=play.person(play.alice), origin=ORIGIN, at=TUESDAY)
    return Membership.objects.with_people().get(pk=play.alice.pk)


def test_the_second_adult_has_an_address_and_is_invited(play: Cast) -> None:
    household = add(play)
    assert (household.full_name, household.search_name) == ("Alice Martin et Alex Martin", "alice martin alex martin")
    assert list(OutgoingMail.objects.values_list("kind", "to")) == [("E17", "alex@x.fr")]
    with pytest.raises(HouseholdFull):
        add(play, NewPerson("Zoé", "Martin"))


def test_an_address_is_that_of_one_person(play: Cast) -> None:
    with pytest.raises(OneAddressForTwo):
        add(play, NewPerson("Alex", "Martin", "alice@vallon.example.org"))
    with pytest.raises(AddressTaken) as refusal:
        add(play, NewPerson("Alex", "Martin", "bob@vallon.example.org"))
    assert "Lenoir" not in str(refusal.value)
    assert not OutgoingMail.objects.exists()


def test_the_first_takes_the_second_out_and_the_second_only_goes(play: Cast) -> None:
    alice, alex = add(play).people
    with pytest.raises(NotTheirsToRemove):
        remove_second_adult(play.alice, alice, by=alex, at=TUESDAY)
    remove_second_adult(play.alice, alex, by=alice, at=TUESDAY)
    assert Membership.objects.with_people().get(pk=play.alice.pk).people == [alice]
    told = OutgoingMail.objects.filter(kind="E31").values_list("to", flat=True)
    assert sorted(told) == ["alex@x.fr", "alice@vallon.example.org"]
    with pytest.raises(NotTheirsToRemove):
        remove_second_adult(play.alice, alice, by=alice, at=TUESDAY)


def test_the_page_adds_and_takes_out(play: Cast) -> None:
    client, page = Client(), "/g/vallon/compte/foyer/"
    client.force_login(play.person(play.alice))
    with time_machine.travel(TUESDAY, tick=False):
        typed = {"first_name": "Alex", "last_name": "Martin", "email": "bob@vallon.example.org"}
        refused = client.post(page, typed)
        assert (refused.status_code, "d’un autre foyer" in refused.content.decode()) == (422, True)
        assert client.post(page, typed | {"email": "alex@x.fr"})["Location"] == page
        assert "Oui, retirer Alex" in client.get(page).content.decode()
        alex = Membership.objects.with_people().get(pk=play.alice.pk).people[1]
        assert client.post(f"{page}retrait/", {"person": alex.pk})["Location"] == page
    assert "Ajouter un second adulte" in client.get(page).content.decode()

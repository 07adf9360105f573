"""A person is erased while the books stay: nothing of theirs is found in any table, and the audit proves the rest."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from cabas.distributions.auditing import audit_group
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.members import NewPerson
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.households.erasing import ErasedAlready, NotTheGroupsToErase, SomethingStands, erase, require_groups_to_erase
from cabas.households.second_adult import add_second_adult
from cabas.ledger.auditing import audit_all
from cabas.mail.models import OutgoingMail, State
from cabas.money import Money
from cabas.payments.correcting import correct
from cabas.payments.receiving import record_payment
from cabas.people.models import User
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db

FRIDAY = THURSDAY_EVENING + timedelta(days=1)


@pytest.fixture
def play() -> Cast:
    return cast()


def everything() -> str:
    """All that the database holds, as text."""
    rows = (row for model in apps.get_models() for row in model._default_manager.order_by("pk").values_list())
    return "\n".join(map(str, rows))


def lives(play: Cast) -> User:
    """Alice orders, pays, is written to and about; her account is at zero."""
    person = play.person(play.alice)
    User.objects.filter(pk=person.pk).update(phone="06 12 34 56 78")
    Membership.objects.filter(pk=play.alice.pk).update(address1="3 rue des Lilas", city="Betton")
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validate(play.distribution, key=key(), by=play.nadia, at=FRIDAY)
    signed = {"by": play.nadia, "at": FRIDAY}
    correct(play.bob, Money.of("-1.00"), why="pour Alice Martin", key=key(), **signed)
    record_payment(play.bob, "cash", Money.of("1.00"), note="porté par Alice Martin", key=key(), **signed)
    person.refresh_from_db()
    return person


def test_nothing_of_a_person_is_left_and_the_books_are_as_they_were(play: Cast) -> None:
    person = lives(play)
    set_roles(play.group, person, [Role.TREASURER], by=play.nadia, at=TUESDAY)
    erase(person, by=person, at=FRIDAY)
    kept = everything()
    traces = ("Martin", "martin", "alice@", "06 12 34", "Lilas", "Betton")
    assert [trace for trace in traces if trace in kept] == []
    household = Membership.objects.select_related("account").get(pk=play.alice.pk)
    assert (household.full_name, household.left_on, household.account.balance) == (
        "personne effacée",
        FRIDAY.date(),
        Money(0),
    )
    assert ([*audit_all()], [*audit_group(play.group)]) == ([], [])
    mails = OutgoingMail.objects.filter(membership=play.alice)
    assert {(mail.to, mail.body, mail.state) for mail in mails} == {("", "", State.GIVEN_UP)}
    with pytest.raises(ErasedAlready):
        erase(person, by=person, at=FRIDAY)


def test_a_balance_an_order_or_the_last_administration_stands_in_the_way(play: Cast) -> None:
    person = play.person(play.alice)
    play.order(play.alice, {play.bread: 1})
    with pytest.raises(SomethingStands) as refusal:
        erase(person, by=person, at=TUESDAY)
    assert str(refusal.value).startswith("Les Paniers du Vallon\u202f: Ce foyer a une commande")
    with pytest.raises(SomethingStands) as refusal:
        erase(play.nadia, by=play.nadia, at=TUESDAY)
    assert "au moins une personne à l’administration" in str(refusal.value)
    correct(play.bob, Money.of("2.00"), why="ancien", key=key(), by=play.nadia, at=TUESDAY)
    with pytest.raises(SomethingStands):
        erase(play.person(play.bob), by=play.nadia, at=TUESDAY)


def test_the_household_of_two_stays_to_the_other_with_its_balance(play: Cast) -> None:
    alice = play.person(play.alice)
    alex = add_second_adult(play.alice, NewPerson("Alex", "Dupond", "alex@x.fr"), by=alice, origin="", at=TUESDAY)
    correct(play.alice, Money.of("2.00"), why="ancien", key=key(), by=play.nadia, at=TUESDAY)
    erase(alice, by=alice, at=TUESDAY)
    household = Membership.objects.with_people().get(pk=play.alice.pk)
    assert (household.people, household.left_on, household.sort_name) == ([alex], None, "dupond alex")


def test_a_group_erases_only_its_own(play: Cast) -> None:
    person, bob = play.person(play.alice), play.person(play.bob)
    require_groups_to_erase(play.group, person, by=play.nadia)
    with pytest.raises(NotTheGroupsToErase):
        require_groups_to_erase(play.group, person, by=bob)
    other = cast("ruchette", "La Ruchette")
    set_roles(other.group, person, [Role.TREASURER], by=None, at=TUESDAY)
    with pytest.raises(NotTheGroupsToErase):
        require_groups_to_erase(play.group, person, by=play.nadia)


def test_one_erases_oneself_and_is_signed_out(play: Cast) -> None:
    client, elsewhere = Client(), Client()
    for browser in (client, elsewhere):
        browser.force_login(play.person(play.alice))
    with time_machine.travel(TUESDAY, tick=False):
        assert "L123-22" in client.get("/mes-donnees/effacer/").content.decode()
        assert client.post("/mes-donnees/effacer/").status_code == 422
        assert "Vos données sont effacées" in client.post("/mes-donnees/effacer/", {"agreed": "on"}).content.decode()
    assert [browser.get("/mes-coordonnees/").status_code for browser in (client, elsewhere)] == [302, 302]


def test_an_administrator_erases_from_the_card(play: Cast) -> None:
    client = Client()
    client.force_login(play.nadia)
    page = f"/g/vallon/gestion/membres/1/effacer/{play.person(play.alice).pk}/"
    with time_machine.travel(TUESDAY, tick=False):
        assert client.get(page).status_code == 200
        assert client.post(page, {"agreed": "on"})["Location"] == "/g/vallon/gestion/membres/1/"
    assert "personne effacée" in client.get("/g/vallon/gestion/membres/1/").content.decode()

"""A household leaves with nothing owed and nothing ordered; it comes back to its number and its account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cabas.distributions.drafts import replace_draft
from cabas.distributions.leaving import BalanceStands, LeftAlready, OrdersStand, leave
from cabas.distributions.models import Draft
from cabas.distributions.ordering import Order, commit
from cabas.distributions.refusals import StaleBasket
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.members import LeftBefore, NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership, Role, RoleHolder
from cabas.groups.returning import NeverLeft, take_back
from cabas.groups.roles import HoldsRoles, LastAdministrator, set_roles
from cabas.money import Money
from cabas.payments.correcting import correct
from cabas.payments.giving import give
from cabas.payments.receiving import record_payment
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db

FRIDAY = THURSDAY_EVENING + timedelta(days=1)


@pytest.fixture
def play() -> Cast:
    return cast()


def has_left(member: Membership) -> bool:
    return Membership.objects.get(pk=member.pk).left_on is not None


def test_who_owes_nothing_and_ordered_nothing_leaves(play: Cast) -> None:
    replace_draft(play.distribution, play.alice, {play.bread.pk: 1}, at=TUESDAY)
    gone = leave(play.alice, by=play.nadia, at=TUESDAY)
    assert (gone.left_on, gone.number, gone.account_id) == (TUESDAY.date(), 1, play.alice.account_id)
    assert not Draft.objects.filter(membership=play.alice).exists()
    with pytest.raises(LeftAlready):
        leave(play.alice, by=play.nadia, at=TUESDAY)


def test_an_order_that_is_not_validated_keeps_its_household(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    with pytest.raises(OrdersStand) as refusal:
        leave(play.alice, by=play.nadia, at=FRIDAY)
    assert str(refusal.value) == (
        "Ce foyer a une commande pour une distribution qui n’est pas validée\u202f: jeudi 26 novembre. "
        "Retirez-la, ou validez d’abord cette distribution."
    )
    validate(play.distribution, key=key(), by=play.nadia, at=FRIDAY)
    leave(play.alice, by=play.nadia, at=FRIDAY)
    assert has_left(play.alice)


def test_an_order_that_was_taken_back_keeps_nobody(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    play.order(play.alice, {})
    leave(play.alice, by=play.nadia, at=TUESDAY)
    assert has_left(play.alice)


def balance_is(play: Cast, amount: str) -> None:
    correct(play.alice, Money.of(amount), why="une erreur ancienne", key=key(), by=play.nadia, at=TUESDAY)


def test_who_owes_stays_until_it_is_paid(play: Cast) -> None:
    balance_is(play, "-12.50")
    with pytest.raises(BalanceStands) as refusal:
        leave(play.alice, by=play.nadia, at=TUESDAY)
    assert str(refusal.value) == (
        "Ce foyer doit 12,50\u00a0€. Enregistrez d’abord son paiement, ou une correction avec son motif\u202f: "
        "on quitte le groupe avec un solde à 0."
    )
    assert not has_left(play.alice)
    record_payment(play.alice, "cheque", Money.of("12.50"), key=key(), by=play.nadia, at=TUESDAY)
    leave(play.alice, by=play.nadia, at=TUESDAY)
    assert has_left(play.alice)


def test_whom_the_group_owes_stays_until_it_is_given_back(play: Cast) -> None:
    balance_is(play, "8.00")
    with pytest.raises(BalanceStands) as refusal:
        leave(play.alice, by=play.nadia, at=TUESDAY)
    assert str(refusal.value).startswith("Ce foyer a un avoir de 8,00\u00a0€. Enregistrez d’abord son remboursement")
    give(play.alice, play.bob, Money(300), why="départ", key=key(), by=play.nadia, at=TUESDAY)
    give(play.alice, None, Money(500), why="départ", key=key(), by=play.nadia, at=TUESDAY)
    leave(play.alice, by=play.nadia, at=TUESDAY)
    assert has_left(play.alice)


def test_a_debt_may_be_abandoned_with_its_reason(play: Cast) -> None:
    balance_is(play, "-8.00")
    correct(play.alice, Money.of("8.00"), why="dette abandonnée", key=key(), by=play.nadia, at=TUESDAY)
    leave(play.alice, by=play.nadia, at=TUESDAY)
    assert has_left(play.alice)


def test_roles_go_with_the_household_and_its_other_groups_stay(play: Cast) -> None:
    other = cast("ruchette", "La Ruchette")
    person = play.person(play.alice)
    add_member(other.group, NewHousehold([NewPerson("Alice", "Martin", person.email or "")]), at=TUESDAY)
    for group in (play.group, other.group):
        set_roles(group, person, [Role.TREASURER], by=None, at=TUESDAY)
    leave(play.alice, by=play.nadia, at=TUESDAY)
    assert list(person.roles.values_list("group", flat=True)) == [other.group.pk]
    client = Client()
    client.force_login(person)
    pages = ("", "compte/", "gestion/distributions/", "qui-fait-quoi/")
    assert [client.get(f"/g/vallon/{page}").status_code for page in pages] == [404, 404, 404, 404]
    assert [client.get(f"/g/ruchette/{page}").status_code for page in pages] == [200, 200, 200, 200]
    assert client.get("/")["Location"] == "/g/ruchette/"


def test_the_last_administrator_does_not_leave(play: Cast) -> None:
    nadia = Membership.objects.get(group=play.group, number=3)
    with pytest.raises(LastAdministrator):
        leave(nadia, by=play.nadia, at=TUESDAY)
    assert not has_left(nadia)
    assert sorted(play.nadia.roles.values_list("role", flat=True)) == ["administrator", "coordinator"]


def test_a_coordinator_does_not_take_roles_away_by_removing_a_household(play: Cast) -> None:
    alice, bob = play.person(play.alice), play.person(play.bob)
    set_roles(play.group, alice, [Role.COORDINATOR], by=None, at=TUESDAY)
    set_roles(play.group, bob, [Role.TREASURER], by=None, at=TUESDAY)
    with pytest.raises(HoldsRoles):
        leave(play.bob, by=alice, at=TUESDAY)
    assert RoleHolder.objects.filter(person=bob).exists()
    leave(play.alice, by=alice, at=TUESDAY)  # one's own roles are one's own to leave
    assert not RoleHolder.objects.filter(person=alice).exists()


def test_an_order_begun_before_its_household_left_is_refused(play: Cast) -> None:
    replace_draft(play.distribution, play.alice, {play.bread.pk: 1}, at=TUESDAY)
    leave(play.alice, by=play.nadia, at=TUESDAY)
    person = play.person(play.alice)
    with pytest.raises(StaleBasket):
        commit(play.distribution, play.alice, Order({play.bread.pk: 1}, 0, "cheque"), key=key(), by=person, at=TUESDAY)
    assert Membership.objects.select_related("account").get(pk=play.alice.pk).account.balance == Money(0)


def test_who_comes_back_finds_number_and_account_and_no_role(play: Cast) -> None:
    person = play.person(play.alice)
    set_roles(play.group, person, [Role.TREASURER], by=None, at=TUESDAY)
    leave(play.alice, by=play.nadia, at=TUESDAY)
    with pytest.raises(LeftBefore) as refusal:
        add_member(play.group, NewHousehold([NewPerson("Alice", "Martin", "alice@vallon.example.org")]), at=TUESDAY)
    back = take_back(refusal.value.membership)
    assert (back.pk, back.number, back.account_id, back.left_on) == (play.alice.pk, 1, play.alice.account_id, None)
    assert not person.roles.exists()
    with pytest.raises(NeverLeft):
        take_back(back)


@pytest.fixture
def nadia(play: Cast) -> Client:
    client = Client()
    client.force_login(play.nadia)
    return client


def test_whoever_orders_for_members_is_led_from_there_to_the_basket_to_take_out(play: Cast, nadia: Client) -> None:
    basket = "/g/vallon/gestion/distributions/1/paniers/1/"
    with time_machine.travel(TUESDAY, tick=False):
        play.order(play.alice, {play.bread: 1})
        shown = []
        for roles in ([Role.COORDINATOR, Role.ADMINISTRATOR], [Role.ADMINISTRATOR]):
            set_roles(play.group, play.nadia, roles, by=None, at=TUESDAY)
            shown.append(basket in nadia.get("/g/vallon/gestion/membres/1/depart/").content.decode())
    assert shown == [True, False]


def test_the_page_says_what_is_in_the_way_then_the_household_goes(play: Cast, nadia: Client) -> None:
    page = "/g/vallon/gestion/membres/1/depart/"
    with time_machine.travel(TUESDAY, tick=False):
        play.order(play.alice, {play.bread: 1})
        shown = nadia.get(page)
        assert (shown.status_code, "Jeudi 26 novembre" in shown.content.decode()) == (200, True)
        assert "Retirer du groupe</button>" not in shown.content.decode()
        refused = nadia.post(page)
        assert (refused.status_code, "n’est pas validée" in refused.content.decode()) == (422, True)
        play.order(play.alice, {})
        assert "Retirer du groupe</button>" in nadia.get(page).content.decode()
        assert nadia.post(page)["Location"] == "/g/vallon/gestion/membres/1/"
        assert nadia.get(page)["Location"] == nadia.post(page)["Location"] == "/g/vallon/gestion/membres/1/"
    assert has_left(play.alice)


def test_who_removes_their_own_household_goes_to_their_groups(play: Cast) -> None:
    set_roles(play.group, play.person(play.alice), [Role.COORDINATOR], by=None, at=TUESDAY)
    client = Client()
    client.force_login(play.person(play.alice))
    assert client.post("/g/vallon/gestion/membres/1/depart/")["Location"] == "/"
    assert client.get("/g/vallon/gestion/membres/").status_code == 404

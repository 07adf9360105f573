"""Two households that are the same people become one, in one act; nothing posted changes, and the audit proves it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from cabas.distributions.auditing import audit_group
from cabas.distributions.models import Basket
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.doubles import Pair, possible_doubles
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership, Role, RoleHolder
from cabas.groups.returning import MergedAway, take_back
from cabas.groups.roles import HoldsRoles, set_roles
from cabas.households.merging import (
    BalancesMoved,
    Merger,
    NotTwoHouseholds,
    OrderStands,
    PeopleMistaken,
    merge,
    proposed_people,
)
from cabas.ledger.auditing import audit_book
from cabas.ledger.models import Transaction
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.auditing import audit_group as audit_payments
from cabas.payments.correcting import correct
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db

FRIDAY = THURSDAY_EVENING + timedelta(days=1)


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def twin(play: Cast) -> Membership:
    """Alice, entered a second time under another address, n° 4."""
    return add_member(play.group, NewHousehold([NewPerson("alice", "MARTIN", "a@x.fr", "06 12 34 56 78")]), at=TUESDAY)


def balance_is(play: Cast, member: Membership, amount: str) -> None:
    correct(member, Money.of(amount), why="une erreur ancienne", key=key(), by=play.nadia, at=TUESDAY)


def balance_of(member: Membership) -> Money:
    return Membership.objects.select_related("account").get(pk=member.pk).account.balance


def merger(gone: Membership, stays: Membership, gone_has: str = "0.00", stays_has: str = "0.00") -> Merger:
    return Merger([one.pk for one in proposed_people(gone, stays)], Money.of(gone_has), Money.of(stays_has))


def test_doubles_are_found_by_name_in_any_order_and_by_phone(play: Cast, twin: Membership) -> None:
    add_member(play.group, NewHousehold([NewPerson("Lenoir", "Bob", "b@x.fr", "+33 6 12 34 56 78")]), at=TUESDAY)
    assert possible_doubles(play.group) == [
        Pair(1, 4, has_one_name=True, has_one_phone=False),
        Pair(2, 5, has_one_name=True, has_one_phone=False),
        Pair(4, 5, has_one_name=False, has_one_phone=True),
    ]


@pytest.mark.parametrize("gone_has", ["-12.50", "8.00", "0.00"])
def test_the_balance_follows_and_the_other_is_closed(play: Cast, twin: Membership, gone_has: str) -> None:
    if gone_has != "0.00":
        balance_is(play, twin, gone_has)
    balance_is(play, play.alice, "3.00")
    one_key, chosen = key(), merger(twin, play.alice, gone_has, "3.00")
    for _tap in range(2):
        stays = merge(twin, play.alice, chosen, key=one_key, by=play.nadia, at=TUESDAY)
    gone = Membership.objects.get(pk=twin.pk)
    assert (balance_of(twin), balance_of(play.alice)) == (Money(0), Money.of("3.00") + Money.of(gone_has))
    assert (gone.merged_into, gone.left_on, stays.full_name) == (play.alice, TUESDAY.date(), "Alice Martin")
    memo = "Fusion\u202f: solde du n° 4 porté au n° 1"
    assert Transaction.objects.filter(memo=memo).count() == int(gone_has != "0.00")
    assert [*audit_group(play.group), *audit_payments(play.group)] == []
    assert list(OutgoingMail.objects.values_list("kind", "to")) == [("E31", "alice@vallon.example.org")]
    with pytest.raises(MergedAway):
        take_back(gone)


def test_what_an_act_writes_is_in_french_whoever_does_it(play: Cast, twin: Membership) -> None:
    balance_is(play, twin, "5.00")
    with translation.override("en"):
        merge(twin, play.alice, merger(twin, play.alice, "5.00"), key=key(), by=play.nadia, at=TUESDAY)
    assert Transaction.objects.latest("pk").memo.startswith("Fusion\u202f: solde du n°")
    assert OutgoingMail.objects.filter(kind="E31").first().subject.endswith("Vos deux comptes sont réunis")  # type: ignore[union-attr]


def test_who_has_another_name_comes_along_and_is_in_one_household(play: Cast) -> None:
    stays = merge(play.bob, play.alice, merger(play.bob, play.alice), key=key(), by=play.nadia, at=TUESDAY)
    assert (stays.full_name, stays.search_name) == ("Alice Martin et Bob Lenoir", "alice martin bob lenoir")
    assert Membership.objects.with_people().get(pk=play.bob.pk).full_name == "n° 2, fusionné"


def test_what_is_ordered_goes_along_line_by_line(play: Cast, twin: Membership) -> None:
    play.order(play.alice, {play.bread: 1}, means="cash")
    play.order(twin, {play.bread: 2, play.vegetables: 1})
    chosen = merger(twin, play.alice, "-22.80", "-5.40")
    merge(twin, play.alice, chosen, key=key(), by=play.nadia, at=TUESDAY)
    basket = Basket.objects.get(membership=play.alice)
    lines = [(line.product_name, line.quantity) for line in basket.current_lines]
    assert (lines, str(basket.total), basket.means) == ([("Pain", 3), ("Panier de légumes", 1)], "28.20", "cash")
    gone = Basket.objects.get(membership=twin)
    assert (gone.current_lines, gone.total, gone.means, gone.is_announced) == ([], Money(0), "", False)
    assert (balance_of(twin), balance_of(play.alice)) == (Money(0), Money.of("-28.20"))
    assert [*audit_group(play.group), *audit_payments(play.group), *audit_book(play.group.book)] == []
    letter = OutgoingMail.objects.get(kind="E31")
    assert "Ce que le n° 4 avait commandé est dans les paniers du n° 1." in letter.body


def test_the_one_that_stays_gets_a_basket_where_it_had_none(play: Cast, twin: Membership) -> None:
    play.order(twin, {play.bread: 1}, means="transfer")
    merge(twin, play.alice, merger(twin, play.alice, "-5.40"), key=key(), by=play.nadia, at=TUESDAY)
    basket = Basket.objects.get(membership=play.alice)
    said = (basket.number, str(basket.total), basket.means, basket.is_announced, str(basket.told_amount))
    assert said == (2, "5.40", "transfer", True, "5.40")
    assert [*audit_group(play.group)] == []


def test_an_order_that_was_paid_is_not_closed_over(play: Cast, twin: Membership) -> None:
    basket = play.order(twin, {play.bread: 1})
    take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    with pytest.raises(OrderStands) as refusal:
        merge(twin, play.alice, merger(twin, play.alice), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert str(refusal.value).startswith("Le n° 4 a une commande déjà payée, pesée ou servie, qui n’est pas validée")
    merge(play.alice, twin, merger(play.alice, twin), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validate(play.distribution, key=key(), by=play.nadia, at=FRIDAY)
    assert ([*audit_group(play.group)], balance_of(twin)) == ([], Money(0))


def test_what_is_not_as_it_was_shown_is_refused(play: Cast, twin: Membership) -> None:
    signed = {"by": play.nadia, "at": TUESDAY}
    with pytest.raises(BalancesMoved):
        merge(twin, play.alice, merger(twin, play.alice, "1.00"), key=key(), **signed)
    with pytest.raises(PeopleMistaken):
        merge(twin, play.alice, Merger([], Money(0), Money(0)), key=key(), **signed)
    with pytest.raises(PeopleMistaken):
        merge(twin, play.alice, Merger([play.nadia.pk], Money(0), Money(0)), key=key(), **signed)
    with pytest.raises(NotTwoHouseholds):
        merge(twin, twin, merger(twin, twin), key=key(), **signed)
    merge(twin, play.alice, merger(twin, play.alice), key=key(), **signed)
    with pytest.raises(NotTwoHouseholds):
        merge(twin, play.bob, merger(twin, play.bob), key=key(), **signed)


def test_roles_of_who_is_not_kept_go_by_who_gives_them(play: Cast, twin: Membership) -> None:
    set_roles(play.group, twin.people[0], [Role.TREASURER], by=None, at=TUESDAY)
    bob = play.person(play.bob)
    set_roles(play.group, bob, [Role.COORDINATOR], by=None, at=TUESDAY)
    with pytest.raises(HoldsRoles):
        merge(twin, play.alice, merger(twin, play.alice), key=key(), by=bob, at=TUESDAY)
    merge(twin, play.alice, merger(twin, play.alice), key=key(), by=play.nadia, at=TUESDAY)
    assert not RoleHolder.objects.filter(person=twin.people[0]).exists()


def test_the_pages_show_both_and_confirm_with_both_balances(play: Cast, twin: Membership) -> None:
    balance_is(play, twin, "8.00")
    client = Client()
    client.force_login(play.nadia)
    members = "/g/vallon/gestion/membres/"
    with time_machine.travel(TUESDAY, tick=False):
        assert "1 doublon possible" in client.get(members).content.decode()
        assert "même nom" in client.get(f"{members}doublons/").content.decode()
        assert client.get(f"{members}doublons/?un=1&deux=4")["Location"] == f"{members}4/fusion/1/"
        page = client.get(f"{members}4/fusion/1/")
        assert "0,00\u00a0€ et +\u00a08,00\u00a0€ font +\u00a08,00\u00a0€" in page.content.decode().replace(
            "\u202f", " "
        )
        form = page.context["form"]
        sent = {name: form[name].value() for name in ("people", "gone_balance", "stays_balance", "key")}
        stale = client.post(f"{members}4/fusion/1/", sent | {"gone_balance": 700})
        assert (stale.status_code, stale.context["form"]["gone_balance"].value()) == (422, 800)
        assert client.post(f"{members}4/fusion/1/", sent)["Location"] == f"{members}1/"
        assert "N° 4, fusionné" in client.get(f"{members}1/").content.decode()
        assert "Réuni au n° 1" in client.get(f"{members}4/").content.decode()
        assert client.get("/g/vallon/gestion/soldes/4/").status_code == 200

"""A product that is not delivered, or costs another price, for everybody of an evening; and undone exactly."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cabas.catalogs.models import Product
from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import forgive_absent
from cabas.distributions.contents import set_missing, set_quantity
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, BasketChange
from cabas.distributions.refusals import AmountsChanged, DistributionValidated, NothingToTakeBack
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.money import Money
from cabas.stand.models import ProductChange
from cabas.stand.product_changes import change_price_for_all, miss_for_all, undo_change
from cabas.stand.product_lines import holdings_of, if_missing, if_priced
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.racing import race_threads

STATEMENTS_MAX = 30


@pytest.fixture
def play(db: None) -> Cast:
    """Alice ordered 2 breads and vegetables and has paid; Bob 1 bread and cheese; Nadia vegetables only."""
    return told()


def told() -> Cast:
    play = cast()
    alice = play.order(play.alice, {play.bread: 2, play.vegetables: 1})
    play.order(play.bob, {play.bread: 1, play.cheese: 1})
    take_payment(alice, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return play


def signed(play: Cast) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING}


def miss(play: Cast, product: Product, count: int, seen: str) -> ProductChange:
    made = miss_for_all(play.distribution, product.pk, count=count, seen=Money.of(seen), **signed(play))
    return ProductChange.objects.get(pk=made)


def price(play: Cast, product: Product, to: str, count: int, seen: str) -> ProductChange:
    there = change_price_for_all(
        play.distribution, product.pk, Money.of(to), count=count, seen=Money.of(seen), **signed(play)
    )
    return ProductChange.objects.get(pk=there)


def everything(play: Cast) -> list[tuple[Any, ...]]:
    """Of each basket: total, what is due, the balance, and its lines."""
    return [
        (basket.total, due(basket).due, basket.balance, list(basket.lines.order_by("pk").values_list()))
        for basket in Basket.objects.with_amounts().order_by("number")
    ]


def dues(play: Cast) -> list[tuple[str, str, str]]:
    baskets = Basket.objects.with_amounts().with_people().order_by("number")
    return [(basket.membership.name, str(basket.total), str(due(basket).due)) for basket in baskets]


def test_nobody_pays_for_what_is_missing_and_who_has_paid_keeps_it_on_their_account(play: Cast) -> None:
    effect = if_missing(holdings_of(play.distribution, play.bread.pk))
    assert (effect.count, effect.amount, effect.stays, effect.staying) == (
        2,
        Money.of("16.20"),
        Money.of("10.80"),
        1,
    )
    change = miss(play, play.bread, 2, "16.20")
    assert dues(play) == [("Alice Martin", "12.00", "0.00"), ("Bob Lenoir", "6.00", "6.00")]
    play.alice.account.refresh_from_db()
    assert play.alice.account.balance == Money.of("10.80")
    assert [(each.kind, str(each.amount), each.details) for each in BasketChange.objects.filter(kind="missing")] == [
        ("missing", "10.80", [{"product": "Pain", "from": "2", "to": "non livré", "amount": 1080}]),
        ("missing", "5.40", [{"product": "Pain", "from": "1", "to": "non livré", "amount": 540}]),
    ]
    assert (change.count, change.amount) == (2, Money.of("16.20"))
    assert list(audit_group(play.group)) == []


def test_undone_everything_is_as_it_was(play: Cast) -> None:
    before = everything(play)
    change = miss(play, play.bread, 2, "16.20")
    undone = undo_change(change, **signed(play))
    assert (undone.count, list(undone.left)) == (2, [])
    assert everything(play) == before
    with pytest.raises(NothingToTakeBack):
        undo_change(change, **signed(play))


def test_another_price_is_asked_of_everybody_and_undone(play: Cast) -> None:
    before = everything(play)
    change = price(play, play.bread, "5.00", 2, "1.20")
    assert dues(play) == [("Alice Martin", "22.00", "0.00"), ("Bob Lenoir", "11.00", "11.00")]
    assert BasketChange.objects.filter(kind="price").first().details == [
        {"product": "Pain", "from": "2 à 5,40\u00a0€", "to": "2 à 5,00\u00a0€", "amount": 80}
    ]
    undo_change(change, **signed(play))
    assert everything(play) == before


def test_a_dearer_kilogram_is_due_by_the_weight(play: Cast) -> None:
    effect = if_priced(holdings_of(play.distribution, play.cheese.pk), Money.of("30.00"))
    assert effect.amount == Money.of("-1.20")
    price(play, play.cheese, "30.00", 1, "-1.20")
    assert dues(play)[1] == ("Bob Lenoir", "12.60", "12.60")


def test_undoing_leaves_what_somebody_changed_since_and_says_whose(play: Cast) -> None:
    change = miss(play, play.bread, 2, "16.20")
    bobs = Basket.objects.get(membership=play.bob)
    set_missing(bobs, bobs.lines.get(product=play.bread).pk, False, **signed(play))
    undone = undo_change(change, **signed(play))
    assert (undone.count, list(undone.left)) == (1, ["Bob Lenoir"])
    assert dues(play) == [("Alice Martin", "22.80", "0.00"), ("Bob Lenoir", "11.40", "11.40")]


def test_of_two_prices_the_last_is_undone_first(play: Cast) -> None:
    first = price(play, play.bread, "5.00", 2, "1.20")
    price(play, play.bread, "6.00", 2, "-3.00")
    undone = undo_change(first, **signed(play))
    assert (undone.count, list(undone.left)) == (0, ["Alice Martin", "Bob Lenoir"])
    assert dues(play)[1] == ("Bob Lenoir", "12.00", "12.00")


def test_what_changed_meanwhile_is_shown_again_and_nothing_is_recorded(play: Cast) -> None:
    bobs = Basket.objects.get(membership=play.bob)
    set_quantity(bobs, play.bread, 3, **signed(play))
    before = everything(play)
    with pytest.raises(AmountsChanged):
        miss(play, play.bread, 2, "16.20")
    assert everything(play) == before
    assert not ProductChange.objects.exists()


def test_the_basket_of_somebody_absent_is_left_as_it_is(play: Cast) -> None:
    forgive_absent(Basket.objects.get(membership=play.bob), **signed(play))
    effect = if_missing(holdings_of(play.distribution, play.bread.pk))
    assert (effect.count, [each.basket.membership for each in effect.absent]) == (1, [play.bob])
    miss(play, play.bread, 1, "10.80")
    assert Basket.objects.get(membership=play.bob).total == Money.of("11.40")


def test_a_validated_evening_is_not_changed(play: Cast) -> None:
    change = miss(play, play.bread, 2, "16.20")
    take_payment(Basket.objects.get(membership=play.bob), "cash", **signed(play))
    validate(
        play.distribution, keeps_estimates=True, key=key(), by=play.nadia, at=THURSDAY_EVENING + timedelta(hours=2)
    )
    with pytest.raises(DistributionValidated):
        undo_change(change, **signed(play))
    with pytest.raises(DistributionValidated):
        miss(play, play.vegetables, 1, "12.00")


def test_the_same_tap_counts_once(play: Cast) -> None:
    once = signed(play)
    made = [miss_for_all(play.distribution, play.bread.pk, count=2, seen=Money.of("16.20"), **once) for _tap in "ab"]
    assert made[0] == made[1]
    assert dues(play)[1] == ("Bob Lenoir", "6.00", "6.00")


@pytest.mark.parametrize("households", [3, 90])
def test_many_baskets_take_as_many_statements_as_three(play: Cast, households: int) -> None:
    people = [NewHousehold([NewPerson("Membre", f"N{number}")]) for number in range(households)]
    members = add_members(play.group, people, at=TUESDAY)
    for member in members:
        play.order(member, {play.bread: 1})
    seen = str(Money.of("5.40").times(households) + Money.of("16.20"))
    with CaptureQueriesContext(connection) as captured:
        change = miss(play, play.bread, households + 2, seen)
    assert len(captured) <= STATEMENTS_MAX
    with CaptureQueriesContext(connection) as captured:
        assert undo_change(change, **signed(play)).count == households + 2
    assert len(captured) <= STATEMENTS_MAX


@pytest.mark.django_db(transaction=True)
def test_while_a_volunteer_serves_the_money_taken_is_what_was_due_before_or_after() -> None:
    """Whoever comes second sees what the first did: the payment takes one due or the other, nothing is lost."""
    play = told()
    bobs = Basket.objects.get(membership=play.bob)
    acts: list[Callable[[], object]] = [
        lambda: miss(play, play.bread, 2, "16.20"),
        lambda: take_payment(bobs, "cash", **signed(play)),
    ]

    def act(position: int) -> str:
        with transaction.atomic():
            acts[position]()
        return "done"

    assert race_threads(2, act) == {"done": 2}
    here = Basket.objects.with_amounts().get(pk=bobs.pk)
    assert (here.total, due(here).due) == (Money.of("6.00"), Money(0))
    assert (str(here.paid), str(here.balance)) in {("6.00", "0.00"), ("11.40", "5.40")}
    assert list(audit_group(play.group)) == []

"""A percentage fee is in the price that a member sees; validation gives the vendor their price, the group its fee."""

from decimal import Decimal
from typing import Any

import pytest

from cabas.catalogs.models import PriceChange, Product
from cabas.catalogs.prices import set_fee
from cabas.catalogs.pricing import with_fee, without_fee
from cabas.distributions.amending import Edit, amend
from cabas.distributions.auditing import audit_group
from cabas.distributions.models import Basket, BasketChange
from cabas.distributions.serving import serve
from cabas.distributions.totals import by_vendor
from cabas.distributions.validation import undo_validation, validate
from cabas.groups.chart import Kind
from cabas.ledger.models import Account
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

FIVE = Decimal("5")


def euros(amount: str) -> Money:
    return Money.of(amount)


@pytest.fixture
def play(db: Any) -> Cast:
    play = cast()
    set_fee(play.catalog, "Frais de fonctionnement", FIVE, by=play.nadia, at=TUESDAY)
    for product in (play.vegetables, play.bread, play.cheese):
        product.refresh_from_db()
    return play


def balance(play: Cast, kind: Kind) -> Money:
    return Money.sum(account.balance for account in Account.objects.filter(book=play.group.book, kind=kind))


@pytest.mark.parametrize("percent", ["0.01", "1", "3.33", "5", "5.5", "12.5", "33.33", "50"])
def test_the_price_of_the_vendor_is_found_again_to_the_cent(percent: str) -> None:
    rate = Decimal(percent)
    assert [cents for cents in range(3000) if without_fee(with_fee(Money(cents), rate), rate) != Money(cents)] == []


def test_a_fee_is_in_the_prices_that_follow_and_in_their_history(play: Cast) -> None:
    prices = {product.name: (product.price, product.vendor_price) for product in Product.objects.all()}
    assert prices == {
        "Panier de légumes": (euros("12.60"), euros("12.00")),
        "Pain": (euros("5.67"), euros("5.40")),
        "Tomme de brebis": (euros("26.25"), euros("25.00")),
    }
    set_fee(play.catalog, "", Decimal(0), by=play.nadia, at=TUESDAY)
    assert sorted(product.price for product in Product.objects.all()) == [euros("5.40"), euros("12.00"), euros("25.00")]
    assert PriceChange.objects.filter(product=play.bread).values_list("before", "after")[0] == (
        euros("5.67"),
        euros("5.40"),
    )


def test_what_is_ordered_keeps_its_price_and_its_fee(play: Cast) -> None:
    play.order(play.alice, {play.bread: 2})
    set_fee(play.catalog, "", Decimal(20), by=play.nadia, at=TUESDAY)
    basket = play.order(play.alice, {play.bread: 3})
    line = basket.lines.get()
    assert (line.price, line.total, line.fee, line.fee_percent) == (euros("5.67"), euros("17.01"), euros("0.81"), FIVE)


def evening(play: Cast) -> tuple[Basket, Basket]:
    """Alice has two loaves and a cheese of 251 g, Bob a loaf that is not there."""
    alice = play.order(play.alice, {play.bread: 2, play.cheese: 1})
    bob = play.order(play.bob, {play.bread: 1, play.vegetables: 1})
    cheese, missing = alice.lines.get(product=play.cheese), bob.lines.get(product=play.bread)
    amend(alice, [Edit(cheese, grams=251)], kind=BasketChange.Kind.WEIGHING, by=play.nadia, at=TUESDAY, key=key())
    amend(bob, [Edit(missing, is_missing=True)], kind=BasketChange.Kind.MISSING, by=play.nadia, at=TUESDAY, key=key())
    for basket in (alice, bob):
        serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return alice, bob


def test_validation_gives_each_their_part_to_the_cent_and_its_undoing_takes_it_back(play: Cast) -> None:
    evening(play)
    # 2 × 5,40 and 25,00 × 0,251 = 6,275 -> 6,28, and 12,00; members: 11,34 + 26,25 × 0,251 = 6,58875 -> 6,59 and 12,60
    owed, paid = euros("29.08"), euros("30.53")
    vendor = by_vendor(play.distribution)[0]
    assert (vendor.share, vendor.fee, vendor.amount) == (owed, euros("1.45"), paid)
    assert balance(play, Kind.ORDERS_IN_PROGRESS) == paid
    validation = validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    kinds = (Kind.VENDOR, Kind.FEES, Kind.ORDERS_IN_PROGRESS)
    assert [balance(play, kind) for kind in kinds] == [owed, euros("1.45"), Money(0)]
    assert list(audit_group(play.group)) == []
    undo_validation(validation, why="Erreur", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert [balance(play, kind) for kind in kinds] == [Money(0), Money(0), paid]


def test_without_a_fee_nothing_is_posted_to_it(db: Any) -> None:
    play = cast()
    evening(play)
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert (balance(play, Kind.VENDOR), balance(play, Kind.FEES)) == (euros("29.08"), Money(0))


def test_a_fee_that_was_tampered_with_is_a_named_fault(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 2})
    basket.lines.update(fee=Money(1))
    assert [str(fault.message).split("\u202f: ")[-1] for fault in audit_group(play.group)] == [
        "la ligne «\u202fPain\u202f» compte 0,01\u00a0€ de frais, son taux en donne 0,54\u00a0€."
    ]


def test_a_price_changed_for_one_evening_changes_the_part_of_the_vendor_with_it(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 2})
    line = basket.lines.get()
    amend(basket, [Edit(line, price=euros("4.20"))], kind=BasketChange.Kind.PRICE, by=play.nadia, at=TUESDAY, key=key())
    line.refresh_from_db()
    assert (line.total, line.fee, line.total - line.fee) == (euros("8.40"), euros("0.40"), euros("8.00"))

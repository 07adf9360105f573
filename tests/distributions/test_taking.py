"""A payment at the stand may cover what was owed before; cash leaves change, handed back or kept; labels are exact."""

from datetime import timedelta

import pytest

from cabas.catalogs.pricing import grams_at, weight_price
from cabas.distributions.auditing import audit_group
from cabas.distributions.dues import due
from cabas.distributions.models import Basket
from cabas.distributions.noting import note, note_of
from cabas.distributions.serving import Taken, serve, take_payment, undo_receipt
from cabas.distributions.taking import of_given
from cabas.distributions.validation import validate
from cabas.distributions.views._member_basket_history import events_of
from cabas.distributions.weighing import Weights, weigh
from cabas.ledger.auditing import audit_book
from cabas.ledger.models import Account
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, Cast, add_distribution, key

NEXT_WEEK = THURSDAY_EVENING + timedelta(days=7)


@pytest.fixture
def debtor(play: Cast) -> Basket:
    """Alice left 5,40 € owed last week; her basket of this week is 12,00 €."""
    earlier = play.order(play.alice, {play.bread: 1})
    serve(earlier, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    play.distribution = add_distribution(play.group, NEXT_WEEK, [play.catalog])
    return play.order(play.alice, {play.vegetables: 1}, at=play.distribution.orders_open_at)


def amounts(basket: Basket) -> tuple[str, str, str]:
    """Due, old debt and balance of the account."""
    owed = due(Basket.objects.with_amounts().get(pk=basket.pk))
    return str(owed.due), str(owed.old_debt), str(Account.objects.get(pk=basket.membership.account_id).balance)


def test_one_payment_takes_the_basket_and_what_was_owed_before(play: Cast, debtor: Basket) -> None:
    assert amounts(debtor) == ("12.00", "5.40", "-17.40")
    tap = {"covers_debt": True, "seen": Money.of("17.40"), "key": key(), "by": play.nadia, "at": NEXT_WEEK}
    taken = [take_payment(debtor, "cheque", **tap) for _again in range(2)]
    assert [one.amount for one in taken] == [Money.of("17.40")] * 2
    assert taken[0] == taken[1]
    assert amounts(debtor) == ("0.00", "0.00", "0.00")


def test_the_basket_alone_leaves_the_old_debt(play: Cast, debtor: Basket) -> None:
    take_payment(debtor, "cheque", seen=Money.of("12.00"), key=key(), by=play.nadia, at=NEXT_WEEK)
    assert amounts(debtor) == ("0.00", "5.40", "-5.40")


def test_a_debt_that_changed_meanwhile_takes_nothing(play: Cast, debtor: Basket) -> None:
    tap = {"covers_debt": True, "seen": Money.of("12.00"), "key": key(), "by": play.nadia, "at": NEXT_WEEK}
    assert take_payment(debtor, "cash", **tap) == Taken(None, Money.of("17.40"), is_due_different=True)
    assert amounts(debtor) == ("12.00", "5.40", "-17.40")


def test_change_is_handed_back_or_kept_and_both_are_undone(play: Cast, debtor: Basket) -> None:
    signed = {"by": play.nadia, "at": NEXT_WEEK}
    back = take_payment(debtor, "cash", given=Money.of("20.00"), covers_debt=True, key=key(), **signed)
    assert (back.amount, back.handed_back) == (Money.of("17.40"), Money.of("2.60"))
    assert amounts(debtor) == ("0.00", "0.00", "0.00")
    undo_receipt(debtor.receipts.get(pk=back.receipt_id), key=key(), **signed)

    kept = take_payment(debtor, "cash", amount=Money.of("20.00"), key=key(), **signed)
    assert amounts(debtor) == ("0.00", "0.00", "2.60")
    undo_receipt(debtor.receipts.get(pk=kept.receipt_id), key=key(), **signed)
    assert amounts(debtor) == ("12.00", "5.40", "-17.40")
    assert [*audit_group(play.group), *audit_book(play.group.book)] == []


def test_too_little_cash_is_taken_whole() -> None:
    assert of_given(Money.of("10.00"), Money.of("17.40")) == (Money.of("10.00"), Money(0))


def test_a_label_is_charged_to_the_cent_with_the_nearest_grams(play: Cast) -> None:
    """At 25 € a kilogram no whole weight costs 5,51 €: the line costs what its label says."""
    basket = play.order(play.alice, {play.cheese: 1})
    line = basket.lines.get()
    label = Money.of("5.51")
    grams = grams_at(line.price, label)
    assert (grams, weight_price(line.price, grams)) == (220, Money.of("5.50"))

    weigh(basket, Weights({line.pk: grams}, {line.pk: label}), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    line.refresh_from_db()
    basket.refresh_from_db()
    assert (line.grams, line.total, basket.total) == (220, label, label)
    assert basket.changes.last().details == [
        {"product": "Tomme de brebis", "from": "240\u00a0g", "to": "220\u00a0g, étiquette 5,51\u00a0€", "amount": 49}
    ]
    weigh(basket, Weights({line.pk: grams}), key=key(), by=play.nadia, at=THURSDAY_EVENING)  # now by the scales
    line.refresh_from_db()
    assert (line.label_price, line.total) == (None, Money.of("5.50"))
    assert [*audit_group(play.group)] == []


@pytest.mark.parametrize(
    ("price", "label", "grams"), [("25.00", "0.01", 1), ("8.00", "3.99", 499), ("0.00", "1.00", 0)]
)
def test_what_a_label_weighs(price: str, label: str, grams: int) -> None:
    assert grams_at(Money.of(price), Money.of(label)) == grams


def test_a_note_is_kept_with_who_wrote_it_and_gives_the_one_before(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    signed = {"by": play.nadia, "at": THURSDAY_EVENING}
    assert note(basket, "Revient  demain\n pour le pain", key=key(), **signed) == ""
    assert note(basket, "Pain rendu", key=key(), **signed) == "Revient demain pour le pain"
    assert note(basket, "Pain rendu", key=key(), **signed) == "Pain rendu"  # nothing new
    assert note_of(basket.changes.filter(kind="note")) == "Pain rendu"
    events = [(event.title, event.details, event.who, event.amount) for event in events_of(basket)[:2]]
    assert sorted(events) == [
        ("Note au stand", "Pain rendu", "par Nadia", None),
        ("Note au stand", "Revient demain pour le pain", "par Nadia", None),
    ]
    assert [*audit_group(play.group)] == []

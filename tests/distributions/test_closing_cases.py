"""Before validating, each basket is settled, alone or together: absent, forgiven, served, paid, left owed, undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import (
    baskets_of,
    cases,
    forgive_absent,
    leave_owed,
    look_again,
    unweighed_lines,
)
from cabas.distributions.contents import set_missing, set_quantity
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.refusals import AlreadyServed, NotStarted
from cabas.distributions.serving import serve, take_payment, undo_receipt
from cabas.distributions.validation import validate
from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_all
from cabas.money import Money
from cabas.payments.receiving import receive
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, add_product, cast, key

pytestmark = pytest.mark.django_db

NOTHING = Money(0)


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def basket(play: Cast) -> Basket:
    return play.order(play.alice, {play.vegetables: 2})


def signed(play: Cast) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING}


def told(play: Cast) -> list[tuple[int, str, str]]:
    """Number, reason and due of each case."""
    return [(case.basket.number, str(case.reason), str(case.due.due)) for case in cases(baskets_of(play.distribution))]


def balance(member: Membership) -> Money:
    return Membership.objects.get(pk=member.pk).account.balance


def assert_books_hold(play: Cast) -> None:
    assert list(audit_all()) == []
    assert list(audit_group(play.group)) == []


def test_each_reason_by_its_name(play: Cast, basket: Basket) -> None:
    transfer = play.order(play.bob, {play.bread: 1}, means="transfer")
    nadia = play.order(Membership.objects.get(adults__person=play.nadia), {play.bread: 1})
    assert told(play) == [(1, "not_come", "24.00"), (2, "not_come", "5.40"), (3, "not_come", "5.40")]
    serve(transfer, is_left_owed=False, **signed(play))
    take_payment(nadia, "cash", amount=Money.of("5.00"), **signed(play))
    assert told(play) == [(1, "not_come", "24.00"), (2, "transfer_awaited", "5.40"), (3, "unpaid", "0.40")]
    for settled in (transfer, nadia):
        take_payment(settled, "cash", **signed(play))
    leave_owed(basket, is_absent=True, **signed(play))
    assert told(play) == []


def test_served_later_is_no_case_and_absent_keeps_the_debt_until_it_is_looked_at_again(
    play: Cast, basket: Basket
) -> None:
    leave_owed(basket, is_absent=True, **signed(play))
    here = Basket.objects.get()
    assert (here.absent_at, here.is_left_owed, here.is_announced) == (THURSDAY_EVENING, True, False)
    assert (told(play), balance(play.alice)) == ([], Money.of("-24.00"))
    look_again(basket, **signed(play))
    here = Basket.objects.get()
    assert (here.absent_at, here.is_left_owed, here.is_announced) == (None, False, True)
    assert told(play) == [(1, "not_come", "24.00")]


def test_a_forgiven_basket_is_borne_by_the_group_and_the_vendor_stays_owed(play: Cast, basket: Basket) -> None:
    assert forgive_absent(basket, **signed(play)) == Money.of("24.00")
    assert (told(play), balance(play.alice)) == ([], NOTHING)
    assert play.group.account(Kind.DIFFERENCES).balance == Money.of("-24.00")
    assert play.group.account(Kind.ORDERS_IN_PROGRESS).balance == Money.of("24.00")
    assert Basket.objects.get().total == Money.of("24.00")
    assert_books_hold(play)


def test_forgiving_gives_an_avoir_back(play: Cast, basket: Basket) -> None:
    with transaction.atomic():
        receive(play.alice, "cash", Money.of("10.00"), **signed(play))
    forgive_absent(basket, **signed(play))
    assert (balance(play.alice), told(play)) == (Money.of("10.00"), [])


def test_forgiving_twice_credits_once_and_is_undone(play: Cast, basket: Basket) -> None:
    forgive_absent(basket, **signed(play))
    assert forgive_absent(basket, **signed(play)) == NOTHING
    look_again(basket, **signed(play))
    assert balance(play.alice) == Money.of("-24.00")
    assert told(play) == [(1, "not_come", "24.00")]
    assert forgive_absent(basket, **signed(play)) == Money.of("24.00")
    assert balance(play.alice) == NOTHING
    assert_books_hold(play)


def test_a_basket_that_was_served_meanwhile_is_not_forgiven(play: Cast, basket: Basket) -> None:
    serve(basket, is_left_owed=True, **signed(play))
    for act in (
        lambda: forgive_absent(basket, **signed(play)),
        lambda: leave_owed(basket, is_absent=True, **signed(play)),
    ):
        with pytest.raises(AlreadyServed):
            act()
    assert (balance(play.alice), Basket.objects.get().absent_at) == (Money.of("-24.00"), None)


def test_a_forgiven_basket_of_a_debtor_is_no_case(play: Cast, basket: Basket) -> None:
    serve(basket, is_left_owed=True, **signed(play))
    validate(play.distribution, **signed(play))
    play.distribution = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    later = play.order(play.alice, {play.bread: 1}, at=play.distribution.orders_open_at)
    forgive_absent(later, **{**signed(play), "at": play.distribution.starts_at})
    assert (told(play), balance(play.alice)) == ([], Money.of("-24.00"))


def test_a_transfer_that_was_received_by_mistake_is_awaited_again_and_the_basket_stays_served(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1}, means="transfer")
    serve(basket, is_left_owed=False, **signed(play))
    taken = take_payment(basket, "transfer", **signed(play))
    assert told(play) == []
    undo_receipt(Receipt.objects.get(pk=taken.receipt_id), stays_served=True, **signed(play))
    assert told(play) == [(1, "transfer_awaited", "5.40")]


def test_unweighed_lines_are_those_that_wait_for_the_scales(play: Cast) -> None:
    basket = play.order(play.alice, {play.cheese: 1, play.bread: 1})
    assert [line.product for line in unweighed_lines(play.distribution)] == [play.cheese]
    basket.lines.update(grams=220)
    assert not unweighed_lines(play.distribution).exists()


def test_before_the_distribution_has_started_nobody_is_absent_and_nothing_is_left(play: Cast, basket: Basket) -> None:
    early = {"by": play.nadia, "at": TUESDAY}
    for act in (
        lambda: leave_owed(basket, is_absent=False, key=key(), **early),
        lambda: leave_owed(basket, is_absent=True, key=key(), **early),
        lambda: forgive_absent(basket, key=key(), **early),
    ):
        with pytest.raises(NotStarted):
            act()
    here = Basket.objects.get()
    assert (here.absent_at, here.is_left_owed, here.is_announced, balance(play.alice)) == (
        None,
        False,
        True,
        Money.of("-24.00"),
    )


def test_a_basket_of_which_all_is_missing_counts_and_is_no_case(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    set_missing(basket, basket.lines.get().pk, True, **signed(play))
    assert [counted.number for counted in baskets_of(play.distribution)] == [1]
    assert told(play) == []


def test_a_basket_of_free_products_is_still_to_be_handed_out(play: Cast) -> None:
    play.order(play.alice, {add_product(play.catalog, "Fanes", "0.00"): 1})
    assert told(play) == [(1, "not_come", "0.00")]


def test_an_emptied_order_counts_only_while_something_is_paid_for_it(play: Cast, basket: Basket) -> None:
    taken = take_payment(basket, "cash", **signed(play))
    play.order(play.alice, {})
    assert [counted.number for counted in baskets_of(play.distribution)] == [1]
    undo_receipt(Receipt.objects.get(pk=taken.receipt_id), **signed(play))
    assert baskets_of(play.distribution) == []


def test_what_was_left_is_looked_at_again_once_the_basket_is_dearer(play: Cast, basket: Basket) -> None:
    serve(basket, is_left_owed=True, **signed(play))
    set_quantity(basket, play.vegetables, 1, **signed(play))
    assert told(play) == []
    set_quantity(basket, play.vegetables, 3, **signed(play))
    assert told(play) == [(1, "unpaid", "36.00")]


def test_a_part_paid_of_what_was_left_leaves_the_rest_knowingly_until_it_is_taken_back(
    play: Cast, basket: Basket
) -> None:
    serve(basket, is_left_owed=True, **signed(play))
    first = take_payment(basket, "cash", amount=Money.of("10.00"), **signed(play))
    take_payment(basket, "cash", amount=Money.of("5.00"), **signed(play))
    assert (told(play), Basket.objects.get().is_left_owed) == ([], True)
    undo_receipt(Receipt.objects.select_related("payment__transaction").get(pk=first.receipt_id), **signed(play))
    assert told(play) == [(1, "unpaid", "19.00")]
    take_payment(basket, "cash", amount=Money.of("10.00"), **signed(play))
    assert told(play) == [(1, "unpaid", "9.00")]


def test_what_was_left_and_then_paid_is_left_no_more(play: Cast, basket: Basket) -> None:
    serve(basket, is_left_owed=True, **signed(play))
    take_payment(basket, "cash", **signed(play))
    assert not Basket.objects.get().is_left_owed


def test_what_an_avoir_paid_is_looked_at_again_once_the_avoir_is_gone(play: Cast, basket: Basket) -> None:
    """The receipt for a later basket made an avoir, which paid a part of this one; only the rest was left knowingly."""
    evening = play.distribution
    play.distribution = add_distribution(play.group, evening.starts_at + timedelta(days=7), [play.catalog])
    later = play.order(play.alice, {play.bread: 1}, at=play.distribution.orders_open_at)
    play.distribution = evening
    taken = take_payment(later, "cash", amount=Money.of("20.00"), **signed(play))
    serve(basket, is_left_owed=True, **signed(play))
    assert (Basket.objects.get(pk=basket.pk).left_amount, told(play)) == (Money.of("9.40"), [])
    undo_receipt(Receipt.objects.get(pk=taken.receipt_id), **signed(play))
    assert told(play) == [(1, "unpaid", "24.00")]
    leave_owed(basket, is_absent=False, **signed(play))
    assert (Basket.objects.get(pk=basket.pk).left_amount, told(play)) == (Money.of("24.00"), [])
    assert_books_hold(play)

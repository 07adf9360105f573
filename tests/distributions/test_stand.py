"""One tap at the stand: served, received, announcement cleared; counted once, undone by a reversal, refused by name."""

from typing import Any

import pytest
from django.db import transaction

from cabas.catalogs.models import Product
from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import forgive_absent, leave_owed
from cabas.distributions.contents import set_missing, set_quantity
from cabas.distributions.models import Basket, BasketChange, Receipt
from cabas.distributions.refusals import (
    AbsenceStands,
    AlreadySettled,
    DistributionValidated,
    ProductNotOffered,
    ReceiptStands,
)
from cabas.distributions.serving import Taken, serve, take_payment, undo_receipt, undo_serving
from cabas.distributions.validation import validate
from cabas.distributions.weighing import Weights, weigh
from cabas.groups.models import Membership
from cabas.ledger.acts import KeyMissing, KeyReused
from cabas.ledger.auditing import audit_all
from cabas.ledger.models import Transaction
from cabas.ledger.reversing import AlreadyReversed
from cabas.money import Money
from cabas.payments.receiving import NothingToReceive, receive
from tests.cast import THURSDAY_EVENING, Cast, cast, key

pytestmark = pytest.mark.django_db

NOTHING = Money(0)


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def basket(play: Cast) -> Basket:
    """23,40 €: vegetables, bread and a portion of cheese, to be paid by cheque."""
    return play.order(play.alice, {play.vegetables: 1, play.bread: 1, play.cheese: 1})


def signed(play: Cast, **more: Any) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING, **more}


def take(play: Cast, basket: Basket, means: str = "cheque", **more: Any) -> Taken:
    return take_payment(basket, means, **signed(play, **more))


def state(basket: Basket) -> tuple[bool, bool, bool]:
    """Served, announced, left owed."""
    basket = Basket.objects.get(pk=basket.pk)
    return basket.served_at is not None, basket.is_announced, basket.is_left_owed


def balance(play: Cast) -> Money:
    return Membership.objects.get(pk=play.alice.pk).account.balance


def assert_books_hold(play: Cast) -> None:
    assert list(audit_all()) == []
    assert list(audit_group(play.group)) == []


def test_any_means_in_one_tap_serves_and_clears_the_announcement(play: Cast, basket: Basket) -> None:
    assert take(play, basket, "cash") == Taken(Receipt.objects.get().pk, Money.of("23.40"))
    assert (state(basket), balance(play)) == ((True, False, False), NOTHING)
    assert Basket.objects.get().served_by == play.nadia


def test_weights_and_money_go_with_the_same_tap(play: Cast, basket: Basket) -> None:
    line = basket.lines.get(product=play.cheese)
    taken = take(play, basket, weights=Weights({line.pk: 220}), seen=Money.of("22.90"))
    assert (taken.amount, taken.is_due_different, balance(play)) == (Money.of("22.90"), False, NOTHING)


def test_where_the_page_showed_another_amount_weights_are_saved_and_nothing_is_taken(
    play: Cast, basket: Basket
) -> None:
    line = basket.lines.get(product=play.cheese)
    taken = take(play, basket, weights=Weights({line.pk: 220}), seen=Money.of("23.40"))
    assert taken == Taken(None, Money.of("22.90"), is_due_different=True)
    assert (state(basket), balance(play)) == ((False, True, False), Money.of("-22.90"))


def test_undoing_reverses_the_money_keeps_the_weights_and_restores_the_announcement(play: Cast, basket: Basket) -> None:
    line = basket.lines.get(product=play.cheese)
    take(play, basket, weights=Weights({line.pk: 220}))
    receipt = Receipt.objects.get()
    undo_receipt(receipt, **signed(play))
    assert (state(basket), balance(play)) == ((False, True, False), Money.of("-22.90"))
    assert not Receipt.objects.live().exists()
    with pytest.raises(AlreadyReversed):
        undo_receipt(receipt, **signed(play))
    assert take(play, basket).amount == Money.of("22.90")
    assert_books_hold(play)


def test_the_same_key_counts_once_and_another_content_under_it_is_refused(play: Cast, basket: Basket) -> None:
    one_key, before = key(), Transaction.objects.count()
    first = take(play, basket, key=one_key)
    assert take(play, basket, key=one_key) == first
    with pytest.raises(KeyReused):
        take(play, basket, "cash", key=one_key)
    with pytest.raises(KeyMissing):
        take(play, basket, key="")
    assert (Transaction.objects.count(), Receipt.objects.count()) == (before + 1, 1)


def test_the_second_volunteer_is_told_who_took_what_when(play: Cast, basket: Basket) -> None:
    take(play, basket)
    with pytest.raises(AlreadySettled) as refusal:
        take(play, basket, "cash")
    assert str(refusal.value) == (
        "Nadia Belkacem a déjà encaissé 23,40\u00a0€ pour ce panier à 18\u00a0h\u00a040. "
        "Rien n’a été enregistré deux fois."
    )
    assert balance(play) == NOTHING
    take(play, basket, "cash", amount=Money.of("5.00"), is_besides=True)
    assert balance(play) == Money.of("5.00")


def test_several_receipts_are_several_payments_undone_one_by_one(play: Cast, basket: Basket) -> None:
    take(play, basket, "cash", amount=Money.of("20.00"))
    assert balance(play) == Money.of("-3.40")
    second = take(play, basket, "cheque")
    assert second.amount == Money.of("3.40")
    undo_receipt(Receipt.objects.get(pk=second.receipt_id), **signed(play))
    assert (state(basket), balance(play)) == ((True, False, False), Money.of("-3.40"))


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_nothing_and_less_are_not_received(play: Cast, basket: Basket, amount: str) -> None:
    with pytest.raises(NothingToReceive):
        take(play, basket, amount=Money.of(amount))
    assert state(basket) == (False, True, False)


def test_later_is_served_and_owed_and_undone(play: Cast, basket: Basket) -> None:
    serve(basket, is_left_owed=True, **signed(play))
    assert (state(basket), balance(play)) == ((True, False, True), Money.of("-23.40"))
    undo_serving(basket, **signed(play))
    assert state(basket) == (False, True, False)


def test_a_transfer_is_awaited_after_serving(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1}, means="transfer")
    serve(basket, is_left_owed=False, **signed(play))
    assert state(basket) == (True, True, False)


def test_what_an_avoir_covers_is_served_and_owes_nothing(play: Cast, basket: Basket) -> None:
    with transaction.atomic():
        receive(play.alice, "cheque", Money.of("30.00"), **signed(play))
    with pytest.raises(NothingToReceive):
        take(play, basket)
    serve(basket, is_left_owed=True, **signed(play))
    assert (state(basket), balance(play)) == ((True, False, False), Money.of("6.60"))


def test_a_basket_with_a_receipt_is_not_unserved_before_it_is_taken_back(play: Cast, basket: Basket) -> None:
    take(play, basket)
    with pytest.raises(ReceiptStands):
        undo_serving(basket, **signed(play))
    assert state(basket) == (True, False, False)


def test_who_served_first_stays(play: Cast, basket: Basket) -> None:
    serve(basket, is_left_owed=True, **signed(play))
    take(play, basket, by=play.person(play.bob))
    assert Basket.objects.get().served_by == play.nadia


def test_lines_are_added_changed_removed_and_missed_each_its_own_change(play: Cast, basket: Basket) -> None:
    set_quantity(basket, play.bread, 3, **signed(play))
    set_quantity(basket, play.vegetables, 0, **signed(play))
    set_missing(basket, basket.lines.get(product=play.cheese).pk, True, **signed(play))
    here = Basket.objects.get()
    assert (here.total, balance(play)) == (Money.of("16.20"), Money.of("-16.20"))
    assert [(change.kind, change.amount.cents) for change in here.changes.all()] == [
        ("order", -2340),
        ("stand", -1080),
        ("stand", 1200),
        ("missing", 600),
    ]
    set_quantity(basket, play.cheese, 1, **signed(play))
    assert not Basket.objects.get().lines.get(product=play.cheese).is_missing
    assert_books_hold(play)


def test_none_of_a_product_that_is_not_there_is_nothing(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    set_quantity(basket, play.cheese, 0, **signed(play))
    assert (basket.lines.count(), BasketChange.objects.count()) == (1, 1)


def test_an_absent_member_who_comes_after_all_owes_and_pays(play: Cast, basket: Basket) -> None:
    forgive_absent(basket, **signed(play))
    assert balance(play) == NOTHING
    assert take(play, basket).amount == Money.of("23.40")
    here = Basket.objects.get()
    assert (here.absent_at, here.served_at, balance(play)) == (None, THURSDAY_EVENING, NOTHING)
    assert_books_hold(play)


def test_an_absence_is_undone_at_the_stand(play: Cast, basket: Basket) -> None:
    leave_owed(basket, is_absent=True, **signed(play))
    undo_serving(basket, **signed(play))
    assert Basket.objects.get().absent_at is None
    assert state(basket) == (False, True, False)


def test_nothing_of_a_validated_distribution_changes(play: Cast, basket: Basket) -> None:
    take(play, basket)
    validate(play.distribution, keeps_estimates=True, **signed(play))
    line = basket.lines.get(product=play.cheese)
    before = Transaction.objects.count()
    for act in (
        lambda: take(play, basket, amount=Money.of("1.00")),
        lambda: serve(basket, is_left_owed=True, **signed(play)),
        lambda: set_missing(basket, line.pk, True, **signed(play)),
        lambda: set_quantity(basket, play.bread, 2, **signed(play)),
        lambda: undo_receipt(Receipt.objects.get(), **signed(play)),
        lambda: undo_serving(basket, **signed(play)),
        lambda: leave_owed(basket, is_absent=False, **signed(play)),
    ):
        with pytest.raises(DistributionValidated):
            act()
    assert Transaction.objects.count() == before


@pytest.mark.parametrize("is_forgiven", [True, False])
def test_a_basket_noted_absent_is_not_weighed_nor_changed(play: Cast, basket: Basket, is_forgiven: bool) -> None:
    if is_forgiven:
        forgive_absent(basket, **signed(play))
    else:
        leave_owed(basket, is_absent=True, **signed(play))
    line, before = basket.lines.get(product=play.cheese), Transaction.objects.count()
    for act in (
        lambda: weigh(basket, Weights({line.pk: 100}), **signed(play)),
        lambda: set_missing(basket, line.pk, True, **signed(play)),
        lambda: set_quantity(basket, play.bread, 2, **signed(play)),
    ):
        with pytest.raises(AbsenceStands):
            act()
    assert Transaction.objects.count() == before
    undo_serving(basket, **signed(play))
    weigh(basket, Weights({line.pk: 220}), **signed(play))
    assert balance(play) == Money.of("-22.90")


def test_a_heavier_weight_on_a_settled_basket_is_due(play: Cast, basket: Basket) -> None:
    take(play, basket)
    line = basket.lines.get(product=play.cheese)
    with pytest.raises(AlreadySettled):
        take(play, basket, weights=Weights({line.pk: 240}))
    assert take(play, basket, weights=Weights({line.pk: 300})).amount == Money.of("1.50")
    assert balance(play) == NOTHING


def test_whether_it_was_served_before_is_kept_with_the_act(play: Cast, basket: Basket) -> None:
    first, second = signed(play), signed(play)
    assert not take(play, basket, amount=Money.of("5.00"), **first).was_served
    assert take(play, basket, **second).was_served
    assert not take(play, basket, amount=Money.of("5.00"), **first).was_served


def test_what_was_removed_and_added_again_has_today_s_price(play: Cast, basket: Basket) -> None:
    set_quantity(basket, play.bread, 0, **signed(play))
    play.bread.price, play.bread.name = Money.of("6.00"), "Pain complet"
    play.bread.save()
    set_quantity(basket, play.bread, 1, **signed(play))
    line = basket.lines.get(product=play.bread)
    assert (line.product_name, line.price, line.total) == ("Pain complet", Money.of("6.00"), Money.of("6.00"))
    assert_books_hold(play)


def test_what_is_not_proposed_any_more_may_leave_a_basket_and_not_come_back(play: Cast, basket: Basket) -> None:
    Product.objects.filter(pk=play.bread.pk).update(is_active=False)
    set_quantity(basket, play.bread, 2, **signed(play))
    set_quantity(basket, play.bread, 0, **signed(play))
    with pytest.raises(ProductNotOffered):
        set_quantity(basket, play.bread, 1, **signed(play))


def test_a_missing_product_that_is_removed_is_missing_no_more(play: Cast, basket: Basket) -> None:
    line = basket.lines.get(product=play.bread)
    set_missing(basket, line.pk, True, **signed(play))
    set_quantity(basket, play.bread, 0, **signed(play))
    set_missing(basket, line.pk, True, **signed(play))
    line.refresh_from_db()
    assert (line.quantity, line.is_missing) == (0, False)
    assert line not in Basket.objects.get().current_lines

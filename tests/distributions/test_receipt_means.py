"""The wrong means is put right in one act: same balance, day and basket, also once the distribution is validated."""

from datetime import timedelta

import pytest

from cabas.distributions.auditing import audit_all as audit_baskets
from cabas.distributions.dues import due
from cabas.distributions.explaining import explained
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.receipt_means import change_means
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import undo_validation, validate
from cabas.groups.chart import Kind
from cabas.ledger.reversing import AlreadyReversed
from cabas.money import Money
from cabas.payments.auditing import audit_all as audit_payments
from cabas.payments.changing_means import NothingChanges
from cabas.payments.models import Payment
from cabas.payments.receiving import record_payment
from tests.cast import THURSDAY_EVENING, Cast, key
from tests.payments.accounts import balance, held

FRIDAY = THURSDAY_EVENING + timedelta(days=1)


@pytest.fixture
def paid(play: Cast) -> Payment:
    """Alice's bread, 5,40, taken as a cheque at the stand."""
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return Payment.objects.get()


def faults() -> list[str]:
    return [str(fault) for fault in (*audit_payments(), *audit_baskets())]


def test_the_money_moves_to_where_it_is_and_the_balance_stays(play: Cast, paid: Payment) -> None:
    again = change_means(paid, "cash", reference="", key=key(), by=play.nadia, at=FRIDAY)
    assert (again.means, again.amount, again.received_on) == ("cash", paid.amount, THURSDAY_EVENING.date())
    assert again.transaction.occurred_on == THURSDAY_EVENING.date()
    assert (balance(play.alice), held(play, Kind.CASH), held(play, Kind.CHEQUES_IN_HAND)) == ("0.00", "5.40", "0.00")
    assert list(Payment.objects.live()) == [again]
    assert faults() == []


def test_the_new_payment_is_the_receipt_of_the_same_basket(play: Cast, paid: Payment) -> None:
    again = change_means(paid, "cash", key=key(), by=play.nadia, at=FRIDAY)
    assert Receipt.objects.live().get().payment == again
    basket = Basket.objects.with_amounts().get()
    assert (due(basket).due, basket.paid, basket.served_at, basket.is_announced) == (
        Money(0),
        Money.of("5.40"),
        THURSDAY_EVENING,
        False,
    )


def test_it_may_be_put_right_after_validation_and_survives_its_undoing(play: Cast, paid: Payment) -> None:
    validation = validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    change_means(paid, "cash", key=key(), by=play.nadia, at=FRIDAY)
    assert (balance(play.alice), faults()) == ("0.00", [])
    undo_validation(validation, why="oubli", key=key(), by=play.nadia, at=FRIDAY)
    validate(play.distribution, key=key(), by=play.nadia, at=FRIDAY)
    assert faults() == []


def test_the_number_of_a_cheque_is_corrected_the_same_way(play: Cast, paid: Payment) -> None:
    again = change_means(paid, "cheque", reference=" 1204 ", key=key(), by=play.nadia, at=FRIDAY)
    assert (again.reference, held(play, Kind.CHEQUES_IN_HAND)) == ("1204", "5.40")
    titles = [line.cause.title for line in explained(play.alice)]
    assert titles == ["Chèque n° 1204", "Chèque\u202f: n° corrigé", "Chèque", "Commande du jeu. 26 nov."]


def test_nothing_to_put_right_and_a_second_time_are_refused(play: Cast, paid: Payment) -> None:
    with pytest.raises(NothingChanges):
        change_means(paid, "cheque", key=key(), by=play.nadia, at=FRIDAY)
    change_means(paid, "cash", key=key(), by=play.nadia, at=FRIDAY)
    with pytest.raises(AlreadyReversed):
        change_means(paid, "transfer", key=key(), by=play.nadia, at=FRIDAY)
    assert balance(play.alice) == "0.00"


def test_the_same_form_sent_twice_changes_once(play: Cast, paid: Payment) -> None:
    sent = key()
    both = [change_means(paid, "cash", key=sent, by=play.nadia, at=FRIDAY) for _again in range(2)]
    assert both[0] == both[1]
    assert Payment.objects.count() == 2


def test_a_payment_that_was_for_no_basket_stays_for_none(play: Cast) -> None:
    first = record_payment(
        play.alice, "cheque", Money(500), note="avance", key=key(), by=play.nadia, at=THURSDAY_EVENING
    )
    again = change_means(first, "transfer", reference="VIR 12", key=key(), by=play.nadia, at=FRIDAY)
    assert (again.note, again.replaces, Receipt.objects.count()) == ("avance", first, 0)
    assert (held(play, Kind.BANK), balance(play.alice), faults()) == ("5.00", "5.00", [])


def test_a_receipt_that_is_not_carried_over_is_named_by_the_audit(play: Cast, paid: Payment) -> None:
    again = change_means(paid, "cash", key=key(), by=play.nadia, at=FRIDAY)
    Receipt.objects.filter(payment=again).delete()
    assert any("le panier que payaient 5,40\u00a0€ n’est plus dit." in fault for fault in faults())


def test_a_replacement_that_is_other_money_is_named_by_the_audit(play: Cast, paid: Payment) -> None:
    change_means(paid, "cash", key=key(), by=play.nadia, at=FRIDAY)
    Payment.objects.filter(pk=paid.pk).update(received_on=FRIDAY.date())
    assert any("n’est pas celui qu’il remplace" in fault for fault in faults())

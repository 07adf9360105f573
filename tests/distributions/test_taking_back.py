"""A payment is taken back with a reason whatever it was for; its basket stays handed out, and the books hold."""

from datetime import timedelta

import pytest

from cabas.distributions.auditing import audit_all as audit_baskets
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.serving import take_payment
from cabas.distributions.standing import standing_of
from cabas.distributions.taking_back import take_back_payment
from cabas.distributions.validation import BasketsUnsettled, undo_validation, validate
from cabas.ledger.reversing import AlreadyReversed
from cabas.money import Money
from cabas.payments.auditing import audit_all as audit_payments
from cabas.payments.models import Payment
from cabas.payments.reasons import ReasonMissing
from cabas.payments.receiving import record_payment
from tests.cast import THURSDAY_EVENING, Cast, key
from tests.payments.accounts import balance

FRIDAY = THURSDAY_EVENING + timedelta(days=1)


@pytest.fixture
def paid(play: Cast) -> Payment:
    """Alice's bread, 5,40, taken as a cheque at the stand."""
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return Payment.objects.get()


def take_back(play: Cast, payment: Payment, **more: object) -> None:
    said: dict[str, object] = {"why": "sans provision", "key": key(), "by": play.nadia, "at": FRIDAY} | more
    take_back_payment(payment, **said)  # type: ignore[arg-type]


def faults() -> list[str]:
    return [str(fault) for fault in (*audit_payments(), *audit_baskets())]


def test_before_validation_the_announcement_stands_again_and_the_basket_stays_served(play: Cast, paid: Payment) -> None:
    take_back(play, paid)
    basket = Basket.objects.get()
    assert (basket.served_at, basket.is_announced, balance(play.alice)) == (THURSDAY_EVENING, True, "-5.40")
    assert standing_of(play.alice, at=FRIDAY).state == "a-regler"
    assert faults() == []
    with pytest.raises(BasketsUnsettled):
        validate(play.distribution, key=key(), by=play.nadia, at=FRIDAY)


def test_after_validation_the_debt_is_on_the_account(play: Cast, paid: Payment) -> None:
    validation = validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    take_back(play, paid)
    basket = Basket.objects.get()
    assert (basket.served_at, basket.is_announced, balance(play.alice)) == (THURSDAY_EVENING, False, "-5.40")
    assert standing_of(play.alice, at=FRIDAY).state == "doit"
    assert faults() == []
    undo_validation(validation, why="chèque refusé", key=key(), by=play.nadia, at=FRIDAY)
    with pytest.raises(BasketsUnsettled):
        validate(play.distribution, key=key(), by=play.nadia, at=FRIDAY)


def test_where_another_receipt_stands_nothing_is_announced(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    for euros in ("3.00", "2.40"):
        take_payment(basket, "cash", amount=Money.of(euros), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    take_back(play, Payment.objects.order_by("pk")[0])
    assert (Basket.objects.get().is_announced, balance(play.alice), faults()) == (False, "-3.00", [])
    assert Receipt.objects.live().count() == 1


def test_a_payment_for_no_basket_is_taken_back(play: Cast) -> None:
    payment = record_payment(play.alice, "cash", Money(500), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    take_back(play, payment, why=" erreur de membre ")
    assert (balance(play.alice), payment.transaction.reversed_by.memo, faults()) == ("0.00", "erreur de membre", [])


def test_it_says_why_and_counts_once(play: Cast, paid: Payment) -> None:
    with pytest.raises(ReasonMissing):
        take_back(play, paid, why=" ")
    sent = key()
    take_back(play, paid, key=sent)
    take_back(play, paid, key=sent)
    assert balance(play.alice) == "-5.40"
    with pytest.raises(AlreadyReversed):
        take_back(play, paid)

"""What is given or given back at the same moment never exceeds the avoir; a payment is moved or comes back once."""

from datetime import timedelta

import pytest

from cabas.distributions.cheques_coming_back import return_cheque
from cabas.distributions.moving_payments import move_payment
from cabas.money import Money
from cabas.payments.batches import TypedPayment, record_payments
from cabas.payments.giving import give
from cabas.payments.models import Payment
from cabas.payments.receiving import record_payment
from cabas.payments.refunding import refund
from tests.cast import TUESDAY, cast, key
from tests.payments.accounts import balance
from tests.payments.conftest import faults
from tests.racing import race_processes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]

FRIDAY = TUESDAY + timedelta(days=3)


def test_two_gifts_and_two_refunds_of_one_avoir_pass_once() -> None:
    play = cast()
    record_payment(play.alice, "cash", Money(2000), key=key(), by=play.nadia, at=TUESDAY)
    keys = [key() for _person in range(4)]

    def act(position: int) -> str:
        signed = {"why": "départ", "key": keys[position], "by": play.nadia, "at": TUESDAY}
        if position % 2:
            give(play.alice, play.bob, Money(1500), **signed)  # type: ignore[arg-type]
        else:
            refund(play.alice, "cash", Money(1500), **signed)  # type: ignore[arg-type]
        return "passed"

    outcomes = race_processes(4, act)
    refused = outcomes["MoreThanAvoir"] + outcomes["MoreThanGiverHas"]
    assert (outcomes["passed"], refused, balance(play.alice), faults()) == (1, 3, "5.00", [])


def test_a_cheque_is_moved_or_comes_back_once() -> None:
    play = cast()
    record_payment(play.alice, "cheque", Money(2000), key=key(), by=play.nadia, at=TUESDAY)
    keys = [key() for _person in range(4)]

    def act(position: int) -> str:
        payment = Payment.objects.select_related("group__book", "membership__group", "transaction").get(pk=first)
        if position % 2:
            move_payment(payment, play.bob, key=keys[position], by=play.nadia, at=FRIDAY)
        else:
            return_cheque(payment, fee=Money(100), key=keys[position], by=play.nadia, at=FRIDAY)
        return "passed"

    first = Payment.objects.get().pk
    assert race_processes(4, act) == {"passed": 1, "AlreadyReversed": 3}
    assert (Payment.objects.live().count() in (0, 1), faults()) == (True, [])


def test_a_batch_sent_four_times_at_once_counts_once() -> None:
    play = cast()
    typed = [TypedPayment(member, "cash", Money(100)) for member in (play.alice, play.bob)]
    sent = key()
    act = lambda _position: str(record_payments(play.group, typed, key=sent, by=play.nadia, at=TUESDAY))  # noqa: E731
    assert race_processes(4, act) == {"2.00": 4}
    assert (Payment.objects.count(), balance(play.bob), faults()) == (2, "1.00", [])

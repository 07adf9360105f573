"""A cheque that comes back is owed again at its day, with its fee, and its member is told; it may be taken back."""

from datetime import date, timedelta

import pytest

from cabas.distributions.cheques_coming_back import NotReturnedAnyMore, return_cheque, undo_return
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.serving import take_payment, undo_serving
from cabas.distributions.validation import validate
from cabas.groups.chart import Kind
from cabas.ledger.posting import DatedInTheFuture
from cabas.ledger.reversing import AlreadyReversed
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import Payment, ReturnedCheque, ReturnFee
from cabas.payments.receiving import record_payment
from cabas.payments.returned_cheques import NegativeFee, NotACheque, ReturnedBeforeReceived
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.payments.accounts import balance, held
from tests.payments.conftest import faults

pytestmark = pytest.mark.django_db

FRIDAY = THURSDAY_EVENING + timedelta(days=1)
MONDAY = date(2026, 11, 23)


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def cheque(play: Cast) -> Payment:
    """Alice's 12,00, the cheque 1204, on Tuesday."""
    return record_payment(
        play.alice, "cheque", Money.of("12.00"), reference="1204", key=key(), by=play.nadia, at=TUESDAY
    )


def returned(play: Cast, payment: Payment, **more: object) -> ReturnedCheque:
    said: dict[str, object] = {"key": key(), "by": play.nadia, "at": FRIDAY} | more
    return return_cheque(payment, **said)  # type: ignore[arg-type]


def test_it_is_reversed_at_its_day_with_a_fee_of_its_own_and_told(play: Cast, cheque: Payment) -> None:
    done = returned(play, cheque, fee=Money.of("9.50"), reason="sans provision", on=date(2026, 11, 26))
    reversal = cheque.transaction.reversed_by
    assert (reversal.occurred_on, done.returned_on, done.reason) == (
        date(2026, 11, 26),
        date(2026, 11, 26),
        "sans provision",
    )
    fee = ReturnFee.objects.get()
    assert (fee.amount, fee.charged_on, fee.returned) == (Money(950), date(2026, 11, 26), done)
    assert str(play.group.account(Kind.RETURN_FEES).balance) == "9.50"
    assert (balance(play.alice), held(play, Kind.CHEQUES_IN_HAND)) == ("-9.50", "0.00")
    mail = OutgoingMail.objects.get(kind="E24")
    assert mail.subject == "[Les Paniers du Vallon] Votre chèque de 12,00\u00a0€ a été rejeté par la banque"
    for words in (
        "n° 1204 de 12,00\u00a0€, reçu le 24 novembre",
        "sans provision",
        "Des frais de 9,50\u00a0€",
        "doit maintenant 9,50\u00a0€",
    ):
        assert words in mail.body
    assert faults() == []


def test_without_a_fee_nothing_more_is_charged(play: Cast, cheque: Payment) -> None:
    returned(play, cheque)
    assert (balance(play.alice), ReturnFee.objects.count(), faults()) == ("0.00", 0, [])
    assert "Des frais" not in OutgoingMail.objects.get(kind="E24").body


def test_what_cannot_be_is_refused_and_nobody_is_told(play: Cast, cheque: Payment) -> None:
    cash = record_payment(play.alice, "cash", Money(100), key=key(), by=play.nadia, at=TUESDAY)
    with pytest.raises(NotACheque):
        returned(play, cash)
    with pytest.raises(ReturnedBeforeReceived, match="mardi 24 novembre"):
        returned(play, cheque, on=MONDAY)
    with pytest.raises(NegativeFee):
        returned(play, cheque, fee=Money(-1))
    with pytest.raises(DatedInTheFuture):
        returned(play, cheque, on=date(2026, 11, 28))
    assert (ReturnedCheque.objects.count(), OutgoingMail.objects.filter(kind="E24").count(), balance(play.alice)) == (
        0,
        0,
        "13.00",
    )


def test_it_comes_back_once_whatever_is_sent_twice(play: Cast, cheque: Payment) -> None:
    sent = key()
    assert returned(play, cheque, fee=Money(100), key=sent) == returned(play, cheque, fee=Money(100), key=sent)
    with pytest.raises(AlreadyReversed):
        returned(play, cheque)
    assert (balance(play.alice), OutgoingMail.objects.filter(kind="E24").count()) == ("-1.00", 1)


def test_undone_the_cheque_counts_again_at_its_day_without_the_fee(play: Cast, cheque: Payment) -> None:
    done = returned(play, cheque, fee=Money(950))
    sent = key()
    again, same = (undo_return(done, key=sent, by=play.nadia, at=FRIDAY) for _twice in range(2))
    assert again == same
    assert (again.replaces, again.reference, again.received_on) == (cheque, "1204", cheque.received_on)
    assert (balance(play.alice), held(play, Kind.CHEQUES_IN_HAND)) == ("12.00", "12.00")
    with pytest.raises(NotReturnedAnyMore):
        undo_return(done, key=key(), by=play.nadia, at=FRIDAY)
    returned(play, again)  # and it may really come back
    assert (balance(play.alice), faults()) == ("0.00", [])


@pytest.fixture
def basket(play: Cast) -> Basket:
    """Alice's bread, paid by cheque at the stand."""
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return Basket.objects.get(pk=basket.pk)


@pytest.mark.parametrize("is_validated", [False, True])
def test_the_basket_stays_handed_out_and_owed_and_is_paid_again_by_the_undoing(
    play: Cast, basket: Basket, is_validated: bool
) -> None:
    if is_validated:
        validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    done = returned(play, Payment.objects.get(), fee=Money(200))
    basket.refresh_from_db()
    assert (basket.served_at, basket.is_announced) == (THURSDAY_EVENING, not is_validated)
    assert (balance(play.alice), faults()) == ("-7.40", [])
    again = undo_return(done, key=key(), by=play.nadia, at=FRIDAY)
    basket.refresh_from_db()
    assert (Receipt.objects.live().get().payment, basket.is_announced) == (again, False)
    assert (balance(play.alice), faults()) == ("0.00", [])


def test_a_basket_taken_back_meanwhile_is_not_paid_by_the_undoing(play: Cast, basket: Basket) -> None:
    done = returned(play, Payment.objects.get())
    undo_serving(basket, key=key(), by=play.nadia, at=FRIDAY)
    undo_return(done, key=key(), by=play.nadia, at=FRIDAY)
    assert (Receipt.objects.live().count(), balance(play.alice), faults()) == (0, "0.00", [])

"""The audit proves payments against the ledger: their member, their amount, where their means puts the money."""

import pytest

from cabas.distributions.models import Basket, Receipt
from cabas.distributions.stand import take_payment, undo_receipt
from cabas.money import Money
from cabas.payments.auditing import audit_all
from cabas.payments.models import Payment
from tests.cast import THURSDAY_EVENING, Cast, cast, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    """Bob paid 16,20 in cash: operation 2."""
    play = cast()
    play.order(play.bob, {play.bread: 3}, means="cash")
    take_payment(Basket.objects.get(), "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return play


def said() -> list[str]:
    return [str(fault) for fault in audit_all()]


def test_a_payment_and_its_taking_back_have_no_fault(play: Cast) -> None:
    assert said() == []
    undo_receipt(Receipt.objects.get(), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert said() == []


def test_a_damaged_amount_is_named(play: Cast) -> None:
    Payment.objects.update(amount=Money.of("16.30"))
    assert said() == ["Groupe vallon, opération n° 2\u202f: le paiement de 16,30\u00a0€ n’y est pas."]


def test_a_payment_given_to_another_member_is_named(play: Cast) -> None:
    Payment.objects.update(membership=play.alice)
    assert said() == ["Groupe vallon, opération n° 2\u202f: le paiement de 16,20\u00a0€ n’y est pas."]


def test_a_means_that_fills_another_account_is_named(play: Cast) -> None:
    Payment.objects.update(means="cheque")
    assert said() == [
        "Groupe vallon, opération n° 2\u202f: "
        "le paiement de 16,20\u00a0€ (Chèque) n’est pas entré dans le compte de ce moyen."
    ]


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_a_deleted_payment_is_named(play: Cast, is_taken_back: bool) -> None:
    if is_taken_back:
        undo_receipt(Receipt.objects.get(), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    Receipt.objects.all().delete()
    Payment.objects.all().delete()
    assert said() == ["Groupe vallon, opération n° 2\u202f: elle a reçu un paiement qui n’existe pas."]

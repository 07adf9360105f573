"""The audit proves payments against the ledger: their member, their amount, where their means puts the money."""

from datetime import date

import pytest

from cabas.distributions.cheques_coming_back import return_cheque
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.moving_payments import move_payment
from cabas.distributions.serving import take_payment, undo_receipt
from cabas.money import Money
from cabas.payments.auditing import audit_all
from cabas.payments.correcting import correct
from cabas.payments.giving import give
from cabas.payments.models import Correction, Gift, Payment, Refund, ReturnedCheque, ReturnFee
from cabas.payments.receiving import record_payment
from cabas.payments.refunding import refund
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


@pytest.fixture
def written(play: Cast) -> Cast:
    """Alice paid 20,00 (3), got 8,00 back in cash (4), was credited 3,00 (5); Bob was debited 1,00 (6)."""
    signed = {"by": play.nadia, "at": THURSDAY_EVENING}
    record_payment(play.alice, "cash", Money.of("20.00"), key=key(), **signed)
    refund(play.alice, "cash", Money.of("8.00"), why="départ", key=key(), **signed)
    correct(play.alice, Money.of("3.00"), why="salade abîmée", key=key(), **signed)
    correct(play.bob, Money.of("-1.00"), why="caisse", key=key(), **signed)
    assert said() == []
    return play


def test_a_refund_is_proved_on_both_accounts_and_on_its_day(written: Cast) -> None:
    where = "Groupe vallon, opération n° 4\u202f: "
    Refund.objects.update(amount=Money.of("8.10"))
    assert said() == [f"{where}le remboursement de 8,10\u00a0€ n’y est pas."]
    Refund.objects.update(amount=Money.of("8.00"), means="cheque")
    assert said() == [f"{where}le remboursement de 8,00\u00a0€ (Chèque) n’est pas sorti du compte de ce moyen."]
    Refund.objects.update(means="cash", refunded_on=date(2026, 11, 25))
    assert said() == [f"{where}elle n’est pas datée du même jour (8,00\u00a0€)."]


def test_a_correction_is_proved_with_its_sign(written: Cast) -> None:
    Correction.objects.filter(membership=written.bob).update(amount=Money.of("1.00"))
    assert said() == ["Groupe vallon, opération n° 6\u202f: la correction de 1,00\u00a0€ n’y est pas."]


@pytest.fixture
def linked(play: Cast) -> Cast:
    """The cheque of 20,00 (3) is Bob's (4, 5), who gives her 8,00 (6); hers of 5,00 (7) came back, fee 2,00 (9)."""
    signed = {"by": play.nadia, "at": THURSDAY_EVENING}
    wrong = record_payment(play.alice, "cheque", Money.of("20.00"), key=key(), **signed)
    move_payment(wrong, play.bob, key=key(), **signed)
    give(play.bob, play.alice, Money.of("8.00"), why="départ", key=key(), **signed)
    cheque = record_payment(play.alice, "cheque", Money.of("5.00"), key=key(), **signed)
    return_cheque(cheque, fee=Money.of("2.00"), key=key(), **signed)
    assert said() == []
    return play


def test_a_moved_payment_is_the_same_money_elsewhere(linked: Cast) -> None:
    Payment.objects.filter(moved_from__isnull=False).update(reference="98")
    assert said() == [
        "Groupe vallon, opération n° 5\u202f: "
        "le paiement de 20,00\u00a0€ n’est pas celui de l’autre compte, ou les deux comptent."
    ]


def test_a_gift_is_proved_on_both_accounts(linked: Cast) -> None:
    where = "Groupe vallon, opération n° 6\u202f: "
    Gift.objects.update(receiver=linked.group.memberships.get(number=3))
    assert said() == [f"{where}le don de 8,00\u00a0€ n’est pas sur le compte du membre n° 3."]
    Gift.objects.update(receiver=None)
    assert said() == [f"{where}le don de 8,00\u00a0€ n’est pas arrivé à qui il est fait."]
    Gift.objects.all().delete()
    assert said() == [f"{where}elle fait un don qui n’existe pas."]


def test_a_returned_cheque_is_taken_back_at_its_day_and_its_fee_is_proved(linked: Cast) -> None:
    ReturnFee.objects.update(amount=Money.of("3.00"))
    assert said() == ["Groupe vallon, opération n° 9\u202f: les frais de 3,00\u00a0€ n’y sont pas."]
    ReturnFee.objects.update(amount=Money.of("2.00"))
    ReturnedCheque.objects.update(returned_on=date(2026, 11, 25))
    assert said() == [
        "Groupe vallon, opération n° 7\u202f: le chèque rejeté de 5,00\u00a0€ n’est pas annulé à son jour."
    ]


def test_a_deleted_refund_and_a_deleted_correction_are_named(written: Cast) -> None:
    Refund.objects.all().delete()
    Correction.objects.filter(membership=written.alice).delete()
    assert said() == [
        "Groupe vallon, opération n° 4\u202f: elle fait un remboursement qui n’existe pas.",
        "Groupe vallon, opération n° 5\u202f: elle fait une correction qui n’existe pas.",
    ]

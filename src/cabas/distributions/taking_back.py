"""A payment is taken back from the account whatever it was for; the basket that it paid stays handed out."""

from datetime import date, datetime
from typing import Any

from cabas.distributions.models import Receipt, Validation
from cabas.distributions.serving import take_back_receipt
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.payments.low_cagnotte import tell_if_low
from cabas.payments.models import Payment
from cabas.payments.reasons import required
from cabas.payments.receiving import take_back
from cabas.people.models import User


def take_back_payment(payment: Payment, *, why: str, key: str, by: User, at: datetime) -> None:
    """Take a payment back, with a reason; one act, counted once.

    Before its distribution is validated, what was announced for the basket stands again, as at the stand. After, the
    basket is left alone: what was paid is a debt on the account. Raises `payments.reasons.ReasonMissing`,
    `ledger.reversing.AlreadyReversed`.
    """
    reason = required(why)

    def perform(_book: Book) -> dict[str, Any]:
        take_back_from_account(payment, why=reason, key=key, by=by, at=at)
        return {}

    asked = {"payment": payment.pk, "why": reason}
    book = payment.group.book
    once(book, key=key, kind="take back payment", asked=asked, by=by.pk, at=at, perform=perform)


def take_back_from_account(
    payment: Payment, *, why: str, key: str, by: User, at: datetime, on: date | None = None
) -> None:
    """The same inside another act, under the lock; dated today where `on` is not said."""
    receipt = _receipt_to_change(payment)
    if receipt is None:
        take_back(payment, by=by, at=at, why=why, key=f"{key}:1", on=on)
        tell_if_low(payment.membership, payment.amount, at=at)
    else:
        # Said of the money, not of the basket: who un-serves it does so at the stand.
        take_back_receipt(receipt, stays_served=True, why=why, key=key, by=by, at=at, on=on)


def _receipt_to_change(payment: Payment) -> Receipt | None:
    """The receipt that this payment is, while its distribution is not validated. Under the lock."""
    receipt = Receipt.objects.filter(payment=payment).select_related("basket", "payment__transaction").first()
    if receipt is None:
        return None
    validated = Validation.objects.live().filter(distribution=receipt.basket.distribution_id).exists()
    return None if validated else receipt

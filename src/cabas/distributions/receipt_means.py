"""The wrong means is put right in one act, also after validation: the new payment is the receipt of the same basket."""

from datetime import datetime
from typing import Any

from cabas.distributions.models import Receipt
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.payments.changing_means import receive_again
from cabas.payments.models import Payment
from cabas.payments.transfers_recognised import recognise
from cabas.people.models import User


def change_means(payment: Payment, means: str, *, reference: str = "", key: str, by: User, at: datetime) -> Payment:
    """The same money under another means (or another reference): the balance, the day and the basket stay.

    One act, counted once; gives the payment that stands now. Raises `payments.changing_means.NothingChanges`, and the
    ledger's `AlreadyReversed`, `PeriodClosed`, `KeyReused`.
    """
    reference = reference.strip()

    def perform(_book: Book) -> dict[str, Any]:
        again = receive_again(payment, means, reference=reference, key=key, by=by, at=at)
        receipts = Receipt.objects.filter(payment=payment)
        for receipt in receipts:
            Receipt.objects.create(group_id=receipt.group_id, basket_id=receipt.basket_id, payment=again)
        if not receipts:
            recognise([again])
        return {"payment": again.pk}

    asked = {"payment": payment.pk, "means": str(means), "reference": reference}
    done = once(payment.group.book, key=key, kind="change means", asked=asked, by=by.pk, at=at, perform=perform)
    return Payment.objects.get(pk=done.result["payment"])

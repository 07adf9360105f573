"""A cheque that comes back leaves its basket handed out and owed; if it had not, it is received again for it."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.taking_back import take_back_from_account
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.models import Payment, ReturnedCheque
from cabas.payments.reasons import RETURNED
from cabas.payments.receiving import receive
from cabas.payments.returned_cheques import require_returnable, void_return, write_return
from cabas.payments.telling import tell_received
from cabas.people.models import User

NOTHING = Money(0)


class NotReturnedAnyMore(Exception):
    """Somebody said already that this cheque had not come back."""

    def __str__(self) -> str:
        return _("Ce rejet est déjà annulé\u202f: le chèque est de nouveau dans le compte.")


def return_cheque(
    payment: Payment,
    *,
    fee: Money = NOTHING,
    reason: str = "",
    on: date | None = None,
    key: str,
    by: User,
    at: datetime,
) -> ReturnedCheque:
    """The bank did not pay this cheque, on a day (today where it is not said); one act, counted once.

    The receipt is reversed at that day, the fee charged, the member told. Raises the refusals of
    `payments.returned_cheques`, and the ledger's `AlreadyReversed`, `DatedInTheFuture`, `PeriodClosed`, `KeyReused`.
    """
    day, reason = on or local_date(at), reason.strip()
    require_returnable(payment, fee, day)

    def perform(_book: Book) -> dict[str, Any]:
        take_back_from_account(payment, why=RETURNED, key=key, by=by, at=at, on=day)
        returned = write_return(payment, fee=fee, reason=reason, on=day, key=f"{key}:9", by=by, at=at)
        return {"returned": returned.pk}

    asked = {"payment": payment.pk, "fee": fee.cents, "reason": reason, "on": on}
    done = once(payment.group.book, key=key, kind="return cheque", asked=asked, by=by.pk, at=at, perform=perform)
    return ReturnedCheque.objects.get(pk=done.result["returned"])


def undo_return(returned: ReturnedCheque, *, key: str, by: User, at: datetime) -> Payment:
    """The cheque had not come back: received again at its own day, for the same basket, without the fee; told.

    One act, counted once. Raises `NotReturnedAnyMore`, and the ledger's `PeriodClosed`, `KeyReused`.
    """

    def perform(_book: Book) -> dict[str, Any]:
        here = ReturnedCheque.objects.select_related("payment__membership__group").get(pk=returned.pk)
        if here.undone_at:
            raise NotReturnedAnyMore
        void_return(here, key=f"{key}:1", by=by, at=at)
        again = _receive_again(here.payment, f"{key}:2", by, at)
        tell_received([again], at=at)
        return {"payment": again.pk}

    book = returned.group.book
    done = once(book, key=key, kind="undo return", asked={"returned": returned.pk}, by=by.pk, at=at, perform=perform)
    return Payment.objects.get(pk=done.result["payment"])


def _receive_again(payment: Payment, key: str, by: User, at: datetime) -> Payment:
    """Where its basket was taken back from its member since, the money is on the account and pays no basket."""
    receipt = Receipt.objects.filter(payment=payment).select_related("basket").first()
    pays_basket = receipt is not None and receipt.basket.served_at is not None
    again = receive(
        payment.membership,
        payment.means,
        payment.amount,
        by=by,
        at=at,
        key=key,
        on=payment.received_on,
        reference=payment.reference,
        note=payment.note,
        replaces=payment if pays_basket or receipt is None else None,
    )
    if receipt is not None and pays_basket:
        Receipt.objects.create(group_id=receipt.group_id, basket_id=receipt.basket_id, payment=again)
        Basket.objects.filter(pk=receipt.basket_id).update(is_announced=False)
    return again

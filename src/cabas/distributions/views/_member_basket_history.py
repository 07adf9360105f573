"""What was done with one basket, the newest first: each change with who, when and its amount, each payment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cabas.distributions.explaining import ICON_OF_CHANGE, change_details
from cabas.distributions.models import Basket, BasketChange, Receipt
from cabas.money import Money
from cabas.payments.means import ICON_OF
from cabas.prepared import prepared


@dataclass(frozen=True)
class Event:
    """One line of the history. `amount` is its effect on the member, None for a note; `is_undone`: a payment that was
    taken back."""

    at: datetime
    icon: str
    title: str
    details: str
    who: str
    amount: Money | None
    is_payment: bool = False
    is_undone: bool = False


def events_of(basket: Basket) -> list[Event]:
    """Two statements."""
    events = [_of_change(change) for change in _changes(basket.pk)]
    events += [_of_receipt(receipt) for receipt in _receipts(basket.pk)]
    return sorted(events, key=lambda event: event.at, reverse=True)


@prepared
def _changes(basket: int) -> "QuerySet[BasketChange]":
    return BasketChange.objects.filter(basket=basket).select_related("by")


@prepared
def _receipts(basket: int) -> "QuerySet[Receipt]":
    receipts = Receipt.objects.filter(basket=basket)
    return receipts.select_related("payment__recorded_by", "payment__transaction__reversed_by")


def _of_change(change: BasketChange) -> Event:
    return Event(
        at=change.at,
        icon=ICON_OF_CHANGE[change.kind],
        title=change.get_kind_display(),
        details=", ".join(change_details(change)),
        who=_by(change.by),
        amount=None if change.kind == BasketChange.Kind.NOTE else change.amount,
    )


def _of_receipt(receipt: Receipt) -> Event:
    payment = receipt.payment
    return Event(
        at=payment.recorded_at,
        icon=ICON_OF[payment.means],
        title=payment.get_means_display(),
        details=payment.reference,
        who=_by(payment.recorded_by),
        amount=payment.amount,
        is_payment=True,
        is_undone=payment.transaction.is_reversed,
    )


def _by(person: Any) -> str:
    return _("par %(name)s") % {"name": person.first_name} if person else ""

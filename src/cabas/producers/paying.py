"""« Payé au producteur »: at most what the group owes them, by transfer, cheque or cash; undone, it is reversed."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.catalogs.models import Vendor
from cabas.groups.chart import Kind
from cabas.ledger.acts import once
from cabas.ledger.models import Account, Book
from cabas.ledger.posting import credit, debit, post
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.payments.reasons import required
from cabas.people.models import User
from cabas.producers.models import VendorMeans, VendorPayment
from cabas.ui.formats import euros

PAID = "vendor paid"
NOTHING = Money(0)
# Where the money leaves: a cheque of the group is drawn on its bank.
ACCOUNT_OF: dict[str, Kind] = {
    VendorMeans.TRANSFER: Kind.BANK,
    VendorMeans.CHEQUE: Kind.BANK,
    VendorMeans.CASH: Kind.CASH,
}


class NothingToPay(Exception):
    """A payment of nothing, or of less than nothing."""

    def __str__(self) -> str:
        return _("Un paiement est d’au moins 0,01 €.")


class MoreThanOwed(Exception):
    """More than the group owes this vendor."""

    def __init__(self, owed: Money) -> None:
        self.owed = owed

    def __str__(self) -> str:
        if self.owed <= NOTHING:
            return _("Le groupe ne doit rien à ce producteur\u202f: validez d’abord la distribution.")
        return _("Le groupe lui doit %(owed)s\u202f: payez cette somme, ou moins.") % {"owed": euros(self.owed)}


def owed_now(vendor: Vendor) -> Money:
    """What the group owes this vendor, as it is at this moment; below zero the vendor owes it."""
    return Account.objects.get(pk=vendor.account_id).balance


def pay_vendor(
    vendor: Vendor,
    means: str,
    amount: Money,
    *,
    on: date | None = None,
    note: str = "",
    key: str,
    by: User,
    at: datetime,
) -> VendorPayment:
    """Record that the group paid; one act, counted once.

    Raises `NothingToPay`, `MoreThanOwed`, and the ledger's `DatedInTheFuture`, `PeriodClosed`, `KeyReused`.
    """
    if amount <= NOTHING:
        raise NothingToPay

    def perform(_book: Book) -> dict[str, Any]:
        if amount > (owed := owed_now(vendor)):
            raise MoreThanOwed(owed)
        return {"payment": _write(vendor, VendorMeans(means), amount, on, note.strip(), f"{key}:1", by, at).pk}

    asked = {"vendor": vendor.pk, "means": str(means), "amount": amount.cents, "on": on, "note": note.strip()}
    done = once(vendor.group.book, key=key, kind="pay vendor", asked=asked, by=by.pk, at=at, perform=perform)
    return VendorPayment.objects.select_related("transaction").get(pk=done.result["payment"])


def undo_vendor_payment(payment: VendorPayment, *, why: str, key: str, by: User, at: datetime) -> None:
    """The vendor was not paid after all. Raises `reasons.ReasonMissing`, `ledger.reversing.AlreadyReversed`."""
    reason = required(why)

    def perform(_book: Book) -> dict[str, Any]:
        reverse(payment.transaction, by=by.pk, at=at, why=reason, key=f"{key}:1")
        return {}

    asked = {"payment": payment.pk, "why": reason}
    once(payment.group.book, key=key, kind="undo vendor payment", asked=asked, by=by.pk, at=at, perform=perform)


def _write(
    vendor: Vendor, means: VendorMeans, amount: Money, on: date | None, note: str, key: str, by: User, at: datetime
) -> VendorPayment:
    group = vendor.group
    lines = [debit(vendor.account, amount), credit(group.account(ACCOUNT_OF[means]), amount)]
    transaction = post(group.book, PAID, lines, by=by.pk, at=at, occurred_on=on, key=key)
    return VendorPayment.objects.create(
        group=group,
        vendor=vendor,
        transaction=transaction,
        means=means,
        amount=amount,
        paid_on=transaction.occurred_on,
        note=note,
        recorded_at=at,
        recorded_by=by,
    )

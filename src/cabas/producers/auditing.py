"""Payments to vendors are proved: each is one transaction, off the vendor's account, out of its means."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cabas.groups.models import Group
from cabas.ledger.auditing import Fault
from cabas.ledger.models import Entry, Transaction
from cabas.producers.models import VendorPayment
from cabas.producers.paying import ACCOUNT_OF, PAID
from cabas.ui.formats import euros


def audit_all() -> Iterator[Fault]:
    """Every fault of the payments to vendors of every group. Three statements a group."""
    for group in Group.objects.select_related("book").order_by("pk").iterator():
        yield from audit_group(group)


def audit_group(group: Group) -> Iterator[Fault]:
    """Every fault of this group."""
    moved: dict[int, set[tuple[str, int, int]]] = {}
    entries = Entry.objects.filter(transaction__book=group.book_id, transaction__kind=PAID).select_related("account")
    for entry in entries:
        here = moved.setdefault(entry.transaction_id, set())
        here.add((entry.account.kind, entry.account_id, entry.amount.cents))
    for payment in VendorPayment.objects.filter(group=group).select_related("transaction", "vendor").order_by("pk"):
        if not _is_in(payment, moved.get(payment.transaction_id, set())):
            said = {"amount": euros(payment.amount), "vendor": payment.vendor.name}
            message = _("le paiement de %(amount)s à %(vendor)s n’y est pas.") % said
            yield _fault(group, payment.transaction.number, message)
    known = VendorPayment.objects.filter(transaction=OuterRef("pk"))
    for posted in Transaction.objects.filter(~Exists(known), book=group.book_id, kind=PAID).order_by("number"):
        yield _fault(group, posted.number, _("elle paie un producteur, et ce paiement n’existe pas."))


def _is_in(payment: VendorPayment, moved: set[tuple[str, int, int]]) -> bool:
    cents = payment.amount.cents
    to_vendor = {(amount, account) for _kind, account, amount in moved if account == payment.vendor.account_id}
    out_of = {(amount, kind) for kind, account, amount in moved if account != payment.vendor.account_id}
    return to_vendor == {(-cents, payment.vendor.account_id)} and out_of == {(cents, str(ACCOUNT_OF[payment.means]))}


def _fault(group: Group, number: int, message: str) -> Fault:
    where = _("Groupe %(group)s, opération n° %(number)s") % {"group": group.slug, "number": number}
    return Fault(group.book, "vendor payment", f"{where}\u202f: {message}", number)

"""Fees are proved: each is one debit of its member, on the account of fees; undone, it is reversed."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cabas.groups.chart import Kind
from cabas.groups.models import Group
from cabas.ledger.auditing import Fault
from cabas.ledger.models import Entry, Transaction
from cabas.membership_fees.models import MembershipFee
from cabas.membership_fees.recording import CHARGED
from cabas.money.fields import MoneyField
from cabas.ui.formats import euros


def audit_all() -> Iterator[Fault]:
    """Every fault of the fees of every group. Four statements a group."""
    for group in Group.objects.select_related("book").order_by("pk").iterator():
        yield from audit_group(group)


def audit_group(group: Group) -> Iterator[Fault]:
    """Every fault of the fees of this group."""
    charged = MembershipFee.objects.filter(group=group, transaction__isnull=False).select_related("transaction")
    for fee in _not_as_posted(charged):
        yield _fault(group, fee.transaction, _("la cotisation de %(amount)s n’y est pas."), fee)
    is_undone, is_reversed = Q(undone_at__isnull=False), Q(transaction__reversed_by__isnull=False)
    for fee in charged.filter(is_undone & ~is_reversed | ~is_undone & is_reversed).order_by("pk"):
        yield _fault(group, fee.transaction, _("la cotisation de %(amount)s n’est pas annulée comme elle le dit."), fee)
    is_of_it = Q(payment__membership=F("membership"), payment__amount=F("amount"), payment__group=F("group"))
    for fee in charged.filter(payment__isnull=False).exclude(is_of_it).order_by("pk"):
        yield _fault(group, fee.transaction, _("la cotisation de %(amount)s n’est pas payée comme elle le dit."), fee)
    written = Transaction.objects.filter(book=group.book, kind=CHARGED)
    for row in written.filter(~Exists(MembershipFee.objects.filter(transaction=OuterRef("pk")))).order_by("number"):
        yield _fault(group, row, _("elle demande une cotisation qui n’existe pas."))


def _not_as_posted(charged: QuerySet[MembershipFee]) -> QuerySet[Any]:
    entries = Entry.objects.filter(transaction=OuterRef("transaction"), transaction__kind=CHARGED)
    debited: QuerySet[Any] = charged.annotate(debited=ExpressionWrapper(F("amount") * -1, MoneyField()))
    on_member = entries.filter(account=OuterRef("membership__account"), amount=OuterRef("debited"))
    on_income = entries.filter(account__kind=Kind.MEMBERSHIP_FEES, amount=OuterRef("amount"))
    return debited.exclude(Exists(on_member) & Exists(on_income)).order_by("pk")


def _fault(group: Group, transaction: Any, message: str, fee: MembershipFee | None = None) -> Fault:
    where = _("Groupe %(group)s, opération n° %(number)s") % {"group": group.slug, "number": transaction.number}
    said = message % {"amount": euros(fee.amount)} if fee else message
    return Fault(group.book, "membership fee", f"{where}\u202f: {said}", transaction.number)

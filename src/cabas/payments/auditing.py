"""Payments are proved against the ledger: each is one transaction, from where its means puts money to its member."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext as _

from cabas.groups.models import Group
from cabas.ledger.auditing import Fault
from cabas.ledger.models import Entry, Transaction
from cabas.money import MoneyField
from cabas.payments.means import ACCOUNT_OF
from cabas.payments.models import Payment
from cabas.payments.receiving import RECEIVED
from cabas.ui.formats import euros


def audit_all() -> Iterator[Fault]:
    """Every fault of the payments of every group. Two statements a group."""
    for group in Group.objects.select_related("book").order_by("pk").iterator():
        yield from audit_group(group)


def audit_group(group: Group) -> Iterator[Fault]:
    """Every fault of this group's payments."""
    yield from _entries(group)
    yield from _transactions(group)


def _fault(group: Group, transaction: Transaction, message: str) -> Fault:
    where = _("Groupe %(group)s, opération n° %(number)s") % {"group": group.slug, "number": transaction.number}
    return Fault(group.book, "payment", f"{where}\u202f: {message}", transaction.number)


def _entries(group: Group) -> Iterator[Fault]:
    """Each payment credited the account of its own member, and debited the one that its means fills."""
    for payment in _with_entries(group).exclude(is_credited=True, is_debited=True).order_by("pk"):
        said = {"amount": euros(payment.amount), "means": payment.get_means_display()}
        message = _("le paiement de %(amount)s n’y est pas.")
        if payment.is_credited:
            message = _("le paiement de %(amount)s (%(means)s) n’est pas entré dans le compte de ce moyen.")
        yield _fault(group, payment.transaction, message % said)


def _with_entries(group: Group) -> QuerySet[Any]:
    """The payments of the group, each with whether it `is_credited` and `is_debited` as it must."""
    entries = Entry.objects.filter(transaction=OuterRef("transaction"))
    fills = Case(*(When(means=means, then=Value(str(kind))) for means, kind in ACCOUNT_OF.items()), default=Value(""))
    debited = ExpressionWrapper(F("amount") * -1, MoneyField())
    payments = Payment.objects.filter(group=group).select_related("transaction")
    return payments.annotate(fills=fills, debited=debited).annotate(
        is_credited=Exists(entries.filter(account=OuterRef("membership__account"), amount=OuterRef("amount"))),
        is_debited=Exists(entries.filter(account__kind=OuterRef("fills"), amount=OuterRef("debited"))),
    )


def _transactions(group: Group) -> Iterator[Fault]:
    """Each « payment received » is a payment; that it is only one, the database says."""
    received = Transaction.objects.filter(book=group.book, kind=RECEIVED)
    nobodys = received.filter(~Exists(Payment.objects.filter(transaction=OuterRef("pk"))))
    for transaction in nobodys.order_by("number").iterator():
        yield _fault(group, transaction, _("elle a reçu un paiement qui n’existe pas."))

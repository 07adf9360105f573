"""Payments are proved against the ledger: each is one transaction that credited its member with its amount."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cabas.groups.models import Group
from cabas.ledger.auditing import Fault
from cabas.ledger.models import Entry
from cabas.payments.models import Payment
from cabas.ui.formats import euros


def audit_all() -> Iterator[Fault]:
    """Every payment that its transaction does not explain. One statement a group."""
    for group in Group.objects.select_related("book").order_by("pk").iterator():
        credited = Entry.objects.filter(
            transaction=OuterRef("transaction"), account=OuterRef("membership__account"), amount=OuterRef("amount")
        )
        wrong = Payment.objects.filter(group=group).exclude(Exists(credited)).select_related("transaction")
        for payment in wrong.iterator():
            message = _("Groupe %(group)s, opération n° %(number)s\u202f: le paiement de %(amount)s n’y est pas.")
            said = {"group": group.slug, "number": payment.transaction.number, "amount": euros(payment.amount)}
            yield Fault(group.book, "payment", message % said)

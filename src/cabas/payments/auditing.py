"""What is written on accounts beside orders is proved: each movement is one transaction on the right accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, Expression, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.groups.chart import Kind
from cabas.groups.models import Group
from cabas.ledger.auditing import Fault
from cabas.ledger.models import Entry, Transaction
from cabas.money import MoneyField
from cabas.payments.auditing_links import linked_wrongly
from cabas.payments.auditing_sets import parted_from_their_set
from cabas.payments.correcting import CORRECTED
from cabas.payments.giving import GIVEN
from cabas.payments.means import ACCOUNT_OF
from cabas.payments.models import Correction, Gift, Movement, OpeningBalance, Payment, Refund, ReturnFee
from cabas.payments.opening_balances import TAKEN_OVER
from cabas.payments.receiving import RECEIVED
from cabas.payments.refunding import REFUNDED
from cabas.payments.returned_cheques import CHARGED
from cabas.ui.formats import euros


@dataclass(frozen=True)
class _Proof:
    """How one kind of movement stands in the books: `sign` is its effect on the member, `other` the other account."""

    model: type[Movement]
    kind: str
    sign: int
    day: str
    other: Expression
    absent: Any
    elsewhere: Any
    nobodys: Any


_BY_MEANS = Case(*(When(means=means, then=Value(str(kind))) for means, kind in ACCOUNT_OF.items()), default=Value(""))
_PROOFS = (
    _Proof(
        Payment,
        RECEIVED,
        1,
        "received_on",
        _BY_MEANS,
        gettext_lazy("le paiement de %(amount)s n’y est pas."),
        gettext_lazy("le paiement de %(amount)s (%(means)s) n’est pas entré dans le compte de ce moyen."),
        gettext_lazy("elle a reçu un paiement qui n’existe pas."),
    ),
    _Proof(
        Refund,
        REFUNDED,
        -1,
        "refunded_on",
        _BY_MEANS,
        gettext_lazy("le remboursement de %(amount)s n’y est pas."),
        gettext_lazy("le remboursement de %(amount)s (%(means)s) n’est pas sorti du compte de ce moyen."),
        gettext_lazy("elle fait un remboursement qui n’existe pas."),
    ),
    _Proof(
        Correction,
        CORRECTED,
        1,
        "corrected_on",
        Value(str(Kind.DIFFERENCES)),
        gettext_lazy("la correction de %(amount)s n’y est pas."),
        gettext_lazy("la correction de %(amount)s n’est pas portée aux écarts."),
        gettext_lazy("elle fait une correction qui n’existe pas."),
    ),
    _Proof(
        OpeningBalance,
        TAKEN_OVER,
        1,
        "stood_on",
        Value(str(Kind.OPENING_BALANCES)),
        gettext_lazy("la reprise de solde de %(amount)s n’y est pas."),
        gettext_lazy("la reprise de solde de %(amount)s n’est pas portée aux soldes repris."),
        gettext_lazy("elle fait une reprise de solde qui n’existe pas."),
    ),
    _Proof(
        Gift,
        GIVEN,
        -1,
        "given_on",
        Case(When(receiver=None, then=Value(str(Kind.GIFTS))), default=Value(str(Kind.MEMBER))),
        gettext_lazy("le don de %(amount)s n’y est pas."),
        gettext_lazy("le don de %(amount)s n’est pas arrivé à qui il est fait."),
        gettext_lazy("elle fait un don qui n’existe pas."),
    ),
    _Proof(
        ReturnFee,
        CHARGED,
        -1,
        "charged_on",
        Value(str(Kind.RETURN_FEES)),
        gettext_lazy("les frais de %(amount)s n’y sont pas."),
        gettext_lazy("les frais de %(amount)s ne sont pas portés aux frais de rejet."),
        gettext_lazy("elle demande des frais qui n’existent pas."),
    ),
)


def audit_all() -> Iterator[Fault]:
    """Every fault of what was written on the accounts of every group beside orders. 20 statements a group."""
    for group in Group.objects.select_related("book").order_by("pk").iterator():
        yield from audit_group(group)


def audit_group(group: Group) -> Iterator[Fault]:
    """Every fault of what was written on the accounts of this group beside orders."""
    for proof in _PROOFS:
        yield from _entries(group, proof)
        yield from _transactions(group, proof)
    yield from _replaced(group)
    yield from _undone(group)
    for transaction, message in (*linked_wrongly(group), *parted_from_their_set(group)):
        yield _fault(group, transaction, message)


def _fault(group: Group, transaction: Transaction, message: str) -> Fault:
    where = _("Groupe %(group)s, opération n° %(number)s") % {"group": group.slug, "number": transaction.number}
    return Fault(group.book, "payment", f"{where}\u202f: {message}", transaction.number)


def _entries(group: Group, proof: _Proof) -> Iterator[Fault]:
    """Each moved the account of its own member, and the one that it must, on its day."""
    for row in _with_entries(group, proof).exclude(is_on_member=True, is_on_other=True, is_dated=True).order_by("pk"):
        message = proof.absent
        if row.is_on_member and not row.is_on_other:
            message = proof.elsewhere
        elif row.is_on_member:
            message = _("elle n’est pas datée du même jour (%(amount)s).")
        means = row.get_means_display() if hasattr(row, "means") else ""
        yield _fault(group, row.transaction, message % {"amount": euros(row.amount), "means": means})


def _with_entries(group: Group, proof: _Proof) -> QuerySet[Any]:
    """The rows of the group, each with whether it `is_on_member`, `is_on_other` and `is_dated` as it must."""
    entries = Entry.objects.filter(transaction=OuterRef("transaction"), transaction__kind=proof.kind)
    on_member = ExpressionWrapper(F("amount") * proof.sign, MoneyField())
    on_other = ExpressionWrapper(F("amount") * -proof.sign, MoneyField())
    rows = proof.model._default_manager.filter(group=group).select_related("transaction")
    moved: QuerySet[Any] = rows.annotate(other=proof.other, on_member=on_member, on_other=on_other)
    proved: QuerySet[Any] = moved.annotate(
        is_on_member=Exists(entries.filter(account=OuterRef("membership__account"), amount=OuterRef("on_member"))),
        is_on_other=Exists(entries.filter(account__kind=OuterRef("other"), amount=OuterRef("on_other"))),
        is_dated=Exists(entries.filter(transaction__occurred_on=OuterRef(proof.day))),
    )
    return proved


def _transactions(group: Group, proof: _Proof) -> Iterator[Fault]:
    """Each transaction of this kind has its row; that it is only one, the database says."""
    written = Transaction.objects.filter(book=group.book, kind=proof.kind)
    nobodys = written.filter(~Exists(proof.model._default_manager.filter(transaction=OuterRef("pk"))))
    for transaction in nobodys.order_by("number").iterator():
        yield _fault(group, transaction, str(proof.nobodys))


def _replaced(group: Group) -> Iterator[Fault]:
    """A payment that replaces another is the same money: same member, amount and day; the other is taken back."""
    same = {name: F(f"replaces__{name}") for name in ("membership", "amount", "received_on")}
    is_taken_back = Q(replaces__transaction__reversed_by__isnull=False)
    replacing = Payment.objects.filter(group=group, replaces__isnull=False).exclude(is_taken_back, **same)
    for payment in replacing.select_related("transaction").order_by("pk"):
        message = _("le paiement de %(amount)s n’est pas celui qu’il remplace, ou les deux comptent.")
        yield _fault(group, payment.transaction, message % {"amount": euros(payment.amount)})


def _undone(group: Group) -> Iterator[Fault]:
    """An opening balance is said to be undone where its transaction is reversed, and nowhere else."""
    is_undone, is_reversed = Q(undone_at__isnull=False), Q(transaction__reversed_by__isnull=False)
    wrong = OpeningBalance.objects.filter(is_undone & ~is_reversed | ~is_undone & is_reversed, group=group)
    for opening in wrong.select_related("transaction").order_by("pk"):
        message = _("la reprise de solde de %(amount)s n’est pas annulée comme elle le dit.")
        yield _fault(group, opening.transaction, message % {"amount": euros(opening.amount)})

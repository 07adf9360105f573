"""Each line of a member's account says what made it: an order, a weighing, a payment, or the taking back of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cabas.distributions.models import BasketChange
from cabas.groups.models import Membership
from cabas.ledger.statements import StatementLine, statement
from cabas.money import Money
from cabas.payments.means import ICON_OF, Means
from cabas.payments.models import Payment
from cabas.people.models import User
from cabas.ui.formats import day_short

NOTHING = Money(0)
REVERSAL_ICON = "undo-2"
UNKNOWN_ICON = "receipt-text"
RECEIVED_BY: dict[str, Any] = {
    Means.CHEQUE: gettext_lazy("reçu par %(name)s"),
    Means.CASH: gettext_lazy("reçues par %(name)s"),
    Means.TRANSFER: gettext_lazy("enregistré par %(name)s"),
    Means.TERMINAL: gettext_lazy("reçue par %(name)s"),
}
ICON_OF_CHANGE: dict[str, str] = {
    BasketChange.Kind.ORDER: "shopping-basket",
    BasketChange.Kind.CHANGE: "square-pen",
    BasketChange.Kind.WEIGHING: "scale",
    BasketChange.Kind.STAND: "package-open",
    BasketChange.Kind.MISSING: "package-x",
    BasketChange.Kind.FORGIVEN: "package-x",
}


@dataclass(frozen=True)
class Cause:
    """What made a line: its words, and whether it is about paying or about ordering."""

    icon: str
    title: str
    details: tuple[str, ...] = ()
    who: str = ""
    is_payment: bool = False


@dataclass(frozen=True)
class ExplainedLine:
    """One line of the account. `is_undone`: it was taken back, or takes another one back; the two make nothing."""

    entry_id: int
    day: date
    cause: Cause
    amount: Money
    balance_after: Money
    is_undone: bool

    @property
    def ordered(self) -> Money | None:
        """The amount, in the column of orders."""
        return None if self.cause.is_payment else self.amount

    @property
    def settled(self) -> Money | None:
        """The amount, in the column of payments."""
        return self.amount if self.cause.is_payment else None


def explained(
    membership: Membership, *, before_entry: int | None = None, limit: int | None = 50
) -> list[ExplainedLine]:
    """The newest lines of the account, or the newest older than an entry. Four statements, five with `before_entry`."""
    lines = statement(membership.account, before_entry=before_entry, limit=limit)
    causes = _causes(lines)
    return [_explained(line, causes) for line in lines]


def _explained(line: StatementLine, causes: dict[int, Cause]) -> ExplainedLine:
    transaction = line.transaction
    return ExplainedLine(
        entry_id=line.entry.pk,
        day=transaction.occurred_on,
        cause=causes.get(transaction.pk) or _unknown(line),
        amount=line.amount,
        balance_after=line.balance_after,
        is_undone=line.is_reversed or transaction.reverses_id is not None,
    )


def _causes(lines: Iterable[StatementLine]) -> dict[int, Cause]:
    """The cause of each transaction, by its id; of a reversal too."""
    reversal_of = {line.transaction.reverses_id: line.transaction.pk for line in lines if line.transaction.reverses_id}
    ids = [*(line.transaction.pk for line in lines), *reversal_of]
    causes: dict[int, Cause] = {}
    changes = BasketChange.objects.filter(transaction__in=ids).select_related("basket__distribution", "by")
    for change in changes:
        if change.transaction_id is not None:
            causes[change.transaction_id] = _of_change(change)
    undoer = User.objects.filter(pk=OuterRef("transaction__reversed_by__recorded_by")).values("first_name")
    payments = Payment.objects.filter(transaction__in=ids).select_related("recorded_by")
    annotated: Iterable[Any] = payments.annotate(undoer=Subquery(undoer))
    for payment in annotated:
        causes[payment.transaction_id] = _of_payment(payment)
        if payment.transaction_id in reversal_of:
            causes[reversal_of[payment.transaction_id]] = _of_taking_back(payment, payment.undoer or "")
    return causes


def _of_change(change: BasketChange) -> Cause:
    return Cause(
        icon=ICON_OF_CHANGE[change.kind],
        title=_change_title(change),
        details=tuple(_change_details(change)),
        who=_("par %(name)s") % {"name": change.by.first_name} if change.by else "",
    )


def _change_title(change: BasketChange) -> str:
    day = day_short(change.basket.distribution.day)
    if change.kind == BasketChange.Kind.ORDER:
        return _("Commande du %(day)s") % {"day": day}
    if change.kind == BasketChange.Kind.CHANGE:
        return _("Commande du %(day)s modifiée") % {"day": day}
    if change.kind == BasketChange.Kind.FORGIVEN and change.amount < NOTHING:
        return _("Panier de nouveau dû")
    return change.get_kind_display()


def _change_details(change: BasketChange) -> list[str]:
    """« 3 produits » for an order, « Tomme de brebis : 240 g → 220 g » for what changed since."""
    if change.kind == BasketChange.Kind.ORDER:
        count = len(change.details)
        return [ngettext("%(count)s produit", "%(count)s produits", count) % {"count": count}]
    return [
        _("%(product)s : %(from)s → %(to)s")
        % {"product": detail["product"], "from": detail["from"], "to": detail["to"]}
        for detail in change.details
    ]


def _of_payment(payment: Payment) -> Cause:
    title = payment.get_means_display()
    if payment.reference:
        title = _("%(means)s n° %(reference)s") % {"means": title, "reference": payment.reference}
    who = payment.recorded_by
    return Cause(
        icon=ICON_OF[payment.means],
        title=title,
        who=RECEIVED_BY[payment.means] % {"name": who.first_name} if who else "",
        is_payment=True,
    )


def _of_taking_back(payment: Payment, name: str) -> Cause:
    return Cause(
        icon=REVERSAL_ICON,
        title=_("%(means)s : annulation") % {"means": payment.get_means_display()},
        who=_("par %(name)s") % {"name": name} if name else "",
        is_payment=True,
    )


def _unknown(line: StatementLine) -> Cause:
    """What nothing here explains keeps the words that were written with it, or at least its number."""
    transaction = line.transaction
    title = transaction.memo or _("Opération n° %(number)s") % {"number": transaction.number}
    icon = REVERSAL_ICON if transaction.reverses_id else UNKNOWN_ICON
    return Cause(icon=icon, title=title, is_payment=line.amount > NOTHING)

"""Each line of a member's account says what made it: an order, a weighing, a payment, or the taking back of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.clock import local_date
from cabas.distributions.models import BasketChange
from cabas.groups.models import Membership
from cabas.ledger.models import Entry
from cabas.ledger.statements import StatementLine, statement, walked_back, with_reversals
from cabas.membership_fees.explaining import fee_cause
from cabas.money import Money
from cabas.payments.explaining import REVERSAL_ICON, Cause, along, by, cause_of
from cabas.people.models import User
from cabas.prepared import prepared
from cabas.ui.formats import day_short

NOTHING = Money(0)
UNKNOWN_ICON = "receipt-text"
NEWEST_MAX = 51  # of a first page, and one more that says whether there is a second
ICON_OF_CHANGE: dict[str, str] = {
    BasketChange.Kind.ORDER: "shopping-basket",
    BasketChange.Kind.CHANGE: "square-pen",
    BasketChange.Kind.WEIGHING: "scale",
    BasketChange.Kind.STAND: "package-open",
    BasketChange.Kind.MISSING: "package-x",
    BasketChange.Kind.FORGIVEN: "package-x",
    BasketChange.Kind.NOTE: "notebook-pen",
    BasketChange.Kind.PRICE: "tag",
    BasketChange.Kind.CANCELLED: "ban",
    BasketChange.Kind.SHIFTED: "calendar-clock",
    BasketChange.Kind.MERGED: "users-round",
    BasketChange.Kind.RESTORED: "undo-2",
}
TWO_EVENINGS = {BasketChange.Kind.SHIFTED, BasketChange.Kind.RESTORED}  # said with their day


class About(StrEnum):
    """Which lines of an account are shown: all, those about ordering, or those about paying."""

    ALL = ""
    ORDERS = "commandes"
    PAYMENTS = "paiements"


@dataclass(frozen=True)
class ExplainedLine:
    """One line of the account. `is_undone`: it was taken back, or takes another one back; the two make nothing.

    `number` is that of its transaction; `day` when it happened, `recorded_on` when it was written.
    """

    entry_id: int
    number: int
    day: date
    recorded_on: date
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

    @property
    def debited(self) -> Money | None:
        """The amount without its sign, in the column of debits."""
        return -self.amount if self.amount < NOTHING else None

    @property
    def credited(self) -> Money | None:
        return self.amount if self.amount > NOTHING else None


def explained(
    membership: Membership,
    *,
    before_entry: int | None = None,
    limit: int | None = 50,
    about: About = About.ALL,
    is_fresh: bool = False,
) -> list[ExplainedLine]:
    """The newest lines of the account, or the newest older than an entry.

    `is_fresh`: the account was read just now, in the same request. Two statements, one more where it was not, and one
    more with `before_entry`.
    """
    is_newest = before_entry is None and about is About.ALL and limit is not None and limit <= NEWEST_MAX
    if is_newest and is_fresh:
        account = membership.account
        lines = walked_back(_newest(account.pk, account.last_entry)[:limit], account.balance)
    else:
        lines = statement(
            membership.account,
            before_entry=before_entry,
            limit=limit,
            rows=_rows(),
            among=_among(about),
            is_fresh=is_fresh,
        )
    return _all_explained(membership, lines)


def explained_between(membership: Membership, first: date, last: date) -> tuple[Money, list[ExplainedLine]]:
    """The balance before the first of these days, and every line dated in them, by day, the newest first.

    The account was read just now; each balance is the one that the days make, not the order of writing. Three
    statements.
    """
    account = membership.account
    known = Q(account=account, id__lte=account.last_entry)
    earlier = Entry.objects.filter(known, transaction__occurred_on__lt=first)
    before: Money = earlier.aggregate(total=Sum("amount"))["total"] or NOTHING
    wanted = with_reversals(_rows().filter(known, transaction__occurred_on__range=(first, last)))
    entries = list(wanted.order_by("-transaction__occurred_on", "-id"))
    lines = walked_back(entries, before + Money.sum(entry.amount for entry in entries))
    return before, _all_explained(membership, lines)


def _all_explained(membership: Membership, lines: Sequence[StatementLine]) -> list[ExplainedLine]:
    changes = _changes(membership, lines)
    return [_explained(line, changes) for line in lines]


@prepared
def _newest(account: int, last_entry: int) -> QuerySet[Entry]:
    """Nothing newer than the balance that was read: a posting may have arrived since."""
    return with_reversals(_rows().filter(account=account, id__lte=last_entry))[:NEWEST_MAX]


def _rows() -> QuerySet[Entry]:
    """Entries with the movement that made each, and the first name of who wrote it."""
    name = User.objects.filter(pk=OuterRef("transaction__recorded_by")).values("first_name")
    return Entry.objects.select_related(*along("transaction")).annotate(recorder=Subquery(name))


def _among(about: About) -> Q | None:
    if about is About.ALL:
        return None
    ordering = Q(Exists(BasketChange.objects.filter(transaction=OuterRef("transaction"))))
    return ordering if about is About.ORDERS else ~ordering


def _explained(line: StatementLine, changes: dict[int | None, BasketChange]) -> ExplainedLine:
    transaction = line.transaction
    return ExplainedLine(
        entry_id=line.entry.pk,
        number=transaction.number,
        day=transaction.occurred_on,
        recorded_on=local_date(transaction.recorded_at),
        cause=_cause(line, changes.get(transaction.pk)),
        amount=line.amount,
        balance_after=line.balance_after,
        is_undone=line.is_reversed or transaction.reverses_id is not None,
    )


def _cause(line: StatementLine, change: BasketChange | None) -> Cause:
    entry: Any = line.entry
    name = entry.recorder or ""
    if change is not None:
        return _of_change(change, name)
    known = cause_of(line.transaction, name, is_credit=line.amount > NOTHING)
    return known or fee_cause(line.transaction, name) or _unknown(line)


def _changes(membership: Membership, lines: Sequence[StatementLine]) -> dict[int | None, BasketChange]:
    """The change of a basket that each transaction is, by the transaction's id."""
    if not lines:
        return {}
    numbers = [line.transaction.pk for line in lines]
    return {change.transaction_id: change for change in _changes_between(membership.pk, min(numbers), max(numbers))}


@prepared
def _changes_between(membership: int, first: int, last: int) -> QuerySet[BasketChange]:
    changes = BasketChange.objects.filter(basket__membership=membership)
    return changes.filter(transaction__gte=first, transaction__lte=last).select_related("basket__distribution")


def _of_change(change: BasketChange, name: str) -> Cause:
    return Cause(
        icon=ICON_OF_CHANGE[change.kind],
        title=_change_title(change),
        details=tuple(change_details(change)),
        who=by(name),
        basket=(change.basket.distribution.number, change.basket.number) if change.basket.total else None,
    )


def _change_title(change: BasketChange) -> str:
    day = day_short(change.basket.distribution.day)
    if change.kind == BasketChange.Kind.ORDER:
        return _("Commande du %(day)s") % {"day": day}
    if change.kind == BasketChange.Kind.CHANGE:
        return _("Commande du %(day)s modifiée") % {"day": day}
    if change.kind == BasketChange.Kind.FORGIVEN and change.amount < NOTHING:
        return _("Panier de nouveau dû")
    if change.kind in TWO_EVENINGS:
        return _("%(what)s, %(day)s") % {"what": change.get_kind_display(), "day": day}
    return change.get_kind_display()


def change_details(change: BasketChange) -> list[str]:
    """« 3 produits » for an order, « Tomme de brebis : 240 g → 220 g » for what changed since."""
    if change.kind == BasketChange.Kind.ORDER:
        count = len(change.details)
        return [ngettext("%(count)s produit", "%(count)s produits", count) % {"count": count}]
    if change.kind == BasketChange.Kind.NOTE:
        return [detail["note"] or _("effacée") for detail in change.details]
    return [
        _("%(product)s : %(from)s → %(to)s")
        % {"product": detail["product"], "from": detail["from"], "to": detail["to"]}
        for detail in change.details
    ]


def _unknown(line: StatementLine) -> Cause:
    """What nothing here explains keeps the words that were written with it, or at least its number."""
    transaction = line.transaction
    title = transaction.memo or _("Opération n° %(number)s") % {"number": transaction.number}
    icon = REVERSAL_ICON if transaction.reverses_id else UNKNOWN_ICON
    return Cause(icon=icon, title=title, is_payment=line.amount > NOTHING)

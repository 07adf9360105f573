"""What a year did to an account: from its opening to its closing balance, every operation, as the ledger has them.

A year is that of the days on which things happened, in Paris; its operations come by day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cabas.distributions.explaining import ExplainedLine, explained_between
from cabas.distributions.models import BasketChange
from cabas.groups.models import Membership
from cabas.ledger.models import Account, Entry
from cabas.membership_fees.models import MembershipFee
from cabas.money import Money
from cabas.papers.heads import Head, head_of
from cabas.payments.means import BY_MEANS, Means
from cabas.ui.formats import day_month

NOTHING = Money(0)
YEAR_DIGITS = 4


@dataclass(frozen=True)
class Part:
    """What the operations of one kind make together; `count` leaves out those that were taken back."""

    label: str
    count: int
    amount: Money


@dataclass(frozen=True)
class YearlyStatement:
    """A year of one account; `last` is the day up to which it goes: today, in the year that runs."""

    head: Head
    year: int
    last: date
    opening: Money
    lines: Sequence[ExplainedLine]
    parts: Sequence[Part]

    @property
    def title(self) -> str:
        return _("Relevé de compte %(year)s") % {"year": self.year}

    @property
    def file_name(self) -> str:
        """Without its extension."""
        return f"releve-{self.year}"

    @property
    def closing(self) -> Money:
        return self.lines[-1].balance_after if self.lines else self.opening

    @property
    def credits(self) -> Money:
        return Money.sum(line.credited or NOTHING for line in self.lines)

    @property
    def debits(self) -> Money:
        """Above zero."""
        return Money.sum(line.debited or NOTHING for line in self.lines)

    @property
    def change(self) -> Money:
        return self.closing - self.opening

    @property
    def is_running(self) -> bool:
        return (self.last.month, self.last.day) != (12, 31)

    @property
    def last_day(self) -> str:
        """« 31 décembre 2026 »."""
        return f"{day_month(self.last)} {self.year}"


def years_of(account: Account, *, on: date) -> list[int]:
    """The years in which something happened, with those between and the one that runs; the newest first."""
    first = Entry.objects.filter(account=account).aggregate(first=Min("transaction__occurred_on"))["first"] or on
    return list(range(on.year, first.year - 1, -1))


def year_asked(text: str, years: Sequence[int]) -> int:
    """The year that an address asks for; what is odd asks for the newest."""
    is_year = text.isascii() and text.isdigit() and len(text) == YEAR_DIGITS
    return int(text) if is_year and int(text) in years else years[0]


def statement_of(member: Membership, year: int, *, on: date) -> YearlyStatement:
    """The statement of this year as it is on a day. Five statements.

    The member must be fetched `with_people`, with its group and its account just read.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), on)
    opening, lines = explained_between(member, first, date(year, 12, 31))
    parts = _parts(member.account, first, date(year, 12, 31))
    return YearlyStatement(head_of(member), year, last, opening, lines[::-1], parts)


def _parts(account: Account, first: date, last: date) -> list[Part]:
    """By means for what was received and refunded, then orders and fees, then the rest. One statement."""
    entries = Entry.objects.filter(account=account, id__lte=account.last_entry)
    rows = (
        entries.filter(transaction__occurred_on__range=(first, last))
        .values(
            received=Coalesce("transaction__payment__means", "transaction__reverses__payment__means"),
            refunded=Coalesce("transaction__refund__means", "transaction__reverses__refund__means"),
            is_order=Exists(BasketChange.objects.filter(transaction=OuterRef("transaction"))),
            is_fee=Exists(_fee()),
        )
        .annotate(
            amount=Sum("amount"),
            count=Count("pk", filter=Q(transaction__reversed_by=None, transaction__reverses=None)),
        )
        .order_by()
    )
    parts = [Part(_label(row), row["count"], row["amount"]) for row in sorted(rows, key=_rank)]
    return [part for part in parts if part.count or part.amount]


def _fee() -> "QuerySet[MembershipFee]":
    """The one that the transaction of an entry posted, or took back."""
    posted, reversed_here = Q(transaction=OuterRef("transaction")), Q(transaction=OuterRef("transaction__reverses"))
    return MembershipFee.objects.filter(posted | reversed_here)


def _label(row: dict[str, Any]) -> str:
    if row["is_order"]:
        return _("Commandes")
    if row["is_fee"]:
        return _("Cotisations")
    if row["received"]:
        return _("Paiements %(by_means)s") % {"by_means": BY_MEANS[row["received"]]}
    if row["refunded"]:
        return _("Remboursements %(by_means)s") % {"by_means": BY_MEANS[row["refunded"]]}
    return _("Autres opérations")


def _rank(row: dict[str, Any]) -> tuple[int, int]:
    """Orders first, then fees, then as the means are listed, the rest last."""
    means = list(Means)
    if row["is_order"]:
        return 0, 0
    if row["is_fee"]:
        return 0, 1
    if row["received"]:
        return 1, means.index(row["received"])
    return (2, means.index(row["refunded"])) if row["refunded"] else (3, 0)

"""How a balance went, day by day: as things happened, of the last months only, without what was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cabas.clock import PARIS, local_date
from cabas.ledger.models import Account, Entry
from cabas.money import Money
from cabas.prepared import prepared

YEAR, TWO_YEARS = timedelta(days=365), timedelta(days=730)


class Day(NamedTuple):
    """The end of a day, or of a month, in which something happened: `payments` is how many were received in it."""

    day: date
    balance: Money
    payments: int


@dataclass(frozen=True)
class BalanceByDay:
    """`before`: the balance before the first of these days, the oldest first; nothing moved on the others."""

    first_day: date
    today: date
    before: Money
    days: Sequence[Day]

    @property
    def months(self) -> Sequence[Day]:
        """The same by month, the newest first: how each ended, on its last day of which something is known."""
        by_month = [list(days) for _month, days in groupby(self.days, _month)]
        return [Day(days[-1].day, days[-1].balance, sum(day.payments for day in days)) for days in reversed(by_month)]


def balance_by_day(account: Account, period: timedelta, *, at: datetime) -> BalanceByDay:
    """Of an account that was read just now: since the period began, or since it was at zero and first moved in it.

    One statement; it reads what was written in the period, and adds up each day.
    """
    today = local_date(at)
    begins = today - period
    written = list(_days(account.pk, account.last_entry, datetime.combine(begins, time.min, PARIS)))
    moved = [row for row in written if row[0] >= begins]
    before = balance = account.balance - Money.sum(amount for _day, amount, _payments in moved)
    days = []
    for day, amount, payments in moved:
        balance += amount
        days.append(Day(day, balance, payments))
    first_day = days[0].day if days and not before else begins
    return BalanceByDay(first_day, today, before, days)


@prepared
def _days(account: int, last_entry: int, since: datetime) -> "QuerySet[Entry, Any]":
    """Of each day what it brought, and how many payments.

    Nothing is dated in the future: what was written until then happened until then, and is not looked at. Nothing newer
    than the balance that was read: a posting may have arrived since.
    """
    entries = Entry.objects.filter(account=account)
    older = entries.filter(transaction__recorded_at__lt=since).order_by("-pk").values("pk")[:1]
    written = entries.filter(pk__lte=last_entry, pk__gt=Coalesce(Subquery(older), 0))
    stands = written.filter(transaction__reverses=None, transaction__reversed_by=None)
    by_day = stands.order_by("transaction__occurred_on").values_list("transaction__occurred_on")
    return by_day.annotate(amount_of_day=Sum("amount"), payments=Count("transaction__payment"))


def _month(day: Day) -> tuple[int, int]:
    return day.day.year, day.day.month

"""How a balance went: what it was at the end of each of the last 26 weeks, as things happened; the last is today's."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from django.db.models import Max, Q

from cabas.clock import PARIS
from cabas.groups.models import Group, Membership
from cabas.ledger.models import Entry, Transaction
from cabas.money import Money

WEEKS = 26
WEEK_DAYS = 7

Trend = Sequence[int]  # cents, the oldest week first


def trends_of(group: Group, *, on: date) -> dict[int, Trend]:
    """By the number of each member whose balance moved since then, or is not zero. Three statements.

    What was taken back, with its reversal, is left out: together they make nothing.
    """
    moved = _moved(group, on)
    members = Membership.objects.filter(group=group).values_list("number", "account", "account__balance")
    return {
        number: _trend(balance.cents, moved.get(account, {}))
        for number, account, balance in members
        if balance or account in moved
    }


def _trend(balance: int, moved: dict[int, int]) -> Trend:
    """Walking back from what it is now: a week before, it was that without what this week brought."""
    backwards = accumulate((-moved.get(week, 0) for week in range(WEEKS - 1)), initial=balance)
    return list(backwards)[::-1]


def _moved(group: Group, on: date) -> dict[int, dict[int, int]]:
    """By account, what each week brought: week 0 ends today."""
    moved: dict[int, dict[int, int]] = {}
    for account, day, amount in _entries(group, on - timedelta(days=WEEK_DAYS * (WEEKS - 1))):
        weeks = moved.setdefault(account, {})
        week = (on - day).days // WEEK_DAYS
        weeks[week] = weeks.get(week, 0) + amount.cents
    return moved


def _entries(group: Group, after: date) -> Iterable[tuple[int, date, Money]]:
    """What happened after this day on the accounts of members.

    Nothing is dated in the future: what was written until then happened until then, and is not looked at.
    """
    since = datetime.combine(after, time.min, PARIS)
    before = Transaction.objects.filter(book=group.book_id, recorded_at__lt=since).order_by("-number")
    last = Entry.objects.filter(transaction=before.values("pk")[:1]).aggregate(entry=Max("pk"))["entry"]
    stands = Q(transaction__reverses=None, transaction__reversed_by=None)
    accounts = Membership.objects.filter(group=group).values("account")
    entries = Entry.objects.filter(stands, account__in=accounts, pk__gt=last or 0)
    return entries.filter(transaction__occurred_on__gt=after).values_list(
        "account", "transaction__occurred_on", "amount"
    )

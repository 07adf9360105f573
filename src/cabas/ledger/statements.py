"""A statement is read from the stored balance backwards: each line shows the balance just after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from cabas.ledger.models import Account, Entry, Transaction
from cabas.money import Money, MoneyField


@dataclass(frozen=True)
class StatementLine:
    """One entry of the account and the balance after it; a mistake and its reversal point to each other."""

    entry: Entry
    transaction: Transaction
    amount: Money
    balance_after: Money
    is_reversed: bool
    reverses_number: int | None


def statement(
    account: Account,
    *,
    before_entry: int | None = None,
    limit: int | None = 50,
    rows: QuerySet[Entry] | None = None,
    among: Q | None = None,
    is_fresh: bool = False,
) -> list[StatementLine]:
    """The newest entries of this account, or the newest older than `before_entry`; as many queries for 1 as for 50.

    `rows`: entries with what the caller wants fetched along. `among`: only the entries that fit, each with the balance
    that all of them make. `is_fresh`: the account was read just now, in the same request.
    """
    fresh = account if is_fresh else Account.objects.get(pk=account.pk)
    # Nothing newer than the balance just read: a posting may arrive between the two queries.
    known = Entry.objects.filter(account=fresh, id__lte=fresh.last_entry)
    wanted = (Entry.objects.all() if rows is None else rows).filter(account=fresh, id__lte=fresh.last_entry)
    if before_entry is not None:
        wanted = wanted.filter(id__lt=before_entry)
    if among is not None:
        return _lines_among(wanted.filter(among), known, fresh.balance, limit)
    balance = fresh.balance
    if before_entry is not None:
        balance -= known.filter(id__gte=before_entry).aggregate(total=Sum("amount"))["total"] or Money.zero
    return walked_back(with_reversals(wanted)[:limit], balance)


def balance_on(account: Account, day: date) -> Money:
    """The balance at the end of that day, by the days on which things happened."""
    entries = Entry.objects.filter(account=account, transaction__occurred_on__lte=day)
    total: Money | None = entries.aggregate(total=Sum("amount"))["total"]
    return total or Money.zero


def walked_back(entries: Iterable[Entry], balance: Money) -> list[StatementLine]:
    """A line for each of these entries `with_reversals`, from the newest, after which this was the balance."""
    lines = []
    for entry in entries:
        lines.append(_line(entry, balance))
        balance -= entry.amount
    return lines


def _lines_among(
    entries: QuerySet[Entry], known: QuerySet[Entry], balance: Money, limit: int | None
) -> list[StatementLine]:
    """What is left out counts in the balances too: each line sums what is newer than itself."""
    newer = known.filter(id__gt=OuterRef("id")).order_by().values("account").annotate(sum=Sum("amount")).values("sum")
    nothing = Value(Money.zero, MoneyField())
    summed = with_reversals(entries).annotate(newer=Coalesce(Subquery(newer), nothing, output_field=MoneyField()))
    return [_line(entry, balance - entry.newer) for entry in summed[:limit]]


def with_reversals(entries: QuerySet[Entry]) -> QuerySet[Any]:
    """The newest first, each with its transaction, and what took it back or what it takes back."""
    return (
        entries.select_related("transaction")
        .annotate(
            is_reversed=Exists(Transaction.objects.filter(reverses=OuterRef("transaction"))),
            reverses_number=F("transaction__reverses__number"),
        )
        .order_by("-id")
    )


def _line(entry: Any, balance: Money) -> StatementLine:
    return StatementLine(entry, entry.transaction, entry.amount, balance, entry.is_reversed, entry.reverses_number)

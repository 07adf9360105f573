"""A statement is read from the stored balance backwards: each line shows the balance just after it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from cabas.ledger.models import Account, Entry, Transaction
from cabas.money import Money


@dataclass(frozen=True)
class StatementLine:
    """One entry of the account and the balance after it; a mistake and its reversal point to each other."""

    entry: Entry
    transaction: Transaction
    amount: Money
    balance_after: Money
    is_reversed: bool
    reverses_number: int | None


def statement(account: Account, *, before_entry: int | None = None, limit: int | None = 50) -> list[StatementLine]:
    """The newest entries of this account, or the newest older than `before_entry`; as many queries for 1 as for 50."""
    fresh = Account.objects.get(pk=account.pk)
    # Nothing newer than the balance just read: a posting may arrive between the two queries.
    entries = Entry.objects.filter(account=fresh, id__lte=fresh.last_entry)
    if before_entry is not None:
        newer = entries.filter(id__gte=before_entry).aggregate(total=Sum("amount"))["total"] or Money.zero
        entries = entries.filter(id__lt=before_entry)
        return _lines(entries, fresh.balance - newer, limit)
    return _lines(entries, fresh.balance, limit)


def balance_on(account: Account, day: date) -> Money:
    """The balance at the end of that day, by the days on which things happened."""
    entries = Entry.objects.filter(account=account, transaction__occurred_on__lte=day)
    total: Money | None = entries.aggregate(total=Sum("amount"))["total"]
    return total or Money.zero


def _lines(entries: QuerySet[Entry], balance: Money, limit: int | None) -> list[StatementLine]:
    rows = entries.select_related("transaction").annotate(
        is_reversed=Exists(Transaction.objects.filter(reverses=OuterRef("transaction"))),
        reverses_number=F("transaction__reverses__number"),
    )
    lines = []
    for entry in rows.order_by("-id")[:limit]:
        lines.append(
            StatementLine(entry, entry.transaction, entry.amount, balance, entry.is_reversed, entry.reverses_number)
        )
        balance -= entry.amount
    return lines

"""The transactions of a book with their entries, read in order, a chunk at a time, whatever the size of the book."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cabas.clock import local_date
from cabas.ledger.chain import digest, link
from cabas.ledger.models import Book, Entry, Transaction
from cabas.money import Money

CHUNK = 2_000


@dataclass(frozen=True)
class Sealed:
    """One transaction with its entries and, for a reversal, what it reverses with its entries."""

    row: Transaction
    entries: list[Entry]
    reversed: Transaction | None
    reversed_entries: list[Entry]

    @property
    def total(self) -> Money:
        return Money.sum(entry.amount for entry in self.entries)

    @property
    def recorded_on(self) -> date:
        return local_date(self.row.recorded_at)

    @property
    def memo_digest(self) -> str:
        return digest(self.row.memo, self.row.memo_salt)

    @property
    def is_opposite(self) -> bool:
        """Does it bring every account of what it reverses back to where it was?"""
        rest: dict[int, int] = {}
        for entry in [*self.entries, *self.reversed_entries]:
            rest[entry.account_id] = rest.get(entry.account_id, 0) + entry.amount.cents
        return not any(rest.values())

    def hash_after(self, head: str) -> str:
        """What its hash must be when it follows this head."""
        return link(
            head,
            number=self.row.number,
            occurred_on=self.row.occurred_on,
            recorded_at=self.row.recorded_at,
            kind=self.row.kind,
            key=self.row.key,
            reversed_number=self.reversed.number if self.reversed else None,
            amounts=[(entry.account.number, entry.amount.cents) for entry in self.entries],
            memo_digest=self.row.memo_digest,
        )


def read_sealed(book: Book) -> Iterator[Sealed]:
    """Every transaction of the book up to `book.last_number`, in order of number."""
    rows = Transaction.objects.filter(book=book, number__lte=book.last_number).order_by("number")
    number = -1
    while chunk := list(rows.filter(number__gt=number)[:CHUNK]):
        yield from _with_entries(chunk)
        number = chunk[-1].number


def _with_entries(rows: list[Transaction]) -> Iterator[Sealed]:
    """Three queries for the whole chunk."""
    ids = (min(row.pk for row in rows), max(row.pk for row in rows))
    entries = _by_transaction(Entry.objects.filter(transaction_id__gte=ids[0], transaction_id__lte=ids[1]))
    reversed_entries = _by_transaction(Entry.objects.filter(transaction__reversed_by__id__range=ids))
    reversed_rows = {row.pk: row for row in Transaction.objects.filter(reversed_by__id__range=ids)}
    for row in rows:
        wrong = row.reverses_id
        yield Sealed(
            row,
            entries.get(row.pk, []),
            reversed_rows.get(wrong) if wrong else None,
            reversed_entries.get(wrong, []) if wrong else [],
        )


def _by_transaction(entries: QuerySet[Entry]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries.select_related("account").order_by("id"):
        found[entry.transaction_id].append(entry)
    return found

"""A small book for the tests of the ledger, and ways to write into it past every rule but the database's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from cabas.clock import PARIS
from cabas.ledger.books import open_accounts, open_book
from cabas.ledger.models import Account, Book, Transaction
from cabas.ledger.posting import Line, credit, debit, post
from cabas.money import Money

AT = datetime(2026, 11, 24, 18, 30, tzinfo=PARIS)
NADIA = 7

KINDS = [
    "alice", "bob", "orders", "cheques", "deposited", "cash", "bank", "vendor", "fees",
    "differences", "opening", "provider", "charges", "memberships",
]  # fmt: skip


@dataclass
class SmallBook:
    """A book whose accounts are named by their code."""

    book: Book
    accounts: dict[str, Account]

    def __getattr__(self, code: str) -> Account:
        return self.accounts[code]

    def post(self, debits: dict[str, int], credited: dict[str, int], **options: Any) -> Transaction:
        """Post these cents, by account code."""
        lines: list[Line] = [debit(self.accounts[code], Money(cents)) for code, cents in debits.items()]
        lines += [credit(self.accounts[code], Money(cents)) for code, cents in credited.items()]
        return post(self.book, "test", lines, **{"by": NADIA, "at": AT, **options})

    @property
    def balances(self) -> dict[str, int]:
        """The stored balances that are not zero, in cents."""
        rows = Account.objects.filter(book=self.book).order_by("number")
        return {row.code: row.balance.cents for row in rows if row.balance}

    def fresh(self) -> Book:
        return Book.objects.get(pk=self.book.pk)


def open_small_book(*, is_disposable: bool = False) -> SmallBook:
    book = open_book(is_disposable=is_disposable)
    accounts = open_accounts(book, [(code, code) for code in KINDS])
    return SmallBook(book, {account.code: account for account in accounts})


def run(sql: str, **values: Any) -> None:
    """Raw SQL, as someone with the database's password would write it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def seal_raw(book: Book, entries: list[tuple[int, Any]], **changes: Any) -> None:
    """Entries and their transaction written without `posting`; each change replaces one column of the transaction."""
    number = Book.objects.get(pk=book.pk).last_number + 1
    row: dict[str, Any] = {
        "id": (book.pk << 32) + number,
        "book_id": book.pk,
        "number": number,
        "occurred_on": "2026-11-24",
        "recorded_at": "2026-11-24 17:30:00+00:00",
        "kind": "raw",
        "memo": "",
        "memo_salt": "",
        "memo_digest": "",
        "recorded_by": None,
        "key": "",
        "reverses_id": None,
        "hash": f"{number:064}",
        **changes,
    }
    for account, amount in entries:
        insert("ledger_entry", transaction_id=row["id"], account_id=account, amount=amount)
    insert("ledger_transaction", **row)


def insert(table: str, verb: str = "INSERT", **row: Any) -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    run(f"{verb} INTO {table} ({columns}) VALUES ({', '.join(f'%({name})s' for name in row)})", **row)

"""Ways to spoil the books with the database's password: each is one act, and the reason it must be refused for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection

from cabas.ledger.models import Entry, Transaction
from tests.ledger.small_book import SmallBook, insert, run, seal_raw

IMMUTABLE = "ledger: immutable"
ATOM = "ledger: an amount is whole cents|ledger_entry_amount|invalid input syntax"
BALANCE = "ledger: a balance moves only with its entries"
BORN = "ledger: an account is born empty"
STAYS = "ledger: an account stays in its book"
HEAD = "ledger: the head is the last transaction"
BOOK_BORN = "ledger: a book is born empty"
DEMO = "ledger: a book is a demo from birth or never"
OPPOSITE = "ledger: a reversal is the exact opposite"


@dataclass
class Target:
    """Two transactions in Alice's book, one in Charlie's; the first period is closed."""

    small: SmallBook
    other: SmallBook
    first: Transaction
    second: Transaction
    theirs: Transaction

    @property
    def facts(self) -> dict[str, Any]:
        entry = Entry.objects.filter(transaction=self.first).earliest("id")
        return {
            "book": self.small.book.pk,
            "theirs": self.other.book.pk,
            "alice": self.small.alice.pk,
            "unused": self.small.bank.pk,
            "first": self.first.pk,
            "second": self.second.pk,
            "entry": entry.pk,
            "last_entry": Entry.objects.latest("id").pk,
        }

    def seal(self, entries: list[tuple[int, Any]] | None = None, **changes: Any) -> None:
        if entries is None:
            entries = [(self.small.alice.pk, -5), (self.small.orders.pk, 5)]
        seal_raw(self.small.book, entries, **changes)


def sql(text: str) -> Callable[[Target], None]:
    """An attack in one statement; the names of `Target.facts` stand in braces."""
    return lambda target: run(text.format(**target.facts))


def seal(target: Target, entries: Callable[[Target], list[tuple[int, Any]]] | None = None, **changes: Any) -> None:
    values = {name: value(target) if callable(value) else value for name, value in changes.items()}
    target.seal(entries(target) if entries else None, **values)


def never_sealed(target: Target) -> None:
    insert("ledger_entry", transaction_id=target.second.pk + 1, account_id=target.small.alice.pk, amount=5)
    connection.check_constraints()


def replace_entry(target: Target, verb: str = "INSERT OR REPLACE") -> None:
    facts = target.facts
    insert(
        "ledger_entry",
        verb,
        id=facts["entry"],
        transaction_id=target.second.pk + 1,
        account_id=facts["alice"],
        amount=1,
    )


def replace_account(target: Target, **changes: Any) -> None:
    row = {"book_id": target.small.book.pk, "number": 1, "code": "new", "kind": "x", "balance": 0, "last_entry": 0}
    insert("ledger_account", "INSERT OR REPLACE", **{**row, **changes})


def replace_book(target: Target) -> None:
    columns = {"currency": "EUR", "last_number": 0, "head": "", "closed_number": 0, "is_disposable": True}
    insert("ledger_book", "INSERT OR REPLACE", id=target.small.book.pk, **columns)


def seal_again(target: Target) -> None:
    row = Transaction.objects.filter(pk=target.second.pk).values().get()
    changed = {**row, "kind": "other"}
    insert("ledger_transaction", "INSERT OR REPLACE", **changed)


def copy_entry(target: Target) -> None:
    copy = "COPY ledger_entry (transaction_id, account_id, amount) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(copy) as rows:
        rows.write_row((target.first.pk, target.small.alice.pk, 5))


EVERYWHERE: list[tuple[str, Callable[[Target], None], str]] = [
    # entries
    ("an entry of zero", partial(seal, entries=lambda t: [(t.small.alice.pk, 0), (t.small.orders.pk, 0)]), ATOM),
    ("an amount in words", partial(seal, entries=lambda t: [(t.small.alice.pk, "x"), (t.small.bob.pk, 1)]), ATOM),
    (
        "an entry into a sealed transaction",
        sql("INSERT INTO ledger_entry (transaction_id, account_id, amount) VALUES ({first}, {alice}, 5)"),
        "ledger: sealed",
    ),
    ("an amount rewritten", sql("UPDATE ledger_entry SET amount = amount * 2 WHERE id = {entry}"), IMMUTABLE),
    ("an entry moved to another account", sql("UPDATE ledger_entry SET account_id = {unused}"), IMMUTABLE),
    ("an entry moved elsewhere", sql("UPDATE ledger_entry SET transaction_id = {second}"), IMMUTABLE),
    ("an entry deleted", sql("DELETE FROM ledger_entry WHERE id = {entry}"), IMMUTABLE),
    ("an entry that is never sealed", never_sealed, "transaction"),
    # accounts
    (
        "an account born with a balance",
        sql(
            "INSERT INTO ledger_account (book_id, number, code, kind, balance, last_entry)"
            " VALUES ({book}, 99, 'x', 'x', 100, 0)"
        ),
        BORN,
    ),
    (
        "an account born with a last entry",
        sql(
            "INSERT INTO ledger_account (book_id, number, code, kind, balance, last_entry)"
            " VALUES ({book}, 99, 'x', 'x', 0, {entry})"
        ),
        BORN,
    ),
    ("a balance set to zero", sql("UPDATE ledger_account SET balance = 0 WHERE id = {alice}"), BALANCE),
    (
        "a balance moved with an entry that does not exist",
        sql("UPDATE ledger_account SET balance = 0, last_entry = 999999 WHERE id = {alice}"),
        BALANCE,
    ),
    (
        "a balance moved with an entry of someone else",
        sql("UPDATE ledger_account SET balance = 5, last_entry = {last_entry} WHERE id = {unused}"),
        BALANCE,
    ),
    ("a last entry put back", sql("UPDATE ledger_account SET last_entry = 0 WHERE id = {alice}"), BALANCE),
    ("an account moved", sql("UPDATE ledger_account SET book_id = {theirs} WHERE id = {unused}"), STAYS),
    ("an account renumbered", sql("UPDATE ledger_account SET number = 98 WHERE id = {alice}"), STAYS),
    ("an account with another id", sql("UPDATE ledger_account SET id = 9999 WHERE id = {unused}"), STAYS),
    ("a used account deleted", sql("DELETE FROM ledger_account WHERE id = {alice}"), IMMUTABLE),
    # transactions
    (
        "debits that differ from credits",
        partial(seal, entries=lambda t: [(t.small.alice.pk, -5), (t.small.orders.pk, 4)]),
        "ledger: unbalanced",
    ),
    ("no entry at all", partial(seal, entries=lambda t: []), "ledger: unbalanced"),
    ("a single entry", partial(seal, entries=lambda t: [(t.small.alice.pk, -5)]), "ledger: unbalanced"),
    (
        "an account of another book",
        partial(seal, entries=lambda t: [(t.small.alice.pk, -5), (t.other.orders.pk, 5)]),
        "ledger: unbalanced",
    ),
    (
        "a number skipped",
        partial(seal, number=4, id=lambda t: t.second.pk + 2),
        "ledger: not the next number",
    ),
    (
        "an id that is not of its number",
        partial(seal, id=lambda t: t.second.pk + 9),
        "next number|ledger_transaction_id",
    ),
    ("a date in the closed period", partial(seal, occurred_on="2026-10-31"), "ledger: closed period"),
    ("a reversal that is not the opposite", partial(seal, reverses_id=lambda t: t.first.pk), OPPOSITE),
    (
        "a reversal of another book",
        partial(
            seal,
            entries=lambda t: [(t.small.alice.pk, 100), (t.small.orders.pk, -100)],
            reverses_id=lambda t: t.theirs.pk,
        ),
        OPPOSITE,
    ),
    ("a key used twice", partial(seal, key="tap:1"), "ledger_transaction_key|ledger_transaction.key"),
    ("a date rewritten", sql("UPDATE ledger_transaction SET occurred_on = '2026-11-01'"), IMMUTABLE),
    ("a recording rewritten", sql("UPDATE ledger_transaction SET recorded_at = '2026-11-01 00:00+00:00'"), IMMUTABLE),
    ("a kind rewritten", sql("UPDATE ledger_transaction SET kind = 'gift'"), IMMUTABLE),
    ("an author rewritten", sql("UPDATE ledger_transaction SET recorded_by = 8"), IMMUTABLE),
    ("a key rewritten", sql("UPDATE ledger_transaction SET key = 'x' WHERE id = {second}"), IMMUTABLE),
    ("a reversal invented", sql("UPDATE ledger_transaction SET reverses_id = {first} WHERE id = {second}"), IMMUTABLE),
    ("a number rewritten", sql("UPDATE ledger_transaction SET number = 9, id = id + 7 WHERE id = {second}"), IMMUTABLE),
    ("a transaction moved", sql("UPDATE ledger_transaction SET book_id = {theirs} WHERE id = {second}"), IMMUTABLE),
    ("a digest rewritten", sql("UPDATE ledger_transaction SET memo_digest = 'x' WHERE id = {first}"), IMMUTABLE),
    ("a hash rewritten", sql("UPDATE ledger_transaction SET hash = 'x' WHERE id = {first}"), IMMUTABLE),
    ("a memo rewritten", sql("UPDATE ledger_transaction SET memo = 'x' WHERE id = {first}"), "ledger: a memo can only"),
    ("a transaction deleted", sql("DELETE FROM ledger_transaction WHERE id = {second}"), IMMUTABLE),
    # books
    (
        "a book born with a number",
        sql(
            "INSERT INTO ledger_book (currency, last_number, head, closed_number, is_disposable)"
            " VALUES ('EUR', 5, '', 0, false)"
        ),
        BOOK_BORN,
    ),
    (
        "a book born with a head",
        sql(
            "INSERT INTO ledger_book (currency, last_number, head, closed_number, is_disposable)"
            " VALUES ('EUR', 0, 'x', 0, false)"
        ),
        BOOK_BORN,
    ),
    ("a number given away", sql("UPDATE ledger_book SET last_number = last_number + 1 WHERE id = {book}"), HEAD),
    ("a number taken back", sql("UPDATE ledger_book SET last_number = last_number - 1 WHERE id = {book}"), HEAD),
    ("a head rewritten", sql("UPDATE ledger_book SET head = 'x' WHERE id = {book}"), HEAD),
    ("a real book made disposable", sql("UPDATE ledger_book SET is_disposable = true WHERE id = {book}"), DEMO),
    ("a book with another id", sql("UPDATE ledger_book SET id = 9999 WHERE id = {book}"), DEMO),
    ("a used book deleted", sql("DELETE FROM ledger_book WHERE id = {book}"), IMMUTABLE),
]

ON_SQLITE: list[tuple[str, Callable[[Target], None], str]] = [
    ("half a cent", partial(seal, entries=lambda t: [(t.small.alice.pk, -5.5), (t.small.bob.pk, 5.5)]), ATOM),
    ("an entry replaced", replace_entry, IMMUTABLE),
    ("an entry written over", partial(replace_entry, verb="INSERT"), IMMUTABLE),
    (
        "an entry pushed aside",
        sql("UPDATE OR REPLACE ledger_entry SET id = {entry} WHERE id = {last_entry}"),
        IMMUTABLE,
    ),
    ("an account replaced", lambda t: replace_account(t, id=t.small.alice.pk), IMMUTABLE),
    ("an account replaced by its number", replace_account, IMMUTABLE),
    ("an account replaced by its code", lambda t: replace_account(t, number=99, code="alice"), IMMUTABLE),
    (
        "an account pushed aside",
        sql("UPDATE OR REPLACE ledger_account SET code = 'alice' WHERE id = {unused}"),
        IMMUTABLE,
    ),
    ("a transaction replaced", seal_again, "ledger: not the next number|immutable"),
    ("a book replaced", replace_book, BOOK_BORN),
]

ON_POSTGRESQL: list[tuple[str, Callable[[Target], None], str]] = [
    ("entries truncated", sql("TRUNCATE ledger_entry"), IMMUTABLE),
    ("accounts truncated", sql("TRUNCATE ledger_account CASCADE"), IMMUTABLE),
    ("transactions truncated", sql("TRUNCATE ledger_transaction CASCADE"), IMMUTABLE),
    ("books truncated", sql("TRUNCATE ledger_book CASCADE"), IMMUTABLE),
    ("a copy into a sealed transaction", copy_entry, "ledger: sealed"),
]


ATTACKS = EVERYWHERE + (ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)

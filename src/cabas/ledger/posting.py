"""A posting is a set of debits and credits that balance; it is written once, under the lock of its book.

Entries first, then the transaction row that seals them: the triggers of `guards` say the same rules again.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.ledger.chain import digest, link, new_salt
from cabas.ledger.inserting import columns_of, insert_rows
from cabas.ledger.locking import lock
from cabas.ledger.models import BOOK_SHIFT, Account, Book, Entry, Transaction
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money


class NotAPositiveAmount(LedgerRefusal):
    """A debit or a credit is above zero: nobody writes a sign."""


class Unbalanced(LedgerRefusal):
    """The debits and the credits of a posting differ, or it has fewer than two lines."""


class ForeignAccount(LedgerRefusal):
    """An account of another book was named."""


class DatedInTheFuture(LedgerRefusal):
    """An act is dated the day it is recorded, or before."""


class PeriodClosed(LedgerRefusal):
    """The day lies in a period that is closed."""


@dataclass(frozen=True)
class Line:
    """One signed amount on one account: made by `debit` and `credit` only."""

    account: Account
    amount: Money


@dataclass(frozen=True)
class Posting:
    """What to write: without a date it is dated the day it is recorded, in Paris."""

    kind: str
    lines: Sequence[Line]
    occurred_on: date | None = None
    memo: str = ""
    key: str = ""
    reverses: Transaction | None = None


def debit(account: Account, amount: Money) -> Line:
    """This account owes more, or is owed less."""
    return Line(account, -_positive(amount))


def credit(account: Account, amount: Money) -> Line:
    """This account is owed more, or owes less."""
    return Line(account, _positive(amount))


def post(
    book: Book,
    kind: str,
    lines: Sequence[Line],
    *,
    by: int | None,
    at: datetime,
    occurred_on: date | None = None,
    memo: str = "",
    key: str = "",
) -> Transaction:
    """Write one transaction; see `post_all`."""
    return post_all(book, [Posting(kind, lines, occurred_on, memo, key)], by=by, at=at)[0]


def post_all(book: Book, postings: Sequence[Posting], *, by: int | None, at: datetime) -> list[Transaction]:
    """Write these transactions in this order, all or none, in three statements for any number of them.

    Raises Unbalanced, ForeignAccount, DatedInTheFuture, PeriodClosed; IntegrityError for a key already used.
    """
    for posting in postings:
        _require_sound(posting, book, local_date(at))
    if not postings:
        return []
    with _one_transaction():
        locked = lock(book)
        sealed = _number_and_chain(locked, postings, by=by, at=at)
        insert_rows(Entry, ["transaction_id", "account_id", "amount"], _entry_rows(sealed, postings))
        columns = ["id", *columns_of(sealed[0])]
        insert_rows(Transaction, columns, (_transaction_row(row) for row in sealed))
    return sealed


def _positive(amount: Money) -> Money:
    if amount <= Money.zero:
        raise NotAPositiveAmount(_("Un montant à débiter ou à créditer est plus grand que zéro."))
    return amount


def _require_sound(posting: Posting, book: Book, recorded_on: date) -> None:
    if len(posting.lines) < 2 or Money.sum(line.amount for line in posting.lines):
        raise Unbalanced(_("Les débits et les crédits ne sont pas égaux\u202f: rien n’a été enregistré."))
    if any(line.account.book_id != book.pk for line in posting.lines):
        raise ForeignAccount(_("Un compte d’un autre groupe a été nommé\u202f: rien n’a été enregistré."))
    if posting.occurred_on is not None and posting.occurred_on > recorded_on:
        raise DatedInTheFuture(_("Une opération ne peut pas être datée dans le futur."))


def _one_transaction() -> AbstractContextManager[Any]:
    # No savepoint inside the caller's transaction: all refusals that can be caught come before the first write.
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def _number_and_chain(book: Book, postings: Sequence[Posting], *, by: int | None, at: datetime) -> list[Transaction]:
    """The transactions as they will be sealed: the next numbers, each linked to the one before."""
    sealed: list[Transaction] = []
    head = book.head
    for number, posting in enumerate(postings, start=book.last_number + 1):
        occurred_on = posting.occurred_on or local_date(at)
        if book.closed_on is not None and occurred_on <= book.closed_on:
            raise PeriodClosed(
                _("Les comptes sont arrêtés au %s\u202f: choisissez une date après.") % f"{book.closed_on:%d/%m/%Y}"
            )
        row = _transaction(book, number, posting, occurred_on, by=by, at=at)
        head = row.hash = _hash(head, row, posting)
        sealed.append(row)
    return sealed


def _transaction(
    book: Book, number: int, posting: Posting, occurred_on: date, *, by: int | None, at: datetime
) -> Transaction:
    salt = new_salt(posting.memo)
    row = Transaction(
        id=(book.pk << BOOK_SHIFT) + number,
        book=book,
        number=number,
        occurred_on=occurred_on,
        recorded_at=at,
        kind=posting.kind,
        memo=posting.memo,
        memo_salt=salt,
        memo_digest=digest(posting.memo, salt),
        recorded_by=by,
        key=posting.key,
        reverses=posting.reverses,
    )
    row._state.adding = False
    row._state.db = connection.alias
    return row


def _hash(head: str, row: Transaction, posting: Posting) -> str:
    return link(
        head,
        number=row.number,
        occurred_on=row.occurred_on,
        recorded_at=row.recorded_at,
        kind=row.kind,
        key=row.key,
        reversed_number=posting.reverses.number if posting.reverses else None,
        amounts=[(line.account.number, line.amount.cents) for line in posting.lines],
        memo_digest=row.memo_digest,
    )


def _entry_rows(sealed: Iterable[Transaction], postings: Iterable[Posting]) -> Iterable[tuple[Any, ...]]:
    for row, posting in zip(sealed, postings, strict=True):
        for line in posting.lines:
            yield row.pk, line.account.pk, line.amount.cents


def _transaction_row(row: Transaction) -> tuple[Any, ...]:
    """As the database takes it: whole numbers and texts as they are, dates as the engine writes them."""
    return row.pk, *columns_of(row).values()

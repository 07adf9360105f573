"""A posting is a set of debits and credits that balance; it is written once, under the lock of its book.

Entries first, then the transaction row that seals them: the triggers of `guards` say the same rules again.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.ledger.chain import digest, link, new_salt
from cabas.ledger.inserting import insert_rows
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


BEFORE_DATES = ("id", "book_id", "number")
DATES = ("occurred_on", "recorded_at")
AFTER_DATES = ("kind", "memo", "memo_salt", "memo_digest", "recorded_by", "key", "reverses_id", "hash")
_before_dates, _after_dates = attrgetter(*BEFORE_DATES), attrgetter(*AFTER_DATES)


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
    recorded_on = local_date(at)
    for posting in postings:
        _require_sound(posting, book, recorded_on)
    if not postings:
        return []
    with _one_transaction():
        sealed = _number_and_chain(lock(book), postings, recorded_on, by=by, at=at)
        insert_rows(Entry, ["transaction_id", "account_id", "amount"], _entry_rows(sealed, postings))
        insert_rows(Transaction, [*BEFORE_DATES, *DATES, *AFTER_DATES], _transaction_rows(sealed))
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


def _number_and_chain(
    book: Book, postings: Sequence[Posting], recorded_on: date, *, by: int | None, at: datetime
) -> list[Transaction]:
    """The transactions as they will be sealed: the next numbers, each linked to the one before."""
    sealed: list[Transaction] = []
    head = book.head
    for number, posting in enumerate(postings, start=book.last_number + 1):
        occurred_on = posting.occurred_on or recorded_on
        if book.closed_on is not None and occurred_on <= book.closed_on:
            raise PeriodClosed(
                _("Les comptes sont arrêtés au %s\u202f: choisissez une date après.") % f"{book.closed_on:%d/%m/%Y}"
            )
        row = _seal(book, number, posting, occurred_on, head, by=by, at=at)
        head = row.hash
        sealed.append(row)
    return sealed


def _seal(
    book: Book, number: int, posting: Posting, occurred_on: date, head: str, *, by: int | None, at: datetime
) -> Transaction:
    """The transaction of this number, as if it had been read from its table: hundreds have no time for more."""
    salt = new_salt(posting.memo)
    memo_digest = digest(posting.memo, salt)
    wrong = posting.reverses
    linked = link(
        head,
        number=number,
        occurred_on=occurred_on,
        recorded_at=at,
        kind=posting.kind,
        key=posting.key,
        reversed_number=wrong.number if wrong else None,
        amounts=[(line.account.number, line.amount.cents) for line in posting.lines],
        memo_digest=memo_digest,
    )
    cells: Any = (  # in the order of its columns
        (book.pk << BOOK_SHIFT) + number,
        book.pk,
        number,
        occurred_on,
        at,
        posting.kind,
        posting.memo,
        salt,
        memo_digest,
        by,
        posting.key,
        wrong.pk if wrong else None,
        linked,
    )
    row = Transaction(*cells)
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    row.book, row.reverses = book, wrong
    return row


def _entry_rows(sealed: Iterable[Transaction], postings: Iterable[Posting]) -> Iterable[tuple[Any, ...]]:
    for row, posting in zip(sealed, postings, strict=True):
        for line in posting.lines:
            yield row.pk, line.account.pk, line.amount.cents


def _transaction_rows(sealed: Sequence[Transaction]) -> Iterable[tuple[Any, ...]]:
    """As the database takes them: whole numbers and texts as they are, dates as the engine writes them."""
    write = connection.ops
    days = {day: write.adapt_datefield_value(day) for day in {row.occurred_on for row in sealed}}
    recorded_at = write.adapt_datetimefield_value(sealed[0].recorded_at)
    for row in sealed:
        yield (*_before_dates(row), days[row.occurred_on], recorded_at, *_after_dates(row))

"""Payments that are received, or taken back, together are one set: all or none, as fast for hundreds as for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cabas.groups.models import Membership
from cabas.ledger.inserting import columns_of, insert_rows
from cabas.ledger.models import Account, Book, Transaction
from cabas.ledger.posting import Posting, credit, debit, post_all
from cabas.ledger.reversing import reverse_all
from cabas.money import Money
from cabas.payments.means import ACCOUNT_OF, Means
from cabas.payments.models import Payment
from cabas.payments.receiving import RECEIVED, NothingToReceive
from cabas.people.models import User

DIFFERING = ("membership_id", "transaction_id", "means", "amount", "reference", "note")


@dataclass(frozen=True)
class Incoming:
    """Money of one member, fetched with its account; `key` is the one of its transaction."""

    membership: Membership
    means: str
    amount: Money
    key: str
    reference: str = ""
    note: str = ""


def receive_all(
    book: Book, incoming: Sequence[Incoming], *, by: User, at: datetime, on: date | None = None
) -> list[int]:
    """Record all this money, received `on` a day, today where it is not said; gives the payments' ids, in this order.

    Under the lock of the book (see `ledger.acts.once`). Raises `NothingToReceive`, and the ledger's `DatedInTheFuture`,
    `PeriodClosed`.
    """
    if any(one.amount <= Money(0) for one in incoming):
        raise NothingToReceive
    kinds = {ACCOUNT_OF[one.means] for one in incoming}
    filled = {account.kind: account for account in Account.objects.filter(book=book, kind__in=kinds)}
    postings = [
        Posting(
            RECEIVED,
            [debit(filled[ACCOUNT_OF[one.means]], one.amount), credit(one.membership.account, one.amount)],
            on,
            key=one.key,
        )
        for one in incoming
    ]
    transactions = post_all(book, postings, by=by.pk, at=at)
    return _insert(incoming, transactions, by, at)


def _insert(incoming: Sequence[Incoming], transactions: Sequence[Transaction], by: User, at: datetime) -> list[int]:
    """All that differs between them is whose, by which transaction, how, how much and which."""
    if not incoming:
        return []
    pattern = Payment(
        group_id=incoming[0].membership.group_id,
        amount=Money(0),
        received_on=transactions[0].occurred_on,
        recorded_at=at,
        recorded_by_id=by.pk,
    )
    common = {column: value for column, value in columns_of(pattern).items() if column not in DIFFERING}
    same = tuple(common.values())
    rows = [
        (*same, one.membership.pk, posted.pk, Means(one.means).value, one.amount.cents, one.reference, one.note)
        for one, posted in zip(incoming, transactions, strict=True)
    ]
    return insert_rows(Payment, [*common, *DIFFERING], rows, gives="id")


def take_back_all(payments: Sequence[Payment], *, by: User, at: datetime, why: str, key: str) -> None:
    """Take these payments back, fetched with their transactions. Under the lock of their book.

    Raises `ledger.reversing.AlreadyReversed`.
    """
    keys = [f"{key}:{payment.pk}" for payment in payments]
    reverse_all([payment.transaction for payment in payments], by=by.pk, at=at, why=why, keys=keys)

"""A book's accounts are numbered from 1; only a demo's book can be deleted."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cabas.ledger.acts import once
from cabas.ledger.auditing import audit_all
from cabas.ledger.books import (
    BookNotDisposable,
    CodeTaken,
    PeriodAlreadyClosed,
    close_period,
    delete_disposable,
    open_account,
    open_accounts,
    open_book,
)
from cabas.ledger.locking import LockOutsideTransaction, lock
from cabas.ledger.models import Account, Act, Book, Entry, Transaction
from cabas.ledger.reversing import reverse
from tests.ledger.small_book import AT, KINDS, NADIA, SmallBook, open_small_book

pytestmark = pytest.mark.django_db


def test_accounts_take_the_next_numbers_of_their_book() -> None:
    book, other = open_book(), open_book()
    accounts = open_accounts(book, [("member", "411001"), ("cash", "530")])
    accounts.append(open_account(book, "bank", "512"))
    assert [(a.number, a.kind, a.code, a.balance.cents) for a in Account.objects.order_by("id")] == [
        (1, "member", "411001", 0),
        (2, "cash", "530", 0),
        (3, "bank", "512", 0),
    ]
    assert open_account(other, "bank", "512").number == 1
    assert list(Account.objects.order_by("id"))[:3] == accounts
    assert open_accounts(book, []) == []


def test_a_code_is_taken_once_and_then_none_is_opened() -> None:
    book = open_book()
    open_account(book, "cash", "530")
    for pairs in ([("bank", "512"), ("cash", "530")], [("bank", "512"), ("x", "512")]):
        with pytest.raises(CodeTaken):
            open_accounts(book, pairs)
    assert Account.objects.count() == 1


def test_one_account_or_three_take_the_same_number_of_statements() -> None:
    book = open_book()
    counts = []
    for first, many in ((0, 1), (1, 3)):
        with CaptureQueriesContext(connection) as queries:
            open_accounts(book, [("member", f"m{first + place}") for place in range(many)])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_book_saved_from_memory_keeps_its_number_and_head(small: SmallBook) -> None:
    stale = small.fresh()
    posted = small.post({"cash": 5}, {"alice": 5})
    stale.currency = "CHF"
    stale.save()
    assert (small.fresh().currency, small.fresh().last_number, small.fresh().head) == ("CHF", 1, posted.hash)


def test_a_period_closes_forwards_only(small: SmallBook) -> None:
    close_period(small.book, on=date(2026, 10, 31))
    close_period(small.book, on=date(2026, 10, 31))
    with pytest.raises(PeriodAlreadyClosed):
        close_period(small.book, on=date(2026, 9, 30))


def test_a_demo_is_deleted_with_all_it_holds(small: SmallBook) -> None:
    demo = open_small_book(is_disposable=True)
    kept = small.post({"cash": 5}, {"alice": 5})
    reverse(demo.post({"cash": 5}, {"alice": 5}), by=NADIA, at=AT, why="Essai")
    once(demo.book, key="k", kind="k", asked={}, by=NADIA, at=AT, perform=lambda book: {})
    delete_disposable(demo.book)
    connection.check_constraints()
    assert list(Book.objects.all()) == [small.book]
    assert (Account.objects.count(), Act.objects.count(), Entry.objects.count()) == (len(KINDS), 0, 2)
    assert list(Transaction.objects.all()) == [kept]
    assert list(audit_all()) == []


def test_a_real_book_is_never_deleted(small: SmallBook) -> None:
    with pytest.raises(BookNotDisposable):
        delete_disposable(small.book)


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused_on_both_engines() -> None:
    book = open_book()
    with pytest.raises(LockOutsideTransaction):
        lock(book)
    with transaction.atomic():
        assert lock(book.pk) == lock(book) == book

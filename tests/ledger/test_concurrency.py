"""Several hands on one book: no gap, no loss, one key counts once, and nothing slips in after a seal."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from cabas.ledger.acts import KeyReused, once
from cabas.ledger.auditing import audit_all
from cabas.ledger.books import open_accounts
from cabas.ledger.locking import lock
from cabas.ledger.models import Account, Act, Book, Entry, Transaction
from cabas.ledger.reversing import AlreadyReversed, reverse
from cabas.money import Money
from tests.ledger.small_book import AT, NADIA, SmallBook, insert, open_small_book

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shared(transactional_db: None) -> Iterator[SmallBook]:
    small = open_small_book()
    yield small
    assert list(audit_all()) == []


def together(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Run the act in as many threads, all starting at once, each on its own connection."""
    start = Barrier(count)

    def one(place: int) -> Any:
        start.wait()
        try:
            return act(place)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_600_numbers_from_four_threads_have_no_gap(shared: SmallBook) -> None:
    def post_150(place: int) -> None:
        for _ in range(150):
            shared.post({"alice": place + 1}, {"orders": place + 1})

    together(4, post_150)
    assert list(Transaction.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 601))
    assert shared.balances == {"alice": -1500, "orders": 1500}


def _post_20(small: SmallBook) -> None:
    for _ in range(20):
        small.post({"alice": 1}, {"orders": 1})
    connections.close_all()


def test_processes_share_a_book_as_threads_do(shared: SmallBook) -> None:
    connections.close_all()  # a connection must not cross a fork
    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=_post_20, args=(shared,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert shared.fresh().last_number == 60
    assert shared.balances == {"alice": -60, "orders": 60}


def test_one_key_from_eight_clients_gives_one_transaction(shared: SmallBook) -> None:
    def perform(book: Book) -> dict[str, Any]:
        return {"number": shared.post({"cheques": 2290}, {"alice": 2290}, key="tap:1").number}

    def tap(_place: int) -> tuple[dict[str, Any], bool]:
        asked = {"amount": Money(2290)}
        done = once(shared.book, key="tap", kind="receipt", asked=asked, by=NADIA, at=AT, perform=perform)
        return done.result, done.is_replay

    results = together(8, tap)
    assert [result for result, _ in results] == [{"number": 1}] * 8
    assert sorted(is_replay for _, is_replay in results) == [False] + [True] * 7
    assert (Transaction.objects.count(), Act.objects.count()) == (1, 1)


def test_one_key_with_two_contents_keeps_one(shared: SmallBook) -> None:
    def tap(place: int) -> str:
        try:
            once(
                shared.book,
                key="tap",
                kind="receipt",
                asked={"amount": place},
                by=NADIA,
                at=AT,
                perform=lambda book: {"number": shared.post({"cash": 5}, {"alice": 5}).number},
            )
        except KeyReused:
            return "refused"
        return "done"

    assert sorted(together(4, tap)) == ["done", "refused", "refused", "refused"]
    assert Transaction.objects.count() == 1


def test_a_floor_checked_under_the_lock_is_exact(shared: SmallBook) -> None:
    shared.post({"bank": 2000}, {"alice": 2000})

    def order(_place: int) -> str:
        with transaction.atomic():
            lock(shared.book)
            if Account.objects.get(pk=shared.alice.pk).balance < Money(900):
                return "short"
            shared.post({"alice": 900}, {"orders": 900})
        return "accepted"

    assert sorted(together(4, order)) == ["accepted", "accepted", "short", "short"]
    assert shared.balances == {"alice": 200, "bank": -2000, "orders": 1800}


def test_two_coordinators_reverse_once(shared: SmallBook) -> None:
    wrong = shared.post({"cash": 5}, {"alice": 5})

    def undo(_place: int) -> str:
        try:
            reverse(wrong, by=NADIA, at=AT, why="Erreur")
        except AlreadyReversed:
            return "already"
        return "done"

    assert sorted(together(3, undo)) == ["already", "already", "done"]
    assert shared.balances == {}


def test_accounts_opened_at_once_have_their_own_numbers(shared: SmallBook) -> None:
    together(4, lambda place: open_accounts(shared.book, [("member", f"m{place}a"), ("member", f"m{place}b")]))
    numbers = list(Account.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_two_books_do_not_wait_for_one_another(shared: SmallBook, engine: str) -> None:
    if engine == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    other = open_small_book()
    with transaction.atomic():
        lock(shared.book)
        posted = Thread(target=lambda: (other.post({"cash": 5}, {"alice": 5}), connections.close_all()))
        posted.start()
        posted.join(10)
        assert not posted.is_alive()
    assert other.balances == {"alice": 5, "cash": -5}


def test_entries_written_beside_a_posting_cannot_join_its_transaction(shared: SmallBook) -> None:
    """Without the lock in the guard, PostgreSQL would let these entries commit after the seal."""
    next_id = (shared.book.pk << 32) + 1
    results: list[str] = []

    def post_beside() -> None:
        shared.post({"cash": 5}, {"bob": 5})
        connections.close_all()

    posting = Thread(target=post_beside)
    try:
        with transaction.atomic():
            insert("ledger_entry", transaction_id=next_id, account_id=shared.alice.pk, amount=-7)
            insert("ledger_entry", transaction_id=next_id, account_id=shared.orders.pk, amount=7)
            posting.start()
            posting.join(0.5)
    except DatabaseError:
        results.append("refused")
    posting.join(10)
    assert results == ["refused"]
    assert Entry.objects.count() == 2
    assert shared.balances == {"bob": 5, "cash": -5}

"""The audit reads one moment: whoever posts meanwhile neither waits for it nor is accused by it."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import connections

from cabas.config import proving, sqlite
from cabas.config.one_moment import one_moment
from cabas.distributions.models import Basket
from cabas.distributions.serving import take_payment
from cabas.ledger.models import Account, Entry
from cabas.payments.models import Payment
from tests.cast import THURSDAY_EVENING, Cast, cast, key

pytestmark = [
    pytest.mark.concurrent,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sqlite.journal_mode() != "WAL", reason="without WAL, SQLite's readers make its writers wait"),
]


@pytest.fixture
def play() -> Cast:
    play = cast()
    play.order(play.alice, {play.vegetables: 1})
    return play


def started(act: Callable[[], object]) -> Thread:
    """Do it in another thread, with a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_what_is_posted_meanwhile_is_seen_afterwards(play: Cast) -> None:
    basket = Basket.objects.get()

    def balance() -> str:
        return str(Account.objects.get(pk=play.alice.account_id).balance)

    with one_moment():
        assert balance() == "-12.00"
        other = started(lambda: take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING))
        other.join(timeout=5)
        assert not other.is_alive()
        assert (balance(), Entry.objects.count(), Payment.objects.count()) == ("-12.00", 2, 0)
        assert list(proving.faults()) == []
    assert (balance(), Entry.objects.count(), Payment.objects.count()) == ("0.00", 4, 1)


def test_a_book_that_moves_all_the_time_is_not_accused(play: Cast) -> None:
    stop = Event()

    def order_and_change() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            play.order(play.bob, {play.bread: turn % 3 + 1, play.cheese: turn % 2})

    writer = started(order_and_change)
    try:
        for _ in range(10):
            with one_moment():
                assert [str(fault) for fault in proving.faults()] == []
    finally:
        stop.set()
        writer.join()
    assert Entry.objects.count() > 4

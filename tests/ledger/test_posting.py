"""A posting balances, is numbered without a gap, and is refused by name before anything is written."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cabas.clock import NaiveMoment
from cabas.ledger.books import close_period
from cabas.ledger.models import Entry, Transaction
from cabas.ledger.posting import (
    DatedInTheFuture,
    ForeignAccount,
    NotAPositiveAmount,
    PeriodClosed,
    Posting,
    Unbalanced,
    credit,
    debit,
    post,
    post_all,
)
from cabas.money import Money
from tests.ledger.small_book import AT, NADIA, SmallBook


def test_a_posting_moves_both_balances_and_takes_the_next_number(small: SmallBook) -> None:
    first = small.post({"alice": 2340}, {"orders": 2340}, memo="Panier du 26", key="tap:1")
    second = small.post({"orders": 50}, {"alice": 50})
    assert small.balances == {"alice": -2290, "orders": 2290}
    assert [first.number, second.number] == [1, 2]
    assert (small.fresh().last_number, small.fresh().head) == (2, second.hash)
    stored = Transaction.objects.get(pk=first.pk)
    assert {field.name: getattr(stored, field.attname) for field in Transaction._meta.concrete_fields} == {
        field.name: getattr(first, field.attname) for field in Transaction._meta.concrete_fields
    }
    assert (stored.kind, stored.memo, stored.recorded_by, stored.key) == ("test", "Panier du 26", NADIA, "tap:1")
    assert (stored.occurred_on, stored.recorded_at) == (date(2026, 11, 24), AT)


def test_what_is_returned_can_be_used_as_if_it_had_been_read(small: SmallBook) -> None:
    posted = small.post({"alice": 5}, {"orders": 5})
    assert [entry.amount for entry in posted.entries.order_by("id")] == [Money(-5), Money(5)]
    assert posted.book == small.book
    assert not posted.is_reversed


def test_it_is_dated_the_day_in_paris(small: SmallBook) -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert small.post({"alice": 5}, {"orders": 5}, at=late).occurred_on == date(2026, 11, 25)
    earlier = small.post({"alice": 5}, {"orders": 5}, occurred_on=date(2026, 11, 1))
    assert earlier.occurred_on == date(2026, 11, 1)


def test_a_date_in_the_future_is_refused(small: SmallBook) -> None:
    with pytest.raises(DatedInTheFuture):
        small.post({"alice": 5}, {"orders": 5}, occurred_on=date(2026, 11, 25))


def test_a_moment_without_a_zone_is_refused(small: SmallBook) -> None:
    with pytest.raises(NaiveMoment):
        small.post({"alice": 5}, {"orders": 5}, at=datetime(2026, 11, 24))


def test_a_closed_period_is_closed(small: SmallBook) -> None:
    close_period(small.book, on=date(2026, 10, 31))
    with pytest.raises(PeriodClosed, match="31/10/2026"):
        small.post({"alice": 5}, {"orders": 5}, occurred_on=date(2026, 10, 31))
    small.post({"alice": 5}, {"orders": 5}, occurred_on=date(2026, 11, 1))


@pytest.mark.parametrize("cents", [0, -5])
def test_nobody_writes_a_sign(small: SmallBook, cents: int) -> None:
    for write in (debit, credit):
        with pytest.raises(NotAPositiveAmount):
            write(small.alice, Money(cents))


def test_debits_and_credits_are_equal(small: SmallBook) -> None:
    for lines in (
        [],
        [debit(small.alice, Money(5))],
        [debit(small.alice, Money(5)), credit(small.orders, Money(4))],
        [debit(small.alice, Money(5)), debit(small.orders, Money(5))],
    ):
        with pytest.raises(Unbalanced):
            post(small.book, "test", lines, by=NADIA, at=AT)


def test_an_account_of_another_group_is_refused(small: SmallBook, other: SmallBook) -> None:
    with pytest.raises(ForeignAccount):
        post(small.book, "test", [debit(small.alice, Money(5)), credit(other.orders, Money(5))], by=NADIA, at=AT)


def test_one_wrong_posting_and_none_is_written(small: SmallBook) -> None:
    good = Posting("test", [debit(small.alice, Money(5)), credit(small.orders, Money(5))])
    with pytest.raises(Unbalanced):
        post_all(small.book, [good, Posting("test", [])], by=NADIA, at=AT)
    assert post_all(small.book, [], by=NADIA, at=AT) == []
    assert not Entry.objects.exists()


def test_a_key_is_posted_once_and_no_key_never_clashes(small: SmallBook, other: SmallBook) -> None:
    small.post({"alice": 5}, {"orders": 5}, key="tap:1")
    other.post({"alice": 5}, {"orders": 5}, key="tap:1")
    small.post({"alice": 5}, {"orders": 5})
    small.post({"alice": 5}, {"orders": 5})
    with pytest.raises(IntegrityError), transaction.atomic():
        small.post({"alice": 5}, {"orders": 5}, key="tap:1")
    assert small.balances == {"alice": -15, "orders": 15}


@pytest.mark.parametrize("count", [1, 3, 600])
def test_any_number_of_postings_takes_the_same_statements(
    small: SmallBook, django_assert_num_queries: Any, count: int
) -> None:
    line = [debit(small.alice, Money(5)), credit(small.orders, Money(5))]
    with django_assert_num_queries(3):  # the lock, the entries, the transactions
        posted = post_all(small.book, [Posting("test", line)] * count, by=NADIA, at=AT)
    assert [row.number for row in posted] == list(range(1, count + 1))
    assert small.balances == {"alice": -5 * count, "orders": 5 * count}


def test_more_rows_than_an_engine_takes_variables(small: SmallBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cabas.ledger.inserting.VARIABLES_MAX", 40)
    line = [debit(small.alice, Money(5)), credit(small.orders, Money(5))]
    post_all(small.book, [Posting("test", line)] * 31, by=NADIA, at=AT)
    assert small.fresh().last_number == 31
    assert small.balances == {"alice": -155, "orders": 155}


def test_the_same_account_twice_in_one_posting(small: SmallBook) -> None:
    lines = [debit(small.alice, Money(5)), debit(small.alice, Money(7)), credit(small.orders, Money(12))]
    post(small.book, "test", lines, by=None, at=AT + timedelta(seconds=1))
    assert small.balances == {"alice": -12, "orders": 12}


def test_the_ledger_never_prints_an_id_as_a_number(small: SmallBook) -> None:
    assert str(small.post({"alice": 5}, {"orders": 5})) == "n° 1"

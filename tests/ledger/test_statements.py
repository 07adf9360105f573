"""A statement starts from the stored balance and walks back."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from cabas.ledger.models import Account
from cabas.ledger.reversing import reverse
from cabas.ledger.statements import balance_on, statement
from cabas.money import Money
from tests.ledger.small_book import AT, NADIA, SmallBook

DAY = date(2026, 11, 24)


@pytest.fixture
def history(small: SmallBook) -> SmallBook:
    small.post({"alice": 2340}, {"orders": 2340}, occurred_on=DAY - timedelta(days=12))
    wrong = small.post({"cheques": 9999}, {"alice": 9999}, occurred_on=DAY - timedelta(days=5))
    reverse(wrong, by=NADIA, at=AT, why="Erreur")
    small.post({"cheques": 2340}, {"alice": 2340})
    small.post({"cash": 100}, {"bob": 100})
    return small


def seen(lines: list) -> list[tuple]:
    return [
        (line.transaction.number, line.amount.cents, line.balance_after.cents, line.is_reversed, line.reverses_number)
        for line in lines
    ]


WHOLE = [
    (4, 2340, 0, False, None),
    (3, -9999, -2340, False, 2),
    (2, 9999, 7659, True, None),
    (1, -2340, -2340, False, None),
]


def test_each_line_shows_the_balance_after_it_newest_first(history: SmallBook) -> None:
    assert seen(statement(history.alice)) == WHOLE
    assert statement(history.fees) == []


def test_a_page_continues_where_the_last_one_ended(history: SmallBook) -> None:
    first = statement(history.alice, limit=2)
    second = statement(history.alice, limit=2, before_entry=first[-1].entry.pk)
    assert seen(first) + seen(second) == WHOLE
    assert statement(history.alice, before_entry=second[-1].entry.pk) == []
    assert seen(statement(history.alice, limit=None)) == WHOLE


def test_what_is_left_out_still_counts_in_the_balances(history: SmallBook) -> None:
    paying = Q(amount__gt=Money(0))
    assert seen(statement(history.alice, among=paying)) == [WHOLE[0], WHOLE[2]]
    first = statement(history.alice, among=paying, limit=1)
    assert seen(statement(history.alice, among=paying, before_entry=first[-1].entry.pk)) == [WHOLE[2]]


def test_an_account_read_just_now_is_not_read_again(history: SmallBook) -> None:
    fresh = Account.objects.get(pk=history.alice.pk)
    with CaptureQueriesContext(connection) as queries:
        assert seen(statement(fresh, is_fresh=True)) == WHOLE
    assert len(queries) == 1


def test_one_line_or_four_take_the_same_number_of_queries(history: SmallBook) -> None:
    counts = []
    for limit in (1, 4):
        with CaptureQueriesContext(connection) as queries:
            lines = statement(history.alice, limit=limit)
            assert [line.transaction.kind for line in lines]
        counts.append(len(queries))
    assert counts == [2, 2]


def test_the_balance_of_a_day_counts_what_happened_until_that_evening(history: SmallBook) -> None:
    days = [DAY - timedelta(days=before) for before in (13, 12, 5, 1, 0)]
    assert [balance_on(history.alice, day) for day in days] == [
        Money(0),
        Money(-2340),
        Money(7659),
        Money(7659),
        Money(0),
    ]

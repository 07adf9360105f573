"""One tap counts once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cabas.ledger.acts import ActResult, KeyMissing, KeyReused, once
from cabas.ledger.models import Act, Book
from cabas.money import Money
from tests.ledger.small_book import AT, NADIA, SmallBook

ASKED = {"amount": Money(2290), "on": date(2026, 11, 24), "weight": Decimal("1.250"), "means": "cheque"}


def receive(small: SmallBook, **changes: Any) -> ActResult:
    def perform(book: Book) -> dict[str, Any]:
        posted = small.post({"cheques": 2290}, {"alice": 2290}, key=f"{options['key']}:1")
        return {"number": posted.number, "amount": Money(2290), "on": posted.occurred_on}

    options: dict[str, Any] = {"key": "tap", "kind": "receipt", "asked": ASKED, "by": NADIA, "at": AT, **changes}
    return once(small.book, **{"perform": perform, **options})


def test_the_same_tap_gets_the_first_result_again(small: SmallBook) -> None:
    first = receive(small)
    again = receive(small, asked=dict(reversed(ASKED.items())))
    assert first == ActResult({"number": 1, "amount": 2290, "on": "2026-11-24"}, is_replay=False)
    assert again == ActResult(first.result, is_replay=True)
    assert small.balances == {"alice": 2290, "cheques": -2290}
    assert Act.objects.values_list("book", "key", "kind", "recorded_by").get() == (small.book.pk, "tap", "receipt", 7)


def test_the_same_key_with_other_content_is_refused(small: SmallBook) -> None:
    receive(small)
    with pytest.raises(KeyReused):
        receive(small, asked={**ASKED, "amount": Money(2291)})
    with pytest.raises(KeyReused):
        receive(small, kind="refund")
    assert small.balances == {"alice": 2290, "cheques": -2290}


def test_another_group_may_use_the_same_key(small: SmallBook, other: SmallBook) -> None:
    assert not receive(small).is_replay
    assert not receive(other).is_replay


def test_an_act_that_fails_is_forgotten(small: SmallBook) -> None:
    class NotToday(Exception):
        pass

    def perform(book: Book) -> dict[str, Any]:
        small.post({"cheques": 2290}, {"alice": 2290})
        raise NotToday

    with pytest.raises(NotToday):
        receive(small, perform=perform)
    assert (Act.objects.count(), small.balances) == (0, {})
    assert not receive(small).is_replay


def test_perform_receives_the_locked_book(small: SmallBook) -> None:
    small.post({"cash": 5}, {"alice": 5})
    assert receive(small, perform=lambda book: {"last": book.last_number}).result == {"last": 1}


def test_an_act_without_a_key_is_refused(small: SmallBook) -> None:
    with pytest.raises(KeyMissing):
        receive(small, key="")

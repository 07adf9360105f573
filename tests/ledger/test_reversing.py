"""A mistake is reversed once, by its exact opposite, dated today, with a reason."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from cabas.ledger.auditing import audit_book
from cabas.ledger.models import Transaction
from cabas.ledger.reversing import (
    AlreadyReversed,
    ReasonMissing,
    ReversalIsFinal,
    SeveralBooks,
    reverse,
    reverse_all,
)
from tests.ledger.small_book import AT, NADIA, SmallBook


def test_the_opposite_is_posted_and_linked(small: SmallBook) -> None:
    wrong = small.post({"cheques": 2290}, {"alice": 2290}, occurred_on=date(2026, 11, 12))
    right = reverse(wrong, by=NADIA, at=AT, why="Chèque de Bob", key="undo:1")
    assert small.balances == {}
    stored = Transaction.objects.get(pk=right.pk)
    assert (stored.reverses, stored.memo, stored.kind, stored.key) == (wrong, "Chèque de Bob", "reversal", "undo:1")
    assert stored.occurred_on == date(2026, 11, 24)
    assert wrong.reversed_by == stored
    assert Transaction.objects.get(pk=wrong.pk).is_reversed
    assert list(audit_book(small.book)) == []


def test_it_is_done_once(small: SmallBook) -> None:
    wrong = small.post({"cheques": 2290}, {"alice": 2290})
    reverse(wrong, by=NADIA, at=AT, why="Erreur")
    with pytest.raises(AlreadyReversed, match="L’opération n° 1 est déjà annulée, par l’opération n° 2"):
        reverse(wrong, by=NADIA, at=AT, why="Erreur")
    with pytest.raises(AlreadyReversed):
        reverse_all([wrong, wrong], by=NADIA, at=AT, why="Erreur")


def test_a_reversal_is_final(small: SmallBook) -> None:
    undone = reverse(small.post({"cash": 5}, {"alice": 5}), by=NADIA, at=AT, why="Erreur")
    with pytest.raises(ReversalIsFinal):
        reverse(undone, by=NADIA, at=AT, why="Finalement non")


def test_it_says_why(small: SmallBook) -> None:
    with pytest.raises(ReasonMissing):
        reverse(small.post({"cash": 5}, {"alice": 5}), by=NADIA, at=AT, why="  ")


def test_several_are_reversed_together_or_not_at_all(small: SmallBook, other: SmallBook) -> None:
    rows = [small.post({"cash": cents}, {"alice": cents}) for cents in (5, 7, 9)]
    reverse(rows[1], by=NADIA, at=AT, why="Erreur")
    with pytest.raises(AlreadyReversed), transaction.atomic():
        reverse_all(rows, by=NADIA, at=AT, why="Tout")
    assert small.balances == {"alice": 14, "cash": -14}
    undone = reverse_all([rows[0], rows[2]], by=NADIA, at=AT + timedelta(days=1), why="Tout", keys=["a:1", "a:2"])
    assert [row.reverses for row in undone] == [rows[0], rows[2]]
    assert small.balances == {}
    with pytest.raises(SeveralBooks):
        reverse_all(
            [small.post({"cash": 5}, {"alice": 5}), other.post({"cash": 5}, {"alice": 5})], by=1, at=AT, why="x"
        )
    assert reverse_all([], by=NADIA, at=AT, why="Rien") == []


def test_one_or_three_take_the_same_number_of_statements(small: SmallBook, django_assert_num_queries: object) -> None:
    for count in (1, 3):
        rows = [small.post({"cash": 5}, {"alice": 5}) for _ in range(count)]
        with django_assert_num_queries(8):  # two savepoint statements, two locks, two reads, two inserts
            reverse_all(rows, by=NADIA, at=AT, why="Erreur")

"""Each attack on the books is refused by the database itself, on whichever engine the suite runs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from cabas.ledger.auditing import audit_all
from cabas.ledger.books import close_period
from cabas.ledger.models import Account, Book, Entry, Transaction
from cabas.money import Money
from tests.ledger.attacks import ATTACKS, BALANCE, Target
from tests.ledger.small_book import SmallBook, insert, open_small_book, run


@pytest.fixture
def target(small: SmallBook, other: SmallBook) -> Target:
    close_period(small.book, on=date(2026, 10, 31))
    return Target(
        small,
        other,
        first=small.post({"alice": 2340}, {"orders": 2340}, memo="Panier du 26", key="tap:1"),
        second=small.post({"cheques": 2290}, {"alice": 2290}),
        theirs=other.post({"alice": 100}, {"orders": 100}),
    )


@pytest.mark.parametrize(
    ("attack", "reason"), [attack[1:] for attack in ATTACKS], ids=[attack[0] for attack in ATTACKS]
)
def test_the_database_refuses(target: Target, attack: Callable[[Target], None], reason: str) -> None:
    before = snapshot()
    if connection.vendor == "postgresql":
        connection.check_constraints()  # no check left to run: TRUNCATE would be refused for that reason instead
    with pytest.raises(DatabaseError, match=reason), transaction.atomic():
        attack(target)
    assert snapshot() == before
    assert list(audit_all()) == []


def snapshot() -> list[list[tuple[Any, ...]]]:
    return [list(rows.objects.order_by("pk").values_list()) for rows in (Book, Account, Transaction, Entry)]


def test_there_are_as_many_attacks_as_were_promised(engine: str) -> None:
    assert len(ATTACKS) >= {"sqlite": 36, "postgresql": 33}[engine]


def test_a_transaction_is_reversed_once(target: Target) -> None:
    opposite = [(target.small.alice.pk, 2340), (target.small.orders.pk, -2340)]
    target.seal(opposite, reverses_id=target.first.pk)
    with pytest.raises(IntegrityError, match="reverses"), transaction.atomic():
        target.seal(opposite, reverses_id=target.first.pk)


def test_a_stale_account_saved_by_hand_does_not_reset_its_balance(target: Target) -> None:
    stale = Account.objects.get(pk=target.small.alice.pk)
    target.small.post({"alice": 10}, {"orders": 10})
    stale.code = "alice martin"
    stale.save()
    assert Account.objects.values_list("code", "balance").get(pk=stale.pk) == (
        "alice martin",
        stale.balance - Money(10),
    )
    with pytest.raises(IntegrityError, match=BALANCE), transaction.atomic():
        Account.objects.filter(pk=stale.pk).update(balance=stale.balance)


def test_what_is_allowed_stays_allowed(target: Target) -> None:
    run("UPDATE ledger_transaction SET memo = '', memo_salt = '' WHERE id = {first}".format(**target.facts))
    run("UPDATE ledger_account SET code = 'x', kind = 'y' WHERE id = {alice}".format(**target.facts))
    run("DELETE FROM ledger_account WHERE id = {unused}".format(**target.facts))
    target.seal()
    assert next(audit_all()).code == "chain"  # sealed by hand, with an invented hash: only the audit can tell


@pytest.mark.django_db(transaction=True)
def test_the_flush_of_django_is_refused() -> None:
    small = open_small_book()
    small.post({"alice": 5}, {"orders": 5})
    with pytest.raises((CommandError, DatabaseError)):
        call_command("flush", interactive=False, verbosity=0)
    assert small.balances == {"alice": -5, "orders": 5}


@pytest.mark.django_db(transaction=True)
def test_entries_without_their_transaction_cannot_commit() -> None:
    small = open_small_book()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert("ledger_entry", transaction_id=(small.book.pk << 32) + 1, account_id=small.alice.pk, amount=5)
    assert not Entry.objects.exists()
    assert small.balances == {}

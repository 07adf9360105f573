"""The audit names each damage done by someone who could take the guards away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cabas.ledger import guards
from cabas.ledger.auditing import Fault, audit_all, audit_book, audit_guards
from cabas.ledger.books import close_period
from cabas.ledger.erasing import erase_memos
from cabas.ledger.guards.installing import lifting
from cabas.ledger.models import Entry, Transaction
from cabas.ledger.reversing import reverse
from tests.ledger.small_book import AT, NADIA, SmallBook, insert, run, seal_raw


@pytest.fixture
def books(small: SmallBook, other: SmallBook) -> SmallBook:
    small.post({"alice": 2340}, {"orders": 2340}, memo="Panier du 12", occurred_on=date(2026, 11, 12))
    wrong = small.post({"cheques": 9999}, {"alice": 9999})
    small.post({"cheques": 2290}, {"alice": 2290}, memo="Chèque")
    reverse(wrong, by=NADIA, at=AT, why="Erreur de saisie")
    small.post({"orders": 2340}, {"vendor": 2340})
    other.post({"alice": 5}, {"orders": 5})
    return small


@contextmanager
def damage() -> Iterator[None]:
    """Guards away, then everything as it was before: damage, and foreign keys left dangling, never reach a commit."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            connection.check_constraints()
        for statement in lifting(connection.vendor):
            run(statement)
        yield
        transaction.set_rollback(True)


def faults_after(books: SmallBook, harm: Callable[[], None]) -> list[Fault]:
    with damage():
        harm()
        return [fault for fault in audit_book(books.fresh()) if fault.code != "guard"]


def harm(books: SmallBook, sql: str) -> list[tuple[str, int | None, int | None]]:
    """The codes, transaction numbers and account numbers of the faults that this statement makes."""
    entry = Entry.objects.filter(transaction__book=books.book, transaction__number=3).earliest("id")
    facts = {"book": books.book.pk, "third": (books.book.pk << 32) + 3, "entry": entry.pk, "bank": books.bank.pk}
    return where(faults_after(books, lambda: run(sql.format(**facts))))


def where(faults: list[Fault]) -> list[tuple[str, int | None, int | None]]:
    return [(fault.code, fault.number, fault.account) for fault in faults]


ALICE, CHEQUES, BANK = 1, 4, 7


def test_sound_books_have_no_fault(books: SmallBook) -> None:
    assert list(audit_book(books.book)) == []
    assert list(audit_all()) == []


def test_an_amount_that_changed(books: SmallBook) -> None:
    assert harm(books, "UPDATE ledger_entry SET amount = amount - 1 WHERE id = {entry}") == [
        ("sum", 3, None),
        ("chain", 3, None),
        ("balance", None, CHEQUES),
    ]


def test_an_account_that_changed(books: SmallBook) -> None:
    assert harm(books, "UPDATE ledger_entry SET account_id = {bank} WHERE id = {entry}") == [
        ("chain", 3, None),
        ("balance", None, CHEQUES),
        ("balance", None, BANK),
    ]


def test_an_entry_that_is_gone(books: SmallBook) -> None:
    assert harm(books, "DELETE FROM ledger_entry WHERE id = {entry}") == [
        ("entries", 3, None),
        ("sum", 3, None),
        ("chain", 3, None),
        ("balance", None, CHEQUES),
    ]


def test_an_entry_too_many(books: SmallBook) -> None:
    sql = "INSERT INTO ledger_entry (transaction_id, account_id, amount) VALUES ({third}, {bank}, 5)"
    assert harm(books, sql) == [("sum", 3, None), ("chain", 3, None), ("balance", None, BANK)]


def test_a_transaction_that_is_gone(books: SmallBook) -> None:
    assert harm(books, "DELETE FROM ledger_transaction WHERE id = {third}") == [
        ("number", 3, None),
        ("transaction", 3, None),
    ]


def test_the_last_transaction_that_is_gone_with_its_entries(books: SmallBook) -> None:
    def last_one() -> None:
        last = (books.book.pk << 32) + 5
        run(f"DELETE FROM ledger_entry WHERE transaction_id = {last}")
        run(f"DELETE FROM ledger_transaction WHERE id = {last}")

    faults = faults_after(books, last_one)
    assert where(faults)[0] == ("number", 5, None)
    assert {fault.code for fault in faults[1:]} == {"balance"}


def test_a_number_that_changed(books: SmallBook) -> None:
    sql = "UPDATE ledger_transaction SET number = 9, id = id + 6 WHERE id = {third}"
    assert harm(books, sql) == [("number", 3, None), ("number", 9, None), ("transaction", 3, None)]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ("occurred_on = '2026-11-13'", ["chain"]),
        ("occurred_on = '2027-01-01'", ["date", "chain"]),
        ("recorded_at = '2026-11-24 18:00:00+00:00'", ["chain"]),
        ("kind = 'gift'", ["chain"]),
        ("key = 'tap'", ["chain"]),
        ("reverses_id = id - 2", ["reversal", "chain"]),
        ("memo = 'Chèque de Bob'", ["memo"]),
        ("memo_digest = 'x'", ["memo", "chain"]),
    ],
)
def test_a_fact_that_changed(books: SmallBook, change: str, codes: list[str]) -> None:
    found = harm(books, f"UPDATE ledger_transaction SET {change} WHERE id = {{third}}")
    assert found == [(code, 3, None) for code in codes]


def test_a_hash_that_changed_breaks_its_own_link_and_the_next(books: SmallBook) -> None:
    sql = "UPDATE ledger_transaction SET hash = 'x' WHERE id = {third}"
    assert harm(books, sql) == [("chain", 3, None), ("chain", 4, None)]


def test_a_stored_balance_that_changed(books: SmallBook) -> None:
    faults = faults_after(books, lambda: run(f"UPDATE ledger_account SET balance = 0 WHERE id = {books.alice.pk}"))
    assert [str(fault) for fault in faults] == [
        f"Livre {books.book.pk}, compte alice\u202f: "
        "le solde enregistré est 0,00\u00a0€, ses écritures donnent -0,50\u00a0€."
    ]
    assert harm(books, "UPDATE ledger_account SET last_entry = 1 WHERE id = {bank}") == [("balance", None, BANK)]


def test_a_head_or_a_last_number_that_changed(books: SmallBook) -> None:
    assert harm(books, "UPDATE ledger_book SET head = 'x' WHERE id = {book}") == [("head", 5, None)]
    assert harm(books, "UPDATE ledger_book SET last_number = 7 WHERE id = {book}") == [("number", 6, None)]
    assert harm(books, "UPDATE ledger_book SET last_number = 4 WHERE id = {book}") == [
        ("head", 4, None),
        ("number", 5, None),
    ]


def test_an_entry_on_an_account_of_another_group(books: SmallBook, other: SmallBook) -> None:
    sql = f"UPDATE ledger_entry SET account_id = {other.cheques.pk} WHERE id = {{entry}}"
    assert harm(books, sql) == [("book", 3, None), ("balance", None, CHEQUES)]


def test_a_date_slipped_into_the_closed_period(books: SmallBook) -> None:
    close_period(books.book, on=date(2026, 11, 24))
    late = [(books.alice.pk, -5), (books.orders.pk, 5)]
    faults = faults_after(books, lambda: slip(books, late, occurred_on="2026-11-20"))
    assert ("period", 6) in [(fault.code, fault.number) for fault in faults]
    assert list(audit_book(books.book)) == []


def slip(books: SmallBook, entries: list[tuple[int, int]], **changes: object) -> None:
    seal_raw(books.book, entries, **changes)
    run("UPDATE ledger_book SET last_number = 6 WHERE id = %(book)s", book=books.book.pk)


def test_a_reversal_that_is_not_the_opposite(books: SmallBook) -> None:
    entries = [(books.alice.pk, 5), (books.orders.pk, -5)]
    faults = faults_after(books, lambda: slip(books, entries, reverses_id=(books.book.pk << 32) + 1))
    assert "l’exact contraire de l’opération n° 1" in " ".join(map(str, faults))


def test_a_reversal_of_nothing(books: SmallBook) -> None:
    found = harm(books, "UPDATE ledger_transaction SET reverses_id = 12345 WHERE id = {third}")
    assert found == [("reversal", 3, None)]


def test_entries_of_a_transaction_that_never_was(books: SmallBook) -> None:
    def orphan() -> None:
        insert("ledger_entry", transaction_id=(books.book.pk << 32) + 99, account_id=books.bank.pk, amount=5)

    faults = faults_after(books, orphan)
    assert where(faults) == [("transaction", 99, None), ("balance", None, BANK)]
    assert "somme 0,05\u00a0€" in str(faults[0])


def test_each_guard_that_was_dropped_is_named(books: SmallBook, engine: str) -> None:
    assert list(audit_guards()) == []
    with damage():
        dropped = [str(fault) for fault in audit_guards()]
        assert len(dropped) == len(guards.missing(connection)) > 20
        assert "La garde ledger_entry_delete manque dans la base de données, ou elle a été modifiée." in dropped
    assert list(audit_guards()) == []


def test_a_guard_that_no_longer_guards_is_named(db: None, engine: str) -> None:
    toothless = {
        "sqlite": [
            "DROP TRIGGER ledger_entry_update",
            "CREATE TRIGGER ledger_entry_update BEFORE UPDATE ON ledger_entry WHEN 0 BEGIN SELECT 1; END",
        ],
        "postgresql": ["ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_update"],
    }
    with transaction.atomic():
        for statement in toothless[engine]:
            run(statement)
        assert guards.missing(connection) == ["ledger_entry_update"]
        transaction.set_rollback(True)
    assert guards.missing(connection) == []


def test_a_function_that_was_rewritten_is_named(db: None, engine: str) -> None:
    if engine == "sqlite":
        pytest.skip("SQLite's guards call no function")
    with transaction.atomic():
        run("CREATE OR REPLACE FUNCTION ledger_delete() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'")
        assert guards.missing(connection) == ["ledger_delete"]
        transaction.set_rollback(True)


def test_erased_memos_leave_the_chain_whole(books: SmallBook) -> None:
    assert erase_memos(Transaction.objects.filter(book=books.book)) == 3
    assert set(Transaction.objects.values_list("memo", "memo_salt")) == {("", "")}
    assert list(audit_all()) == []


def test_one_transaction_or_five_take_the_same_number_of_queries(books: SmallBook, other: SmallBook) -> None:
    counts = []
    for book in (other.book, books.book):
        with CaptureQueriesContext(connection) as queries:
            assert list(audit_book(book)) == []
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_long_book_is_read_in_chunks(books: SmallBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cabas.ledger.sealed.CHUNK", 2)
    assert list(audit_all()) == []
    assert harm(books, "UPDATE ledger_transaction SET kind = 'gift' WHERE id = {third}") == [("chain", 3, None)]

"""Ten ways to spoil the books behind their guards: `./cabas audit` names each, and exits with 1."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cabas.config import proving
from cabas.distributions.models import Basket
from cabas.distributions.serving import take_payment
from cabas.ledger import guards
from cabas.ledger.models import Entry, Transaction
from cabas.payments.models import Payment
from tests.cast import THURSDAY_EVENING, Cast, cast, key
from tests.config.installations import Installation


@dataclass(frozen=True)
class Books:
    """Alice ordered 24,00 (operation 1), Bob 16,20 (operation 2), both paid in cash (3 and 4)."""

    play: Cast

    @property
    def facts(self) -> dict[str, object]:
        third = Transaction.objects.get(book=self.play.group.book, number=3)
        return {
            "book": self.play.group.book.pk,
            "third": third.pk,
            "payment": Payment.objects.get(transaction=third).pk,
            "entry": Entry.objects.filter(transaction=third).latest("pk").pk,  # 24,00 on the account of Alice
            "alice": self.play.alice.account_id,
            "bob": self.play.bob.account_id,
        }


def behind_guards(*statements: str) -> Callable[[Books], None]:
    """A damage that leaves the guards as they were; the names of `Books.facts` stand in braces."""

    def damage(books: Books) -> None:
        facts = books.facts  # before anything is gone
        with guards.lifted(connection):
            run(*(statement.format(**facts) for statement in statements))

    return damage


def drop_guard(_books: Books) -> None:
    table = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER ledger_entry_update{table}")


def run(*statements: str) -> None:
    """As someone with the database's password."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


DAMAGES: dict[str, tuple[Callable[[Books], None], str]] = {
    "amount": (
        behind_guards("UPDATE ledger_entry SET amount = amount - 1 WHERE id = {entry}"),
        "Livre {book}, opération n° 3\u202f: ses écritures ne s’annulent pas, il reste -0,01\u00a0€.",
    ),
    "account": (
        behind_guards("UPDATE ledger_entry SET account_id = {bob} WHERE id = {entry}"),
        "Livre {book}, opération n° 3\u202f: son empreinte ne suit pas de l’opération précédente et de ses écritures.",
    ),
    "missing entry": (
        behind_guards("DELETE FROM ledger_entry WHERE id = {entry}"),
        "Livre {book}, opération n° 3\u202f: elle a 1 écriture(s), il en faut au moins deux.",
    ),
    "missing transaction": (
        behind_guards(  # with all that could tell of it
            "DELETE FROM distributions_receipt WHERE payment_id = {payment}",
            "DELETE FROM payments_payment WHERE id = {payment}",
            "DELETE FROM ledger_entry WHERE transaction_id = {third}",
            "DELETE FROM ledger_transaction WHERE id = {third}",
        ),
        "Livre {book}\u202f: l’opération n° 3 manque.",
    ),
    "number": (
        behind_guards(
            "UPDATE ledger_transaction SET number = 7, id = id + 4 WHERE id = {third}",
            "UPDATE ledger_entry SET transaction_id = transaction_id + 4 WHERE transaction_id = {third}",
            "UPDATE payments_payment SET transaction_id = transaction_id + 4 WHERE transaction_id = {third}",
        ),
        "Livre {book}\u202f: l’opération n° 3 manque.",
    ),
    "date": (
        behind_guards("UPDATE ledger_transaction SET occurred_on = '2026-11-27' WHERE id = {third}"),
        "Livre {book}, opération n° 3\u202f: elle est datée du 27/11/2026, après son enregistrement le 26/11/2026.",
    ),
    "hash": (
        behind_guards("UPDATE ledger_transaction SET hash = 'x' WHERE id = {third}"),
        "Livre {book}, opération n° 3\u202f: son empreinte ne suit pas de l’opération précédente et de ses écritures.",
    ),
    "balance": (
        behind_guards("UPDATE ledger_account SET balance = balance + 500 WHERE id = {alice}"),
        "Livre {book}, compte 41100001\u202f: le solde enregistré est 5,00\u00a0€, ses écritures donnent 0,00\u00a0€.",
    ),
    "a dropped guard": (
        drop_guard,
        "La garde ledger_entry_update manque dans la base de données, ou elle a été modifiée.",
    ),
    "a basket's total": (
        behind_guards("UPDATE distributions_basket SET total = 2300 WHERE number = 1"),
        "Groupe vallon, distribution n° 1, panier n° 1\u202f: le total est 23,00\u00a0€, ses lignes font 24,00\u00a0€.",
    ),
}


def sound_books() -> Books:
    play = cast()
    play.order(play.alice, {play.vegetables: 1, play.cheese: 2})
    play.order(play.bob, {play.bread: 3})
    for basket in Basket.objects.order_by("number"):
        take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return Books(play)


def test_there_are_ten() -> None:
    assert len(DAMAGES) == 10


@pytest.mark.django_db
def test_sound_books_have_no_fault() -> None:
    sound_books()
    assert list(proving.faults()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", DAMAGES)
def test_the_first_fault_is_the_damage(name: str) -> None:
    damage, sentence = DAMAGES[name]
    books = sound_books()
    damage(books)
    assert str(next(proving.faults())) == sentence.format(book=books.play.group.book.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["amount", "a basket's total"])
def test_the_command_names_it_and_exits_with_1(name: str, tmp_path: Path) -> None:
    damage, sentence = DAMAGES[name]
    books = sound_books()
    sound = installation(tmp_path / "sound").run("audit")
    assert (sound.returncode, sound.stdout) == (0, "Livres prouvés\u202f: 1 (4 opérations, 8 écritures).\n")
    damage(books)
    outcome = installation(tmp_path / "damaged").run("audit")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert outcome.stderr == f"Audit\u202f: {sentence.format(book=books.play.group.book.pk)}\n"


def installation(folder: Path) -> Installation:
    """The database of the tests as the command finds it: a copy in a folder, or on its server."""
    folder.mkdir()
    if connection.vendor == "sqlite":
        run(f"VACUUM INTO '{folder / 'cabas.sqlite3'}'")
        return Installation(folder)
    server = settings.DATABASE_URL.rpartition("/")[0]
    return Installation(folder, f"{server}/{connection.settings_dict['NAME']}")

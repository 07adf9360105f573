"""The books are proved again from their entries alone; each fault is one plain sentence, and never stops the search.

Reads without a lock while others post: whatever may still move is compared within one SQL statement.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cabas.ledger import guards
from cabas.ledger.models import BOOK_SHIFT, Account, Book, Entry, Transaction
from cabas.ledger.sealed import Sealed, read_sealed
from cabas.money import Money, MoneyField


@dataclass(frozen=True)
class Fault:
    """What is wrong, where; without a book when it is the database itself."""

    book: Book | None
    code: str
    message: str
    number: int | None = None
    account: int | None = None

    def __str__(self) -> str:
        return self.message


def audit_all() -> Iterator[Fault]:
    """Every fault of every book, the database's guards first."""
    yield from audit_guards()
    for book in Book.objects.order_by("id").iterator():
        yield from _audit_entries(book)


def audit_book(book: Book) -> Iterator[Fault]:
    """Every fault of this book, the database's guards first."""
    yield from audit_guards()
    yield from _audit_entries(Book.objects.get(pk=book.pk))


def audit_guards() -> Iterator[Fault]:
    """The triggers that must be there and are not, or say something else."""
    for name in guards.missing(connection):
        yield Fault(None, "guard", _("La garde %s manque dans la base de données, ou elle a été modifiée.") % name)


def _audit_entries(book: Book) -> Iterator[Fault]:
    yield from _audit_transactions(book)
    yield from _audit_unsealed(book)
    yield from _audit_balances(book)


def _audit_transactions(book: Book) -> Iterator[Fault]:
    number, head = 0, ""
    for sealed in read_sealed(book):
        number += 1
        if sealed.row.number != number:
            yield _missing_numbers(book, number, sealed.row.number - 1)
        for code, message in _faults_of(book, sealed, head, is_next=sealed.row.number == number):
            yield Fault(book, code, f"{_named(book, sealed.row.number)}\u202f: {message}", sealed.row.number)
        number, head = sealed.row.number, sealed.row.hash
    if number < book.last_number:
        yield _missing_numbers(book, number + 1, book.last_number)
    elif head != book.head:
        message = _("Livre %d\u202f: la tête de la chaîne n’est pas l’empreinte de la dernière opération.") % book.pk
        yield Fault(book, "head", message, number)
    yield from _audit_beyond_last(book)


def _audit_beyond_last(book: Book) -> Iterator[Fault]:
    last = Subquery(Book.objects.filter(pk=OuterRef("book")).values("last_number"))
    for row in Transaction.objects.filter(book=book, number__gt=last).order_by("number"):
        message = _("son numéro dépasse le dernier numéro du livre.")
        yield Fault(book, "number", f"{_named(book, row.number)}\u202f: {message}", row.number)


def _faults_of(book: Book, sealed: Sealed, head: str, *, is_next: bool) -> Iterator[tuple[str, str]]:
    yield from _faults_of_entries(book, sealed)
    yield from _faults_of_dates(book, sealed)
    yield from _faults_of_reversal(sealed)
    if sealed.row.memo and sealed.memo_digest != sealed.row.memo_digest:
        yield "memo", _("son libellé n’est plus celui qui a été enregistré.")
    if is_next and sealed.hash_after(head) != sealed.row.hash:
        yield "chain", _("son empreinte ne suit pas de l’opération précédente et de ses écritures.")


def _faults_of_entries(book: Book, sealed: Sealed) -> Iterator[tuple[str, str]]:
    if len(sealed.entries) < 2:
        yield "entries", _("elle a %d écriture(s), il en faut au moins deux.") % len(sealed.entries)
    if sealed.total:
        yield "sum", _("ses écritures ne s’annulent pas, il reste %s.") % _euros(sealed.total)
    for entry in sealed.entries:
        if entry.account.book_id != book.pk:
            yield "book", _("une écriture touche le compte %s, qui est d’un autre livre.") % entry.account.code


def _faults_of_dates(book: Book, sealed: Sealed) -> Iterator[tuple[str, str]]:
    row = sealed.row
    if row.occurred_on > sealed.recorded_on:
        yield (
            "date",
            _("elle est datée du %(day)s, après son enregistrement le %(recorded)s.")
            % {
                "day": f"{row.occurred_on:%d/%m/%Y}",
                "recorded": f"{sealed.recorded_on:%d/%m/%Y}",
            },
        )
    if book.closed_on and row.number > book.closed_number and row.occurred_on <= book.closed_on:
        yield (
            "period",
            _("elle est datée du %(day)s, dans la période arrêtée au %(closed)s.")
            % {
                "day": f"{row.occurred_on:%d/%m/%Y}",
                "closed": f"{book.closed_on:%d/%m/%Y}",
            },
        )


def _faults_of_reversal(sealed: Sealed) -> Iterator[tuple[str, str]]:
    if sealed.row.reverses_id is None:
        return
    if sealed.reversed is None or sealed.reversed.book_id != sealed.row.book_id:
        yield "reversal", _("elle annule une opération qui n’existe pas dans ce livre.")
    elif not sealed.is_opposite:
        yield "reversal", _("elle n’est pas l’exact contraire de l’opération n° %d.") % sealed.reversed.number


def _audit_unsealed(book: Book) -> Iterator[Fault]:
    """Entries whose transaction is not there."""
    first, last = book.transaction_ids
    seal = Transaction.objects.filter(pk=OuterRef("transaction_id"))
    orphans = Entry.objects.filter(~Exists(seal), transaction_id__gte=first, transaction_id__lte=last)
    for transaction_id, total in _totals(orphans):
        number = transaction_id - (book.pk << BOOK_SHIFT)
        message = _("elle manque, alors que des écritures lui appartiennent (somme %s).") % _euros(total)
        yield Fault(book, "transaction", f"{_named(book, number)}\u202f: {message}", number)


def _totals(entries: QuerySet[Entry]) -> Iterable[tuple[int, Money]]:
    return entries.values_list("transaction_id").annotate(total=Sum("amount")).order_by("transaction_id").iterator()


def _audit_balances(book: Book) -> Iterator[Fault]:
    """Stored balances that are not the sum of their entries. One statement: a posting cannot come in between."""
    accounts = Account.objects.filter(book=book).annotate(
        proved=Coalesce(Sum("entries__amount"), Value(Money.zero, MoneyField())),
        newest=Coalesce(Max("entries__id"), 0),
    )
    for account in accounts.exclude(balance=F("proved"), last_entry=F("newest")).order_by("number").iterator():
        facts = {"code": account.code, "book": book.pk, "stored": _euros(account.balance)}
        message = _("Livre %(book)d, compte %(code)s\u202f: le solde enregistré est %(stored)s") % facts
        proof = _("ses écritures donnent %s.") % _euros(account.proved)
        yield Fault(book, "balance", f"{message}, {proof}", account=account.number)


def _missing_numbers(book: Book, first: int, last: int) -> Fault:
    facts = {"book": book.pk, "first": first, "last": last}
    if first == last:
        message = _("Livre %(book)d\u202f: l’opération n° %(first)d manque.") % facts
    else:
        message = _("Livre %(book)d\u202f: les opérations n° %(first)d à %(last)d manquent.") % facts
    return Fault(book, "number", message, first)


def _named(book: Book, number: int) -> str:
    return _("Livre %(book)d, opération n° %(number)d") % {"book": book.pk, "number": number}


def _euros(amount: Money) -> str:
    return f"{amount}".replace(".", ",") + "\u00a0€"

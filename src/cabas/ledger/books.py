"""A group has one book; its accounts are numbered from 1 and only ever added; only a demo's book can be deleted."""

from collections.abc import Sequence
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from cabas.ledger.locking import lock
from cabas.ledger.models import Account, Act, Book, Entry, Transaction
from cabas.ledger.refusals import LedgerRefusal


class BookNotDisposable(LedgerRefusal):
    """Only the book of a demo can be deleted."""


class CodeTaken(LedgerRefusal):
    """Two accounts of one book cannot have the same code."""


class PeriodAlreadyClosed(LedgerRefusal):
    """A closed period is never reopened: the new date must come after it."""


def open_book(currency: str = "EUR", is_disposable: bool = False) -> Book:
    """A new book without accounts. A demo's book is disposable from birth, any other never."""
    return Book.objects.create(currency=currency, is_disposable=is_disposable)


def open_account(book: Book, kind: str, code: str) -> Account:
    """A new account under the next number of the book; `CodeTaken` when the book has this code already."""
    return open_accounts(book, [(kind, code)])[0]


def open_accounts(book: Book, kinds_and_codes: Sequence[tuple[str, str]]) -> list[Account]:
    """New accounts in this order, under the next numbers of the book, all or none."""
    codes = [code for _kind, code in kinds_and_codes]
    with transaction.atomic():
        locked = lock(book)
        taken = set(Account.objects.filter(book=locked, code__in=codes).values_list("code", flat=True))
        taken.update(code for code in codes if codes.count(code) > 1)
        if taken:
            raise CodeTaken(_("Ces codes de compte sont déjà pris\u202f: %s.") % ", ".join(sorted(taken)))
        last = locked.accounts.aggregate(last=models.Max("number"))["last"] or 0
        return Account.objects.bulk_create(
            Account(book=locked, number=number, kind=kind, code=code)
            for number, (kind, code) in enumerate(kinds_and_codes, start=last + 1)
        )


def close_period(book: Book, *, on: date) -> None:
    """From now on nothing can be dated on or before this day."""
    with transaction.atomic():
        locked = lock(book)
        if locked.closed_on is not None and on < locked.closed_on:
            raise PeriodAlreadyClosed(_("Les comptes sont déjà arrêtés au %s.") % locked.closed_on.strftime("%d/%m/%Y"))
        locked.closed_on = on
        locked.closed_number = locked.last_number
        locked.save(update_fields=["closed_on", "closed_number"])


def require_disposable(book: Book | int) -> Book:
    """The book, locked until the end of the transaction, if it is a demo's. Raises `BookNotDisposable`."""
    locked = lock(book)
    if not locked.is_disposable:
        raise BookNotDisposable(_("Seules les données d’une démonstration peuvent être effacées."))
    return locked


def delete_disposable(book: Book | int) -> None:
    """Delete a demo's book and all it holds; rows of other apps that point to it must be gone already."""
    with transaction.atomic():
        locked = require_disposable(book)
        first, last = locked.transaction_ids
        _delete(Entry.objects.filter(transaction_id__gte=first, transaction_id__lte=last))
        for rows in (Transaction, Act, Account):
            _delete(rows._default_manager.filter(book=locked))
        _delete(Book.objects.filter(pk=locked.pk))


def _delete(rows: models.QuerySet[models.Model]) -> None:
    # Raw: Django's collector would follow protected foreign keys and refuse.
    rows._raw_delete(rows.db)

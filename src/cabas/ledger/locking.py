"""A money act locks its book first, and takes no other lock before: postings of one group wait for one another."""

from django.db import connection
from django.db.models import QuerySet

from cabas.ledger.models import Book
from cabas.prepared import prepared


class LockOutsideTransaction(RuntimeError):
    """A lock was asked for outside a database transaction: SQLite would say nothing and lock nothing."""


def lock(book: Book | int) -> Book:
    """This book, freshly read, locked until the end of the surrounding `atomic()`."""
    if not connection.in_atomic_block:
        raise LockOutsideTransaction("lock a book inside atomic()")
    return _locked(book.pk if isinstance(book, Book) else book)[0]


@prepared
def _locked(book: int) -> "QuerySet[Book]":
    return Book.objects.select_for_update().filter(pk=book)

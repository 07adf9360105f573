"""A mistake is reversed once, by the exact opposite, with a reason; the past stays."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction as database
from django.utils.translation import gettext as _

from cabas.ledger.locking import lock
from cabas.ledger.models import Entry, Transaction
from cabas.ledger.posting import Line, Posting, post_all
from cabas.ledger.refusals import LedgerRefusal

REVERSAL = "reversal"


class AlreadyReversed(LedgerRefusal):
    """A transaction is reversed once."""


class ReversalIsFinal(LedgerRefusal):
    """A reversal is not reversed: what was right is posted again."""


class ReasonMissing(LedgerRefusal):
    """A reversal says why."""


class SeveralBooks(LedgerRefusal):
    """Transactions reversed together belong to one book."""


def reverse(
    transaction: Transaction, *, by: int | None, at: datetime, why: str, key: str = "", on: date | None = None
) -> Transaction:
    """Post the opposite of this transaction, dated today where `on` is not said; `AlreadyReversed` the second time."""
    return reverse_all([transaction], by=by, at=at, why=why, keys=[key], on=on)[0]


def reverse_all(
    transactions: Sequence[Transaction],
    *,
    by: int | None,
    at: datetime,
    why: str,
    keys: Sequence[str] = (),
    on: date | None = None,
) -> list[Transaction]:
    """Post the opposite of each of these transactions of one book, all or none, in this order."""
    if not transactions:
        return []
    _require_reversible(transactions, why)
    keys = keys or [""] * len(transactions)
    with database.atomic():
        book = lock(transactions[0].book_id)
        _require_not_reversed(transactions)
        lines = _opposite_lines(transactions)
        postings = [
            Posting(REVERSAL, lines[wrong.pk], on, memo=why, key=key, reverses=wrong)
            for wrong, key in zip(transactions, keys, strict=True)
        ]
        return post_all(book, postings, by=by, at=at)


def _require_reversible(transactions: Sequence[Transaction], why: str) -> None:
    if not why.strip():
        raise ReasonMissing(_("Dites pourquoi cette opération est annulée."))
    if len({wrong.book_id for wrong in transactions}) > 1:
        raise SeveralBooks(_("Ces opérations n’appartiennent pas au même groupe."))
    if any(wrong.reverses_id is not None for wrong in transactions):
        raise ReversalIsFinal(_("Une annulation ne s’annule pas\u202f: enregistrez de nouveau l’opération juste."))
    if len({wrong.pk for wrong in transactions}) < len(transactions):
        raise AlreadyReversed(_("Cette opération est déjà annulée."))


def _require_not_reversed(transactions: Sequence[Transaction]) -> None:
    numbers = [wrong.pk for wrong in transactions]
    done = Transaction.objects.filter(reverses__in=numbers).select_related("reverses").order_by("number").first()
    if done is not None and done.reverses is not None:
        raise AlreadyReversed(
            _("L’opération n° %(number)s est déjà annulée, par l’opération n° %(reversal)s.")
            % {"number": done.reverses.number, "reversal": done.number}
        )


def _opposite_lines(transactions: Sequence[Transaction]) -> dict[int, list[Line]]:
    lines: dict[int, list[Line]] = {wrong.pk: [] for wrong in transactions}
    entries = Entry.objects.filter(transaction__in=list(lines)).select_related("account").order_by("id")
    for entry in entries:
        lines[entry.transaction_id].append(Line(entry.account, -entry.amount))
    return lines

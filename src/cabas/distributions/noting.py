"""A note on a basket is kept with who wrote it and when; the last one is shown to whoever serves."""

from datetime import datetime
from typing import Any

from cabas.distributions.basket_acts import act_on, current
from cabas.distributions.models import Basket, BasketChange
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.people.models import User

NOTE_MAX = 300


def note(basket: Basket, text: str, *, key: str, by: User, at: datetime) -> str:
    """Write a note, or clear it with an empty one; gives the one before, by which this is undone.

    The same note again changes nothing. Raises `DistributionValidated`.
    """
    text = " ".join(text.split())[:NOTE_MAX]

    def perform(_book: Book) -> dict[str, Any]:
        here = current(basket.pk)
        before = note_of(here.changes.filter(kind=BasketChange.Kind.NOTE))
        if text != before:
            here.changes.create(
                group_id=here.group_id,
                kind=BasketChange.Kind.NOTE,
                version=here.version,
                amount=Money(0),
                details=[{"note": text}],
                by=by,
                at=at,
            )
        return {"before": before}

    return str(act_on(basket, "note", {"note": text}, perform, key, by, at).result["before"])


def note_of(notes: Any) -> str:
    """The words of the last of these changes; empty where there is none."""
    last = max(notes, key=lambda change: change.pk, default=None)
    return str(last.details[0]["note"]) if last else ""

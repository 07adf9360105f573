"""What the scales say is posted once, when leaving the basket or with the tap that takes the payment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cabas.distributions.amending import Edit, amend
from cabas.distributions.basket_acts import act_on, changeable, current
from cabas.distributions.models import Basket, BasketChange
from cabas.ledger.models import Book
from cabas.people.models import User


@dataclass(frozen=True)
class Weights:
    """What was read on the scales: grams by the id of the line. An unchanged weight changes nothing."""

    grams: Mapping[int, int] = field(default_factory=dict)


NOTHING_WEIGHED = Weights()


def weigh(basket: Basket, weights: Weights, *, key: str, by: User, at: datetime) -> None:
    """Post what the scales say, when leaving the basket: one change for all its weights. Raises `AbsenceStands`."""

    def perform(_book: Book) -> dict[str, Any]:
        post_weights(changeable(basket.pk), weights, key, by, at)
        return {}

    asked = {str(line): grams for line, grams in sorted(weights.grams.items())}
    act_on(basket, "weigh", asked, perform, key, by, at)


def post_weights(basket: Basket, weights: Weights, key: str, by: User, at: datetime) -> None:
    """Post them as one change of the basket. Under the lock, inside another act."""
    lines = basket.lines.filter(pk__in=weights.grams, is_weighed=True, is_missing=False, quantity__gt=0)
    edits = [Edit(line, grams=weights.grams[line.pk]) for line in lines]
    if amend(basket, edits, kind=BasketChange.Kind.WEIGHING, by=by, at=at, key=f"{key}:1"):
        basket.balance = current(basket.pk).balance  # the entries just moved it

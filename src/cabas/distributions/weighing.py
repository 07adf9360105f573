"""What the scales say is posted once, when leaving the basket or with the tap that takes the payment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cabas.distributions.amending import Edit, amend
from cabas.distributions.basket_acts import act_on, changeable, current
from cabas.distributions.models import Basket, BasketChange, OrderLine
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.people.models import User


@dataclass(frozen=True)
class Weights:
    """What was read on the scales: grams by the id of the line. An unchanged weight changes nothing.

    `labels`: the price, where that was read on a label and gave the grams; the line costs exactly that. `forgotten`:
    what was said of these is undone, they wait for the scales again.
    """

    grams: Mapping[int, int] = field(default_factory=dict)
    labels: Mapping[int, Money] = field(default_factory=dict)
    forgotten: frozenset[int] = frozenset()

    @property
    def asked(self) -> dict[str, Any]:
        """What an act keeps of them, to know the same tap again."""
        weights: dict[str, Any] = {str(line): grams for line, grams in sorted(self.grams.items())}
        weights |= {f"{line} label": price.cents for line, price in sorted(self.labels.items())}
        return weights | {f"{line} forgotten": True for line in sorted(self.forgotten)}

    def edit(self, line: OrderLine) -> Edit:
        """What they make of this line."""
        if line.pk in self.forgotten:
            return Edit(line, is_unweighed=True)
        return Edit(line, grams=self.grams[line.pk], label=self.labels.get(line.pk))


NOTHING_WEIGHED = Weights()


def weigh(basket: Basket, weights: Weights, *, key: str, by: User, at: datetime) -> None:
    """Post what the scales say, when leaving the basket: one change for all its weights. Raises `AbsenceStands`."""

    def perform(_book: Book) -> dict[str, Any]:
        post_weights(changeable(basket.pk), weights, key, by, at)
        return {}

    act_on(basket, "weigh", weights.asked, perform, key, by, at)


def post_weights(basket: Basket, weights: Weights, key: str, by: User, at: datetime) -> None:
    """Post them as one change of the basket. Under the lock, inside another act."""
    lines = basket.lines.filter(
        pk__in=[*weights.grams, *weights.forgotten], is_weighed=True, is_missing=False, quantity__gt=0
    )
    edits = [weights.edit(line) for line in lines]
    if amend(basket, edits, kind=BasketChange.Kind.WEIGHING, by=by, at=at, key=f"{key}:1"):
        basket.balance = current(basket.pk).balance  # the entries just moved it

"""All the chickens are weighed in a row: what was typed is posted in one act, a change for each basket.

A line that somebody weighed or changed since the page showed it is left, and named: nobody's weight is overwritten
unseen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cabas.distributions.amending import Edit
from cabas.distributions.amending_together import amend_all
from cabas.distributions.as_announced import unvalidated
from cabas.distributions.models import BasketChange, Distribution, OrderLine
from cabas.distributions.weighing import Weights
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.people.models import User
from cabas.stand.product_lines import Holding, holdings_of


@dataclass(frozen=True)
class Weighed:
    """`count` lines have another weight now; `left` are the ids of those that somebody changed meanwhile."""

    count: int
    left: Sequence[int]


def weigh_product(
    distribution: Distribution,
    product: int,
    weights: Weights,
    shown: Mapping[int, str],
    *,
    key: str,
    by: User,
    at: datetime,
) -> Weighed:
    """Post these weights; `shown` is what `mark` said of each line on the page. Raises `DistributionValidated`."""

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        typed = [each for each in holdings_of(here, product) if each.line.pk in weights.grams]
        free = [each for each in typed if _is_as_shown(each, shown) or _is_so_already(each.line, weights)]
        edits = [(each.basket, [_edit(each.line, weights)]) for each in free if not each.is_absent]
        changed = amend_all(book, edits, kind=BasketChange.Kind.WEIGHING, by=by, at=at, key=key)
        return {"count": len(changed), "left": sorted(set(weights.grams) - {each.line.pk for each in free})}

    asked = {"distribution": distribution.pk, "product": product, "weights": weights.asked}
    act = once(distribution.group.book, key=key, kind="weigh product", asked=asked, by=by.pk, at=at, perform=perform)
    return Weighed(act.result["count"], act.result["left"])


def mark(line: OrderLine) -> str:
    """What the page showed of a line that would make another weight a surprise: its quantity and its weight."""
    label = line.label_price.cents if line.label_price else ""
    return f"{line.quantity}:{line.grams or ''}:{label}"


def _is_as_shown(holding: Holding, shown: Mapping[int, str]) -> bool:
    line = holding.line
    return line.is_weighed and not line.is_missing and not holding.is_absent and shown.get(line.pk) == mark(line)


def _is_so_already(line: OrderLine, weights: Weights) -> bool:
    return (line.grams, line.label_price) == (weights.grams[line.pk], weights.labels.get(line.pk))


def _edit(line: OrderLine, weights: Weights) -> Edit:
    return Edit(line, grams=weights.grams[line.pk], label=weights.labels.get(line.pk))

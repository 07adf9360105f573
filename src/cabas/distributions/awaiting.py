"""A distribution is ready when it is over and validating it would ask nothing: no basket to look at, no weight to read.

Those that await their validation are looked at together, and the ready ones are validated as they were seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cabas.distributions.blocking import is_blocked, owing_validation
from cabas.distributions.closing_cases import cases
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.refusals import AmountsChanged, DistributionValidated, NotStarted
from cabas.distributions.validation import BasketsUnsettled, WeightsEstimated, validate
from cabas.groups.models import Group
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.people.models import User

REFUSALS = (NotStarted, DistributionValidated, BasketsUnsettled, WeightsEstimated, AmountsChanged, LedgerRefusal)


@dataclass(frozen=True)
class Awaiting:
    """A distribution that is not validated: its baskets that count, and how many of them remain to be looked at."""

    distribution: Distribution
    basket_count: int
    total: Money
    to_look_at: int
    is_over: bool

    @property
    def is_ready(self) -> bool:
        """Would validating it ask nothing more?"""
        return self.is_over and not self.to_look_at


@dataclass
class Outcome:
    """What became of validating several: those that are, those that could not be, with why."""

    validated: list[Distribution] = field(default_factory=list)
    refused: list[tuple[Distribution, Exception]] = field(default_factory=list)
    has_reopened: bool = False


def awaiting_validation(group: Group, at: datetime) -> list[Awaiting]:
    """Those that owe their validation, the oldest first. Three statements for any number of them, one for none."""
    distributions = list(owing_validation(group, at))
    if not distributions:
        return []
    baskets = Basket.objects.filter(distribution__in=distributions).not_empty().with_amounts().with_receipts()
    by_distribution: dict[int, list[Basket]] = {distribution.pk: [] for distribution in distributions}
    for basket in baskets.prefetch_related("lines"):
        by_distribution[basket.distribution_id].append(basket)
    return [_looked_at(distribution, by_distribution[distribution.pk], at) for distribution in distributions]


def _looked_at(distribution: Distribution, baskets: list[Basket], at: datetime) -> Awaiting:
    unsettled = {case.basket.pk for case in cases(baskets)}
    unsettled |= {basket.pk for basket in baskets if basket.is_estimated and not basket.absent_at}
    return Awaiting(
        distribution=distribution,
        basket_count=len(baskets),
        total=Money.sum(basket.total for basket in baskets),
        to_look_at=len(unsettled),
        is_over=distribution.ends_at <= at,
    )


def validate_as_seen(group: Group, seen: Mapping[int, Money], *, key: str, by: User, at: datetime) -> Outcome:
    """Validate each of these distributions, by number, whose total is still the one that was seen.

    Each is an act of its own: what one of them is refused for keeps none of the others back. A number of another group
    is passed over.
    """
    was_blocked = is_blocked(group, at)
    outcome = Outcome()
    for distribution in group.distributions.filter(number__in=seen).select_related("group__book").order_by("starts_at"):
        total = seen[distribution.number]
        try:
            validate(distribution, seen=total, key=key and f"{key}:{distribution.number}", by=by, at=at)
        except REFUSALS as refusal:
            outcome.refused.append((distribution, refusal))
        else:
            outcome.validated.append(distribution)
    outcome.has_reopened = was_blocked and not is_blocked(group, at)
    return outcome

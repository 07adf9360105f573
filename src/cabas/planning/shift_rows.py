"""What a shift does to each household is shown before: both of its baskets, before and after, and what it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cabas.catalogs.models import Catalog
from cabas.distributions.amending import apply
from cabas.distributions.models import Distribution
from cabas.money import Money
from cabas.planning.moving_lines import Moved, named
from cabas.planning.obstacles import InTheWay
from cabas.planning.shifting import require_may_shift


@dataclass(frozen=True)
class Row:
    """A household, with what both baskets come to; `products` are those that go."""

    name: str
    products: Sequence[str]
    amount: Money
    here: Money
    here_after: Money
    there: Money
    there_after: Money

    @property
    def is_priced_otherwise(self) -> bool:
        """A product costs something else in the other basket, where it was ordered already."""
        return self.there_after - self.there != self.amount


def rows(found: Sequence[Moved]) -> list[Row]:
    """By name. Nothing is saved; the baskets are changed in memory."""
    by_name = sorted(found, key=lambda each: (each.source.membership.sort_name, each.source.membership.number))
    return [_row(each) for each in by_name]


def _row(each: Moved) -> Row:
    here, there, inward = each.source.total, each.target.total, each.inward
    amount = Money.sum(line.total for line in each.lines)
    products = [named(line) for line in each.lines]
    apply(each.source, each.out)
    apply(each.target, inward)
    return Row(each.source.membership.name, products, amount, here, each.source.total, there, each.target.total)


@dataclass(frozen=True)
class Choice:
    """Another distribution, and why it cannot be this one; nothing where it can."""

    distribution: Distribution
    obstacle: str


def choices(here: Distribution, catalog: Catalog, *, at: datetime) -> list[Choice]:
    """The distributions to come on other days, the next first."""
    others = Distribution.objects.filter(group=here.group_id).to_come(at).standing().exclude(day=here.day)
    found = others.select_related("place").prefetch_related("participations")
    return [Choice(each, _obstacle(here, catalog, each, at)) for each in found]


def _obstacle(here: Distribution, catalog: Catalog, target: Distribution, at: datetime) -> str:
    try:
        require_may_shift(here, catalog, target, at=at)
    except InTheWay as refusal:
        return str(refusal)
    return ""

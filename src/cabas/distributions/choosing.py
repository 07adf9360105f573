"""What a household has chosen: its committed order, and its draft where something was tapped since.

Both are priced as committing would price them: a line that is ordered keeps its price, a new one has today's.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from cabas.catalogs.models import Product
from cabas.distributions.lines import new_line, put_quantity
from cabas.distributions.models import Basket, Distribution, Draft, OrderLine
from cabas.groups.models import Membership
from cabas.money import Money
from cabas.prepared import prepared


@dataclass(frozen=True)
class Withdrawn:
    """A product of the draft that is not proposed any more, and was not ordered while it was."""

    product_id: int
    name: str
    quantity: int


@dataclass(frozen=True)
class Preview:
    """What some quantities come to; the lines are not saved."""

    lines: Sequence[OrderLine]
    withdrawn: Sequence[Withdrawn] = ()

    @property
    def total(self) -> Money:
        return Money.sum(line.total for line in self.lines)

    @property
    def is_estimated(self) -> bool:
        return any(line.is_unweighed for line in self.lines)

    @property
    def weighed_count(self) -> int:
        return sum(line.is_unweighed for line in self.lines)

    @property
    def product_count(self) -> int:
        return len(self.lines) + len(self.withdrawn)


@dataclass(frozen=True)
class Choice:
    """`lines` are those of the committed basket, those that left it too; `drafted` is None where nothing was tapped
    since, else begun from the version `drafted_from` of the basket."""

    basket: Basket | None = None
    lines: Sequence[OrderLine] = ()
    drafted: Mapping[int, int] | None = None
    drafted_from: int = 0
    names: Mapping[int, str] = field(default_factory=dict)  # of the drafted products

    @property
    def version(self) -> int:
        return self.basket.version if self.basket else 0

    @property
    def committed(self) -> dict[int, int]:
        """Product id to quantity, as committed."""
        return {line.product_id: line.quantity for line in self.lines if line.quantity}

    @property
    def wanted(self) -> dict[int, int]:
        """Product id to quantity, as the shop shows it: the draft where there is one, else what is committed."""
        if self.drafted is None:
            return self.committed
        return {product: quantity for product, quantity in self.drafted.items() if quantity}

    @property
    def has_order(self) -> bool:
        return bool(self.committed)

    @property
    def has_unsaved_changes(self) -> bool:
        """Does the draft say something else than the committed order?"""
        return self.drafted is not None and self.wanted != self.committed

    @property
    def is_stale(self) -> bool:
        """Was the basket changed since the draft was begun? Committing the draft would undo that change."""
        return self.drafted is not None and self.drafted_from != self.version

    def order(self) -> Preview:
        """The committed order, as it was frozen."""
        return Preview([line for line in self.lines if line.quantity])

    def preview(self, shelf: Iterable[Product], quantities: Mapping[int, int] | None = None) -> Preview:
        """What is wanted (or other quantities) would come to, from what is on the shelf."""
        wanted = self.wanted if quantities is None else quantities
        products = {product.pk: product for product in shelf}
        held = self.order().lines  # what left the basket comes back as a new line would
        lines = [_with_quantity(line, wanted[line.product_id]) for line in held if wanted.get(line.product_id)]
        ordered = {line.product_id for line in held}
        lines += [
            _with_quantity(new_line(Basket(group_id=product.group_id), product), wanted[pk])
            for pk, product in products.items()
            if wanted.get(pk) and pk not in ordered
        ]
        gone = [pk for pk in wanted if pk not in ordered and pk not in products]
        return Preview(lines, [Withdrawn(pk, self.names.get(pk, ""), wanted[pk]) for pk in gone])


def choice(distribution: Distribution, membership: Membership) -> Choice:
    """What this household has chosen for this distribution. Two statements."""
    return choices([distribution], membership)[distribution.pk]


def committed_choice(distribution: Distribution, membership: Membership) -> Choice:
    """What this household has committed, whatever is in its draft. One statement."""
    lines = _ordered([distribution], membership).get(distribution.pk, [])
    return Choice(basket=lines[0].basket if lines else None, lines=lines)


def choices(distributions: Collection[Distribution], membership: Membership) -> dict[int, Choice]:
    """What this household has chosen, by id of the distribution. Two statements for any number of them."""
    ordered = _ordered(distributions, membership)
    drafts = _drafts(distributions, membership)
    found = {}
    for distribution in distributions:
        lines = ordered.get(distribution.pk, [])
        draft = drafts.get(distribution.pk)
        found[distribution.pk] = Choice(
            basket=lines[0].basket if lines else None,
            lines=lines,
            drafted=None if draft is None else draft.quantities,
            drafted_from=0 if draft is None else draft.version,
            names={} if draft is None else draft.names,
        )
    return found


def _ordered(distributions: Collection[Distribution], membership: Membership) -> dict[int, list[OrderLine]]:
    by_distribution: dict[int, list[OrderLine]] = defaultdict(list)
    for line in _lines(membership.pk, *_between(distributions)) if distributions else ():
        by_distribution[line.distribution_id].append(line)
    return by_distribution


def _between(distributions: Collection[Distribution]) -> tuple[int, int]:
    """The least and the greatest of their ids: what is read of the household between them is little more than asked."""
    numbers = [distribution.pk for distribution in distributions]
    return min(numbers), max(numbers)


@prepared
def _lines(membership: int, first: int, last: int) -> "QuerySet[OrderLine]":
    baskets = Basket.objects.filter(membership=membership, distribution__gte=first, distribution__lte=last)
    return OrderLine.objects.filter(basket__in=baskets).select_related("basket").order_by("pk")


@dataclass(frozen=True)
class _Drafted:
    """What a draft holds, by product."""

    version: int
    quantities: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


def _drafts(distributions: Collection[Distribution], membership: Membership) -> dict[int, _Drafted]:
    """By distribution. One statement: a draft without lines (emptied) counts too."""
    drafts: dict[int, _Drafted] = {}
    rows = _draft_lines(membership.pk, *_between(distributions)) if distributions else ()
    for distribution, version, product, quantity, name in rows:
        draft = drafts.setdefault(distribution, _Drafted(version))
        if product is not None:
            draft.quantities[product] = quantity
            draft.names[product] = name
    return drafts


@prepared
def _draft_lines(membership: int, first: int, last: int) -> "QuerySet[Draft, Any]":
    drafts = Draft.objects.filter(membership=membership, distribution__gte=first, distribution__lte=last)
    lines = ("lines__product", "lines__quantity", "lines__product__name")
    return drafts.values_list("distribution", "basket_version", *lines)


def _with_quantity(line: OrderLine, quantity: int) -> OrderLine:
    """The line as committing this quantity would make it; the one given is left as it is."""
    changed = copy(line)
    put_quantity(changed, quantity)
    changed.total = changed.priced()
    return changed

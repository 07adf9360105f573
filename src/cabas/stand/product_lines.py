"""The baskets that hold a product, and what a change of it for everybody does to each of them; nothing is posted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Prefetch

from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Distribution, OrderLine
from cabas.groups.models import Adult
from cabas.money import Money

NOTHING = Money(0)


@dataclass(frozen=True)
class Holding:
    """A basket with its line of the product. `new_total` is what the line would come to, where that is asked."""

    basket: Basket
    line: OrderLine
    new_total: Money = NOTHING

    @property
    def is_absent(self) -> bool:
        """Said absent: nothing of it is changed before that is taken back."""
        return self.basket.absent_at is not None

    @property
    def given_back(self) -> Money:
        """By how much the basket gets cheaper; below zero, dearer."""
        return self.line.total - self.new_total

    @property
    def difference(self) -> Money:
        """What the basket costs more, below zero less."""
        return -self.given_back

    @property
    def to_take(self) -> Money:
        """What would be due of the basket."""
        return due(self.basket, self.basket.total - self.given_back).due

    @property
    def stays(self) -> Money:
        """What of it nobody takes less at the stand: it was paid already, and stays on the member's account."""
        if not self.basket.is_debited:
            return NOTHING
        return max(NOTHING, self.given_back - (due(self.basket).due - self.to_take))


@dataclass(frozen=True)
class Effect:
    """A change for everybody, before it is done: these baskets, and the absent ones that are left as they are."""

    holdings: Sequence[Holding]
    absent: Sequence[Holding]

    @property
    def count(self) -> int:
        return len(self.holdings)

    @property
    def amount(self) -> Money:
        return Money.sum(holding.given_back for holding in self.holdings)

    @property
    def stays(self) -> Money:
        return Money.sum(holding.stays for holding in self.holdings)

    @property
    def staying(self) -> int:
        """For how many members."""
        return sum(bool(holding.stays) for holding in self.holdings)


def holdings_of(distribution: Distribution, product: int) -> list[Holding]:
    """Every basket in which the product is ordered, missing or not, by number; a passage took theirs away. Four
    statements."""
    ordered = OrderLine.objects.filter(product=product, quantity__gt=0)
    found = (
        Basket.objects.filter(Exists(ordered.filter(basket=OuterRef("pk"))), distribution=distribution)
        .filter(membership__passage__isnull=True)
        .with_amounts()
        .select_related("membership__account")
        .prefetch_related(
            Prefetch("membership__adults", Adult.objects.select_related("person")),
            Prefetch("lines", ordered, to_attr="of_product"),
        )
        .order_by("number")
    )
    return [_placed(basket, distribution) for basket in found]


def _placed(basket: Basket, distribution: Distribution) -> Holding:
    basket.distribution, basket.group = distribution, distribution.group
    basket.membership.group = distribution.group
    return Holding(basket, basket.of_product[0])  # type: ignore[attr-defined]


def if_missing(holdings: Sequence[Holding]) -> Effect:
    """Not delivered: the lines of it cost nothing. Those that are missing already are none of it."""
    return _effect([replace(holding, new_total=NOTHING) for holding in holdings if not holding.line.is_missing])


def if_priced(holdings: Sequence[Holding], price: Money) -> Effect:
    """At another price. What is missing costs nothing anyway, and a label says its own price."""
    priced = [holding for holding in holdings if not holding.line.is_missing and holding.line.label_price is None]
    return _effect([replace(each, new_total=_at(each.line, price)) for each in priced if each.line.price != price])


def _at(line: OrderLine, price: Money) -> Money:
    before = line.price
    line.price = price
    total = line.priced()
    line.price = before
    return total


def _effect(holdings: Sequence[Holding]) -> Effect:
    here = [holding for holding in holdings if not holding.is_absent]
    return Effect(here, [holding for holding in holdings if holding.is_absent])

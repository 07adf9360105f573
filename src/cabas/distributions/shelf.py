"""What can be ordered for a distribution: the products of the catalogs that take part, and what remains of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from cabas.catalogs.models import Family, Product
from cabas.catalogs.stock import remaining
from cabas.distributions.models import Distribution, OrderLine
from cabas.groups.models import Membership


@dataclass(frozen=True)
class Offer:
    """A product on the shelf; `remaining` is what this household may take at most, None without limit."""

    product: Product
    remaining: int | None

    @property
    def is_sold_out(self) -> bool:
        return self.remaining == 0


def products(distribution: Distribution) -> list[Product]:
    """The products on offer, by vendor, by shelf of the shop, then by name. One statement."""
    found = (
        Product.objects.on_offer()
        .filter(catalog__participations__distribution=distribution)
        .select_related("catalog__vendor")
        .order_by("catalog__vendor__name", "search_name")
    )
    shelves = Family.values
    return sorted(found, key=lambda product: (product.catalog.vendor.name, shelves.index(product.family)))


def ordered_by_others(
    distribution: Distribution, membership: Membership | None, limited: Sequence[Product]
) -> Mapping[int, int]:
    """How many of each limited product the other households ordered. One statement, none where nothing is limited."""
    if not limited:
        return {}
    lines = OrderLine.objects.filter(distribution=distribution, product__in=limited, is_missing=False)
    if membership is not None:
        lines = lines.exclude(basket__membership=membership)
    return dict(lines.values("product").annotate(sum=Sum("quantity")).values_list("product", "sum"))


def offers(distribution: Distribution, membership: Membership | None) -> list[Offer]:
    """The shelf as this household sees it. Two statements at most."""
    shelf = products(distribution)
    limited = [product for product in shelf if product.stock is not None]
    taken = ordered_by_others(distribution, membership, limited)
    return [Offer(product, remaining(product, taken)) for product in shelf]

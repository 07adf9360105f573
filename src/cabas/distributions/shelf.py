"""What can be ordered for a distribution: the products of the catalogs that take part, and what remains of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum

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


def allowed(distribution: Distribution, membership: Membership | None, limited: Sequence[Product]) -> Mapping[int, int]:
    """How many of each limited product this household may have: what the others left, never less than it ordered.

    One statement, none where nothing is limited.
    """
    if not limited:
        return {}
    is_own = Q(basket__membership=membership) if membership else Q(pk=None)
    sums = (
        OrderLine.objects.filter(distribution=distribution, product__in=limited)
        .values("product")
        .annotate(others=Sum("quantity", filter=~is_own & Q(is_missing=False)), own=Sum("quantity", filter=is_own))
    )
    taken = {row["product"]: row["others"] or 0 for row in sums}
    own = {row["product"]: row["own"] or 0 for row in sums}
    return {product.pk: max(remaining(product, taken) or 0, own.get(product.pk, 0)) for product in limited}


def offers(distribution: Distribution, membership: Membership | None) -> list[Offer]:
    """The shelf as this household sees it. Two statements at most."""
    shelf = products(distribution)
    limited = [product for product in shelf if product.stock is not None]
    most = allowed(distribution, membership, limited)
    return [Offer(product, most.get(product.pk)) for product in shelf]

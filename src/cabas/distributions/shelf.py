"""What can be ordered for a distribution: the products of the catalogs that take part, and what remains of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from cabas.catalogs.models import Family, Product
from cabas.catalogs.stock import remaining
from cabas.distributions.models import Distribution, OrderLine
from cabas.distributions.models.distribution import closing_of, opening_of
from cabas.groups.models import Membership
from cabas.prepared import prepared

NOBODY = 0  # the id of no household


@dataclass(frozen=True)
class Offer:
    """A product on the shelf; `remaining` is what this household may take at most, None without limit.

    It is ordered from `opens_at` to `closes_at`, the hours of its catalog.
    """

    product: Product
    vendor: str
    remaining: int | None
    opens_at: datetime
    closes_at: datetime

    @property
    def is_sold_out(self) -> bool:
        return self.remaining == 0

    def is_open(self, at: datetime) -> bool:
        """Can members order it? The distribution is open."""
        return self.opens_at <= at < self.closes_at


def products(distribution: Distribution) -> list[Product]:
    """The products on offer, by vendor, by shelf of the shop, as they were placed, by name. One statement."""
    return _in_order(_on_offer(distribution.pk))


def offers(distribution: Distribution, membership: Membership | None) -> list[Offer]:
    """The shelf as this household sees it, in the same order. One statement."""
    shelf = _in_order(_on_offer_with_taken(distribution.pk, membership.pk if membership else NOBODY))
    return [
        Offer(
            product,
            product.vendor_name,
            _most(product),
            opening_of(distribution, product.opens_own_at),
            closing_of(distribution, product.closes_own_at),
        )
        for product in shelf
    ]


def allowed(distribution: Distribution, membership: Membership | None, limited: Sequence[Product]) -> Mapping[int, int]:
    """How many of each of these limited products this household may have. One statement."""
    products = Product.objects.filter(pk__in=[product.pk for product in limited])
    found = _with_taken(products, distribution.pk, membership.pk if membership else NOBODY)
    return {product.pk: _most(product) or 0 for product in found}


@prepared
def _on_offer(distribution: int) -> "QuerySet[Product]":
    return _offered(distribution)


@prepared
def _on_offer_with_taken(distribution: int, membership: int) -> "QuerySet[Product]":
    """With `opens_own_at` and `closes_own_at`: the hours that its catalog has of its own."""
    own = {
        "opens_own_at": F("catalog__participations__orders_open_at"),
        "closes_own_at": F("catalog__participations__orders_close_at"),
    }
    return _with_taken(_offered(distribution).annotate(**own), distribution, membership)


def _offered(distribution: int) -> "QuerySet[Product]":
    """With `vendor_name`: a vendor and a catalog beside each product would be three objects for one."""
    offered = Product.objects.on_offer().filter(catalog__participations__distribution=distribution)
    with_vendor = offered.annotate(vendor_name=F("catalog__vendor__name"))
    return with_vendor.order_by("catalog__vendor__sort_name", "position", "sort_name")


def _in_order(found: Iterable[Any]) -> list[Any]:
    shelves = Family.values
    vendors: dict[str, int] = {}
    for product in (here := list(found)):
        vendors.setdefault(product.vendor_name, len(vendors))
    return sorted(here, key=lambda product: (vendors[product.vendor_name], shelves.index(product.family)))


def _with_taken(found: "QuerySet[Product]", distribution: int, membership: int) -> "QuerySet[Product]":
    """With what others and this household ordered of each product that is limited: `taken` and `own`."""
    is_own = Q(basket__membership=membership)
    lines = OrderLine.objects.filter(distribution=distribution, product=OuterRef("pk"))
    taken = _sum(lines.filter(~is_own, is_missing=False))
    return found.annotate(taken=_where_limited(taken), own=_where_limited(_sum(lines.filter(is_own))))


def _sum(lines: "QuerySet[OrderLine]") -> Coalesce:
    sums = lines.order_by().values("product").annotate(sum=Sum("quantity")).values("sum")
    return Coalesce(Subquery(sums), 0)


def _where_limited(sum_of_lines: Coalesce) -> Case:
    return Case(When(stock__isnull=False, then=sum_of_lines), default=0, output_field=IntegerField())


def _most(product: Any) -> int | None:
    """What the others left, never less than this household ordered; None without limit. With `taken` and `own`."""
    left = remaining(product, {product.pk: product.taken})
    return None if left is None else max(left, product.own)

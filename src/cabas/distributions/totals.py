"""What a distribution comes to by producer and by product: each vendor's share is what its validation posts to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from cabas.catalogs.crates import said_in_crates
from cabas.distributions.models import Basket, Distribution, DistributionQuerySet, OrderLine
from cabas.distributions.models.sums import sum_of
from cabas.money import Money
from cabas.money.fields import MoneyField

NOTHING = Money(0)

DELIVERED = Q(is_missing=False)
WEIGHED = DELIVERED & Q(is_weighed=True)
WAITS = WEIGHED & Q(grams__isnull=True, is_estimate_kept=False)  # for the scales
KEPT = WEIGHED & Q(grams__isnull=True, is_estimate_kept=True)
ESTIMATE = F("portion_grams") * F("quantity")


@dataclass(frozen=True)
class ProductTotal:
    """A product as it is to be brought: pieces or portions that are delivered; `missing` were not.

    `estimated_grams` is the estimate of what is not weighed yet, `weighed_grams` what the scales said of the rest.
    """

    name: str
    unit: str
    is_weighed: bool
    quantity: int
    missing: int
    estimated_grams: int
    weighed_grams: int
    amount: Money  # what members pay, `fee` in
    fee: Money = NOTHING
    product: int = field(default=0, compare=False)
    crate_size: int | None = None

    @property
    def in_crates(self) -> str:
        """« 3 caisses de 12 + 2 », where its vendor fills crates."""
        return said_in_crates(self.quantity, self.crate_size)

    @property
    def share(self) -> Money:
        """What the vendor is owed of it."""
        return self.amount - self.fee

    @property
    def is_about(self) -> bool:
        """Does some of it still wait for the scales?"""
        return bool(self.estimated_grams)


@dataclass(frozen=True)
class VendorTotal:
    """What a vendor brings: its products by name, in so many baskets."""

    name: str
    basket_count: int
    products: Sequence[ProductTotal]

    @property
    def amount(self) -> Money:
        return Money.sum(product.amount for product in self.products)

    @property
    def fee(self) -> Money:
        """What the group keeps of it."""
        return Money.sum(product.fee for product in self.products)

    @property
    def share(self) -> Money:
        """What its validation posts to the vendor."""
        return self.amount - self.fee

    @property
    def is_about(self) -> bool:
        return any(product.is_about for product in self.products)


@dataclass(frozen=True)
class LinesSum:
    """What some lines come to, without their products: in so many baskets, `share` for whoever brings them."""

    basket_count: int
    share: Money
    is_about: bool


@dataclass(frozen=True)
class Ordered:
    """How many baskets count, and what they come to; `is_about`: something of them waits for the scales."""

    basket_count: int
    total: Money
    is_about: bool


def ordered(distribution: Distribution) -> Ordered:
    """What is ordered so far. Two statements."""
    sums = distribution.baskets.not_empty().aggregate(count=Count("pk"), total=Sum("total"))
    is_about = OrderLine.objects.filter(distribution=distribution).unweighed().exists()
    return Ordered(sums["count"], sums["total"] or NOTHING, is_about)


def with_ordered(distributions: DistributionQuerySet) -> DistributionQuerySet:
    """With `basket_count`, `ordered_total` and `is_about`, fetched `with_validation`: a validation has counted, once.

    Only the baskets of those that are not validated are counted again.
    """
    here = Basket.objects.filter(distribution=OuterRef("pk"))
    counts = here.not_empty().order_by().values("group").annotate(count=Count("pk")).values("count")
    return distributions.annotate(
        basket_count=Coalesce("live_validation__basket_count", Subquery(counts), Value(0)),
        is_about=Exists(OrderLine.objects.filter(distribution=OuterRef("pk")).unweighed()),
        ordered_total=Coalesce("live_validation__total", sum_of(here, "total"), output_field=MoneyField()),
    )


def by_vendor(distribution: Distribution) -> list[VendorTotal]:
    """What each vendor brings, vendors by name. Two statements for any number of baskets."""
    return list(brought(OrderLine.objects.filter(distribution=distribution)).values())


def brought(lines: Any) -> dict[tuple[int, int], VendorTotal]:
    """What is brought of these lines, by the ids of distribution and vendor, vendors by name. Two statements."""
    counted = lines.filter(quantity__gt=0)
    by = "distribution", "product__catalog__vendor"
    baskets: dict[tuple[int, int], int] = {
        (evening, vendor): count
        for evening, vendor, count in counted.order_by()
        .values(*by)
        .annotate(baskets=Count("basket", distinct=True))
        .values_list(*by, "baskets")
    }
    products: dict[tuple[int, int], list[ProductTotal]] = {}
    names: dict[tuple[int, int], str] = {}
    for row in _products(counted):
        here = row["distribution"], row["vendor"]
        names[here] = row["vendor_name"]
        products.setdefault(here, []).append(_product(row))
    return {here: VendorTotal(names[here], baskets[here], each) for here, each in products.items()}


def summed(lines: Any) -> dict[int, LinesSum]:
    """What these lines come to, by the id of their distribution. One statement."""
    rows = lines.filter(quantity__gt=0).order_by().values("distribution")
    rows = rows.annotate(
        baskets=Count("basket", distinct=True), sum=Sum("total"), fees=Sum("fee"), estimated=Sum(ESTIMATE, filter=WAITS)
    )
    return {
        row["distribution"]: LinesSum(row["baskets"], row["sum"] - row["fees"], bool(row["estimated"])) for row in rows
    }


def _products(lines: Any) -> Any:
    """By vendor, then by name. A product that was sold by the piece and then weighed is two."""
    return (
        lines.values(
            "distribution",
            "product",
            "is_weighed",
            vendor=F("product__catalog__vendor"),
            vendor_name=F("product__catalog__vendor__name"),
            name=F("product__name"),
            of=F("product__unit"),
            crate_size=F("product__crate_size"),
        )
        .annotate(
            delivered=Sum("quantity", filter=DELIVERED),
            missing=Sum("quantity", filter=~DELIVERED),
            estimated=Sum(ESTIMATE, filter=WAITS),
            kept=Sum(ESTIMATE, filter=KEPT),
            weighed=Sum("grams", filter=WEIGHED),
            sum=Sum("total"),
            fees=Sum("fee"),
        )
        .order_by("product__catalog__vendor__sort_name", "vendor", "product__sort_name", "product", "is_weighed")
    )


def _product(row: dict[str, Any]) -> ProductTotal:
    return ProductTotal(
        product=row["product"],
        name=row["name"],
        unit=row["of"],
        is_weighed=row["is_weighed"],
        crate_size=row["crate_size"],
        quantity=row["delivered"] or 0,
        missing=row["missing"] or 0,
        estimated_grams=row["estimated"] or 0,
        weighed_grams=(row["weighed"] or 0) + (row["kept"] or 0),
        amount=row["sum"],
        fee=row["fees"],
    )

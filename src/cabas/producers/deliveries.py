"""What a farm brings and when, and what it is owed for it: provisional while one orders, owed once validated.

What was paid covers the oldest evenings first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cabas.catalogs.models import Catalog, Vendor
from cabas.distributions.models import Distribution, OrderLine, Participation
from cabas.distributions.totals import VendorTotal, brought
from cabas.ledger.models import Entry
from cabas.money import Money
from cabas.producers.paying import owed_now

NOTHING = Money(0)
PAST_MAX = 26


@dataclass(frozen=True)
class Delivery:
    """One evening for a farm. `order`: nothing where nobody ordered; `owed`: what its validation posted to the vendor.

    `unpaid` is what of it the group still owes.
    """

    distribution: Distribution
    closes_at: datetime
    order: VendorTotal | None
    is_provisional: bool
    owed: Money | None
    unpaid: Money = NOTHING

    @property
    def is_validated(self) -> bool:
        return self.distribution.is_validated

    @property
    def amount(self) -> Money:
        """What is owed, or will be."""
        if self.owed is not None:
            return self.owed
        return self.order.share if self.order else NOTHING

    @property
    def is_about(self) -> bool:
        return self.owed is None and self.order is not None and self.order.is_about

    @property
    def is_paid(self) -> bool:
        return self.owed is not None and self.unpaid.is_zero

    @property
    def paid_part(self) -> Money:
        """What was paid of it."""
        return (self.owed or NOTHING) - self.unpaid


@dataclass(frozen=True)
class Deliveries:
    """`to_come` the next first, `past` the newest first; `balance` is what the group owes the farm in all."""

    to_come: Sequence[Delivery]
    past: Sequence[Delivery]
    balance: Money


def closing_for(catalogs: "QuerySet[Catalog]") -> Subquery:
    """When the last of these catalogs closes for a distribution: from then on nothing of them changes."""
    here = Participation.objects.with_hours().filter(distribution=OuterRef("pk"), catalog__in=catalogs)
    return Subquery(here.order_by("-closes").values("closes")[:1])  # type: ignore[misc] # annotated


def evenings_of(catalogs: "QuerySet[Catalog]") -> Any:
    """The distributions in which one of these catalogs takes part, with `closes_for_them` and `is_validated`."""
    taking_part = Participation.objects.filter(distribution=OuterRef("pk"), catalog__in=catalogs)
    evenings = Distribution.objects.filter(Exists(taking_part)).with_validation()
    return evenings.annotate(closes_for_them=closing_for(catalogs)).select_related("place")


def lines_of(catalogs: "QuerySet[Catalog]", evenings: Sequence[Distribution]) -> "QuerySet[OrderLine]":
    """What was ordered of these catalogs for these distributions."""
    return OrderLine.objects.filter(distribution__in=[here.pk for here in evenings], product__catalog__in=catalogs)


def deliveries(vendor: Vendor, *, at: datetime, past_max: int | None = PAST_MAX) -> Deliveries:
    """Everything a farm sees of its evenings. Six statements, whatever their number."""
    to_come = list(_evenings(vendor).exclude(is_past(at)).order_by("starts_at"))
    past = _past(vendor, at, past_max)
    orders = brought(lines_of(Catalog.objects.filter(vendor=vendor), [*to_come, *past]))
    balance = owed_now(vendor)
    return Deliveries(
        [_delivery(here, vendor, orders, at) for here in to_come],
        _with_unpaid([_delivery(here, vendor, orders, at) for here in past], balance),
        balance,
    )


def past_deliveries(vendor: Vendor, balance: Money, *, at: datetime) -> list[Delivery]:
    """Those that are over, the newest first, where the group owes the farm `balance`. Three statements."""
    past = _past(vendor, at, PAST_MAX)
    orders = brought(lines_of(Catalog.objects.filter(vendor=vendor), past))
    return _with_unpaid([_delivery(here, vendor, orders, at) for here in past], balance)


def is_past(at: datetime) -> Q:
    return Q(ends_at__lte=at) | Q(is_validated=True)


def _past(vendor: Vendor, at: datetime, most: int | None) -> list[Any]:
    return list(_evenings(vendor).filter(is_past(at), cancelled_at__isnull=True).order_by("-starts_at")[:most])


def _evenings(vendor: Vendor) -> Any:
    """Those of this vendor, with what it is owed for them once they are validated."""
    posted = Entry.objects.filter(transaction=OuterRef("live_validation__transaction"), account=vendor.account_id)
    evenings = evenings_of(Catalog.objects.filter(vendor=vendor)).filter(group=vendor.group_id)
    return evenings.annotate(owed=Subquery(posted.values("amount")[:1]))


def delivery(vendor: Vendor, distribution: Distribution, *, at: datetime) -> Delivery | None:
    """One evening of a farm; None where none of its catalogs takes part. Three statements."""
    catalogs = Catalog.objects.filter(vendor=vendor)
    here = evenings_of(catalogs).filter(pk=distribution.pk).first()
    if here is None:
        return None
    here.owed = None
    here.group = distribution.group
    return _delivery(here, vendor, brought(lines_of(catalogs, [here])), at)


def _delivery(here: Any, vendor: Vendor, orders: dict[tuple[int, int], VendorTotal], at: datetime) -> Delivery:
    order = None if here.is_cancelled else orders.get((here.pk, vendor.pk))
    is_provisional = not here.is_cancelled and at < here.closes_for_them
    return Delivery(here, here.closes_for_them, order, is_provisional, here.owed)


def _with_unpaid(past: Sequence[Delivery], balance: Money) -> list[Delivery]:
    """What is still owed is owed for the newest: payments covered the oldest."""
    left, told = max(balance, NOTHING), []
    for each in past:
        unpaid = min(each.owed or NOTHING, left)
        left -= unpaid
        told.append(replace(each, unpaid=unpaid))
    return told

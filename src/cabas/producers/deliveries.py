"""What a farm brings and when, and what it is owed for it: provisional while one orders, owed once validated.

What was paid covers the oldest evenings first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cabas.catalogs.models import Catalog, Vendor
from cabas.distributions.models import Distribution, OrderLine, Participation
from cabas.distributions.totals import LinesSum, VendorTotal, brought, summed
from cabas.ledger.models import Entry
from cabas.money import Money
from cabas.producers.paying import owed_now

NOTHING = Money(0)
PAST_MAX = 26


@dataclass(frozen=True)
class Delivery:
    """One evening for a farm. `order`: nothing where nobody ordered."""

    distribution: Distribution
    closes_at: datetime
    order: VendorTotal | None
    is_provisional: bool


@dataclass(frozen=True)
class PastDelivery:
    """One that is over. `sum`: nothing where nobody ordered; `owed`: what its validation posted to the vendor.

    `unpaid` is what of it the group still owes.
    """

    distribution: Distribution
    sum: LinesSum | None
    owed: Money | None
    unpaid: Money

    @property
    def is_validated(self) -> bool:
        return self.distribution.is_validated

    @property
    def amount(self) -> Money:
        """What is owed, or will be."""
        if self.owed is not None:
            return self.owed
        return self.sum.share if self.sum else NOTHING

    @property
    def is_about(self) -> bool:
        return self.owed is None and self.sum is not None and self.sum.is_about

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
    past: Sequence[PastDelivery]
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
    """Everything a farm sees of its evenings. Five statements, whatever their number."""
    evenings = _with_owed(vendor).annotate(is_over=_is_past(at)).order_by("starts_at")
    shown = list(evenings.filter(Q(is_over=False) | Q(pk__in=_past(vendor, at)[:past_max].values("pk"))))
    to_come = [here for here in shown if not here.is_over]
    past = [here for here in reversed(shown) if here.is_over]
    orders = brought(lines_of(Catalog.objects.filter(vendor=vendor), to_come))
    balance = owed_now(vendor)
    return Deliveries(
        [_delivery(here, vendor, orders, at) for here in to_come], _covered(vendor, past, balance), balance
    )


def past_deliveries(vendor: Vendor, balance: Money, *, at: datetime) -> list[PastDelivery]:
    """Those that are over, the newest first, where the group owes the farm `balance`. Two statements."""
    return _covered(vendor, list(_past(vendor, at)[:PAST_MAX]), balance)


def _covered(vendor: Vendor, past: Sequence[Any], balance: Money) -> list[PastDelivery]:
    """What is still owed is owed for the newest: payments covered the oldest."""
    sums = summed(lines_of(Catalog.objects.filter(vendor=vendor), past))
    left, told = max(balance, NOTHING), []
    for here in past:
        unpaid = min(here.owed or NOTHING, left)
        left -= unpaid
        told.append(PastDelivery(here, sums.get(here.pk), here.owed, unpaid))
    return told


def _is_past(at: datetime) -> Q:
    return Q(ends_at__lte=at) | Q(is_validated=True)


def _past(vendor: Vendor, at: datetime) -> Any:
    """Those that are over and were not cancelled, the newest first."""
    return _with_owed(vendor).filter(_is_past(at), cancelled_at=None).order_by("-starts_at")


def _with_owed(vendor: Vendor) -> Any:
    """The evenings of this vendor, with what it is owed for them once they are validated."""
    evenings = evenings_of(Catalog.objects.filter(vendor=vendor)).filter(group=vendor.group_id)
    posted = Entry.objects.filter(transaction=OuterRef("live_validation__transaction"), account=vendor.account_id)
    return evenings.annotate(owed=Subquery(posted.values("amount")[:1]))


def delivery(vendor: Vendor, distribution: Distribution, *, at: datetime) -> Delivery | None:
    """One evening of a farm; None where none of its catalogs takes part. Three statements."""
    catalogs = Catalog.objects.filter(vendor=vendor)
    here = evenings_of(catalogs).filter(pk=distribution.pk).first()
    if here is None:
        return None
    here.group = distribution.group
    return _delivery(here, vendor, brought(lines_of(catalogs, [here])), at)


def _delivery(here: Any, vendor: Vendor, orders: dict[tuple[int, int], VendorTotal], at: datetime) -> Delivery:
    order = None if here.is_cancelled else orders.get((here.pk, vendor.pk))
    is_provisional = not here.is_cancelled and at < here.closes_for_them
    return Delivery(here, here.closes_for_them, order, is_provisional)

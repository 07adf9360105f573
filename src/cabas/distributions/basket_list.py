"""The list of baskets of a distribution is read in three statements, however many there are here and elsewhere.

It says what each comes to and what is due for it, as `dues` does; once validated nothing of it is due at the stand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, NamedTuple

from django.db.models import Case, F, OuterRef, QuerySet, Value, When

from cabas.distributions.dues import due
from cabas.distributions.models import Basket, BasketChange, Distribution, OrderLine, Receipt
from cabas.distributions.models.sums import sum_of
from cabas.money import Money
from cabas.prepared import prepared

NOTHING = Money(0)


class Weighing(IntEnum):
    """A line is of pieces, waits for the scales, was weighed (or its estimate kept), or was not delivered."""

    PIECES = 0
    AWAITED = 1
    DONE = 2
    NOT_DELIVERED = 3


class ListedLine(NamedTuple):
    """What is ordered of a product, as the database says it: there are thousands of these."""

    product: str
    quantity: int
    grams: int | None
    portion_grams: int | None
    weighing: int

    @property
    def said_grams(self) -> int:
        """What the scales said, the estimate before; of a weighed product."""
        return (self.portion_grams or 0) * self.quantity if self.grams is None else self.grams


@dataclass(slots=True)
class ListedBasket:
    """A basket, its household, what is `due` for it (none where that is not asked any more) and what was `paid`.

    `is_about`: a line waits for the scales.
    """

    number: int
    member: int
    name: str
    phone: str
    means: str
    is_announced: bool
    served_at: datetime | None
    absent_at: datetime | None
    total: Money
    paid: Money
    due: Money | None
    lines: list[ListedLine]
    is_about: bool


class LineInFull(NamedTuple):
    """A line with its amounts, and the number of its basket; weights where it is weighed."""

    basket: int
    vendor: str
    product: str
    quantity: int
    estimated_grams: int | None
    grams: int | None
    price: Money
    total: Money
    is_missing: bool
    unit: str = ""


@dataclass(slots=True)
class _Amounts:
    """What `dues.due` asks of a basket."""

    total: Money
    balance: Money
    later_total: Money
    paid: Money
    forgiven: Money
    means: str
    is_debited: bool


def baskets_listed(distribution: Distribution, *, by_name: bool = False) -> list[ListedBasket]:
    """Every basket that counts, by number, or by name. `distribution` is fetched `with_validation`."""
    later = {} if distribution.is_validated else _later_totals(distribution)
    lines = _lines(distribution)
    found: dict[int, ListedBasket] = {}
    for row in _baskets(distribution, by_name):
        basket = found.get(row["pk"])
        if basket is None:
            found[row["pk"]] = _listed(row, lines.get(row["pk"], []), None if distribution.is_validated else later)
        elif not basket.phone:  # the second adult of a household
            basket.phone = row["phone"] or ""
    return list(found.values())


def _baskets(distribution: Distribution, by_name: bool) -> Iterable[Mapping[str, Any]]:
    return _in_order_of_names(distribution.pk) if by_name else _in_order_of_numbers(distribution.pk)


@prepared
def _in_order_of_names(distribution: int) -> "QuerySet[Basket, Any]":
    return _rows(distribution).order_by("membership__sort_name", "number", "membership__adults__position")


@prepared
def _in_order_of_numbers(distribution: int) -> "QuerySet[Basket, Any]":
    return _rows(distribution).order_by("number", "membership__adults__position")


def _rows(distribution: int) -> "QuerySet[Basket, Any]":
    """One row for each adult, the first adult first where they are sorted so."""
    here = OuterRef("pk")
    forgiven = BasketChange.objects.filter(basket=here, kind=BasketChange.Kind.FORGIVEN)
    return (
        Basket.objects.filter(distribution=distribution)
        .not_empty()
        .values(
            "pk",
            "number",
            "membership",
            "means",
            "is_debited",
            "is_announced",
            "served_at",
            "absent_at",
            "total",
            member=F("membership__number"),
            balance=F("membership__account__balance"),
            first_name=F("membership__adults__person__first_name"),
            last_name=F("membership__adults__person__last_name"),
            phone=F("membership__adults__person__phone"),
            paid=sum_of(Receipt.objects.live().filter(basket=here), "payment__amount"),
            forgiven=sum_of(forgiven, "amount"),
        )
    )


def _later_totals(distribution: Distribution) -> dict[int, Money]:
    """What remains to be paid of later baskets, by household: money of the account covers the oldest first."""
    totals: dict[int, Money] = defaultdict(lambda: NOTHING)
    for membership, unpaid in _unpaid_after(distribution.group_id, distribution.starts_at, distribution.pk):
        totals[membership] += unpaid
    return totals


@prepared
def _unpaid_after(group: int, starts_at: datetime, distribution: int) -> "QuerySet[Basket, Any]":
    later = Basket.objects.filter(distribution__group=group, distribution__starts_at__gte=starts_at)
    unpaid = later.after(starts_at, distribution).with_unpaid()
    return unpaid.values_list("membership", "unpaid")  # type: ignore[misc] # annotated


def _lines(distribution: Distribution) -> dict[int, list[ListedLine]]:
    """By basket. Where two products of an evening have one name, what a piece is tells them apart."""
    rows = _lines_of(distribution.pk)
    names = Counter(name for name, _unit in {(row[1], row[2]) for row in rows})
    lines: dict[int, list[ListedLine]] = defaultdict(list)
    for basket, name, unit, *rest in rows:
        lines[basket].append(ListedLine(f"{name} ({unit})" if unit and names[name] > 1 else name, *rest))
    return lines


@prepared
def _lines_of(distribution: int) -> "QuerySet[OrderLine, Any]":
    weighing = Case(
        When(is_missing=True, then=Value(Weighing.NOT_DELIVERED.value)),
        When(is_weighed=False, then=Value(Weighing.PIECES.value)),
        When(grams__isnull=True, is_estimate_kept=False, then=Value(Weighing.AWAITED.value)),
        default=Value(Weighing.DONE.value),
    )
    lines = OrderLine.objects.filter(distribution=distribution, quantity__gt=0).order_by("pk")
    columns = ("basket", "product_name", "product__unit", "quantity", "grams", "portion_grams", "weighing")
    return lines.annotate(weighing=weighing).values_list(*columns)


def _listed(row: Mapping[str, Any], lines: list[ListedLine], later: dict[int, Money] | None) -> ListedBasket:
    owed = None
    if later is not None:
        later_total = later.get(row["membership"], NOTHING)
        known = {name: row[name] for name in ("total", "balance", "paid", "forgiven", "means", "is_debited")}
        owed = due(_Amounts(later_total=later_total, **known)).due
    return ListedBasket(
        number=row["number"],
        member=row["member"],
        name=_name(row),
        phone=row["phone"] or "",
        means=row["means"],
        is_announced=row["is_announced"],
        served_at=row["served_at"],
        absent_at=row["absent_at"],
        total=row["total"],
        paid=row["paid"],
        due=owed,
        lines=lines,
        is_about=any(line.weighing == Weighing.AWAITED for line in lines),
    )


def _name(row: Mapping[str, Any]) -> str:
    """As `Membership.name` says it."""
    return f"{row['first_name']} {row['last_name']}" if row["first_name"] is not None else f"n° {row['member']}"


def lines_listed(distribution: Distribution) -> list[LineInFull]:
    """Every line that counts, by basket. One statement."""
    rows = OrderLine.objects.filter(distribution=distribution, quantity__gt=0).order_by("basket__number", "pk")
    estimate = F("portion_grams") * F("quantity")
    columns = rows.annotate(estimate=estimate).values_list(
        "basket__number",
        "product__catalog__vendor__name",
        "product_name",
        "quantity",
        "estimate",
        "grams",
        "price",
        "total",
        "is_missing",
        "product__unit",
    )
    return [LineInFull._make(row) for row in columns]

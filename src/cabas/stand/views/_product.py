"""What the pages of a product show: the evening's products, the baskets that hold one, and what was decided of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.catalogs.sorting import listing_form
from cabas.distributions.amending import said_quantity
from cabas.distributions.models import Distribution, OrderLine
from cabas.distributions.views._act_key import fresh_key
from cabas.money import Money
from cabas.stand.models import ProductChange
from cabas.stand.product_lines import Effect, Holding, holdings_of
from cabas.stand.weighing_in_a_row import mark
from cabas.stand.weights_typed import TypedWeight, confirmation_of, field_of, label_box_of
from cabas.ui.formats import euros


@dataclass(frozen=True)
class ProductRow:
    """A product of the evening: in how many baskets, how many to weigh, in how many missing."""

    product: int
    name: str
    is_weighed: bool
    baskets: int
    quantity: int
    to_weigh: int
    missing: int

    @property
    def is_missing(self) -> bool:
        return self.missing == self.baskets


def products_of(distribution: Distribution) -> list[ProductRow]:
    """Those that a member ordered, by name. One statement."""
    ordered = OrderLine.objects.filter(
        distribution=distribution, quantity__gt=0, basket__membership__passage__isnull=True
    )
    to_weigh = Q(is_weighed=True, grams__isnull=True, is_estimate_kept=False, is_missing=False)
    rows = ordered.values("product").annotate(
        name=Max("product_name"),
        weighed=Count("pk", Q(is_weighed=True)),
        baskets=Count("pk"),
        pieces=Sum("quantity"),
        to_weigh=Count("pk", to_weigh),
        missing=Count("pk", Q(is_missing=True)),
    )
    products = [
        ProductRow(
            row["product"],
            row["name"],
            bool(row["weighed"]),
            row["baskets"],
            row["pieces"],
            row["to_weigh"],
            row["missing"],
        )
        for row in rows
    ]
    return sorted(products, key=lambda product: (listing_form(product.name), product.product))


@dataclass(frozen=True)
class HoldingRow:
    """A basket on the page of a product, with what stands in its weight field."""

    holding: Holding
    typed: TypedWeight | None = None
    is_left: bool = False

    @property
    def line(self) -> OrderLine:
        return self.holding.line

    @property
    def quantity(self) -> str:
        return said_quantity(self.line)

    @property
    def is_to_weigh(self) -> bool:
        return self.line.is_weighed and not self.line.is_missing and not self.holding.is_absent

    @property
    def field(self) -> str:
        return field_of(self.line)

    @property
    def confirmation(self) -> str:
        return confirmation_of(self.line)

    @property
    def label_box(self) -> str:
        return label_box_of(self.line)

    @property
    def is_label(self) -> bool:
        return self.typed.is_label if self.typed else self.line.label_price is not None

    @property
    def key(self) -> str:
        """Of the act that saves this row alone."""
        return fresh_key()

    @property
    def shown(self) -> str:
        return mark(self.line)

    @property
    def value(self) -> str:
        """What was typed and could not be kept, else what is saved."""
        if self.typed:
            return self.typed.text
        if self.line.label_price is not None:
            return euros(self.line.label_price).removesuffix("\u00a0€")
        return "" if self.line.grams is None else str(self.line.grams)


@dataclass(frozen=True)
class ProductPage:
    """A product of an evening, as its pages show it."""

    distribution: Distribution
    product: int
    holdings: list[Holding]

    @property
    def name(self) -> str:
        return self.holdings[0].line.product_name

    @property
    def lines(self) -> list[OrderLine]:
        return [holding.line for holding in self.holdings if not holding.is_absent]

    @property
    def weighed(self) -> int:
        return sum(row.line.is_weighed and not row.line.is_unweighed for row in self.holdings)

    @property
    def to_weigh(self) -> int:
        return sum(row.line.is_unweighed for row in self.holdings)

    @property
    def is_weighed(self) -> bool:
        return any(holding.line.is_weighed for holding in self.holdings)

    @property
    def is_all_missing(self) -> bool:
        return all(holding.line.is_missing for holding in self.holdings)

    def rows(self, typed: Mapping[int, TypedWeight] | None = None, left: Any = ()) -> list[HoldingRow]:
        shown = typed or {}
        return [HoldingRow(each, shown.get(each.line.pk), each.line.pk in left) for each in self.holdings]


def product_or_404(distribution: Distribution, product: int) -> ProductPage:
    """Raises Http404 for a product that nobody ordered for this evening."""
    holdings = holdings_of(distribution, product)
    if not holdings:
        raise Http404
    return ProductPage(distribution, product, holdings)


def changes_of(distribution: Distribution, product: int) -> list[ProductChange]:
    """What was decided of the product for everybody, the last first."""
    changes = ProductChange.objects.filter(distribution=distribution, product=product, undone_at__isnull=True)
    return list(changes.select_related("made_by").order_by("-pk"))


def baskets_and_sum(count: int, amount: Money) -> str:
    """« 3 paniers, 16,20 € de moins »."""
    baskets = ngettext("%(count)s panier", "%(count)s paniers", count) % {"count": count}
    sentence = _("%(baskets)s, %(sum)s de moins") if amount >= Money(0) else _("%(baskets)s, %(sum)s de plus")
    return sentence % {"baskets": baskets, "sum": euros(abs(amount))}


def stays_words(effect: Effect) -> str:
    """What remains on the account of those who have paid already; empty where it is nothing."""
    if not effect.stays:
        return ""
    said = {"count": effect.staying, "sum": euros(effect.stays)}
    return (
        ngettext(
            "%(count)s membre a déjà réglé\u202f: %(sum)s restent sur son compte.",
            "%(count)s membres ont déjà réglé\u202f: %(sum)s restent sur leurs comptes.",
            effect.staying,
        )
        % said
    )

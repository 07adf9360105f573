"""« Par produit »: for whom each product is; a box for each weight to read, so that one product is weighed in a row."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from cabas.distributions.basket_list import LineInFull, baskets_listed, lines_listed
from cabas.distributions.models import Distribution
from cabas.papers.evening_heads import EveningHead, head_of
from cabas.people.names import search_form
from cabas.ui import formats


@dataclass(frozen=True)
class Taker:
    """One basket of those that hold the product. `weight`: what was read already; empty, there is a box.

    Of what is sold by the piece the number is enough.
    """

    number: str
    name: str
    quantity: str
    ordered: str
    weight: str


@dataclass(frozen=True)
class ProductList:
    name: str
    vendor: str
    sum: str
    is_weighed: bool
    takers: list[Taker]


@dataclass(frozen=True)
class ProductLists:
    head: EveningHead
    products: list[ProductList]


def product_lists_of(distribution: Distribution, *, base: str, at: datetime) -> ProductLists:
    """What is weighed first, then by vendor and name; what was not delivered is left out. Four statements."""
    names = {basket.number: basket.name for basket in baskets_listed(distribution)}
    lines = [line for line in lines_listed(distribution) if not line.is_missing]
    return ProductLists(
        head_of(distribution, _("Par produit"), base=base, at=at),
        [_list(list(of_one), names) for _key, of_one in groupby(sorted(lines, key=_rank), key=_product)],
    )


def _product(line: LineInFull) -> tuple[bool, str, str, str]:
    """Honey of 250 g and honey of 500 g are two, though they have one name."""
    is_by_piece = line.estimated_grams is None
    return is_by_piece, line.vendor, line.product, line.unit if is_by_piece else ""


def _rank(line: LineInFull) -> tuple[bool, str, str, str, str, str, int]:
    is_by_piece, vendor, product, unit = _product(line)
    return is_by_piece, search_form(vendor), vendor, search_form(product), product, unit, line.basket


def _list(lines: list[LineInFull], names: dict[int, str]) -> ProductList:
    first, count = lines[0], sum(line.quantity for line in lines)
    is_weighed = first.estimated_grams is not None
    ordered = sum(line.estimated_grams or 0 for line in lines)
    said = {"count": formats.number(count), "weight": formats.about(formats.grams(ordered))}
    unit = "" if is_weighed else first.unit
    return ProductList(
        name=f"{first.product} ({unit})" if unit else first.product,
        vendor=first.vendor,
        sum=_("%(count)s, %(weight)s") % said if is_weighed else said["count"],
        is_weighed=is_weighed,
        takers=[_taker(line, names) for line in lines],
    )


def _taker(line: LineInFull, names: dict[int, str]) -> Taker:
    return Taker(
        number=str(line.basket),
        name="" if line.estimated_grams is None else names.get(line.basket, ""),
        quantity=formats.number(line.quantity),
        ordered="" if line.estimated_grams is None else formats.about(formats.grams(line.estimated_grams)),
        weight="" if line.grams is None else formats.grams(line.grams),
    )

"""The page of the stand: the list, beside it one basket; and how a refused act shows it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from cabas.distributions.models import Basket, Distribution
from cabas.distributions.views._act_key import fresh_key
from cabas.groups.access import GroupRequest
from cabas.money import Money
from cabas.stand.renewing import to_renew_at
from cabas.stand.views._marks import mark_of
from cabas.stand.views._panel import Found, found_products, panel_of
from cabas.stand.views._rows import Row, gauge, rows_of
from cabas.stand.weights_typed import TypedWeight, WeightRefused, confirmation_of, field_of, read_weights


@dataclass(frozen=True)
class Opened:
    """A basket that somebody opened, with what was typed in its weight fields."""

    distribution: Distribution
    basket: Basket
    rows: list[Row]
    typed: Mapping[int, TypedWeight]

    @property
    def name(self) -> str:
        return self.basket.membership.name


@dataclass(frozen=True)
class Said:
    """What a page says beside the basket: a refusal, a wrong amount, what may be taken all the same."""

    sentence: str = ""
    anchor: str = ""
    amount: str = ""
    amount_fault: str = ""
    besides: tuple[str, Money] | None = None
    product_search: str = ""
    products: list[Found] = field(default_factory=list)


def distribution_or_404(request: GroupRequest, number: int) -> Distribution:
    """With its group's book and means, and `is_validated`. One statement."""
    distributions = request.group.distributions.with_validation()
    return get_object_or_404(distributions.select_related("group__book", "group__payment_settings"), number=number)


def opened_or_404(request: GroupRequest, number: int, basket: int, sent: QueryDict) -> Opened:
    """Four statements, for any number of baskets."""
    distribution = distribution_or_404(request, number)
    rows = rows_of(distribution)
    found = next((row.basket for row in rows if row.basket.number == basket), None)
    if found is None:
        raise Http404
    return Opened(distribution, found, rows, read_weights(found.lines.all(), {name: str(sent[name]) for name in sent}))


def list_context(distribution: Distribution, rows: list[Row], opened: Basket | None, at: datetime) -> dict[str, Any]:
    to_serve = [row for row in rows if not row.is_served]
    return {
        "distribution": distribution,
        "orders_are_open": distribution.is_open(at),
        "to_serve": to_serve,
        "served": [row for row in rows if row.is_served],
        "gauge": gauge(rows, opened),
        "mark": mark_of(rows),
        "total": Money.sum(row.basket.total for row in rows),
    }


def panels_context(distribution: Distribution, rows: Sequence[Row]) -> dict[str, Any]:
    """Panels without a key: whoever opens one on their phone gives each act its own."""
    fees = to_renew_at(distribution, [row.basket for row in rows])
    panels = [panel_of(row.basket, {}, fees) for row in rows]
    return {"distribution": distribution, "panels": panels, "said": Said(), "key": ""}


def basket_page(
    request: GroupRequest, opened: Opened, at: datetime, *, said: Said | None = None, status: int = 200
) -> HttpResponse:
    """The basket beside the list; `said` after a refusal."""
    said = said or Said()
    context = list_context(opened.distribution, opened.rows, opened.basket, at) | {
        "panel": panel_of(opened.basket, opened.typed, to_renew_at(opened.distribution, [opened.basket])),
        "said": said,
        "key": fresh_key(),
        "shows_served": opened.basket.served_at is not None,
    }
    return render(request, "stand/basket.html", context, status=status)


def weight_page(request: GroupRequest, opened: Opened, refusal: WeightRefused, at: datetime) -> HttpResponse:
    """A weight cannot be read, or is asked about: its field is named, and nothing was recorded."""
    said = Said(str(refusal), anchor=field_of(refusal.weight.line))
    return basket_page(request, opened, at, said=said, status=422)


def found(basket: Basket, text: str) -> Said:
    """The products that this search finds."""
    return Said(product_search=text, products=found_products(basket, text))


def basket_url(
    request: GroupRequest, opened: Opened, *, more: Mapping[str, str] | None = None, without: int | None = None
) -> str:
    """The basket's address, with the weights that are typed and not posted, that of one line left out."""
    query = {name: text for name, text in (more or {}).items() if text}
    for pk, weight in opened.typed.items():
        if pk != without:
            query[field_of(weight.line)] = f"{weight.text} €" if weight.is_label else weight.text
            if weight.is_confirmed:
                query[confirmation_of(weight.line)] = str(weight.grams)
    address = address_of(request, opened, "basket")
    return f"{address}?{urlencode(query)}" if query else address


def address_of(request: GroupRequest, opened: Opened, view: str, basket: int | None = None) -> str:
    """The address of a view of this basket, or of another of the same distribution."""
    number = opened.basket.number if basket is None else basket
    names = {"slug": request.group.slug, "number": opened.distribution.number, "basket": number}
    return reverse(f"stand:{view}", kwargs=names)

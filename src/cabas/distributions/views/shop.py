"""The shop: each tap changes the draft of the household by one, with or without JavaScript."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.catalogs.models import Family, Product
from cabas.clock import now
from cabas.distributions import drafts, shelf
from cabas.distributions.blocking import GroupBlocked, is_blocked
from cabas.distributions.choosing import Preview
from cabas.distributions.models import Distribution
from cabas.distributions.refusals import CatalogClosed, OrdersClosed, ProductNotOffered
from cabas.distributions.same_again import last_order
from cabas.distributions.tapping import tap
from cabas.distributions.views._counter import closed_page, order_context, visit_or_404
from cabas.distributions.views._drawings import drawing
from cabas.distributions.views._evening import evenings_of
from cabas.distributions.views._paused import paused_page, unless_blocked
from cabas.distributions.views._posted import posted_lines, posted_tap
from cabas.distributions.views._wording import catalog_hours
from cabas.distributions.visiting import Visit
from cabas.groups.access import GroupRequest, member_page
from cabas.money import Money
from cabas.ui.toasts import alert, toast

FEW_LEFT = 5
OPEN_SHOWN = 8


@dataclass(frozen=True)
class Card:
    """A product as the shop shows it, with how many this household wants; `closed` says since when its catalog is.

    `ordered` of a closed one stay ordered: what is beyond may still be taken out.
    """

    product: Product
    vendor: str
    quantity: int
    remaining: int | None
    closed: str = ""
    ordered: int = 0

    @property
    def product_id(self) -> str:
        """As a text: a number would be written in French, five times in each card."""
        return str(self.product.pk)

    @property
    def is_sold_out(self) -> bool:
        return self.remaining == 0 and not self.quantity

    @property
    def is_too_many(self) -> bool:
        """More than is ordered of a catalog that is closed."""
        return self.quantity > self.ordered

    @property
    def is_scarce(self) -> bool:
        return not self.closed and self.remaining is not None and 0 < self.remaining <= FEW_LEFT

    @property
    def drawing(self) -> str:
        return drawing(self.product)


@dataclass(frozen=True)
class Leaving:
    """A product of the basket that is not proposed any more: it may be taken out, not added."""

    product_id: str
    name: str
    quantity: int


@member_page
@unless_blocked
def shop_next(request: GroupRequest) -> HttpResponse:
    """The shop of the distribution that takes orders, the choice where several do, else the next one at all."""
    at = now()
    coming = request.group.distributions.standing().to_come(at).select_related("place")
    open_now = list(coming.open(at)[:OPEN_SHOWN])
    if len(open_now) > 1:
        evenings = evenings_of(request.member, open_now, at)
        return render(request, "distributions/shop_choice.html", {"evenings": evenings})
    found = next(iter(open_now), None) or coming.first()
    if found is None:
        return render(request, "distributions/no_distribution.html")
    return redirect(_shop_url(request, found.number))


@member_page
@unless_blocked
def shop(request: GroupRequest, number: int) -> HttpResponse:
    at = now()
    here = visit_or_404(request, number)
    if not here.distribution.is_open(at):
        return closed_page(request, here, at)
    return render(request, "distributions/shop.html", _shop_context(request, here, at))


@require_POST
@member_page
def draft(request: GroupRequest, number: int) -> HttpResponse:
    """One tap (`product`, `add`), or a whole version of the basket (`line`, repeated, with `version=mine`)."""
    at = now()
    distribution = get_object_or_404(request.group.distributions, number=number)
    if "version" in request.POST:
        return _take_version(request, distribution, at)
    product, add = posted_tap(request.POST)
    try:
        shortage = tap(distribution, request.member, product, add, at=at)
    except GroupBlocked:
        return _paused_answer(request, number, at)
    except OrdersClosed:
        return _closed_answer(request, number, at)
    except (ProductNotOffered, CatalogClosed) as refusal:
        alert(request, str(refusal))
    else:
        if shortage:
            alert(request, str(shortage))
    if request.headers.get("HX-Request"):
        here = visit_or_404(request, number)
        context = _shop_context(request, here, at) | {"tapped": product}
        return render(request, "distributions/_tapped.html", context | {"quantity": here.choice.wanted.get(product, 0)})
    return redirect(f"{_shop_url(request, number, request.POST.get('rayon', ''))}#p{product}")


@require_POST
@member_page
def drop_draft(request: GroupRequest, number: int) -> HttpResponse:
    """Forget what was not committed."""
    distribution = get_object_or_404(request.group.distributions, number=number)
    drafts.drop_draft(distribution, request.member)
    toast(request, _("Modifications abandonnées : votre commande enregistrée n’a pas changé."))
    return redirect("dashboards:home", slug=request.group.slug)


def _take_version(request: GroupRequest, distribution: Distribution, at: datetime) -> HttpResponse:
    """« Reprendre ma version »: the draft holds exactly what the stale page showed."""
    if is_blocked(request.group, at):
        return paused_page(request, at, status=403)
    if not distribution.is_open(at):
        return _closed_answer(request, distribution.number, at)
    drafts.replace_draft(distribution, request.member, posted_lines(request.POST), at=at)
    return redirect("distributions:checkout", slug=request.group.slug, number=distribution.number)


def _closed_answer(request: GroupRequest, number: int, at: datetime) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=409, headers={"HX-Redirect": _shop_url(request, number)})
    return closed_page(request, visit_or_404(request, number), at, status=409)


def _paused_answer(request: GroupRequest, number: int, at: datetime) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": _shop_url(request, number)})
    return paused_page(request, at, status=403)


def _shop_context(request: GroupRequest, here: Visit, at: datetime) -> dict[str, Any]:
    offers = shelf.offers(here.distribution, request.member)
    wanted = here.choice.wanted
    cards = [_card(here, offer, wanted, at) for offer in offers]
    families = [family for family in Family if any(card.product.family == family for card in cards)]
    asked = request.GET.get("rayon") or request.POST.get("rayon")
    family = next((family for family in families if family == asked), None)
    shown = [card for card in cards if family is None or card.product.family == family]
    context = order_context(here, [offer.product for offer in offers], at)
    return context | {
        "tap_url": reverse(
            "distributions:draft", kwargs={"slug": request.group.slug, "number": here.distribution.number}
        ),
        "shelves": [(vendor, list(group)) for vendor, group in groupby(shown, attrgetter("vendor"))],
        "leaving": _leaving(context["preview"], {card.product.pk for card in cards}),
        "again_total": _again_total(request, here, offers, at),
        "families": families if len(families) > 1 else [],
        "family": family,
    }


def _again_total(request: GroupRequest, here: Visit, offers: list[shelf.Offer], at: datetime) -> Money | None:
    """What the last order comes to now, where nothing is chosen yet. One statement then."""
    last = None if here.choice.wanted or here.choice.has_order else last_order(request.member)
    total = last.total(offers, at) if last else None
    return total or None


def _card(here: Visit, offer: shelf.Offer, wanted: Mapping[int, int], at: datetime) -> Card:
    quantity = wanted.get(offer.product.pk, 0)
    if offer.is_open(at):
        return Card(offer.product, offer.vendor, quantity, offer.remaining)
    ordered = here.choice.committed.get(offer.product.pk, 0)
    closed = catalog_hours(offer.opens_at, offer.closes_at, at)
    return Card(offer.product, offer.vendor, quantity, offer.remaining, closed, ordered)


def _leaving(preview: Preview, offered: set[int]) -> list[Leaving]:
    ordered = [
        Leaving(str(line.product_id), line.product_name, line.quantity)
        for line in preview.lines
        if line.product_id not in offered
    ]
    return ordered + [Leaving(str(gone.product_id), gone.name, gone.quantity) for gone in preview.withdrawn]


def _shop_url(request: GroupRequest, number: int, family: str = "") -> str:
    url = reverse("distributions:shop", kwargs={"slug": request.group.slug, "number": number})
    return f"{url}?{urlencode({'rayon': family})}" if family else url

"""The page of one distribution: where it is, what to do next, and once orders are closed what is to be brought."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cabas.catalogs.dates import dates_said
from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.distributions.models.distribution import State, closing_of
from cabas.distributions.shelf import offers
from cabas.distributions.totals import VendorTotal, by_vendor, ordered
from cabas.distributions.views._state import said_state
from cabas.distributions.views._wording import moment_to_come
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.prepared import prepared

BAR_WIDTH = 100
ORDERS_OVER = {State.CLOSED, State.STARTED, State.VALIDATED}


@dataclass(frozen=True)
class Step:
    """What to do next: the one primary button of the page."""

    view: str
    words: str
    icon: str
    url: str


@dataclass(frozen=True)
class Bar:
    """A vendor, as long as its sum beside the largest."""

    vendor: VendorTotal
    width: str


def distribution_or_404(request: GroupRequest, number: int) -> Distribution:
    """With its place and `is_validated`. One statement."""
    for found in _with_place(request.group.pk, number):
        found.group = request.group
        return found
    raise Http404


@prepared
def _with_place(group: int, number: int) -> "QuerySet[Distribution]":
    return Distribution.objects.filter(group=group, number=number).with_validation().select_related("place")


@require_safe
@group_page(Right.PLAN, Right.SERVE, Right.VALIDATE)
def distribution(request: GroupRequest, number: int) -> HttpResponse:
    """For whoever plans, serves or validates."""
    return distribution_page(request, distribution_or_404(request, number), now())


def distribution_page(
    request: GroupRequest, here: Distribution, at: datetime, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The distribution as it is; `refusal` is why something was not done to it."""
    said = said_state(here, at)
    taking_part = list(here.participations.select_related("catalog__vendor").order_by("catalog__sort_name", "pk"))
    context: dict[str, Any] = {
        "distribution": here,
        "said": said,
        "refusal": refusal,
        "ordered": ordered(here),
        "vendor_names": {each.catalog.vendor.name for each in taking_part},
        "catalogs": [each.catalog.name for each in taking_part],
        "not_running": [
            (each.catalog.name, dates_said(each.catalog)) for each in taking_part if not each.catalog.runs_on(here.day)
        ],
        "closes": moment_to_come(here.orders_close_at, at),
        "next_step": _next_step(request, here, said.state, at),
        "may_extend": said.state in {State.OPEN, State.CLOSED},
        "are_orders_over": said.state in ORDERS_OVER,
    }
    still_open = {each.catalog.vendor.name for each in taking_part if at < closing_of(here, each.orders_close_at)}
    return render(
        request, "distributions/distribution.html", context | _totals(here, context, still_open), status=status
    )


def _totals(here: Distribution, context: dict[str, Any], still_open: Collection[str]) -> dict[str, Any]:
    """By vendor and by product, as soon as nothing more is ordered; before, of the vendors who are not `still_open`."""
    if not context["ordered"].basket_count:
        return {"may_delete": not here.baskets.exists()}
    if not context["are_orders_over"]:
        limited = [offer for offer in offers(here, None) if offer.remaining is not None]
        return {"limited": limited, "closed_vendors": _closed_vendors(here, context, still_open)}
    vendors = by_vendor(here)
    return {"vendors": vendors, "bars": _bars(vendors)}


def _closed_vendors(here: Distribution, context: dict[str, Any], still_open: Collection[str]) -> list[VendorTotal]:
    """What is sure already while others are ordered. Two statements where some catalog closed before the others."""
    if context["said"].state != State.OPEN:
        return []
    is_one_closed = len(still_open) < len(context["vendor_names"])
    return [total for total in by_vendor(here) if total.name not in still_open] if is_one_closed else []


def _next_step(request: GroupRequest, here: Distribution, state: State, at: datetime) -> Step | None:
    """What this person can do now, the likeliest first."""

    def step(view: str, words: str, icon: str) -> Step:
        names = {"slug": request.group.slug, "number": here.number}
        return Step(view, words, icon, reverse(view, kwargs=names))

    if state == State.STARTED and Right.SERVE in request.rights and at < here.ends_at:
        return step("stand:stand", _("Ouvrir le stand"), "hand-coins")
    if state == State.STARTED and Right.VALIDATE in request.rights:
        return step("closing:validation", _("Passer à la validation"), "clipboard-check")
    if state == State.CLOSED:
        return step("distributions:baskets", _("Liste des paniers"), "clipboard-list")
    if state in {State.PLANNED, State.OPEN} and Right.PLAN in request.rights:
        return step("distributions:replan", _("Modifier"), "pencil")
    return None


def _bars(vendors: list[VendorTotal]) -> list[Bar]:
    largest = max((vendor.amount.cents for vendor in vendors), default=0) or 1
    return [Bar(vendor, f"{vendor.amount.cents * BAR_WIDTH / largest:.1f}") for vendor in vendors]

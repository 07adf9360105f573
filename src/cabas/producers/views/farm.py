"""V1 « Ma ferme »: what to bring and when, and of what was brought what is validated, owed and paid."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cabas.catalogs.models import Vendor
from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.distributions.totals import ProductTotal, VendorTotal
from cabas.distributions.views._state import SaidState, said_state
from cabas.distributions.views._wording import moment_to_come
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.papers.evening_heads import base_of
from cabas.producers.deliveries import Delivery, deliveries, delivery
from cabas.producers.farms import catalogs_kept_by, farms_of
from cabas.producers.models import VendorPayment
from cabas.producers.order_files import NothingOrdered, file_name, order_pdf, order_xlsx
from cabas.ui.downloads import pdf_file, xlsx_file

BAR_WIDTH = 100
PAYMENTS_MAX = 12
ALL = "tout"


@dataclass(frozen=True)
class Bar:
    """A product, as long as what it comes to beside the largest."""

    product: ProductTotal
    width: str


@dataclass(frozen=True)
class Shown:
    """An evening as the page shows it."""

    delivery: Delivery
    said: SaidState
    closes: str
    bars: list[Bar]


@require_safe
@group_page(Right.DELIVER)
def farms(request: GroupRequest) -> HttpResponse:
    """The one farm of this person, or the choice between theirs."""
    found = list(farms_of(request.group, request.user))
    if len(found) == 1:
        return redirect("producers:farm", slug=request.group.slug, number=found[0].number)
    return render(request, "producers/farms.html", {"farms": found})


@require_safe
@group_page(Right.DELIVER)
def farm(request: GroupRequest, number: int) -> HttpResponse:
    """The evenings of one farm, to come and past."""
    at, mine = now(), list(farms_of(request.group, request.user))
    here = _found(request, mine, number)
    shows_all = ALL in request.GET
    seen = deliveries(here, at=at, **({"past_max": None} if shows_all else {}))
    context: dict[str, Any] = {
        "farm": here,
        "has_others": len(mine) > 1,
        "to_come": [shown(each, at) for each in seen.to_come],
        "past": seen.past,
        "balance": seen.balance,
        "shows_all": shows_all,
        "catalogs": list(catalogs_kept_by(here)),
        "payments": _payments(here),
        "at": at,
    }
    return render(request, "producers/farm.html", context)


@require_safe
@group_page(Right.DELIVER)
def order_pdf_file(request: GroupRequest, number: int, evening: int) -> HttpResponse:
    """The order of an evening, to print."""
    here = farm_or_404(request, number)
    return pdf_of(request, here, delivery_or_404(request, here, evening))


@require_safe
@group_page(Right.DELIVER)
def order_xlsx_file(request: GroupRequest, number: int, evening: int) -> HttpResponse:
    """The same as a workbook."""
    here = farm_or_404(request, number)
    found = delivery_or_404(request, here, evening)
    try:
        return xlsx_file(file_name(here, found.distribution), order_xlsx(found))
    except NothingOrdered:
        raise Http404 from None


def pdf_of(request: GroupRequest, vendor: Vendor, found: Delivery) -> HttpResponse:
    base = base_of(request.build_absolute_uri("/"))
    try:
        return pdf_file(file_name(vendor, found.distribution), order_pdf(vendor, found, base=base, at=now()))
    except NothingOrdered:
        raise Http404 from None


def farm_or_404(request: GroupRequest, number: int) -> Vendor:
    """The farm of this number, among those of this person. Raises Http404."""
    return _found(request, farms_of(request.group, request.user).filter(number=number), number)


def _found(request: GroupRequest, mine: Iterable[Vendor], number: int) -> Vendor:
    for vendor in mine:
        if vendor.number == number:
            vendor.group = request.group
            return vendor
    raise Http404


def delivery_or_404(request: GroupRequest, vendor: Vendor, number: int) -> Delivery:
    """The evening of this number, where the vendor takes part. Raises Http404."""
    evening = get_object_or_404(Distribution, group=request.group, number=number)
    evening.group = request.group
    if (found := delivery(vendor, evening, at=now())) is None:
        raise Http404
    return found


def shown(each: Delivery, at: Any) -> Shown:
    return Shown(each, said_state(each.distribution, at), moment_to_come(each.closes_at, at), bars_of(each.order))


def bars_of(order: VendorTotal | None) -> list[Bar]:
    """Each product with its bar."""
    products = order.products if order else []
    largest = max((product.share.cents for product in products), default=0) or 1
    return [Bar(product, f"{product.share.cents * BAR_WIDTH / largest:.1f}") for product in products]


def _payments(vendor: Vendor) -> list[VendorPayment]:
    """The last payments that stand, the newest first."""
    return list(VendorPayment.objects.filter(vendor=vendor).standing().order_by("-paid_on", "-pk")[:PAYMENTS_MAX])

"""What is ordered of the catalogs that a person keeps, by evening; and each vendor's order, sent and sent again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cabas.catalogs.coordinating import KEEPERS, catalogs_kept
from cabas.catalogs.models import Vendor
from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.distributions.totals import VendorTotal, brought
from cabas.distributions.views._state import SaidState, said_state
from cabas.distributions.views._wording import moment_to_come
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.producers.deliveries import evenings_of, lines_of
from cabas.producers.models import OrderSent
from cabas.producers.order_files import NothingOrdered
from cabas.producers.sending import NoAddress, quantities_of, send_order
from cabas.producers.views.farm import Bar, bars_of, delivery_or_404, pdf_of
from cabas.ui.toasts import alert, toast

PAST_MAX = 20


@dataclass(frozen=True)
class Evening:
    """An evening in the list, with what is ordered of one's catalogs."""

    distribution: Distribution
    said: SaidState
    orders: list[VendorTotal]

    @property
    def products(self) -> int:
        return sum(len(order.products) for order in self.orders)


@dataclass(frozen=True)
class Order:
    """What one vendor brings; `sent` is the last that left, `has_changed` since then."""

    vendor: Vendor
    total: VendorTotal | None
    bars: list[Bar]
    sent: OrderSent | None
    has_changed: bool
    is_provisional: bool


@require_safe
@group_page(*KEEPERS)
def orders(request: GroupRequest) -> HttpResponse:
    """The evenings to come, and the last ones."""
    at = now()
    catalogs = catalogs_kept(request.group, request.user, request.rights)
    evenings = evenings_of(catalogs).filter(group=request.group, cancelled_at__isnull=True)
    to_come = list(evenings.filter(ends_at__gt=at).order_by("starts_at"))
    past = list(evenings.filter(ends_at__lte=at).order_by("-starts_at")[:PAST_MAX])
    totals = brought(lines_of(catalogs, [*to_come, *past]))
    context = {
        "to_come": [_evening(here, totals, at) for here in to_come],
        "past": [_evening(here, totals, at) for here in past],
    }
    return render(request, "producers/orders.html", context)


@require_safe
@group_page(*KEEPERS)
def order(request: GroupRequest, number: int) -> HttpResponse:
    """What each vendor brings to one evening, of the catalogs that this person keeps."""
    at = now()
    catalogs = catalogs_kept(request.group, request.user, request.rights)
    here = get_object_or_404(evenings_of(catalogs), group=request.group, number=number)
    here.group = request.group
    context: dict[str, Any] = {
        "distribution": here,
        "said": said_state(here, at),
        "closes": moment_to_come(here.closes_for_them, at),
        "orders": _orders(request, here, at),
        "sends": Right.MANAGE_CATALOGS in request.rights,
    }
    return render(request, "producers/order.html", context)


@require_safe
@group_page(Right.MANAGE_CATALOGS)
def order_pdf_file(request: GroupRequest, number: int, farm: int) -> HttpResponse:
    """The order as its vendor gets it."""
    vendor = _vendor_or_404(request, farm)
    return pdf_of(request, vendor, delivery_or_404(request, vendor, number))


@require_POST
@group_page(Right.MANAGE_CATALOGS)
def sending(request: GroupRequest, number: int, farm: int) -> HttpResponse:
    """« Envoyer la commande au producteur », now."""
    vendor = _vendor_or_404(request, farm)
    here = delivery_or_404(request, vendor, number).distribution
    try:
        sent = send_order(vendor, here, by=request.user, at=now())
    except (NoAddress, NothingOrdered) as refusal:
        alert(request, str(refusal))
    else:
        toast(request, _("La commande part à %(addresses)s.") % {"addresses": ", ".join(sent.addresses)})
    return redirect("producers:order", slug=request.group.slug, number=number)


def _orders(request: GroupRequest, here: Any, at: datetime) -> list[Order]:
    catalogs = catalogs_kept(request.group, request.user, request.rights)
    vendors = Vendor.objects.filter(catalogs__in=catalogs.filter(participations__distribution=here)).distinct()
    totals = brought(lines_of(catalogs, [here]))
    sent: dict[int, OrderSent] = {}
    for each in OrderSent.objects.filter(distribution=here).select_related("by").order_by("pk"):
        sent[each.vendor_id] = each
    return [
        _order(vendor, totals.get((here.pk, vendor.pk)), sent, here, at) for vendor in vendors.order_by("sort_name")
    ]


def _order(vendor: Vendor, total: VendorTotal | None, sent: dict[int, OrderSent], here: Any, at: datetime) -> Order:
    last = sent.get(vendor.pk)
    has_changed = last is not None and last.quantities != (quantities_of(total) if total else {})
    return Order(vendor, total, bars_of(total), last, has_changed, at < here.closes_for_them)


def _evening(here: Any, totals: dict[tuple[int, int], VendorTotal], at: datetime) -> Evening:
    """A vendor whose every product is missing, as those of a catalog withdrawn are, brings nothing."""
    of_evening = [total for (evening, _v), total in totals.items() if evening == here.pk]
    brings = [total for total in of_evening if any(product.quantity for product in total.products)]
    return Evening(here, said_state(here, at), brings)


def _vendor_or_404(request: GroupRequest, number: int) -> Vendor:
    found = get_object_or_404(Vendor, group=request.group, number=number)
    found.group = request.group
    return found

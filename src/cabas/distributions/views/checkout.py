"""Checkout: what there is to pay, how it will be paid, and « Commander »; a refusal never loses what was chosen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.clock import now
from cabas.distributions import drafts, shelf
from cabas.distributions.blocking import GroupBlocked, is_blocked
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.ordering import commit
from cabas.distributions.refusals import (
    CatalogClosed,
    DistributionValidated,
    MeansNotAccepted,
    NothingOrdered,
    OrdersClosed,
    ProductNotOffered,
    Shortage,
    StaleBasket,
    StockGone,
)
from cabas.distributions.standing import plain
from cabas.distributions.transfers_told import transfer_of
from cabas.distributions.views._counter import closed_page, order_context, visit_or_404
from cabas.distributions.views._online import begin_and_show
from cabas.distributions.views._paused import paused_page, unless_blocked
from cabas.distributions.views._posted import PostedOrder, posted_order
from cabas.distributions.visiting import Visit
from cabas.groups.access import GroupRequest, member_page
from cabas.ledger.acts import KeyReused
from cabas.payments.cagnotte import CagnotteShort
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.prepared import prepared
from cabas.ui.formats import day_long
from cabas.ui.toasts import toast

REFUSALS = (
    OrdersClosed,
    DistributionValidated,
    StaleBasket,
    StockGone,
    MeansNotAccepted,
    NothingOrdered,
    ProductNotOffered,
    KeyReused,
    CagnotteShort,
    CatalogClosed,
)
WITHDRAWN = gettext_lazy("%(product)s n’est plus proposé pour cette distribution.")


@member_page
@unless_blocked
def checkout(request: GroupRequest, number: int) -> HttpResponse:
    """GET shows what is to pay; POST commits."""
    at = now()
    if request.method == "POST":
        return _commit(request, number, at)
    here = visit_or_404(request, number)
    return _checkout_page(request, here, at) if here.distribution.is_open(at) else closed_page(request, here, at)


def _commit(request: GroupRequest, number: int, at: datetime) -> HttpResponse:
    distribution = next(iter(_distributions(request.group.pk, number)), None)
    if distribution is None:
        raise Http404
    posted = posted_order(request.POST)
    try:
        basket = commit(distribution, request.member, posted.order, key=posted.key, by=request.user, at=at)
    except GroupBlocked:
        return paused_page(request, at, status=403)
    except REFUSALS as refusal:
        return _refused(request, number, posted, refusal, at)
    if basket.means == Means.ONLINE:
        return begin_and_show(request, basket, at)
    if posted.order.quantities:
        return redirect("distributions:thanks", slug=request.group.slug, number=number)
    toast(request, _("Votre commande du %(day)s est annulée.") % {"day": day_long(distribution.day)})
    return redirect("dashboards:home", slug=request.group.slug)


@prepared
def _distributions(group: int, number: int) -> "QuerySet[Distribution]":
    return Distribution.objects.filter(group=group, number=number)


@member_page
def thanks(request: GroupRequest, number: int) -> HttpResponse:
    """The order is there: what to bring, where and when."""
    at = now()
    basket = get_object_or_404(
        Basket.objects.with_amounts()
        .select_related("membership", "distribution__place", "distribution__group__payment_settings")
        .prefetch_related("lines"),
        distribution__group=request.group,
        distribution__number=number,
        membership=request.member,
    )
    if not basket.current_lines:
        return redirect("distributions:shop", slug=request.group.slug, number=number)
    group = basket.distribution.group
    settings: PaymentSettings = getattr(group, "payment_settings", None) or PaymentSettings(group=group)  # none chosen
    owed = due(basket).due
    context = {
        "basket": basket,
        "distribution": basket.distribution,
        "due": owed,
        "told": basket.told_amount,
        "left": plain(basket.balance, has_cagnotte=True),
        "may_change": basket.distribution.is_open(at) and not is_blocked(request.group, at),
        "payee": settings.cheque_payee or request.group.name,
        "transfer": transfer_of(basket, settings, owed),
    }
    return render(request, "distributions/thanks.html", context)


def _checkout_page(
    request: GroupRequest, here: Visit, at: datetime, *, status: int = 200, means: str | None = None, **more: Any
) -> HttpResponse:
    context = order_context(here, shelf.products(here.distribution), at, means=means) | more
    return render(request, "distributions/checkout.html", context, status=status)


def _refused(request: GroupRequest, number: int, posted: PostedOrder, refusal: Exception, at: datetime) -> HttpResponse:
    """The page as it now is, with the reason: what was chosen is still in the draft."""
    here, means = visit_or_404(request, number), posted.order.means
    match refusal:
        case OrdersClosed():
            return closed_page(request, here, at, status=409)
        case StaleBasket():
            return _stale_page(request, here, refusal, means)
        case StockGone() | CatalogClosed():
            reasons = refusal.sentences
        case ProductNotOffered():
            reasons = _without_withdrawn(request, here, posted, at)
            here = visit_or_404(request, number)
        case CagnotteShort():
            return _checkout_page(request, here, at, status=422, means=means, short=refusal)
        case MeansNotAccepted():
            return _checkout_page(request, here, at, status=422, means="", means_error=str(refusal))
        case NothingOrdered():
            return _checkout_page(request, here, at, status=422)
        case _:
            return _checkout_page(request, here, at, status=409, means=means, refusal=str(refusal))
    return _checkout_page(request, here, at, status=422, means=means, reasons=reasons)


def _without_withdrawn(request: GroupRequest, here: Visit, posted: PostedOrder, at: datetime) -> list[str]:
    """Bring the draft down to what may still be ordered, and say what left it."""
    products = {product.pk for product in shelf.products(here.distribution)}
    committed: Mapping[int, int] = here.choice.committed
    names = {line.product_id: line.product_name for line in here.choice.lines} | dict(here.choice.names)
    gone = [
        Shortage(pk, names.get(pk, ""), quantity, committed.get(pk, 0))
        for pk, quantity in posted.order.quantities.items()
        if pk not in products and quantity > committed.get(pk, 0)
    ]
    drafts.keep_what_remains(here.distribution, request.member, gone, at=at)
    return [str(WITHDRAWN) % {"product": shortage.product_name} for shortage in gone]


def _stale_page(request: GroupRequest, here: Visit, refusal: StaleBasket, means: str) -> HttpResponse:
    """Both versions side by side, and the two ways out."""
    products = shelf.products(here.distribution)
    context = {
        "distribution": here.distribution,
        "refusal": str(refusal),
        "is_draft_stale": refusal.is_draft_stale,
        "shown": here.choice.preview(products, refusal.shown),
        "saved": here.choice.preview(products, refusal.saved),
        "posted_lines": _lines(refusal.shown),
        "means": means,
    }
    return render(request, "distributions/stale.html", context, status=409)


def _lines(quantities: Mapping[int, int]) -> Sequence[tuple[int, int]]:
    return sorted(quantities.items())

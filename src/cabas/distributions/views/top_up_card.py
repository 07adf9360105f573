"""The way from « Créditer ma cagnotte » to the provider's page and back: being back proves nothing, it is asked."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cabas.clock import now
from cabas.distributions.online_tasks import ROUND
from cabas.distributions.paying_online import look
from cabas.distributions.standing import plain
from cabas.distributions.topping_up_online import NotToppedUpOnline, begin_top_up, latest_top_up
from cabas.distributions.views.online_card import provider_name
from cabas.groups.access import GroupRequest, member_page
from cabas.money import AmountUnreadable, parse_amount
from cabas.payments.cagnotte import has_cagnottes
from cabas.payments.models import PaymentSettings
from cabas.payments.online.beginning import Wanted, may_go_on
from cabas.payments.online.interface import ProviderAway, ProviderRefusal
from cabas.payments.online.keys import NoKeys
from cabas.payments.online.models import OnlinePayment, State
from cabas.prepared import prepared
from cabas.ui.toasts import alert


@member_page
def top_up_card(request: GroupRequest) -> HttpResponse:
    """GET says where the payment stands, and leads to the provider's page; POST begins one of this amount."""
    settings = _settings_or_404(request)
    if request.method != "POST":
        return _page(request)
    try:
        amount = parse_amount(request.POST.get("montant", ""))
        begin_top_up(request.member, settings, amount, _wanted(request), by=request.user, at=now())
        ROUND.go_on()
    except (AmountUnreadable, NotToppedUpOnline, NoKeys, ProviderAway, ProviderRefusal) as refusal:
        alert(request, str(refusal))
        return redirect("distributions:top_up", slug=request.group.slug)
    return redirect("distributions:top_up_card", slug=request.group.slug)


@member_page
@require_safe
def left(request: GroupRequest) -> HttpResponse:
    """Back from the provider's page without paying."""
    _settings_or_404(request)
    return _page(request, was_left=True)


@member_page
@require_safe
def returned(request: GroupRequest) -> HttpResponse:
    """Back from the provider's page: whatever the address says, it is asked what happened."""
    _settings_or_404(request)
    online = latest_top_up(request.member)
    if online is not None and online.is_pending and online.session_id:
        try:
            look(online, at=now())
        except (NoKeys, ProviderAway, ProviderRefusal):
            alert(request, _("Le service de paiement ne répond pas encore\u202f: votre paiement s’affichera ici."))
    return redirect("distributions:top_up_card", slug=request.group.slug)


def _wanted(request: GroupRequest) -> Wanted:
    names = {"slug": request.group.slug}
    return Wanted(
        title=_("%(group)s, cagnotte") % {"group": request.group.name},
        return_url=request.build_absolute_uri(reverse("distributions:top_up_card_returned", kwargs=names)),
        cancel_url=request.build_absolute_uri(reverse("distributions:top_up_card_left", kwargs=names)),
    )


def _settings_or_404(request: GroupRequest) -> PaymentSettings:
    settings = next(iter(_settings(request.group.pk)), None)
    if settings is None or not has_cagnottes(settings):
        raise Http404
    return settings


@prepared
def _settings(group: int) -> "QuerySet[PaymentSettings]":
    return PaymentSettings.objects.filter(group=group)


def _page(request: GroupRequest, *, was_left: bool = False) -> HttpResponse:
    """Without one begun there is nothing to say: the way leads back to where it begins."""
    online = latest_top_up(request.member)
    if online is None:
        return redirect("distributions:top_up", slug=request.group.slug)
    context = _said(online) | {
        "standing": plain(request.member.account.balance, has_cagnotte=True),
        "online": online,
        "provider": provider_name(online, request.group),
        "was_left": was_left,
    }
    return render(request, "distributions/top_up_card.html", context)


def _said(online: OnlinePayment) -> dict[str, Any]:
    return {
        "amount": online.received or online.amount,
        "is_paid": online.state == State.PAID,
        "is_processing": online.state == State.PROCESSING,
        "is_odd": online.state == State.ODD,
        "page_url": online.url if may_go_on(online, online.amount) else "",
    }

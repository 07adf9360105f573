"""« Créditer ma cagnotte »: by transfer from home, or what to bring to the next distribution.

A transfer is announced here, so that it is awaited; the money counts once who keeps the accounts has recorded it.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.distributions.standing import plain
from cabas.groups.access import GroupRequest, member_page
from cabas.money import AmountUnreadable, Money, parse_amount
from cabas.payments.announcing_transfers import (
    NothingAnnounced,
    TransferNotTaken,
    announce_transfer,
    awaited_transfers,
)
from cabas.payments.cagnotte import has_cagnottes
from cabas.payments.means import FROM_AFAR, Means
from cabas.payments.models import PaymentSettings
from cabas.payments.topping_up import ways_to_top_up
from cabas.payments.transfer_references import TransferReference
from cabas.payments.transfers import transfer_to_make
from cabas.prepared import prepared

TYPED_MAX = 20


@member_page
def top_up(request: GroupRequest) -> HttpResponse:
    """GET for the amount in the address (`montant`), or for any; POST announces a transfer of it."""
    settings = _settings_or_404(request)
    typed = (request.POST if request.method == "POST" else request.GET).get("montant", "")
    amount, fault = _asked(typed)
    if request.method != "POST":
        return _page(request, settings, typed, amount, fault)
    if fault:
        return _page(request, settings, typed, amount, fault)
    try:
        announce_transfer(request.member, settings, amount or Money(0), by=request.user, at=now())
    except (NothingAnnounced, TransferNotTaken) as refusal:
        return _page(request, settings, typed, None, str(refusal))
    return redirect("distributions:top_up", slug=request.group.slug)


def _settings_or_404(request: GroupRequest) -> PaymentSettings:
    settings = next(iter(_settings(request.group.pk)), None)
    if settings is None or not has_cagnottes(settings):
        raise Http404
    return settings


def _page(
    request: GroupRequest, settings: PaymentSettings, typed: str, amount: Money | None, fault: str
) -> HttpResponse:
    """A transfer that is awaited already is the one that is shown, whatever else is typed."""
    awaited = next(iter(awaited_transfers(request.member)), None)
    reference = TransferReference(request.member.number)
    ways = ways_to_top_up(settings, reference, amount)
    takes_transfers = any(way.means == Means.TRANSFER for way in ways)
    sent = awaited.amount if awaited else amount
    context = {
        "standing": plain(request.member.account.balance, has_cagnotte=True),
        "amount": amount,
        "typed": f"{amount.euros:.2f}".replace(".", ",") if amount else typed[:TYPED_MAX],
        "fault": fault,
        "awaited": awaited,
        "transfer": transfer_to_make(settings, reference, sent) if takes_transfers or awaited else None,
        "to_bring": [way for way in ways if way.means not in FROM_AFAR],
        "takes_cards": any(way.means == Means.ONLINE for way in ways),
        "next": next(iter(_next(request.group.pk, now())), None),
    }
    return render(request, "distributions/top_up.html", context, status=422 if fault else 200)


def _asked(text: str) -> tuple[Money | None, str]:
    """The amount, or what is wrong with it."""
    if not text.strip():
        return None, ""
    try:
        amount = parse_amount(text)
    except AmountUnreadable as refusal:
        return None, str(refusal)
    return (amount, "") if amount > Money(0) else (None, _("Écrivez un montant d’au moins 0,01 €."))


@prepared
def _settings(group: int) -> "QuerySet[PaymentSettings]":
    return PaymentSettings.objects.filter(group=group).select_related("group")


@prepared
def _next(group: int, at: datetime) -> "QuerySet[Distribution, Any]":
    return Distribution.objects.filter(group=group).standing().to_come(at).select_related("place")[:1]

"""« Créditer ma cagnotte »: by transfer from home, or what to bring to the next distribution; nothing is written here.

The money counts once it is there: who keeps the accounts records it.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from stdnum import iban

from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.distributions.standing import plain
from cabas.groups.access import GroupRequest, member_page
from cabas.money import AmountUnreadable, Money, parse_amount
from cabas.payments.cagnotte import has_cagnottes
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.payments.topping_up import ways_to_top_up
from cabas.prepared import prepared

TYPED_MAX = 20


@member_page
def top_up(request: GroupRequest) -> HttpResponse:
    """For the amount in the address (`montant`), or for any."""
    settings = next(iter(_settings(request.group.pk)), None)
    if settings is None or not has_cagnottes(settings):
        raise Http404
    amount, fault = _asked(request.GET.get("montant", ""))
    ways = ways_to_top_up(settings, amount)
    context = {
        "standing": plain(request.member.account.balance, has_cagnotte=True),
        "amount": amount,
        "typed": f"{amount.euros:.2f}".replace(".", ",") if amount else request.GET.get("montant", "")[:TYPED_MAX],
        "fault": fault,
        "by_transfer": any(way.means == Means.TRANSFER for way in ways),
        "to_bring": [way for way in ways if way.means != Means.TRANSFER],
        "holder": settings.account_holder or request.group.name,
        "iban": iban.format(settings.iban),
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
    return Distribution.objects.filter(group=group).to_come(at).select_related("place")[:1]

"""My account: the balance, how it came to be, and each operation with what made it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from cabas.clock import local_date, now
from cabas.distributions.dues import due
from cabas.distributions.history import history
from cabas.distributions.models import Basket
from cabas.distributions.standing import standing
from cabas.groups.access import GroupRequest, member_page
from cabas.membership_fees.standing import household_fee
from cabas.payments.announcing_transfers import awaited_transfers
from cabas.payments.cagnotte import has_cagnottes
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.prepared import prepared


@member_page
def account(request: GroupRequest) -> HttpResponse:
    """The newest operations with the balance; further pages (`avant`) hold older operations only."""
    at = now()
    about, before = request.GET.get("vue", ""), request.GET.get("avant", "")
    settings = next(iter(_settings(request.group.pk)), None)
    has_cagnotte = has_cagnottes(settings)
    shown = history(request.member, about=about, before=before, at=at, is_fresh=True, has_cagnotte=has_cagnotte)
    context: dict[str, Any] = {"history": shown, "has_cagnotte": has_cagnotte}
    if shown.is_first_page:
        announced = list(_announced(request.member.pk))
        balance = request.member.account.balance
        context["standing"] = standing(balance, announced, has_cagnotte=has_cagnotte, at=at)
        context["transfers"] = [
            (basket, owed) for basket in announced if basket.means == Means.TRANSFER and (owed := due(basket).due)
        ]
        context["fee"] = household_fee(request.group, request.member, on=local_date(at))
        context["to_account"] = awaited_transfers(request.member)
        context["takes_transfers"] = settings is not None and Means.TRANSFER in settings.accepted
    return render(request, "distributions/account.html", context)


@prepared
def _settings(group: int) -> "QuerySet[PaymentSettings]":
    return PaymentSettings.objects.filter(group=group)


@prepared
def _announced(member: int) -> "QuerySet[Basket]":
    baskets = Basket.objects.filter(membership=member).announced().with_amounts()
    return baskets.select_related("distribution").order_by("distribution__starts_at")

"""My account: the balance, how it came to be, and each operation with what made it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cabas.clock import now
from cabas.distributions.history import history
from cabas.distributions.models import Basket
from cabas.distributions.standing import standing
from cabas.groups.access import GroupRequest, member_page
from cabas.payments.cagnotte import group_has_cagnottes


@member_page
def account(request: GroupRequest) -> HttpResponse:
    """The newest operations with the balance; further pages (`avant`) hold older operations only."""
    at = now()
    about, before = request.GET.get("vue", ""), request.GET.get("avant", "")
    has_cagnotte = group_has_cagnottes(request.group.pk)
    shown = history(request.member, about=about, before=before, at=at, is_fresh=True, has_cagnotte=has_cagnotte)
    context: dict[str, Any] = {"history": shown, "has_cagnotte": has_cagnotte}
    if shown.is_first_page:
        announced = Basket.objects.filter(membership=request.member).announced().select_related("distribution")
        balance = request.member.account.balance
        context["standing"] = standing(balance, list(announced), has_cagnotte=has_cagnotte, at=at)
    return render(request, "distributions/account.html", context)

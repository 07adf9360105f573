"""How an online payment is begun from a page: the member is shown the way to the provider's page, or why there is none.

A link leads there, no redirect: a form may send people only to our own pages (`form-action` of the security policy).
"""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.distributions.models import Basket
from cabas.distributions.online_tasks import ROUND
from cabas.distributions.paying_online import NotToBePaidOnline, begin
from cabas.groups.access import GroupRequest
from cabas.payments.online.beginning import Wanted
from cabas.payments.online.interface import ProviderAway, ProviderRefusal
from cabas.payments.online.keys import NoKeys
from cabas.ui.formats import day_long
from cabas.ui.toasts import alert


def begin_and_show(request: GroupRequest, basket: Basket, at: datetime) -> HttpResponse:
    """Begin, and go to the page that leads to the provider; the order stands whatever the provider says."""
    names = {"slug": request.group.slug, "number": basket.distribution.number}
    wanted = Wanted(
        title=_("%(group)s, commande du %(day)s")
        % {"group": request.group.name, "day": day_long(basket.distribution.day)},
        return_url=request.build_absolute_uri(reverse("distributions:card_returned", kwargs=names)),
        cancel_url=request.build_absolute_uri(reverse("distributions:card_left", kwargs=names)),
    )
    try:
        begin(basket, wanted, by=request.user, at=at)
        ROUND.go_on()
    except NotToBePaidOnline:
        return redirect("distributions:thanks", slug=request.group.slug, number=basket.distribution.number)
    except (NoKeys, ProviderAway, ProviderRefusal) as refusal:
        alert(request, _("Votre commande est enregistrée. %(why)s") % {"why": refusal})
    return redirect("distributions:card", slug=request.group.slug, number=basket.distribution.number)

"""The way to the provider's page and back: being back proves nothing, what happened is asked of the provider."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cabas.clock import now
from cabas.distributions.dues import due
from cabas.distributions.models import Basket
from cabas.distributions.online_tasks import look_soon
from cabas.distributions.paying_online import latest, look
from cabas.distributions.views._online import begin_and_show
from cabas.groups.access import GroupRequest, member_page
from cabas.groups.models import Group
from cabas.payments.means import Means
from cabas.payments.online import noticing
from cabas.payments.online.beginning import may_go_on
from cabas.payments.online.interface import NotSigned, ProviderAway, ProviderRefusal
from cabas.payments.online.keys import NoKeys
from cabas.payments.online.models import OnlinePayment, State
from cabas.payments.online.providers import NoSuchProvider, offer_of
from cabas.ui.toasts import alert

BODY_MAX = 256 * 1024


@member_page
def card(request: GroupRequest, number: int) -> HttpResponse:
    """GET says where the payment of this order stands, and leads to the provider's page; POST begins again."""
    at, basket = now(), _basket_or_404(request, number)
    if request.method == "POST":
        return begin_and_show(request, basket, at)
    return _page(request, basket, at)


@member_page
@require_safe
def left(request: GroupRequest, number: int) -> HttpResponse:
    """Back from the provider's page without paying."""
    return _page(request, _basket_or_404(request, number), now(), was_left=True)


@member_page
@require_safe
def returned(request: GroupRequest, number: int) -> HttpResponse:
    """Back from the provider's page: whatever the address says, it is asked what happened."""
    online = latest(_basket_or_404(request, number))
    if online is not None and online.is_pending and online.session_id:
        try:
            look(online, at=now())
        except (NoKeys, ProviderAway, ProviderRefusal):
            alert(request, _("Le service de paiement ne répond pas encore\u202f: votre paiement s’affichera ici."))
    return redirect("distributions:card", slug=request.group.slug, number=number)


@csrf_exempt
@require_POST
def notices(request: HttpRequest, slug: str) -> HttpResponse:
    """What the provider tells: signed, kept, answered; it is looked at afterwards."""
    group = get_object_or_404(Group, slug=slug, provider_keys__isnull=False)
    if int(request.headers.get("Content-Length") or 0) > BODY_MAX:
        return HttpResponse(status=413)
    try:
        noticing.take_in(group, request.body, request.headers, at=now())
    except NoKeys:
        raise Http404 from None
    except NotSigned:
        return HttpResponse(status=400)
    look_soon(group.pk)
    return HttpResponse(status=204)


def _basket_or_404(request: GroupRequest, number: int) -> Basket:
    found = Basket.objects.with_amounts().select_related("distribution", "membership", "group__book")
    basket = get_object_or_404(found, group=request.group, distribution__number=number, membership=request.member)
    basket.group, basket.membership = request.group, request.member
    return basket


def _page(request: GroupRequest, basket: Basket, at: datetime, *, was_left: bool = False) -> HttpResponse:
    online, owed = latest(basket), due(basket).due
    is_open = basket.distribution.is_open(at)
    may_pay = is_open and basket.means == Means.ONLINE and bool(owed)
    context = {
        "basket": basket,
        "distribution": basket.distribution,
        "due": owed,
        "online": online,
        "is_processing": online is not None and online.state == State.PROCESSING,
        "is_paid": online is not None and online.state == State.PAID and not owed,
        "is_odd": online is not None and online.state == State.ODD and bool(owed),
        "is_expired": online is not None and online.state == State.EXPIRED and bool(owed),
        "page_url": online.url if may_pay and online is not None and may_go_on(online, owed) else "",
        "provider": provider_name(online, request.group),
        "may_pay": may_pay,
        "is_open": is_open,
        "was_left": was_left,
    }
    return render(request, "distributions/online_card.html", context)


def provider_name(online: OnlinePayment | None, group: Group) -> str:
    try:
        return str(offer_of(online.provider, group).label) if online else ""
    except NoSuchProvider:
        return ""

"""What keeps the phones of a stand together: the news since a mark (GET), and who has which basket open (POST)."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from cabas.clock import now
from cabas.groups.access import GroupRequest
from cabas.stand.access import stand_page
from cabas.stand.presence import be_at, others_at
from cabas.stand.views._news import news
from cabas.stand.views._page import distribution_or_404

DIGITS_MAX = 6


@require_safe
@stand_page
def refreshing(request: GroupRequest, number: int) -> HttpResponse:
    """JSON: `mark`, `rows` and `panels` by number, `gone`, `presence`; only what changed since `?depuis=`."""
    distribution = distribution_or_404(request, number)
    answer = JsonResponse(news(request, distribution, now(), request.GET.get("depuis", "")))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@stand_page
def presence(request: GroupRequest, number: int) -> HttpResponse:
    """`basket` is the one that this person has open, empty for none; tells which the others have open."""
    distribution = distribution_or_404(request, number)
    sent = request.POST.get("basket", "")
    here = int(sent) if sent.isdecimal() and len(sent) <= DIGITS_MAX else None
    be_at(distribution, here, by=request.user, at=now())
    return JsonResponse({"presence": others_at(distribution, than=request.user, at=now())})

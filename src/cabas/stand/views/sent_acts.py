"""The acts that a phone sends, at once or later: in the order in which they were done, each once by its key."""

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from cabas.clock import now
from cabas.groups.access import GroupRequest
from cabas.stand.access import stand_page
from cabas.stand.views._late import record_late
from cabas.stand.views._news import news_of
from cabas.stand.views._page import distribution_or_404
from cabas.stand.views._recording import record_now
from cabas.stand.views._sent import ActsUnreadable, read_sending
from cabas.ui.device import person_mark


@require_http_methods(["GET", "HEAD", "POST"])
@stand_page
def sent_acts(request: GroupRequest, number: int) -> HttpResponse:
    """POST does the acts; GET gives a phone that was away the token with which it may send, and says who it is."""
    distribution = distribution_or_404(request, number)
    mark = person_mark(request.user.pk)
    if request.method != "POST":
        answer = JsonResponse({"person": mark, "csrf": get_token(request)})
        answer.headers["Cache-Control"] = "no-store"
        return answer
    try:
        sending = read_sending(request.body)
    except ActsUnreadable as refusal:
        return JsonResponse({"error": "unreadable", "sentence": str(refusal)}, status=400)
    if sending.person != mark:  # somebody else signed in on this phone: what was done is signed by who did it
        return JsonResponse({"error": "other person"}, status=409)
    answers = []
    for act in sending.acts:
        record = record_late if act.was_offline else record_now
        answers.append(record(act, distribution, by=request.user, at=now()).content)
    numbers = {act.number for act in sending.acts}
    return JsonResponse({"answers": answers, "news": news_of(request, distribution, numbers)})

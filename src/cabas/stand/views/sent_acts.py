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
from cabas.stand.views._sent import ActsUnreadable, Sending, read_sending
from cabas.ui.device import person_mark


def _sent_acts(request: GroupRequest, number: int) -> HttpResponse:
    """POST does the acts; GET gives a phone that was away the token with which it may send, and says who it is."""
    distribution = distribution_or_404(request, number)
    if request.method != "POST":
        return _token(request)
    try:
        sending = _sending(request)
    except ActsUnreadable as refusal:
        return _unreadable(refusal)
    if sending is None:
        return _other_person()
    answers = []
    for act in sending.acts:
        record = record_late if act.was_offline else record_now
        answers.append(record(act, distribution, by=request.user, at=now()).content)
    numbers = {act.number for act in sending.acts}
    return JsonResponse({"answers": answers, "news": news_of(request, distribution, numbers)})


def _sent_when_over(request: GroupRequest, number: int) -> HttpResponse:
    """The pass ended: what was done before is recorded, what was done later stays on the phone; no news is told."""
    distribution, at = distribution_or_404(request, number), now()
    if request.method != "POST":
        return _token(request)
    try:
        sending = _sending(request)
    except ActsUnreadable as refusal:
        return _unreadable(refusal)
    if sending is None:
        return _other_person()
    ends_at = request.day_pass.ends_at  # type: ignore[attr-defined]
    in_time = [act for act in sending.acts if act.made_at(distribution, at) < ends_at]
    if not in_time:
        return JsonResponse({"error": "pass over"}, status=403)
    answers = [record_late(act, distribution, by=request.user, at=at).content for act in in_time]
    return JsonResponse({"answers": answers, "news": None})


sent_acts = require_http_methods(["GET", "HEAD", "POST"])(stand_page(_sent_acts, when_over=_sent_when_over))


def _token(request: GroupRequest) -> HttpResponse:
    answer = JsonResponse({"person": person_mark(request.user.pk), "csrf": get_token(request)})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _sending(request: GroupRequest) -> Sending | None:
    """None where somebody else signed in on this phone: what was done is signed by who did it."""
    sending = read_sending(request.body)
    return sending if sending.person == person_mark(request.user.pk) else None


def _unreadable(refusal: ActsUnreadable) -> HttpResponse:
    return JsonResponse({"error": "unreadable", "sentence": str(refusal)}, status=400)


def _other_person() -> HttpResponse:
    return JsonResponse({"error": "other person"}, status=409)

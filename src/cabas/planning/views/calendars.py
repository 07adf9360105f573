"""The calendar of a member: how to subscribe to it, another address for it, and the files that calendars read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cabas.clock import now
from cabas.distributions.choosing import committed_choice
from cabas.groups.access import GroupRequest, member_page
from cabas.planning import calendars
from cabas.ui.toasts import toast

ICALENDAR = "text/calendar; charset=utf-8"


@require_safe
@member_page
def calendar(request: GroupRequest) -> HttpResponse:
    """The address, and what to do with it in the calendars that people have."""
    feed = calendars.feed_of(request.member, request.user)
    if feed is None:
        return render(request, "planning/calendar.html")
    path = reverse("planning:feed", kwargs={"slug": request.group.slug, "token": feed.token})
    address = request.build_absolute_uri(path)
    context = {"address": address, "webcal": f"webcal://{address.partition('://')[2]}"}
    return render(request, "planning/calendar.html", context)


@require_POST
@member_page
def renew(request: GroupRequest) -> HttpResponse:
    """A first address, or another one: then the old one shows nothing any more."""
    is_new = calendars.feed_of(request.member, request.user) is None
    calendars.renew(request.member, request.user, at=now())
    if not is_new:
        toast(request, _("Nouvelle adresse d’agenda\u202f: l’ancienne ne montre plus rien. Abonnez-vous de nouveau."))
    return redirect("planning:calendar", slug=request.group.slug)


@require_safe
def feed(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What a calendar fetches, without signing in: the address is the secret."""
    try:
        found = calendars.read(slug, token)
    except calendars.NoSuchFeed:
        raise Http404 from None
    return _file(calendars.feed_text(found, base=_home(request, slug), at=now()))


@require_safe
@member_page
def evening_file(request: GroupRequest, number: int) -> HttpResponse:
    """One distribution, to be put into a calendar."""
    here = get_object_or_404(request.group.distributions.select_related("place"), number=number)
    chosen = committed_choice(here, request.member)
    base = _home(request, request.group.slug)
    answer = _file(calendars.evening_text(request.group, here, chosen, base=base, at=now()))
    answer["Content-Disposition"] = f'attachment; filename="distribution-{here.day}.ics"'
    return answer


def _home(request: HttpRequest, slug: str) -> str:
    return request.build_absolute_uri(reverse("dashboards:home", kwargs={"slug": slug}))


def _file(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=ICALENDAR)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer

"""The link of a day volunteer: opening it shows a button, and only the button opens the stand (scanners open links)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cabas.clock import local_date, now
from cabas.stand.access import leave_pass, open_pass
from cabas.stand.day_passes import PassUnusable, pass_of_link, say_opened


@never_cache
def pass_opening(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Before its day the link says when it will open; revoked, past or unknown it says that it opens nothing."""
    at = now()
    try:
        day_pass = pass_of_link(token, at=at)
        if day_pass.group.slug != slug:
            raise PassUnusable
    except PassUnusable:
        return render(request, "stand/pass_unusable.html", status=404)
    is_today = day_pass.distribution.day == local_date(at)
    if request.method == "POST" and is_today:
        open_pass(request, day_pass)
        say_opened(day_pass, at=at)
        return redirect("stand:stand", slug=slug, number=day_pass.distribution.number)
    return render(request, "stand/pass_opening.html", {"day_pass": day_pass, "is_today": is_today})


@require_POST
def pass_leaving(request: HttpRequest, slug: str) -> HttpResponse:
    """This browser leaves the stand; whoever is signed in stays so."""
    leave_pass(request)
    return render(request, "stand/pass_left.html")

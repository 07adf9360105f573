"""The handbook: its table of contents, what a search finds in it, a page."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cabas.handbook.pages import AUDIENCES, all_pages
from cabas.handbook.searching import search

SOUGHT_MAX = 80


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every page by whom it is for; with `?q=`, the sections that say these words."""
    sought = request.GET.get("q", "").strip()[:SOUGHT_MAX]
    by_audience = groupby(all_pages().values(), key=lambda page: page.audience)
    shelves = [(AUDIENCES[audience], list(pages)) for audience, pages in by_audience]
    return render(request, "handbook/index.html", {"sought": sought, "found": search(sought), "shelves": shelves})


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One subject, and the others for the same people."""
    shown = all_pages().get(name)
    if shown is None:
        raise Http404
    beside = [other for other in all_pages().values() if other.audience == shown.audience and other is not shown]
    return render(request, "handbook/page.html", {"shown": shown, "beside": beside})

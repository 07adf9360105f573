"""C4 « Listes à imprimer »: five thumbnails, and behind each one tap away the page to print, and its PDF."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.distributions.totals import ordered
from cabas.distributions.views._wording import moment_to_come
from cabas.distributions.views.basket_list import BY_NAME, READERS, file_name
from cabas.distributions.views.distribution import distribution_or_404
from cabas.groups.access import GroupRequest, group_page
from cabas.papers.evening_files import evening_pdf
from cabas.papers.evening_heads import base_of
from cabas.papers.evening_papers import EVENING_PAPERS, EveningPaper, NoSuchPaper, paper_named
from cabas.ui.downloads import pdf_file


@require_safe
@group_page(*READERS)
def lists(request: GroupRequest, number: int) -> HttpResponse:
    """All the papers of one evening."""
    at, here = now(), distribution_or_404(request, number)
    context = {
        "distribution": here,
        "papers": EVENING_PAPERS,
        "count": ordered(here).basket_count,
        "are_orders_open": here.is_open(at),
        "closes": moment_to_come(here.orders_close_at, at),
        "may_key": here.has_started(at) and not here.is_validated,
    }
    return render(request, "papers/lists.html", context)


@require_safe
@group_page(*READERS)
def evening_paper(request: GroupRequest, number: int, paper: str) -> HttpResponse:
    """One of them, ready to print; `?tri=nom` puts the attendance in the order of names."""
    kind, here = _paper_or_404(paper), distribution_or_404(request, number)
    context = {
        "distribution": here,
        "kind": kind,
        "paper": _made(request, kind, here),
        "is_by_name": request.GET.get("tri") == BY_NAME,
        "sheet": f"papers/{kind.template}.html",
        "style": f"papers/{kind.template}.css",
    }
    return render(request, "papers/evening_paper.html", context)


@require_safe
@group_page(*READERS)
def evening_paper_file(request: GroupRequest, number: int, paper: str) -> HttpResponse:
    """The same as a PDF."""
    kind, here = _paper_or_404(paper), distribution_or_404(request, number)
    content = evening_pdf(kind.template, _made(request, kind, here), at=now())
    return pdf_file(file_name(request, here, kind.slug), content)


def _paper_or_404(slug: str) -> EveningPaper:
    try:
        return paper_named(slug)
    except NoSuchPaper:
        raise Http404 from None


def _made(request: GroupRequest, kind: EveningPaper, here: Distribution) -> Any:
    base = base_of(request.build_absolute_uri("/"))
    order = {"by_name": True} if kind.slug == "emargement" and request.GET.get("tri") == BY_NAME else {}
    return kind.make(here, base=base, at=now(), **order)

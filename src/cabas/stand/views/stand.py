"""The stand, GET only: the list of the baskets, and one of them with the weights that are being typed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cabas.clock import now
from cabas.groups.access import GroupRequest
from cabas.stand.access import stand_page
from cabas.stand.views._page import (
    Said,
    basket_page,
    distribution_or_404,
    found,
    list_context,
    opened_or_404,
    panels_context,
)
from cabas.stand.views._panel import panel_of
from cabas.stand.views._rows import numbers_asked, rows_of, with_receipts

PRODUCT_SEARCH = "produit"


def _over(request: GroupRequest, number: int) -> HttpResponse:
    """The pass ended at midnight: the phone sends what waits on it, and shows nothing of the stand any more."""
    response = render(request, "stand/pass_over.html", {"number": number}, status=410)
    response.headers["Cache-Control"] = "no-store"
    return response


def _stand(request: GroupRequest, number: int) -> HttpResponse:
    """Every basket in one request. `?q=` searches without a script: a single match opens its basket."""
    distribution = distribution_or_404(request, number)
    rows = rows_of(distribution)
    text = request.GET.get("q", "").strip()[:80]
    context = list_context(distribution, rows, None, now()) | {
        "text": text,
        "shows_served": request.GET.get("vue") == "servis",
        "is_everybody_served": bool(rows) and all(row.is_served for row in rows),
    }
    if text:
        matching = [row for row in rows if row.matches(text)]
        if len(matching) == 1:
            only = matching[0].basket.number
            return redirect("stand:basket", slug=request.group.slug, number=number, basket=only)
        context["matching"] = matching
    return render(request, "stand/stand.html", context)


stand = require_safe(stand_page(_stand, when_over=_over))


@require_safe
@stand_page
def stand_panels(request: GroupRequest, number: int) -> HttpResponse:
    """Every basket as its own page shows it, in one fragment that is opened without asking again."""
    distribution = distribution_or_404(request, number)
    rows = rows_of(distribution, numbers_asked(request.GET.get("numeros", "")))
    with_receipts(rows)
    return render(request, "stand/panels.html", panels_context(distribution, rows))


@require_safe
@stand_page
def stand_basket(request: GroupRequest, number: int, basket: int) -> HttpResponse:
    """One basket. Weights in the query are shown as they are typed, with what they change; nothing is posted."""
    opened = opened_or_404(request, number, basket, request.GET)
    text = request.GET.get(PRODUCT_SEARCH, "").strip()[:80]
    said = found(opened.basket, text)
    if request.headers.get("HX-Request"):
        context = {"panel": panel_of(opened.basket, opened.typed), "said": said, "distribution": opened.distribution}
        response = render(request, "stand/_products.html", context)
    else:
        said = Said(amount=request.GET.get("amount", "")[:40], product_search=text, products=said.products)
        response = basket_page(request, opened, now(), said=said)
    patch_vary_headers(response, ["HX-Request"])
    return response

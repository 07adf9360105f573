"""The page where a member of a demonstration or a group of examples pays: marked, with the usual test cards."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cabas.money import Money
from cabas.payments.online.interface import Stage, UnknownThere
from cabas.payments.online.simulated.provider import ANSWERS_LATE, REFUSED, SUCCEEDS, Page, page_of, pay


def page(request: HttpRequest, session: str) -> HttpResponse:
    """GET asks for a card; POST pays and leads back."""
    try:
        found = page_of(session)
    except UnknownThere:
        raise Http404 from None
    if found.stage != Stage.OPEN:
        return redirect(found.return_url)
    if request.method != "POST":
        return _page(request, found)
    if not pay(found, "".join(request.POST.get("card", "").split())):
        return _page(request, found, _("Cette carte est refusée. Rien n’a été payé\u202f: essayez-en une autre."))
    return redirect(found.return_url)


def _page(request: HttpRequest, found: Page, refusal: str = "") -> HttpResponse:
    cards = [
        (_in_fours(SUCCEEDS), _("le paiement réussit")),
        (_in_fours(REFUSED), _("la carte est refusée")),
        (_in_fours(ANSWERS_LATE), _("la banque répond vingt secondes plus tard")),
    ]
    context = {"page": found, "amount": Money(found.cents), "cards": cards, "refusal": refusal}
    return render(request, "simulated/page.html", context, status=422 if refusal else 200)


def _in_fours(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))

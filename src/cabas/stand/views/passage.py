"""« Passage »: what somebody without an account takes, what it comes to, and how they pay it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.catalogs.models import Product
from cabas.catalogs.pricing import pieces_price, weight_price
from cabas.clock import now
from cabas.distributions.drafts import QUANTITY_MAX
from cabas.distributions.models import Distribution
from cabas.distributions.refusals import (
    AmountsChanged,
    BasketOfNothing,
    DistributionValidated,
    MeansNotTaken,
    ProductNotOffered,
    StockGone,
)
from cabas.distributions.shelf import Offer
from cabas.distributions.views._act_key import fresh_key, require_key, sent_amount, sent_key
from cabas.distributions.views._means_buttons import MeansButton, said
from cabas.groups.access import GroupRequest
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.stand.access import stand_page
from cabas.stand.passage import NotPaidAtOnce, NotWeighed, Sale, means_taken, on_sale, sell
from cabas.stand.views._page import distribution_or_404
from cabas.stand.weights_typed import WeightOfNothing, WeightUnreadable, parse_weight
from cabas.ui.formats import euros
from cabas.ui.toasts import toast

UNFIT = (KeyMissing, NotPaidAtOnce, NotWeighed, MeansNotTaken, BasketOfNothing, ProductNotOffered)
CONFLICTS = (AmountsChanged, StockGone, DistributionValidated, LedgerRefusal)


@dataclass(frozen=True)
class Taken:
    """A product on the page, with what is typed of it: so many pieces, or a weight."""

    offer: Offer
    text: str = ""
    quantity: int = 0
    grams: int | None = None
    fault: str = ""

    @property
    def product(self) -> Product:
        return self.offer.product

    @property
    def total(self) -> Money:
        if not self.quantity:
            return Money(0)
        if self.product.is_weighed:
            return weight_price(self.product.price, self.grams or 0)
        return pieces_price(self.product.price, self.quantity)


@stand_page
def passage(request: GroupRequest, number: int) -> HttpResponse:
    """What is typed is in the query and comes to a sum; a POST sells exactly that."""
    distribution = distribution_or_404(request, number)
    if request.method != "POST":
        return _page(request, distribution, request.GET)
    taken = _taken(distribution, request.POST)
    sale = Sale(
        {each.product.pk: each.quantity for each in taken if each.quantity},
        {each.product.pk: each.grams for each in taken if each.quantity and each.grams},
        request.POST.get("means", ""),
        sent_amount(request) or Money(0),
    )
    try:
        require_key(request)
        sold = sell(distribution, sale, key=sent_key(request), by=request.user, at=now())
    except UNFIT as refusal:
        return _page(request, distribution, request.POST, str(refusal), 422)
    except CONFLICTS as refusal:
        return _page(request, distribution, request.POST, str(refusal), 409)
    words = _("Passage, n° %(number)s\u202f: %(means)s %(amount)s")
    said_sale = {"number": sold.number, "means": said(sale.means), "amount": euros(sold.amount)}
    names = {"slug": request.group.slug, "number": number}
    undo = reverse("stand:undoing", kwargs={**names, "basket": sold.number})
    toast(request, words % said_sale, undo, {"key": fresh_key()})
    return redirect("stand:stand", slug=request.group.slug, number=number)


def _page(
    request: HttpRequest, distribution: Distribution, sent: Mapping[str, Any], refusal: str = "", status: int = 200
) -> HttpResponse:
    taken = _taken(distribution, sent)
    chosen = [each for each in taken if each.quantity]
    settings = getattr(distribution.group, "payment_settings", None)
    context = {
        "distribution": distribution,
        "taken": taken,
        "chosen": chosen,
        "is_sound": not any(each.fault for each in taken),
        "total": Money.sum(each.total for each in chosen),
        "buttons": [MeansButton(means) for means in means_taken(settings)],
        "refusal": refusal,
        "key": fresh_key(),
    }
    return render(request, "stand/passage.html", context, status=status)


def _taken(distribution: Distribution, sent: Mapping[str, Any]) -> list[Taken]:
    return [_read(offer, str(sent.get(f"p-{offer.product.pk}", "")).strip()[:40]) for offer in on_sale(distribution)]


def _read(offer: Offer, text: str) -> Taken:
    """Of what is weighed, the weight, of one portion; of the rest, how many."""
    if not text:
        return Taken(offer)
    if offer.product.is_weighed:
        try:
            return Taken(offer, text, 1, parse_weight(text))
        except (WeightUnreadable, WeightOfNothing) as refusal:
            return Taken(offer, text, fault=str(refusal))
    if text.isdecimal() and len(text) <= 4 and int(text) <= QUANTITY_MAX:
        return Taken(offer, text, int(text))
    return Taken(offer, text, fault=_("Écrivez un nombre, au plus %(most)s.") % {"most": QUANTITY_MAX})

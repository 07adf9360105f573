"""The basket of one member, kept by a coordinator: GET shows and tries, POST saves; what was saved can be undone."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.distributions.models import Basket
from cabas.distributions.ordering import Order
from cabas.distributions.ordering_for import order_for
from cabas.distributions.refusals import (
    AbsenceStands,
    BasketOfNothing,
    DistributionValidated,
    HouseholdLeft,
    MeansNotTaken,
    ProductNotOffered,
    StaleBasket,
    StockGone,
)
from cabas.distributions.views._act_key import fresh_key, require_key, sent_key, sent_version
from cabas.distributions.views._member_basket_form import Typed, read_typed, stepped, undo_fields
from cabas.distributions.views._member_basket_page import Opened, Refused, basket_page, opened_or_404, summary_context
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.ui import formats
from cabas.ui.toasts import toast

UNFIT = (BasketOfNothing, KeyMissing, MeansNotTaken, ProductNotOffered, StockGone)
CONFLICTS = (AbsenceStands, DistributionValidated, HouseholdLeft, LedgerRefusal)


@group_page(Right.ORDER_FOR_MEMBERS)
def member_basket(request: GroupRequest, number: int, member: int) -> HttpResponse:
    """Quantities in the query are shown as they are typed, with what they change; only POST saves."""
    opened = opened_or_404(request, number, member)
    if request.method != "POST":
        return _shown(request, opened)
    typed = read_typed(request.POST)
    if "step" in request.POST or "preview" in request.POST:
        tried = stepped(typed, request.POST.get("step", ""), opened.committed)
        product = request.POST.get("step", "").partition(":")[0]
        return redirect(_address(request, opened, tried, f"p{product}" if product.isdecimal() else "panier"))
    if typed.faults:
        sentence = _("Vérifiez les quantités signalées. Rien n’a été enregistré.")
        return basket_page(request, opened, typed, now(), refused=Refused(sentence), status=422)
    try:
        require_key(request)
        basket = _save(request, opened, typed)
    except StaleBasket as refusal:
        return _stale_page(request, opened_or_404(request, number, member), refusal, typed)
    except (*UNFIT, *CONFLICTS) as refusal:
        return _refused(request, opened_or_404(request, number, member), typed, refusal)
    _say(request, opened, typed, basket)
    return redirect(_address(request, opened))


def _shown(request: GroupRequest, opened: Opened) -> HttpResponse:
    typed = read_typed(request.GET)
    if request.headers.get("HX-Request"):
        response = render(request, "distributions/member_basket_preview.html", summary_context(opened, typed))
    else:
        response = basket_page(request, opened, typed, now())
    patch_vary_headers(response, ["HX-Request"])
    return response


def _save(request: GroupRequest, opened: Opened, typed: Typed) -> Basket:
    means = opened.means if typed.means is None else typed.means
    order = Order(typed.quantities(opened.committed), sent_version(request), means)
    return order_for(opened.distribution, opened.member, order, key=sent_key(request), by=request.user, at=now())


def _refused(request: GroupRequest, opened: Opened, typed: Typed, refusal: Exception) -> HttpResponse:
    """The page as it is now, with what was typed: 409 where others were first, 422 where it is unfit."""
    status = 422 if isinstance(refusal, UNFIT) else 409
    refused = Refused(str(refusal))
    if isinstance(refusal, StockGone):
        sentence = _("Le stock ne suffit pas. Rien n’a été enregistré.")
        refused = Refused(sentence, {shortage.product_id: str(shortage) for shortage in refusal.shortages})
    if isinstance(refusal, MeansNotTaken):
        refused = Refused(means_fault=str(refusal))
    return basket_page(request, opened, typed, now(), refused=refused, status=status)


def _stale_page(request: GroupRequest, opened: Opened, refusal: StaleBasket, typed: Typed) -> HttpResponse:
    """Both versions side by side; what was typed can be looked at again on what is saved by now."""
    names = {line.product_id: line.product_name for line in opened.chosen.lines}
    names |= {offer.product.pk: offer.product.name for offer in opened.offers}
    versions = {
        name: [(names.get(pk, ""), quantity) for pk, quantity in quantities.items()]
        for name, quantities in (("saved", refusal.saved), ("shown", refusal.shown))
    }
    whole = Typed({**dict.fromkeys(opened.committed, "0"), **_texts(refusal.shown)}, typed.means)
    context = versions | {
        "opened": opened,
        "distribution": opened.distribution,
        "refusal": str(refusal),
        "address": _address(request, opened),
        "again": _address(request, opened, whole),
    }
    return render(request, "distributions/member_basket_stale.html", context, status=409)


def _texts(quantities: Any) -> dict[int, str]:
    return {pk: str(quantity) for pk, quantity in quantities.items()}


def _say(request: GroupRequest, opened: Opened, typed: Typed, basket: Basket) -> None:
    """What the basket comes to and what changed; with the form that puts it back, unless a weight was dropped."""
    name, difference = opened.member.name, basket.total - opened.amounts.total
    words = _("%(basket)s, %(name)s\u202f: %(total)s") % {
        "basket": _("Panier n° %(number)s") % {"number": basket.number},
        "name": name,
        "total": formats.euros(basket.total),
    }
    if difference:
        words += f" ({formats.signed(difference)})"
    wanted = typed.quantities(opened.committed)
    changed = [pk for pk in {**opened.committed, **wanted} if opened.committed.get(pk, 0) != wanted.get(pk, 0)]
    weighed = {line.product_id for line in opened.chosen.lines if line.grams is not None}
    if not weighed.isdisjoint(changed) or (not changed and basket.means == opened.means):
        toast(request, words)
        return
    before = {pk: opened.committed.get(pk, 0) for pk in changed}
    undo = undo_fields(before, basket.version, opened.means) | {"key": fresh_key()}
    toast(request, words, _address(request, opened), undo)


def _address(request: GroupRequest, opened: Opened, typed: Typed | None = None, anchor: str = "") -> str:
    """The address of this page, with what is typed and not saved."""
    names = {"slug": request.group.slug, "number": opened.distribution.number, "member": opened.member.number}
    address = reverse("distributions:member_basket", kwargs=names)
    query = typed.query(opened.committed, opened.means) if typed else {}
    address = f"{address}?{urlencode(query)}" if query else address
    return f"{address}#{anchor}" if anchor else address

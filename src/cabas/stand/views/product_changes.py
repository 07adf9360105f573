"""A product that is missing, or costs another price, for everybody: whom it concerns and how much, then one button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.refusals import AmountsChanged, DistributionValidated, NothingToTakeBack
from cabas.distributions.views._act_key import fresh_key, require_key, sent_count, sent_key
from cabas.groups.access import GroupRequest
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.money.parsing import AmountUnreadable, parse_amount
from cabas.stand.access import stand_page
from cabas.stand.models import ProductChange
from cabas.stand.product_changes import change_price_for_all, miss_for_all, undo_change
from cabas.stand.product_lines import Effect, if_missing, if_priced
from cabas.stand.views._page import distribution_or_404
from cabas.stand.views._product import ProductPage, baskets_and_sum, product_or_404, stays_words
from cabas.ui.formats import euros
from cabas.ui.toasts import alert, toast

CENTS_DIGITS_MAX = 13
REFUSALS = {AmountsChanged: 409, DistributionValidated: 409, LedgerRefusal: 409, KeyMissing: 422}


@stand_page
def missing(request: GroupRequest, number: int, product: int) -> HttpResponse:
    """Not delivered: the list of those concerned, then the act."""
    here = product_or_404(distribution_or_404(request, number), product)
    effect = if_missing(here.holdings)
    if request.method != "POST":
        return _confirm(request, here, effect)
    try:
        require_key(request)
        made = miss_for_all(
            here.distribution,
            product,
            count=sent_count(request),
            seen=_sent_sum(request),
            key=sent_key(request),
            by=request.user,
            at=now(),
        )
    except tuple(REFUSALS) as refusal:
        return _refused(request, here, refusal)
    return _done(request, here, made, _("%(product)s non livré") % {"product": here.name}, effect)


@stand_page
def price(request: GroupRequest, number: int, product: int) -> HttpResponse:
    """Another price: `prix` is typed, the list shows what it changes, then the act."""
    here = product_or_404(distribution_or_404(request, number), product)
    text = (request.POST if request.method == "POST" else request.GET).get("prix", "").strip()[:40]
    try:
        to = _price(text)
    except AmountUnreadable as refusal:
        return _confirm(request, here, None, text=text, fault=str(refusal), status=422)
    if to is None:
        return _confirm(request, here, None, status=422 if request.method == "POST" else 200)
    effect = if_priced(here.holdings, to)
    if request.method != "POST":
        return _confirm(request, here, effect, to=to, text=text)
    try:
        require_key(request)
        made = change_price_for_all(
            here.distribution,
            product,
            to,
            count=sent_count(request),
            seen=_sent_sum(request),
            key=sent_key(request),
            by=request.user,
            at=now(),
        )
    except tuple(REFUSALS) as refusal:
        return _refused(request, here, refusal, to, text)
    said = {"product": here.name, "price": euros(to)}
    return _done(request, here, made, _("%(product)s à %(price)s") % said, effect)


@require_POST
@stand_page
def undoing(request: GroupRequest, number: int, change: int) -> HttpResponse:
    """Restore what the change changed; those that somebody changed since are named."""
    distribution = distribution_or_404(request, number)
    changes = ProductChange.objects.filter(distribution=distribution).select_related("product")
    made = get_object_or_404(changes, pk=change)
    made.distribution = distribution
    try:
        require_key(request)
        undone = undo_change(made, key=sent_key(request), by=request.user, at=now())
    except (KeyMissing, NothingToTakeBack, DistributionValidated, LedgerRefusal) as refusal:
        alert(request, str(refusal))
    else:
        baskets = ngettext("%(count)s panier", "%(count)s paniers", undone.count) % {"count": undone.count}
        said = {"product": made.product.name, "baskets": baskets}
        toast(request, _("%(product)s\u202f: annulé, %(baskets)s comme avant") % said)
        if undone.left:
            names = {"names": ", ".join(undone.left)}
            alert(request, _("Changé entre-temps, laissé tel quel\u202f: %(names)s.") % names)
    return redirect("stand:product", slug=request.group.slug, number=number, product=made.product_id)


def _price(text: str) -> Money | None:
    """The price that is typed, None where none is. Raises `AmountUnreadable`; nothing and less are no price."""
    if not text:
        return None
    price = parse_amount(text)
    if price <= Money(0):
        raise AmountUnreadable(text)
    return price


def _sent_sum(request: HttpRequest) -> Money:
    """The sum that the page showed, in cents; below zero where the baskets get dearer."""
    text = request.POST.get("sum", "")
    digits = text.removeprefix("-")
    return Money(int(text)) if digits.isdecimal() and len(digits) <= CENTS_DIGITS_MAX else Money(0)


def _refused(
    request: GroupRequest, here: ProductPage, refusal: Exception, to: Money | None = None, text: str = ""
) -> HttpResponse:
    """The page as it is now: other baskets, other amounts."""
    status = next(status for kind, status in REFUSALS.items() if isinstance(refusal, kind))
    fresh = product_or_404(here.distribution, here.product)
    effect = if_missing(fresh.holdings) if to is None else if_priced(fresh.holdings, to)
    return _confirm(request, fresh, effect, to=to, text=text, refusal=str(refusal), status=status)


def _confirm(
    request: GroupRequest,
    here: ProductPage,
    effect: Effect | None,
    *,
    to: Money | None = None,
    text: str = "",
    fault: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "distribution": here.distribution,
        "page": here,
        "effect": effect,
        "baskets_and_sum": baskets_and_sum(effect.count, effect.amount) if effect else "",
        "stays": stays_words(effect) if effect else "",
        "price": to,
        "text": text,
        "fault": fault,
        "refusal": refusal,
        "key": fresh_key(),
    }
    is_price = request.resolver_match is not None and request.resolver_match.url_name == "product_price"
    template = "stand/product_price.html" if is_price else "stand/product_missing.html"
    return render(request, template, context, status=status)


def _done(request: GroupRequest, here: ProductPage, made: int, what: str, effect: Effect) -> HttpResponse:
    """Back to the product, where a toast says what was done and offers to undo it."""
    slug, number = request.group.slug, here.distribution.number
    words = f"{what}\u202f: {baskets_and_sum(effect.count, effect.amount)}"
    if effect.stays:
        words += _(", dont %(sum)s sur le compte") % {"sum": euros(effect.stays)}
    undo = reverse("stand:product_undoing", kwargs={"slug": slug, "number": number, "change": made})
    toast(request, words, undo, {"key": fresh_key()})
    return redirect("stand:product", slug=slug, number=number, product=here.product)

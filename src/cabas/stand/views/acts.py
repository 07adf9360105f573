"""What is done at the stand, POST only: receive, serve, weigh, change a line, undo; a page then says what was done."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.catalogs.models import Product
from cabas.clock import now
from cabas.distributions.contents import set_missing, set_quantity
from cabas.distributions.models import Basket
from cabas.distributions.refusals import (
    AbsenceStands,
    AlreadySettled,
    DistributionValidated,
    MeansNotTaken,
    ProductNotOffered,
    ReceiptStands,
)
from cabas.distributions.serving import Taken, serve, take_payment, undo_receipt, undo_serving
from cabas.distributions.views._act_key import fresh_key, require_key, sent_amount, sent_key
from cabas.distributions.views._means_buttons import means_of, said
from cabas.distributions.weighing import weigh
from cabas.groups.access import GroupRequest
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.money.parsing import AmountUnreadable, parse_amount
from cabas.payments.receiving import NothingToReceive
from cabas.stand.access import stand_page
from cabas.stand.views._page import (
    Opened,
    Said,
    address_of,
    basket_page,
    basket_url,
    opened_or_404,
    weight_page,
)
from cabas.stand.weights_typed import is_changed, weights_read
from cabas.ui.formats import euros
from cabas.ui.toasts import alert, toast

CONFLICTS = (AbsenceStands, AlreadySettled, DistributionValidated, ReceiptStands, LedgerRefusal)
UNFIT = (KeyMissing, MeansNotTaken, NothingToReceive, ProductNotOffered)
Act = Callable[[GroupRequest, Opened], HttpResponse]


def act(needs_weights: bool = False) -> Callable[[Act], Callable[..., Any]]:
    """A POST on one basket. A refusal shows the basket again: 409 where others were first, 422 where it is unfit."""

    def decorate(perform: Act) -> Callable[..., Any]:
        @require_POST
        @stand_page
        def answer(request: GroupRequest, number: int, basket: int) -> HttpResponse:
            opened = opened_or_404(request, number, basket, request.POST)
            if needs_weights and (weight := opened.unsound):
                return weight_page(request, opened, weight, now())
            try:
                require_key(request)
                return perform(request, opened)
            except UNFIT as refusal:
                return _shown_again(request, number, basket, refusal, 422)
            except CONFLICTS as refusal:
                return _shown_again(request, number, basket, refusal, 409)

        return answer

    return decorate


def _shown_again(request: GroupRequest, number: int, basket: int, refusal: Exception, status: int) -> HttpResponse:
    """The basket as it is now; where it is settled already, what was to be taken can be taken all the same."""
    opened = opened_or_404(request, number, basket, request.POST)
    besides = _asked(request) if isinstance(refusal, AlreadySettled) else None
    return basket_page(request, opened, now(), said=Said(str(refusal), besides=besides), status=status)


@act(needs_weights=True)
def receipts(request: GroupRequest, opened: Opened) -> HttpResponse:
    """`means` takes what is due, `other_means` takes `amount`; both serve the basket."""
    try:
        amount = parse_amount(request.POST.get("amount", "")) if request.POST.get("other_means") else None
    except AmountUnreadable as refusal:
        return _amount_page(request, opened, str(refusal))
    means = request.POST.get("other_means") or request.POST.get("means", "")
    if means not in means_of(opened.basket):
        raise MeansNotTaken
    try:
        taken = take_payment(
            opened.basket,
            means,
            weights=weights_read(opened.typed),
            amount=amount,
            seen=sent_amount(request),
            is_besides=bool(request.POST.get("besides")),
            key=sent_key(request),
            by=request.user,
            at=now(),
        )
    except NothingToReceive as refusal:
        return _amount_page(request, opened, str(refusal))
    return _taken(request, opened, means, taken)


def _taken(request: GroupRequest, opened: Opened, means: str, taken: Taken) -> HttpResponse:
    if taken.is_due_different:
        what = _("Le poids change le montant") if is_changed(opened.typed) else _("Le montant a changé")
        alert(request, _("%(what)s\u202f: %(amount)s à encaisser.") % {"what": what, "amount": euros(taken.amount)})
        return redirect(address_of(request, opened, "basket"))
    words = f"{said(means)} {euros(taken.amount)}, {_balance_words(opened.basket)}"
    undo = {"key": fresh_key(), "receipt": taken.receipt_id}
    return _done(request, opened, words, undo)


@act(needs_weights=True)
def servings(request: GroupRequest, opened: Opened) -> HttpResponse:
    """Hand out without taking money: `later` leaves what is due, knowingly."""
    is_later = bool(request.POST.get("later"))
    weights = weights_read(opened.typed)
    serve(opened.basket, weights=weights, is_left_owed=is_later, key=sent_key(request), by=request.user, at=now())
    here = _fresh(opened.basket)
    if is_later and here.is_left_owed:
        words = _("servi, %(balance)s") % {"balance": _balance_words(here)}
    else:
        words = _("servi, virement attendu") if here.is_announced else _("servi, rien à payer")
    return _done(request, opened, words, {"key": fresh_key()})


@act()
def weighings(request: GroupRequest, opened: Opened) -> HttpResponse:
    """Leaving the basket posts what was typed. `preview` posts nothing: it shows what typed weights would change."""
    if request.POST.get("preview"):
        asked = {name: request.POST.get(name, "")[:80] for name in ("amount", "produit")}
        return redirect(basket_url(request, opened, more=asked))
    if weight := opened.unsound:
        return weight_page(request, opened, weight, now())
    if is_changed(opened.typed):
        weigh(opened.basket, weights_read(opened.typed), key=sent_key(request), by=request.user, at=now())
        total = euros(_fresh(opened.basket).total)
        toast(request, _("%(name)s\u202f: poids enregistrés, %(total)s") % {"name": opened.name, "total": total})
    following = request.POST.get("next", "")
    if following in {str(row.basket.number) for row in opened.rows}:
        return redirect(address_of(request, opened, "basket", int(following)))
    return _to_list(request, opened)


@act()
def lines(request: GroupRequest, opened: Opened) -> HttpResponse:
    """`quantity` is `<product>:<how many>`: add a product, change how many there are, or remove it."""
    product_id, _colon, quantity = request.POST.get("quantity", "").partition(":")
    if not (product_id.isdecimal() and quantity.isdecimal() and len(product_id) < 18 and len(quantity) <= 3):
        raise ProductNotOffered
    line = next((line for line in opened.basket.lines.all() if line.product_id == int(product_id)), None)
    product = get_object_or_404(Product, pk=int(product_id), group=request.group)
    set_quantity(opened.basket, product, int(quantity), key=sent_key(request), by=request.user, at=now())
    return redirect(basket_url(request, opened, without=line.pk if line else None))


@act()
def missing(request: GroupRequest, opened: Opened) -> HttpResponse:
    """A `line` was not delivered; `here` names one that is there after all."""
    sent = request.POST.get("line") or request.POST.get("here", "")
    line = next((line for line in opened.basket.lines.all() if str(line.pk) == sent), None)
    if line is None:
        raise ProductNotOffered
    is_missing = bool(request.POST.get("line"))
    set_missing(opened.basket, line.pk, is_missing, key=sent_key(request), by=request.user, at=now())
    return redirect(basket_url(request, opened, without=line.pk))


@act()
def undoing(request: GroupRequest, opened: Opened) -> HttpResponse:
    """Take a `receipt` back, or without one the serving (or the absence)."""
    sent = request.POST.get("receipt", "")
    if not sent:
        undo_serving(opened.basket, key=sent_key(request), by=request.user, at=now())
        words = _("à servir de nouveau")
    else:
        receipts = opened.basket.receipts.select_related("payment__transaction", "basket__group__book")
        receipt = get_object_or_404(receipts, pk=int(sent) if sent.isdecimal() and len(sent) < 18 else 0)
        undo_receipt(receipt, key=sent_key(request), by=request.user, at=now())
        payment = receipt.payment
        words = _("%(means)s %(amount)s annulé") % {"means": said(payment.means), "amount": euros(payment.amount)}
    toast(request, f"{opened.name}\u202f: {words}")
    return redirect(address_of(request, opened, "basket"))


def _amount_page(request: GroupRequest, opened: Opened, fault: str) -> HttpResponse:
    said = Said(fault, anchor="amount", amount=request.POST.get("amount", "")[:40], amount_fault=fault)
    return basket_page(request, opened, now(), said=said, status=422)


def _asked(request: GroupRequest) -> tuple[str, Money] | None:
    """The means and the amount that this form was to take."""
    means = request.POST.get("other_means") or request.POST.get("means", "")
    try:
        amount = parse_amount(request.POST.get("amount", "")) if request.POST.get("other_means") else None
    except AmountUnreadable:
        return None
    seen = amount or sent_amount(request)
    return (means, seen) if means and seen else None


def _fresh(basket: Basket) -> Basket:
    return Basket.objects.with_amounts().get(pk=basket.pk)


def _balance_words(basket: Basket) -> str:
    """« solde 0,00 € », « doit 12,50 € », « avoir 2,10 € »: the balance, later baskets apart."""
    here = _fresh(basket)
    balance = here.balance + here.later_total
    if not balance:
        return _("solde %(amount)s") % {"amount": euros(balance)}
    word = _("avoir") if balance > Money(0) else _("doit")
    return f"{word} {euros(abs(balance))}"


def _done(request: GroupRequest, opened: Opened, words: str, undo: dict[str, Any]) -> HttpResponse:
    """Back to the list, where a toast says what was done and offers to undo it."""
    toast(request, f"{opened.name}\u202f: {words}", address_of(request, opened, "undoing"), undo)
    return _to_list(request, opened)


def _to_list(request: GroupRequest, opened: Opened) -> HttpResponse:
    return redirect("stand:stand", slug=request.group.slug, number=opened.distribution.number)

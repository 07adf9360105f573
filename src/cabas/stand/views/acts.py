"""What is done at the stand by a form, POST only: the command does it, then a page says what was done."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.refusals import (
    AbsenceStands,
    AlreadySettled,
    DistributionValidated,
    MeansNotTaken,
    PassageSold,
    ProductNotOffered,
    ReceiptStands,
)
from cabas.distributions.views._act_key import fresh_key, require_key, sent_key
from cabas.groups.access import GroupRequest
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.membership_fees.recording import RecordedAlready
from cabas.membership_fees.undoing import NothingStands
from cabas.money import Money
from cabas.money.parsing import AmountUnreadable
from cabas.payments.receiving import NothingToReceive
from cabas.stand.access import stand_page
from cabas.stand.renewing import FeeChanged
from cabas.stand.views import _commands
from cabas.stand.views._commands import Asked, Done
from cabas.stand.views._page import (
    Opened,
    Said,
    address_of,
    basket_page,
    basket_url,
    opened_or_404,
    weight_page,
)
from cabas.stand.weights_typed import WeightRefused
from cabas.ui.toasts import alert, toast

CONFLICTS = (
    AbsenceStands,
    AlreadySettled,
    DistributionValidated,
    FeeChanged,
    LedgerRefusal,
    NothingStands,
    PassageSold,
    ReceiptStands,
    RecordedAlready,
)
UNFIT = (KeyMissing, MeansNotTaken, NothingToReceive, ProductNotOffered)
Act = Callable[[GroupRequest, Opened], HttpResponse]


def act(perform: Act) -> Callable[..., Any]:
    """A POST on one basket. A refusal shows the basket again: 409 where others were first, 422 where it is unfit."""

    @require_POST
    @stand_page
    def answer(request: GroupRequest, number: int, basket: int) -> HttpResponse:
        opened = opened_or_404(request, number, basket, request.POST)
        try:
            require_key(request)
            return perform(request, opened)
        except WeightRefused as refusal:
            return weight_page(request, opened, refusal, now())
        except UNFIT as refusal:
            return _shown_again(request, number, basket, refusal, 422)
        except CONFLICTS as refusal:
            return _shown_again(request, number, basket, refusal, 409)

    return answer


def _shown_again(request: GroupRequest, number: int, basket: int, refusal: Exception, status: int) -> HttpResponse:
    """The basket as it is now; where it is settled already, what was to be taken can be taken all the same."""
    opened = opened_or_404(request, number, basket, request.POST)
    besides = _besides(_asked(request, opened)) if isinstance(refusal, AlreadySettled) else None
    return basket_page(request, opened, now(), said=Said(str(refusal), besides=besides), status=status)


def _asked(request: GroupRequest, opened: Opened) -> Asked:
    return Asked(opened.basket, request.POST, opened.typed, sent_key(request), request.user, now())


@act
def receipts(request: GroupRequest, opened: Opened) -> HttpResponse:
    try:
        done = _commands.receipts(_asked(request, opened))
    except (AmountUnreadable, NothingToReceive) as refusal:
        return _amount_page(request, opened, str(refusal))
    if done.taken and done.taken.is_due_different:
        alert(request, done.words)
        return redirect(address_of(request, opened, "basket"))
    return _done(request, opened, done)


@act
def servings(request: GroupRequest, opened: Opened) -> HttpResponse:
    return _done(request, opened, _commands.servings(_asked(request, opened)))


@act
def weighings(request: GroupRequest, opened: Opened) -> HttpResponse:
    """`preview` posts nothing: it shows what typed weights would change."""
    if request.POST.get("preview"):
        asked = {name: request.POST.get(name, "")[:80] for name in ("amount", "produit")}
        return redirect(basket_url(request, opened, more=asked))
    done = _commands.weighings(_asked(request, opened))
    if done.words:
        _say(request, opened, done)
    following = request.POST.get("next", "")
    if following in {str(row.basket.number) for row in opened.rows}:
        return redirect(address_of(request, opened, "basket", int(following)))
    return _to_list(request, opened)


@act
def lines(request: GroupRequest, opened: Opened) -> HttpResponse:
    done = _commands.lines(_asked(request, opened))
    _say(request, opened, done)
    return redirect(basket_url(request, opened, without=done.without))


@act
def missing(request: GroupRequest, opened: Opened) -> HttpResponse:
    done = _commands.missing(_asked(request, opened))
    _say(request, opened, done)
    return redirect(basket_url(request, opened, without=done.without))


@act
def notes(request: GroupRequest, opened: Opened) -> HttpResponse:
    done = _commands.notes(_asked(request, opened))
    _say(request, opened, done)
    return redirect(basket_url(request, opened))


@act
def undoing(request: GroupRequest, opened: Opened) -> HttpResponse:
    done = _commands.undoing(_asked(request, opened))
    toast(request, f"{opened.name}\u202f: {done.words}")
    if opened.basket.membership.passage:
        return _to_list(request, opened)  # its basket is empty: it is none any more
    return redirect(address_of(request, opened, "basket"))


@act
def fees(request: GroupRequest, opened: Opened) -> HttpResponse:
    done = _commands.fees(_asked(request, opened))
    if done.undo:
        _say(request, opened, done)
    else:
        toast(request, f"{opened.name}\u202f: {done.words}")
    return redirect(basket_url(request, opened))


def _amount_page(request: GroupRequest, opened: Opened, fault: str) -> HttpResponse:
    said = Said(fault, anchor="amount", amount=request.POST.get("amount", "")[:40], amount_fault=fault)
    return basket_page(request, opened, now(), said=said, status=422)


def _besides(asked: Asked) -> tuple[str, Money] | None:
    """The means and the amount that this form was to take."""
    amount = asked.amount_to_take
    return (asked.means, amount) if asked.means and amount else None


def _done(request: GroupRequest, opened: Opened, done: Done) -> HttpResponse:
    """Back to the list, where a toast says what was done and offers to undo it."""
    _say(request, opened, done)
    return _to_list(request, opened)


def _say(request: GroupRequest, opened: Opened, done: Done) -> None:
    undo = {"key": fresh_key(), **(done.undo or {})}
    toast(request, f"{opened.name}\u202f: {done.words}", address_of(request, opened, done.undo_kind), undo)


def _to_list(request: GroupRequest, opened: Opened) -> HttpResponse:
    return redirect("stand:stand", slug=request.group.slug, number=opened.distribution.number)

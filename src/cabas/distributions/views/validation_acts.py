"""What is said of a basket before validating, POST only: absent, forgiven, served, paid, left owed; and its undoing."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.closing_cases import forgive_absent, leave_owed, look_again, receive_as_announced
from cabas.distributions.models import Basket
from cabas.distributions.refusals import (
    AbsenceStands,
    AlreadyServed,
    AlreadySettled,
    AmountsChanged,
    DistributionValidated,
    MeansNotAccepted,
    NotStarted,
    ReceiptStands,
)
from cabas.distributions.stand import serve, take_payment, undo_receipt, undo_serving
from cabas.distributions.views._stand_key import fresh_key, require_key, sent_amount, sent_key
from cabas.distributions.views._stand_panel import means_of
from cabas.distributions.views._stand_rows import said
from cabas.distributions.views._validation_page import distribution_or_404, validation_page
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.acts import KeyMissing
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.receiving import NothingToReceive
from cabas.ui.formats import euros
from cabas.ui.toasts import alert, toast

CONFLICTS = (
    AbsenceStands,
    AlreadyServed,
    AlreadySettled,
    AmountsChanged,
    DistributionValidated,
    ReceiptStands,
    LedgerRefusal,
)


class NoSuchAct(Exception):
    """A form that is none of ours."""

    def __str__(self) -> str:
        return _("Dites ce qu’il en est de ce panier, par un des boutons.")


UNFIT = (KeyMissing, MeansNotAccepted, NoSuchAct, NotStarted, NothingToReceive)


@require_POST
@group_page(Right.VALIDATE)
def case(request: GroupRequest, number: int, basket: int) -> HttpResponse:
    """`act` names what is said of this basket, one of `ACTS`; `receive:<means>` for money."""
    baskets = Basket.objects.with_amounts().select_related("distribution", "group__book", "group__payment_settings")
    here = get_object_or_404(
        baskets.select_related("membership__account").prefetch_related("membership__adults__person"),
        group=request.group,
        distribution__number=number,
        number=basket,
    )
    perform = ACTS.get(request.POST.get("act", "").partition(":")[0], _unknown)
    return _answer(request, number, lambda: perform(request, here))


@require_POST
@group_page(Right.VALIDATE)
def announced(request: GroupRequest, number: int) -> HttpResponse:
    """« Tout reçu comme annoncé »: what was announced and not received, transfers apart, in one act."""
    distribution = distribution_or_404(request, number)
    seen = sent_amount(request) or Money(0)

    def perform() -> None:
        count = receive_as_announced(distribution, seen=seen, key=sent_key(request), by=request.user, at=now())
        words = ngettext("%(count)s panier reçu, %(sum)s", "%(count)s paniers reçus, %(sum)s", count)
        toast(request, words % {"count": count, "sum": euros(seen)})

    return _answer(request, number, perform)


def _answer(request: GroupRequest, number: int, perform: Callable[[], None]) -> HttpResponse:
    """Back to the checklist; a refusal shows it as it is now, with the sentence."""
    try:
        require_key(request)
        perform()
    except UNFIT as refusal:
        sentence, status = str(refusal), 422
    except CONFLICTS as refusal:
        sentence, status = str(refusal), 409
    else:
        return redirect("distributions:validation", slug=request.group.slug, number=number)
    distribution = distribution_or_404(request, number)
    return validation_page(request, distribution, now(), refusal=sentence, status=status)


def _unknown(_request: GroupRequest, _basket: Basket) -> None:
    raise NoSuchAct


def _absent(request: GroupRequest, basket: Basket) -> None:
    leave_owed(basket, is_absent=True, key=sent_key(request), by=request.user, at=now())
    _say(request, basket, _("absent, le dû est gardé"), {"act": "look_again"})


def _forgiven(request: GroupRequest, basket: Basket) -> None:
    amount = forgive_absent(basket, key=sent_key(request), by=request.user, at=now())
    words = _("panier annulé, %(amount)s rendus au compte") % {"amount": euros(amount)}
    _say(request, basket, words, {"act": "look_again"})


def _served(request: GroupRequest, basket: Basket) -> None:
    serve(basket, is_left_owed=True, key=sent_key(request), by=request.user, at=now())
    _say(request, basket, _("servi"), {"act": "undo_serving"})


def _left_owed(request: GroupRequest, basket: Basket) -> None:
    leave_owed(basket, is_absent=False, key=sent_key(request), by=request.user, at=now())
    _say(request, basket, _("le dû est gardé"), {"act": "look_again"})


def _received(request: GroupRequest, basket: Basket) -> None:
    means = request.POST["act"].partition(":")[2]
    if means not in [*means_of(basket), Means.TRANSFER]:
        raise MeansNotAccepted
    seen, key = sent_amount(request), sent_key(request)
    taken = take_payment(basket, means, seen=seen, key=key, by=request.user, at=now())
    if taken.is_due_different:
        amount = euros(taken.amount)
        alert(request, _("Le montant a changé\u202f: %(amount)s. Rien n’a été enregistré.") % {"amount": amount})
        return
    undo = {"act": "take_back", "receipt": taken.receipt_id, "stays_served": "yes" if taken.was_served else ""}
    _say(request, basket, f"{said(means)} {euros(taken.amount)}", undo)


def _looked_again(request: GroupRequest, basket: Basket) -> None:
    look_again(basket, key=sent_key(request), by=request.user, at=now())


def _unserved(request: GroupRequest, basket: Basket) -> None:
    undo_serving(basket, key=sent_key(request), by=request.user, at=now())


def _taken_back(request: GroupRequest, basket: Basket) -> None:
    sent = request.POST.get("receipt", "")
    receipts = basket.receipts.select_related("payment__transaction", "basket__group__book")
    receipt = receipts.filter(pk=int(sent) if sent.isdecimal() and len(sent) < 18 else 0).first()
    if receipt is None:
        raise Http404
    stays = bool(request.POST.get("stays_served"))
    undo_receipt(receipt, stays_served=stays, key=sent_key(request), by=request.user, at=now())


ACTS: dict[str, Callable[[GroupRequest, Basket], None]] = {
    "absent": _absent,
    "forgive": _forgiven,
    "served": _served,
    "leave": _left_owed,
    "receive": _received,
    "look_again": _looked_again,
    "undo_serving": _unserved,
    "take_back": _taken_back,
}


def _say(request: GroupRequest, basket: Basket, words: str, undo: dict[str, Any]) -> None:
    """Who, what, and the form that undoes it."""
    names = {"slug": request.group.slug, "number": basket.distribution.number, "basket": basket.number}
    url = reverse("distributions:validation_case", kwargs=names)
    toast(request, f"{basket.membership.name}\u202f: {words}", url, undo | {"key": fresh_key()})

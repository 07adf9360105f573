"""What is said of a basket before validating, POST only: absent, forgiven, served, paid, left owed; and its undoing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.closing.views._page import distribution_or_404, validation_page
from cabas.closing.views._reopened import saying_if_reopened
from cabas.closing.views._typed import keep_typed
from cabas.distributions.as_announced import receive_as_announced, take_back_as_announced
from cabas.distributions.closing_cases import forgive_absent, leave_owed, look_again
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.paid_twice import NoLongerTwice, keep_as_avoir, keep_one
from cabas.distributions.refusals import (
    AbsenceStands,
    AlreadyServed,
    AlreadySettled,
    AmountsChanged,
    DistributionValidated,
    MeansNotTaken,
    NothingToTakeBack,
    NotStarted,
    ReceiptStands,
    StandStillOpen,
)
from cabas.distributions.serving import serve, take_payment, undo_receipt, undo_serving
from cabas.distributions.validating_as_announced import validate_as_announced
from cabas.distributions.validation import BasketsUnsettled, WeightsEstimated
from cabas.distributions.views._act_key import fresh_key, require_key, sent_amount, sent_count, sent_key
from cabas.distributions.views._means_buttons import means_of, said
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
    NoLongerTwice,
    ReceiptStands,
    StandStillOpen,
    LedgerRefusal,
)


class NoSuchAct(Exception):
    """A form that is none of ours."""

    def __str__(self) -> str:
        return _("Dites ce qu’il en est de ce panier, par un des boutons.")


UNFIT = (
    BasketsUnsettled,
    KeyMissing,
    MeansNotTaken,
    NoSuchAct,
    NotStarted,
    NothingToReceive,
    NothingToTakeBack,
    WeightsEstimated,
)


@require_POST
@group_page(Right.VALIDATE)
def case(request: GroupRequest, number: int, basket: int) -> HttpResponse:
    """`act` names what is said of this basket, one of `ACTS`; `receive:<means>` for money.

    The buttons belong to the one form of the page: its key is made one of this basket and act.
    """
    baskets = Basket.objects.with_amounts().select_related("distribution", "group__book", "group__payment_settings")
    here = get_object_or_404(
        baskets.select_related("membership__account").prefetch_related("membership__adults__person"),
        group=request.group,
        distribution__number=number,
        number=basket,
    )
    keep_typed(request, here.distribution)
    perform = ACTS.get(request.POST.get("act", "").partition(":")[0], _unknown)
    return _answer(request, number, lambda: perform(request, here))


@require_POST
@group_page(Right.VALIDATE)
def announced(request: GroupRequest, number: int) -> HttpResponse:
    """« Tout servi et reçu comme annoncé », in one act; the toast undoes it."""
    distribution = distribution_or_404(request, number)
    keep_typed(request, distribution)
    count, seen, done = sent_count(request), sent_amount(request, "sum") or Money(0), sent_key(request)

    def perform() -> None:
        receive_as_announced(distribution, count=count, seen=seen, key=done, by=request.user, at=now())
        words = ngettext("%(count)s panier servi, %(sum)s reçus", "%(count)s paniers servis, %(sum)s reçus", count)
        url = reverse("closing:undo_announced", kwargs={"slug": request.group.slug, "number": number})
        toast(request, words % {"count": count, "sum": euros(seen)}, url, {"done": done, "key": fresh_key()})

    return _answer(request, number, perform)


@require_POST
@group_page(Right.VALIDATE)
def validated_as_announced(request: GroupRequest, number: int) -> HttpResponse:
    """« Tout servi et reçu comme annoncé, valider », in one act."""
    distribution = distribution_or_404(request, number)
    keep_typed(request, distribution)
    count, seen, total = (
        sent_count(request),
        sent_amount(request, "sum") or Money(0),
        sent_amount(request) or Money(0),
    )

    def perform() -> None:
        with saying_if_reopened(request):
            validate_as_announced(
                distribution, count=count, seen=seen, total=total, key=sent_key(request), by=request.user, at=now()
            )
        words = ngettext("%(count)s panier servi, %(sum)s reçus", "%(count)s paniers servis, %(sum)s reçus", count)
        toast(request, words % {"count": count, "sum": euros(seen)})

    return _answer(request, number, perform)


@require_POST
@group_page(Right.VALIDATE)
def undo_announced(request: GroupRequest, number: int) -> HttpResponse:
    """`done` is the key of what is undone."""
    distribution = distribution_or_404(request, number)
    done = sent_key(request, "done")

    def perform() -> None:
        taken = take_back_as_announced(distribution, done, key=sent_key(request), by=request.user, at=now())
        words = _("Annulé\u202f: %(sum)s ne sont plus reçus, les paniers sont de nouveau à regarder.")
        toast(request, words % {"sum": euros(taken)})

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
        return redirect("closing:validation", slug=request.group.slug, number=number)
    distribution = distribution_or_404(request, number)
    return validation_page(request, distribution, now(), refusal=sentence, status=status)


def _key(request: GroupRequest, basket: Basket) -> str:
    return f"{sent_key(request)}:{basket.number}:{request.POST['act'][:30]}"


def _unknown(_request: GroupRequest, _basket: Basket) -> None:
    raise NoSuchAct


def _absent(request: GroupRequest, basket: Basket) -> None:
    leave_owed(basket, is_absent=True, key=_key(request, basket), by=request.user, at=now())
    _say(request, basket, _("absent, le dû est gardé"), {"act": "look_again"})


def _forgiven(request: GroupRequest, basket: Basket) -> None:
    amount = forgive_absent(basket, key=_key(request, basket), by=request.user, at=now())
    words = _("panier annulé, %(amount)s rendus au compte") % {"amount": euros(amount)}
    _say(request, basket, words, {"act": "look_again"})


def _served(request: GroupRequest, basket: Basket) -> None:
    serve(basket, is_left_owed=True, key=_key(request, basket), by=request.user, at=now())
    _say(request, basket, _("servi"), {"act": "undo_serving"})


def _left_owed(request: GroupRequest, basket: Basket) -> None:
    leave_owed(basket, is_absent=False, key=_key(request, basket), by=request.user, at=now())
    _say(request, basket, _("le dû est gardé"), {"act": "look_again"})


def _received(request: GroupRequest, basket: Basket) -> None:
    means = request.POST["act"].partition(":")[2]
    if means not in [*means_of(basket), Means.TRANSFER]:
        raise MeansNotTaken
    seen, key = sent_amount(request, f"due-{basket.number}"), _key(request, basket)
    taken = take_payment(basket, means, seen=seen, key=key, by=request.user, at=now())
    if taken.is_due_different:
        amount = euros(taken.amount)
        alert(request, _("Le montant a changé\u202f: %(amount)s. Rien n’a été enregistré.") % {"amount": amount})
        return
    undo = {"act": "take_back", "receipt": taken.receipt_id, "stays_served": "yes" if taken.was_served else ""}
    _say(request, basket, f"{said(means)} {euros(taken.amount)}", undo)


def _looked_again(request: GroupRequest, basket: Basket) -> None:
    look_again(basket, key=_key(request, basket), by=request.user, at=now())
    toast(request, _("%(name)s\u202f: à regarder de nouveau") % {"name": basket.membership.name})


def _unserved(request: GroupRequest, basket: Basket) -> None:
    undo_serving(basket, key=_key(request, basket), by=request.user, at=now())


def _taken_back(request: GroupRequest, basket: Basket) -> None:
    receipt = _receipt(basket, request.POST.get("receipt", ""))
    stays = bool(request.POST.get("stays_served"))
    undo_receipt(receipt, stays_served=stays, key=_key(request, basket), by=request.user, at=now())


def _kept_one(request: GroupRequest, basket: Basket) -> None:
    receipt = _receipt(basket, request.POST["act"].partition(":")[2])
    gone = keep_one(receipt, key=_key(request, basket), by=request.user, at=now())
    words = _("un seul encaissement gardé, %(amount)s annulés") % {
        "amount": euros(Money.sum(one.payment.amount for one in gone))
    }
    again = {"act": "again", "receipt": gone[0].pk} if len(gone) == 1 else None
    _say(request, basket, words, again)


def _kept_all(request: GroupRequest, basket: Basket) -> None:
    kept = keep_as_avoir(basket, key=_key(request, basket), by=request.user, at=now())
    _say(request, basket, _("tout est gardé, %(amount)s de plus") % {"amount": euros(kept)}, {"act": "look_again"})


def _taken_again(request: GroupRequest, basket: Basket) -> None:
    """Undo « Garder un seul »: what was taken back is received again."""
    payment = _receipt(basket, request.POST.get("receipt", "")).payment
    amount, key = payment.amount, _key(request, basket)
    take_payment(basket, payment.means, amount=amount, is_besides=True, key=key, by=request.user, at=now())


def _receipt(basket: Basket, number: str) -> Receipt:
    receipts = basket.receipts.select_related("payment__transaction", "basket__group__book")
    return get_object_or_404(receipts, pk=int(number) if number.isdecimal() and len(number) < 18 else 0)


ACTS: dict[str, Callable[[GroupRequest, Basket], None]] = {
    "absent": _absent,
    "forgive": _forgiven,
    "served": _served,
    "leave": _left_owed,
    "receive": _received,
    "keep": _kept_one,
    "keep_all": _kept_all,
    "again": _taken_again,
    "look_again": _looked_again,
    "undo_serving": _unserved,
    "take_back": _taken_back,
}


def _say(request: GroupRequest, basket: Basket, words: str, undo: dict[str, Any] | None) -> None:
    """Who, what, and the form that undoes it."""
    names = {"slug": request.group.slug, "number": basket.distribution.number, "basket": basket.number}
    url = reverse("closing:case", kwargs=names)
    text = f"{basket.membership.name}\u202f: {words}"
    toast(request, text, url, undo | {"key": fresh_key()}) if undo else toast(request, text)

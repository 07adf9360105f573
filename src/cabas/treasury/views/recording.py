"""What the treasury writes on an account: money received, given back or given, a correction, an opening balance."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.refusals import LedgerRefusal
from cabas.payments.correcting import NothingToCorrect, correct
from cabas.payments.giving import GivenToThemselves, MoreThanGiverHas, NothingToGive, give
from cabas.payments.means import BY_MEANS
from cabas.payments.models import Movement
from cabas.payments.opening_balances import NothingToTakeOver, TakenOverAlready, take_over
from cabas.payments.reasons import ReasonMissing
from cabas.payments.receiving import NothingToReceive, record_payment
from cabas.payments.refunding import GivenBackOnline, MoreThanAvoir, NothingToRefund, refund
from cabas.treasury.finding import NobodyFound, SeveralFound, member_found
from cabas.treasury.forms import DatedForm
from cabas.treasury.views._account_page import position_of
from cabas.treasury.views._gift_form import GiftForm
from cabas.treasury.views._in_list import IN_LIST, after_act, row_of_form
from cabas.treasury.views._member import Opened, opened_or_404
from cabas.treasury.views._operations import CORRECTION, GIFT, OPENING, PAYMENT, REFUND, Operation, bound, form_context
from cabas.treasury.views._saying import say
from cabas.ui.formats import euros

REFUSALS = (
    GivenBackOnline,
    GivenToThemselves,
    LedgerRefusal,
    MoreThanAvoir,
    MoreThanGiverHas,
    NobodyFound,
    NothingToCorrect,
    NothingToGive,
    NothingToReceive,
    NothingToRefund,
    NothingToTakeOver,
    ReasonMissing,
    SeveralFound,
    TakenOverAlready,
)


@dataclass(frozen=True)
class Written:
    """What was written, and the words of it."""

    movement: Movement
    words: str


Record = Callable[[Opened, dict[str, Any], dict[str, Any]], Written]


@group_page(Right.KEEP_ACCOUNTS)
def payment(request: GroupRequest, number: int) -> HttpResponse:
    """GET the form, or the one that opens in the list; POST records money received."""
    if request.method == "GET" and IN_LIST in request.GET:
        return row_of_form(request, number)
    return _page(request, number, PAYMENT, _receive)


@group_page(Right.KEEP_ACCOUNTS)
def refunding(request: GroupRequest, number: int) -> HttpResponse:
    """GET the form; POST gives money back."""
    return _page(request, number, REFUND, _refund)


@group_page(Right.KEEP_ACCOUNTS)
def giving(request: GroupRequest, number: int) -> HttpResponse:
    """GET the form; POST gives to another member, or to the group."""
    return _page(request, number, GIFT, _give)


@group_page(Right.KEEP_ACCOUNTS)
def correction(request: GroupRequest, number: int) -> HttpResponse:
    """GET the form; POST credits or debits the member."""
    return _page(request, number, CORRECTION, _correct)


@group_page(Right.KEEP_ACCOUNTS)
def opening(request: GroupRequest, number: int) -> HttpResponse:
    """GET the form; POST takes over what the member had or owed before."""
    return _page(request, number, OPENING, _take_over)


def _page(request: GroupRequest, number: int, operation: Operation, record: Record) -> HttpResponse:
    """The form, or what it does; a refusal shows it again as it was typed."""
    at = now()
    opened = opened_or_404(request, number)
    if request.method != "POST":
        return _shown(request, opened, operation)
    form = bound(operation, opened, request.POST, at)
    if not form.is_valid():
        return _shown(request, opened, operation, form, 422)
    try:
        written = record(opened, form.cleaned_data, {"by": request.user, "at": at})
    except REFUSALS as refusal:
        return _shown(request, opened, operation, form, form.refuse(refusal))
    return _done(request, opened, written)


def _shown(
    request: GroupRequest, opened: Opened, operation: Operation, form: DatedForm | None = None, status: int = 200
) -> HttpResponse:
    if form is not None:
        form.renew_key()
    position = position_of(opened.member, at=now())
    context = {"opened": opened, "position": position, "is_in_list": IN_LIST in request.POST}
    context |= form_context(request, opened, position, operation, form)
    return render(request, "treasury/account_operation.html", context, status=status)


def _receive(opened: Opened, said: dict[str, Any], signed: dict[str, Any]) -> Written:
    asked = {name: said[name] for name in ("on", "reference", "note", "key")}
    payment = record_payment(opened.member, said["means"], said["amount"], **asked, **signed)
    words = _("%(amount)s reçus %(by_means)s") % {"amount": euros(payment.amount), "by_means": BY_MEANS[payment.means]}
    return Written(payment, words)


def _refund(opened: Opened, said: dict[str, Any], signed: dict[str, Any]) -> Written:
    asked = {name: said[name] for name in ("on", "why", "key")}
    done = refund(opened.member, said["means"], said["amount"], **asked, **signed)
    words = _("%(amount)s remboursés %(by_means)s") % {"amount": euros(done.amount), "by_means": BY_MEANS[done.means]}
    return Written(done, words)


def _give(opened: Opened, said: dict[str, Any], signed: dict[str, Any]) -> Written:
    asked = {name: said[name] for name in ("on", "why", "key")}
    is_to_group = said["to"] == GiftForm.TO_GROUP
    receiver = None if is_to_group else member_found(opened.member.group, said["receiver"])
    done = give(opened.member, receiver, said["amount"], **asked, **signed)
    words = _("%(amount)s donnés au groupe") if receiver is None else _("%(amount)s donnés à %(name)s")
    return Written(done, words % {"amount": euros(done.amount), "name": receiver.name if receiver else ""})


def _correct(opened: Opened, said: dict[str, Any], signed: dict[str, Any]) -> Written:
    asked = {name: said[name] for name in ("on", "why", "key")}
    is_debit = said["direction"] == "debit"
    done = correct(opened.member, -said["amount"] if is_debit else said["amount"], **asked, **signed)
    words = _("%(amount)s en faveur du groupe") if is_debit else _("%(amount)s en faveur du membre")
    return Written(done, words % {"amount": euros(abs(done.amount))})


def _take_over(opened: Opened, said: dict[str, Any], signed: dict[str, Any]) -> Written:
    asked = {name: said[name] for name in ("on", "key")}
    is_debit = said["direction"] == "debit"
    done = take_over(opened.member, -said["amount"] if is_debit else said["amount"], **asked, **signed)
    words = _("reprise de solde, devait %(amount)s") if is_debit else _("reprise de solde, avait %(amount)s en avoir")
    return Written(done, words % {"amount": euros(abs(done.amount))})


def _done(request: GroupRequest, opened: Opened, written: Written) -> HttpResponse:
    """Back to the account, or to the list where the form opened; a toast says what was written, and undoes it."""
    member = opened.member
    transaction = written.movement.transaction
    names = {"slug": request.group.slug, "number": member.number, "operation": transaction.number}
    undo = {"why": _("annulé aussitôt")} | ({IN_LIST: "1"} if IN_LIST in request.POST else {})
    say(request, opened, written.words, reverse("treasury:operation_undoing", kwargs=names), undo)
    return after_act(request, member.number)

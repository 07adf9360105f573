"""A set of balances that were taken over: whose they are, who took them over and when, and how it is undone."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.payments.judging_balances import said_of
from cabas.payments.models import OpeningBalance, OpeningSet
from cabas.payments.reasons import ReasonMissing
from cabas.payments.taking_over_together import NothingLeftToUndo, SetUndoneAlready, openings_of, undo_opening_set
from cabas.treasury.forms import UndoingForm
from cabas.ui.act_form import UNFIT
from cabas.ui.toasts import toast

NOTHING = Money(0)
REFUSALS = (LedgerRefusal, NothingLeftToUndo, ReasonMissing, SetUndoneAlready)


@group_page(Right.KEEP_ACCOUNTS)
def opening_set(request: GroupRequest, number: int) -> HttpResponse:
    """Each balance of the set, and how to undo them all."""
    return _shown(request, _set_or_404(request, number), UndoingForm())


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def undoing(request: GroupRequest, number: int) -> HttpResponse:
    """The whole set is undone, with a reason."""
    found = _set_or_404(request, number)
    form = UndoingForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, UNFIT)
    said = form.cleaned_data
    try:
        undo_opening_set(found, why=said["why"], key=said["key"], by=request.user, at=now())
    except REFUSALS as refusal:
        return _shown(request, _set_or_404(request, number), form, form.refuse(refusal))
    toast(request, _("Reprise de soldes n° %(number)s annulée, chez tous ses membres.") % {"number": number})
    return redirect("treasury:openings", slug=request.group.slug)


def undo_fields() -> dict[str, Any]:
    """What « Annuler » sends, right after the act."""
    return {"why": _("annulé aussitôt"), "key": str(uuid4())}


def _set_or_404(request: GroupRequest, number: int) -> OpeningSet:
    sets = OpeningSet.objects.filter(group=request.group).select_related("recorded_by", "undone_by")
    found = get_object_or_404(sets.with_sums(), number=number)
    found.group = request.group
    return found


def _shown(request: GroupRequest, found: OpeningSet, form: UndoingForm, status: int = 200) -> HttpResponse:
    if form.is_bound:
        form.renew_key()
    openings = list(openings_of(found))
    standing = [opening for opening in openings if opening.undone_at is None]
    context = {
        "set": found,
        "rows": [(opening, said_of(opening.amount)) for opening in openings],
        "standing": len(standing),
        "then_owing": sum(_would_owe(opening) for opening in standing),
        "form": form,
    }
    return render(request, "treasury/opening_set.html", context, status=status)


def _would_owe(opening: OpeningBalance) -> bool:
    """Does the member owe, once this avoir is undone?"""
    balance: Money = opening.membership.account.balance
    return opening.amount > NOTHING and balance - opening.amount < NOTHING

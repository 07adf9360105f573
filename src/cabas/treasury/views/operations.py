"""What was written on an account is put right: the means of a payment, or the whole taken back, with a reason."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.receipt_means import change_means
from cabas.distributions.taking_back import take_back_payment
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.refusals import LedgerRefusal
from cabas.payments.changing_means import NothingChanges
from cabas.payments.correcting import undo_correction
from cabas.payments.giving import undo_gift
from cabas.payments.means import BY_MEANS
from cabas.payments.models import Correction, Gift, OpeningBalance, Payment, Refund, ReturnFee
from cabas.payments.opening_balances import undo_opening_balance
from cabas.payments.reasons import ReasonMissing
from cabas.payments.refunding import undo_refund
from cabas.payments.returned_cheques import undo_fee
from cabas.treasury.forms import MeansChangeForm, UndoingForm
from cabas.treasury.views._in_list import after_act
from cabas.treasury.views._member import opened_or_404
from cabas.treasury.views._saying import say
from cabas.treasury.views._written import AnyMovement, means_of, show_written, to_account, written_or_404
from cabas.ui.formats import euros

REFUSALS = (LedgerRefusal, NothingChanges, ReasonMissing)


@group_page(Right.KEEP_ACCOUNTS)
def operation(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """What can be done with one operation of the account."""
    opened = opened_or_404(request, number)
    return show_written(request, opened, written_or_404(request, opened, operation))


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def means(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """The payment stands under another means, or another reference."""
    opened = opened_or_404(request, number)
    written = written_or_404(request, opened, operation)
    if not isinstance(payment := written.row, Payment):
        raise Http404
    form = MeansChangeForm(request.POST, means=means_of(opened, payment))
    if form.is_valid():
        said = form.cleaned_data
        try:
            again = change_means(
                payment, said["means"], reference=said["reference"], key=said["key"], by=request.user, at=now()
            )
        except REFUSALS as refusal:
            return show_written(request, opened, written, means_form=form, status=form.refuse(refusal))
        words = _("%(amount)s %(by_means)s") % {"amount": euros(again.amount), "by_means": BY_MEANS[again.means]}
        names = {"slug": request.group.slug, "number": number, "operation": again.transaction.number}
        undo = {"means": payment.means, "reference": payment.reference}
        say(request, opened, words, reverse("treasury:operation_means", kwargs=names), undo)
        return to_account(request, opened)
    return show_written(request, opened, written, means_form=form, status=422)


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def undoing(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """The operation is taken back, with a reason."""
    opened = opened_or_404(request, number)
    written = written_or_404(request, opened, operation)
    form = UndoingForm(request.POST)
    if form.is_valid():
        said = {"why": form.cleaned_data["why"], "key": form.cleaned_data["key"], "by": request.user, "at": now()}
        try:
            _undo(written.row, said)
        except REFUSALS as refusal:
            return show_written(request, opened, written, undoing_form=form, status=form.refuse(refusal))
        say(request, opened, _("%(amount)s annulés") % {"amount": euros(written.amount)})
        return after_act(request, number)
    return show_written(request, opened, written, undoing_form=form, status=422)


def _undo(row: AnyMovement, said: dict[str, Any]) -> None:
    match row:
        case Payment():
            take_back_payment(row, **said)
        case Refund():
            undo_refund(row, **said)
        case Correction():
            undo_correction(row, **said)
        case OpeningBalance():
            undo_opening_balance(row, **said)
        case Gift():
            undo_gift(row, **said)
        case ReturnFee():
            undo_fee(row, **said)

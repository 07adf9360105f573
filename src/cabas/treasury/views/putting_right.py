"""A payment is not what it seemed: it is moved to the member whose it is, or the bank did not pay the cheque."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now, today
from cabas.distributions.cheques_coming_back import NotReturnedAnyMore, return_cheque, undo_return
from cabas.distributions.moving_payments import AlreadyTheirs, move_payment
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.payments.returned_cheques import NegativeFee, NotACheque, ReturnedBeforeReceived
from cabas.treasury.finding import NobodyFound, SeveralFound, member_found
from cabas.treasury.views._member import Opened, opened_or_404
from cabas.treasury.views._saying import say
from cabas.treasury.views._written import Written, show_written, to_account, written_or_404
from cabas.treasury.views._written_forms import MoveForm, ReturnForm
from cabas.ui.act_form import ActForm
from cabas.ui.elision import of
from cabas.ui.formats import euros
from cabas.ui.toasts import alert

REFUSALS = (
    AlreadyTheirs,
    LedgerRefusal,
    NegativeFee,
    NobodyFound,
    NotACheque,
    NotReturnedAnyMore,
    ReturnedBeforeReceived,
    SeveralFound,
)


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def moving(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """The payment belongs to another member of the group."""
    opened = opened_or_404(request, number)
    written, payment = _payment_or_404(request, opened, operation)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return show_written(request, opened, written, move_form=form, status=422)
    said = form.cleaned_data
    try:
        to = member_found(opened.member.group, said["to"])
        right = move_payment(payment, to, key=said["key"], by=request.user, at=now())
    except REFUSALS as refusal:
        return show_written(request, opened, written, move_form=form, status=form.refuse(refusal))
    words = _("%(amount)s portés au compte %(of_name)s") % {"amount": euros(right.amount), "of_name": of(to.name)}
    names = {"slug": request.group.slug, "number": to.number, "operation": right.transaction.number}
    say(request, opened, words, reverse("treasury:operation_moving", kwargs=names), {"to": number})
    return to_account(request, opened)


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def returning(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """The bank did not pay this cheque."""
    opened = opened_or_404(request, number)
    written, payment = _payment_or_404(request, opened, operation)
    form = ReturnForm(request.POST, today=today())
    if not form.is_valid():
        return show_written(request, opened, written, return_form=form, status=422)
    said = form.cleaned_data
    fee = said["fee"] or Money(0)
    asked = {name: said[name] for name in ("on", "reason", "key")}
    try:
        return_cheque(payment, fee=fee, **asked, by=request.user, at=now())
    except REFUSALS as refusal:
        return show_written(request, opened, written, return_form=form, status=form.refuse(refusal))
    say(request, opened, _returned(payment, fee), _undo_url(request, opened, operation))
    return to_account(request, opened)


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def undoing_return(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """The cheque had not come back: it counts again."""
    opened = opened_or_404(request, number)
    _written, payment = _payment_or_404(request, opened, operation)
    returned = getattr(payment, "returned", None)
    if returned is None:
        raise Http404
    form = ActForm(request.POST)
    try:
        if not form.is_valid():
            raise Http404
        undo_return(returned, key=form.cleaned_data["key"], by=request.user, at=now())
    except REFUSALS as refusal:
        alert(request, str(refusal))
        return redirect("treasury:operation", slug=request.group.slug, number=number, operation=operation)
    say(request, opened, _("le chèque de %(amount)s compte de nouveau") % {"amount": euros(payment.amount)})
    return to_account(request, opened)


def _payment_or_404(request: GroupRequest, opened: Opened, operation: int) -> tuple[Written, Payment]:
    written = written_or_404(request, opened, operation)
    if not isinstance(payment := written.row, Payment):
        raise Http404
    return written, payment


def _returned(payment: Payment, fee: Money) -> str:
    said = {"amount": euros(payment.amount), "fee": euros(fee)}
    if fee:
        return _("chèque de %(amount)s rejeté, %(fee)s de frais") % said
    return _("chèque de %(amount)s rejeté") % said


def _undo_url(request: GroupRequest, opened: Opened, operation: int) -> str:
    names = {"slug": request.group.slug, "number": opened.member.number, "operation": operation}
    return reverse("treasury:operation_return_undoing", kwargs=names)

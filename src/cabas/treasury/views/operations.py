"""What was written on an account is put right: the means of a payment, or the whole taken back, with a reason."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.distributions.models import Receipt
from cabas.distributions.receipt_means import change_means
from cabas.distributions.taking_back import take_back_payment
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.models import Transaction
from cabas.ledger.refusals import LedgerRefusal
from cabas.money import Money
from cabas.payments.changing_means import NothingChanges
from cabas.payments.correcting import undo_correction
from cabas.payments.explaining import Cause, cause_of
from cabas.payments.means import BY_MEANS, Means
from cabas.payments.models import Correction, OpeningBalance, Payment, Refund
from cabas.payments.opening_balances import undo_opening_balance
from cabas.payments.reasons import ReasonMissing
from cabas.payments.refunding import undo_refund
from cabas.treasury.forms import ActForm, MeansChangeForm, UndoingForm
from cabas.treasury.views._account_page import position_of
from cabas.treasury.views._member import Opened, opened_or_404
from cabas.treasury.views._saying import say
from cabas.ui.formats import euros

REFUSALS = (LedgerRefusal, NothingChanges, ReasonMissing)
MOVEMENTS = ("payment", "refund", "correction", "openingbalance")
WITH = ("payment__replaces", "payment__replaced_by__transaction", "payment__receipt__basket__distribution")


@dataclass(frozen=True)
class Written:
    """A movement of the member, with its words; `is_live`: it was not taken back."""

    row: Payment | Refund | Correction | OpeningBalance
    cause: Cause
    is_live: bool

    @property
    def effect(self) -> Money:
        """What it did to the balance of the member."""
        return -self.row.amount if isinstance(self.row, Refund) else self.row.amount

    @property
    def amount(self) -> Money:
        return abs(self.row.amount)

    @property
    def is_payment(self) -> bool:
        return isinstance(self.row, Payment)

    @property
    def receipt(self) -> Receipt | None:
        """For which basket it was received, if it was for one."""
        return getattr(self.row, "receipt", None)

    @property
    def again(self) -> Payment | None:
        """The payment that took its place, if its means was put right."""
        return getattr(self.row, "replaced_by", None)


@group_page(Right.KEEP_ACCOUNTS)
def operation(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """What can be done with one operation of the account."""
    opened = opened_or_404(request, number)
    return _shown(request, opened, _written_or_404(request, opened, operation))


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def means(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """The payment stands under another means, or another reference."""
    opened = opened_or_404(request, number)
    written = _written_or_404(request, opened, operation)
    if not isinstance(payment := written.row, Payment):
        raise Http404
    form = MeansChangeForm(request.POST, means=_means(opened, payment))
    if form.is_valid():
        said = form.cleaned_data
        try:
            again = change_means(
                payment, said["means"], reference=said["reference"], key=said["key"], by=request.user, at=now()
            )
        except REFUSALS as refusal:
            return _shown(request, opened, written, means_form=form, status=form.refuse(refusal))
        words = _("%(amount)s %(by_means)s") % {"amount": euros(again.amount), "by_means": BY_MEANS[again.means]}
        names = {"slug": request.group.slug, "number": number, "operation": again.transaction.number}
        undo = {"means": payment.means, "reference": payment.reference}
        say(request, opened, words, reverse("treasury:operation_means", kwargs=names), undo)
        return _to_account(request, opened)
    return _shown(request, opened, written, means_form=form, status=422)


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def undoing(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """The operation is taken back, with a reason."""
    opened = opened_or_404(request, number)
    written = _written_or_404(request, opened, operation)
    form = UndoingForm(request.POST)
    if form.is_valid():
        said = {"why": form.cleaned_data["why"], "key": form.cleaned_data["key"], "by": request.user, "at": now()}
        try:
            _undo(written.row, said)
        except REFUSALS as refusal:
            return _shown(request, opened, written, undoing_form=form, status=form.refuse(refusal))
        say(request, opened, _("%(amount)s annulés") % {"amount": euros(written.amount)})
        return _to_account(request, opened)
    return _shown(request, opened, written, undoing_form=form, status=422)


def _undo(row: Payment | Refund | Correction | OpeningBalance, said: dict[str, Any]) -> None:
    match row:
        case Payment():
            take_back_payment(row, **said)
        case Refund():
            undo_refund(row, **said)
        case Correction():
            undo_correction(row, **said)
        case OpeningBalance():
            undo_opening_balance(row, **said)


def _written_or_404(request: GroupRequest, opened: Opened, number: int) -> Written:
    """The operation of this number, where it is a movement of this member. One statement."""
    people = [f"{name}__recorded_by" for name in MOVEMENTS]
    found = Transaction.objects.filter(book=request.group.book_id, number=number)
    transaction = found.select_related("reversed_by", *people, *WITH).first()
    rows: list[Any] = [getattr(transaction, name, None) for name in MOVEMENTS]
    row = next((row for row in rows if row is not None and row.membership_id == opened.member.pk), None)
    if transaction is None or row is None:
        raise Http404
    cause = cause_of(transaction, row.recorded_by.first_name if row.recorded_by else "")
    if cause is None:
        raise Http404
    row.membership, row.group, row.transaction = opened.member, opened.member.group, transaction
    return Written(row, cause, not transaction.is_reversed)


def _means(opened: Opened, payment: Payment) -> list[Means]:
    """What the treasury may choose, what stands, and what stood before: « Annuler » goes back to that."""
    stood = {payment.means, payment.replaces.means if payment.replaces else payment.means}
    return [means for means in Means if means in opened.means or means in stood]


def _shown(
    request: GroupRequest,
    opened: Opened,
    written: Written,
    *,
    means_form: ActForm | None = None,
    undoing_form: ActForm | None = None,
    status: int = 200,
) -> HttpResponse:
    for form in (means_form, undoing_form):
        if form is not None:
            form.renew_key()
    row = written.row
    if means_form is None and isinstance(row, Payment):
        initial = {"means": row.means, "reference": row.reference}
        means_form = MeansChangeForm(initial=initial, means=_means(opened, row))
    context = {
        "opened": opened,
        "written": written,
        "means_form": means_form,
        "undoing_form": undoing_form or UndoingForm(),
        "after": position_of(opened.member, at=now()).after(-written.effect),
    }
    return render(request, "treasury/account_written.html", context, status=status)


def _to_account(request: GroupRequest, opened: Opened) -> HttpResponse:
    return redirect("treasury:account", slug=request.group.slug, number=opened.member.number)

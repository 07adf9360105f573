"""One operation of an account, opened to be put right: what it is, the forms that may change it, and the way back."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cabas.clock import now, today
from cabas.distributions.models import Receipt
from cabas.groups.access import GroupRequest
from cabas.ledger.models import Transaction
from cabas.money import Money
from cabas.payments.explaining import Cause, cause_of
from cabas.payments.means import Means
from cabas.payments.models import Correction, Gift, OpeningBalance, Payment, Refund, ReturnedCheque, ReturnFee
from cabas.treasury.forms import MeansChangeForm, UndoingForm
from cabas.treasury.overview import names_of
from cabas.treasury.views._account_page import position_of
from cabas.treasury.views._member import Opened
from cabas.treasury.views._written_forms import MoveForm, ReturnForm
from cabas.ui.act_form import ActForm

MOVEMENTS = ("payment", "refund", "correction", "openingbalance", "gift", "returnfee")
WITH = (
    "payment__replaces",
    "payment__replaced_by__transaction",
    "payment__receipt__basket__distribution",
    "payment__returned",
    "payment__moved_to__membership",
    "payment__moved_to__transaction",
    "payment__moved_from__membership",
    "gift__membership__account",
    "gift__receiver__account",
)
AnyMovement = Payment | Refund | Correction | OpeningBalance | Gift | ReturnFee


@dataclass(frozen=True)
class Written:
    """A movement of the member, with its words; `is_live`: it was not taken back. `effect`: on this balance."""

    row: AnyMovement
    cause: Cause
    is_live: bool
    effect: Money

    @property
    def amount(self) -> Money:
        return abs(self.row.amount)

    @property
    def is_payment(self) -> bool:
        return isinstance(self.row, Payment)

    @property
    def is_cheque(self) -> bool:
        return isinstance(self.row, Payment) and self.row.means == Means.CHEQUE

    @property
    def is_online(self) -> bool:
        """Then only the provider changes it."""
        return isinstance(self.row, Payment) and self.row.means == Means.ONLINE

    @property
    def receipt(self) -> Receipt | None:
        """For which basket it was received, if it was for one."""
        return getattr(self.row, "receipt", None)

    @property
    def again(self) -> Payment | None:
        """The payment that took its place on this account, if it was put right."""
        return getattr(self.row, "replaced_by", None)

    @property
    def moved_to(self) -> Payment | None:
        """The payment on the account where it belonged."""
        return getattr(self.row, "moved_to", None)

    @property
    def returned(self) -> ReturnedCheque | None:
        """That the bank did not pay it, while it is said."""
        returned: ReturnedCheque | None = getattr(self.row, "returned", None)
        return returned if returned is not None and returned.undone_at is None else None


def written_or_404(request: GroupRequest, opened: Opened, number: int) -> Written:
    """The operation of this number, where it is a movement of this member. One statement."""
    people = [f"{name}__recorded_by" for name in MOVEMENTS]
    found = Transaction.objects.filter(book=request.group.book_id, number=number)
    transaction = found.select_related("reversed_by", *people, *WITH).first()
    rows: list[Any] = [getattr(transaction, name, None) for name in MOVEMENTS]
    row = next((row for row in rows if row is not None and _is_of(row, opened)), None)
    if transaction is None or row is None:
        raise Http404
    effect = _effect(row, opened)
    name = row.recorded_by.first_name if row.recorded_by else ""
    cause = cause_of(transaction, name, is_credit=effect > Money(0))
    if cause is None:
        raise Http404
    if row.membership_id == opened.member.pk:
        row.membership = opened.member
    row.group, row.transaction = opened.member.group, transaction
    return Written(row, cause, not transaction.is_reversed, effect)


def _is_of(row: AnyMovement, opened: Opened) -> bool:
    """A gift is on the account of who gives and of who receives."""
    receiver = row.receiver_id if isinstance(row, Gift) else None
    return opened.member.pk in (row.membership_id, receiver)


def _effect(row: AnyMovement, opened: Opened) -> Money:
    is_debit = isinstance(row, Refund | ReturnFee) or (isinstance(row, Gift) and row.membership_id == opened.member.pk)
    return -row.amount if is_debit else row.amount


def means_of(opened: Opened, payment: Payment) -> list[Means]:
    """What the treasury may choose, what stands, and what stood before: « Annuler » goes back to that."""
    stood = {payment.means, payment.replaces.means if payment.replaces else payment.means}
    return [means for means in Means if means in opened.means or means in stood]


def show_written(
    request: GroupRequest, opened: Opened, written: Written, *, status: int = 200, **typed: ActForm
) -> HttpResponse:
    """The operation with its forms; `typed`: those that were sent, by name, shown again with a fresh key."""
    for form in typed.values():
        form.renew_key()
    row, day = written.row, today()
    if isinstance(row, Payment):
        initial = {"means": row.means, "reference": row.reference}
        typed.setdefault("means_form", MeansChangeForm(initial=initial, means=means_of(opened, row)))
        typed.setdefault("move_form", MoveForm())
        typed.setdefault("return_form", ReturnForm(today=day))
    typed.setdefault("undoing_form", UndoingForm())
    context = {
        "opened": opened,
        "written": written,
        "names": names_of(request.group) if written.is_payment and written.is_live else [],
        "after": position_of(opened.member, at=now()).after(-written.effect),
        **typed,
    }
    return render(request, "treasury/account_written.html", context, status=status)


def to_account(request: GroupRequest, opened: Opened) -> HttpResponse:
    return redirect("treasury:account", slug=request.group.slug, number=opened.member.number)

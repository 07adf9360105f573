"""The fees of one household: where it stands, the button that records, the years before, and undoing."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.models import Membership
from cabas.groups.rights import Right
from cabas.membership_fees.asking import Fee
from cabas.membership_fees.forms import FeeForm
from cabas.membership_fees.models import MembershipFee
from cabas.membership_fees.recording import Asked, record_fees
from cabas.membership_fees.standing import State, fees_of, state_of
from cabas.membership_fees.views._refusals import REFUSALS, fee_or_404, status_of
from cabas.membership_fees.views.together import by_words, said_recorded
from cabas.money import Money
from cabas.payments.means import ICON_OF
from cabas.payments.means_by_hand import means_by_hand
from cabas.payments.models import PaymentSettings
from cabas.ui.formats import euros

EXEMPT = "exempt"


@group_page(Right.READ_ACCOUNTS)
def household(request: GroupRequest, number: int) -> HttpResponse:
    """GET where it stands; POST records its fee: `means` says how it was paid, nothing that it is to be settled."""
    if request.method == "POST" and Right.KEEP_ACCOUNTS not in request.rights:
        raise PermissionDenied
    member = get_object_or_404(_members(request), number=number)
    fee, _asked = fee_or_404(request)
    if request.method != "POST":
        return _page(request, member, fee)
    form = FeeForm(request.POST)
    if not form.is_valid():
        form.renew_key()
        return _page(request, member, fee, form, status=422)
    try:
        _record(request, member, fee, form.cleaned_data)
    except REFUSALS as refusal:
        form.refuse(refusal)
        form.renew_key()
        return _page(request, member, fee, form, status=status_of(refusal))
    return redirect(request.get_full_path())


def _members(request: GroupRequest) -> Any:
    return Membership.objects.filter(group=request.group).with_people().select_related("account")


def _record(request: GroupRequest, member: Membership, fee: Fee, said: dict[str, Any]) -> None:
    means = request.POST.get("means", "")
    amount = fee.amount if said["amount"] is None else said["amount"]
    if means == EXEMPT:
        means, amount = "", Money(0)
    asked = Asked(member, amount, said["reason"])
    record_fees(fee, [asked], means=means, key=said["key"], by=request.user, at=now())
    words = [f"{member.name}\u202f: {fee.title}", euros(amount), by_words(means)]
    said_recorded(request, said["key"], words, back=request.get_full_path())


def _page(
    request: GroupRequest, member: Membership, fee: Fee, form: FeeForm | None = None, status: int = 200
) -> HttpResponse:
    known: list[MembershipFee] = fees_of(member)
    of_year = next((one for one in known if one.year == fee.period.year), None)
    settings = PaymentSettings.objects.filter(group=request.group).first()
    has_payments = settings is not None and settings.is_on
    state = state_of(of_year, member.account.balance)
    context = {
        "member": member,
        "fee": fee,
        "of_year": of_year,
        "state": state,
        "is_to_renew": state == State.RENEW,
        "known": known,
        "form": form or FeeForm(initial={"amount": fee.amount}),
        "may_record": Right.KEEP_ACCOUNTS in request.rights and member.left_on is None,
        "has_payments": has_payments,
        "means": [(one.value, one.label, ICON_OF[one]) for one in means_by_hand(settings) if has_payments],
        "undo_key": uuid4(),
    }
    return render(request, "membership_fees/household.html", context, status=status)

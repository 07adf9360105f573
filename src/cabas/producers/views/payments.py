"""« Payé au producteur » is recorded by who keeps the accounts, and undone with a reason."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cabas.clock import now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.ledger.refusals import LedgerRefusal
from cabas.payments.reasons import ReasonMissing
from cabas.producers.models import VendorPayment
from cabas.producers.paying import MoreThanOwed, NothingToPay, owed_now, pay_vendor, undo_vendor_payment
from cabas.producers.views._payment_form import payment_form, undoing_form
from cabas.producers.views.vendor import vendor_or_404, vendor_page
from cabas.ui.formats import euros
from cabas.ui.toasts import toast

REFUSED = 422


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def payment(request: GroupRequest, number: int) -> HttpResponse:
    """Record that the group paid this vendor."""
    here = vendor_or_404(request, number)
    form = payment_form(here, owed_now(here), request.POST)
    status = REFUSED
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        asked = {"on": said["on"], "note": said["note"], "key": said["key"]}
        try:
            paid = pay_vendor(here, said["paid_by"], said["amount"], **asked, by=request.user, at=now())
        except (LedgerRefusal, MoreThanOwed, NothingToPay) as refusal:
            status = form.refuse(refusal)
        else:
            toast(request, _("%(amount)s payés à %(vendor)s.") % {"amount": euros(paid.amount), "vendor": here.name})
            return redirect("producers:vendor", slug=request.group.slug, number=number)
    form.renew_key()
    return vendor_page(request, here, payment_form=form, status=status)


@require_POST
@group_page(Right.KEEP_ACCOUNTS)
def payment_undoing(request: GroupRequest, number: int, operation: int) -> HttpResponse:
    """The vendor was not paid after all."""
    here = vendor_or_404(request, number)
    paid = get_object_or_404(
        VendorPayment.objects.select_related("transaction", "group__book"),
        vendor=here,
        transaction__number=operation,
    )
    form = undoing_form(request.POST)
    status = REFUSED
    if form.is_valid():
        said = form.cleaned_data
        try:
            undo_vendor_payment(paid, why=said["why"], key=said["key"], by=request.user, at=now())
        except (LedgerRefusal, ReasonMissing) as refusal:
            status = form.refuse(refusal)
        else:
            toast(request, _("Le paiement de %(amount)s est annulé.") % {"amount": euros(paid.amount)})
            return redirect("producers:vendor", slug=request.group.slug, number=number)
    form.renew_key()
    return vendor_page(request, here, undone=paid, undoing_form=form, status=status)

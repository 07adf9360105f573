"""« Cotisations »: who is to renew, who is up to date, who is exempted; and the same list as a file."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.membership_fees.list_file import headings, rows
from cabas.membership_fees.standing import lines_of
from cabas.membership_fees.views._list_page import FeeList
from cabas.membership_fees.views._refusals import fee_or_404
from cabas.payments.means import ICON_OF
from cabas.payments.means_by_hand import means_by_hand
from cabas.payments.models import PaymentSettings
from cabas.sheets.writing import csv_for_excel, workbook
from cabas.ui.downloads import csv_file, xlsx_file


@group_page(Right.READ_ACCOUNTS)
def fees(request: GroupRequest) -> HttpResponse:
    """The totals of a year, then the list that the address filters."""
    return list_page(request)


def list_page(request: GroupRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The same again with what was refused, what was ticked still ticked."""
    found = _list(request)
    context: dict[str, Any] = {
        "list": found,
        "refusal": refusal,
        "ticked": request.POST.getlist("member"),
        "may_record": Right.KEEP_ACCOUNTS in request.rights,
        "may_set": Right.SET_PAYMENTS in request.rights,
        "key": uuid4(),
    }
    if found and context["may_record"]:
        settings = PaymentSettings.objects.filter(group=request.group).first()
        has_payments = settings is not None and settings.is_on
        context["has_payments"] = has_payments
        context["means"] = [(one.value, one.label, ICON_OF[one]) for one in means_by_hand(settings) if has_payments]
    return render(request, "membership_fees/fees.html", context, status=status)


@group_page(Right.READ_ACCOUNTS)
def fees_file(request: GroupRequest, kind: str) -> HttpResponse:
    """All that the filter holds; `kind` is « csv » or « xlsx »."""
    found = _list(request)
    if found is None:
        raise Http404
    name = f"cotisations-{request.group.slug}-{found.fee.period.label}"
    if kind == "csv":
        return csv_file(name, csv_for_excel(headings(), rows(found.lines)))
    return xlsx_file(name, workbook([(_("Cotisations"), headings(), rows(found.lines))]))


def _list(request: GroupRequest) -> FeeList | None:
    """What the address, or the form that came from there, asks for; nothing where the group asks no fee."""
    try:
        fee, asked = fee_or_404(request)
    except Http404:
        return None
    return FeeList(fee, asked, lines_of(request.group, asked.year, sought=asked.sought))

"""The account of one member as the group sees it: where they stand, each operation with its cause, and its file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cabas.clock import local_date, now
from cabas.distributions.balance_by_day import TWO_YEARS
from cabas.distributions.history import history
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.membership_fees.standing import household_fee
from cabas.sheets.writing import csv_for_excel, workbook
from cabas.treasury.account_file import headings, rows
from cabas.treasury.basket_addresses import basket_addresses
from cabas.treasury.views._account_page import position_of
from cabas.treasury.views._member import Opened, opened_or_404
from cabas.treasury.views._operations import PAYMENT, form_context

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@group_page(Right.READ_ACCOUNTS)
def account(request: GroupRequest, number: int) -> HttpResponse:
    """The newest operations (`vue`: all, orders or payments); further pages (`avant`) hold older operations only."""
    at = now()
    opened = opened_or_404(request, number)
    position = position_of(opened.member, at=at, with_age=True)
    shown = history(
        opened.member,
        about=request.GET.get("vue", ""),
        before=request.GET.get("avant", ""),
        at=at,
        pictured=TWO_YEARS,
        is_fresh=True,
        has_cagnotte=position.has_cagnotte,
    )
    fee = household_fee(request.group, opened.member, on=local_date(at)) if shown.is_first_page else None
    may_write = Right.KEEP_ACCOUNTS in request.rights
    context = {
        "opened": opened,
        "position": position,
        "history": shown,
        "fee": fee,
        "may_write": may_write,
        "line_action": "treasury/_account_line_tools.html",
        "to_basket": basket_addresses(request.group, number, request.rights),
        "heading_tools": "treasury/_account_files.html",
    }
    if may_write:
        context |= form_context(request, opened, position, PAYMENT)
    return render(request, "treasury/account.html", context)


@group_page(Right.READ_ACCOUNTS)
def account_csv(request: GroupRequest, number: int) -> HttpResponse:
    """Every operation of the account, for a spreadsheet in French."""
    opened = opened_or_404(request, number)
    return _file(opened, "csv", csv_for_excel(headings(), rows(opened.member)), CSV_TYPE)


@group_page(Right.READ_ACCOUNTS)
def account_xlsx(request: GroupRequest, number: int) -> HttpResponse:
    """The same as a workbook."""
    opened = opened_or_404(request, number)
    sheet = _("Compte n° %(number)s") % {"number": number}
    return _file(opened, "xlsx", workbook([(sheet, headings(), rows(opened.member))]), XLSX_TYPE)


def _file(opened: Opened, extension: str, content: bytes, content_type: str) -> HttpResponse:
    file_name = f"compte-{opened.member.number}-{slugify(opened.name)}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)

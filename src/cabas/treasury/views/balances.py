"""« Solde des adhérents »: who owes, what is to settle, who has an avoir; and the same list as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from cabas.clock import local_date, now
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.models import Group
from cabas.groups.rights import Right
from cabas.sheets.writing import csv_for_excel, workbook
from cabas.treasury.balances_file import headings, rows
from cabas.treasury.filters import Filters
from cabas.treasury.overview import balances_of, shown
from cabas.treasury.views._balances_page import page_of
from cabas.ui.downloads import csv_file, xlsx_file


@group_page(Right.READ_ACCOUNTS)
def balances(request: GroupRequest) -> HttpResponse:
    """The totals of the group, then the list that the address filters."""
    filters, at = Filters.of(request.GET), now()
    everybody = balances_of(request.group, at=at, sought=filters.sought)
    may_cash = Right.KEEP_ACCOUNTS in request.rights
    page = page_of(everybody, filters, on=local_date(at), accounts=_accounts_of(request.group), may_cash=may_cash)
    return render(request, "treasury/balances.html", page)


def _accounts_of(group: Group) -> str:
    """What the addresses of all accounts begin with: looked up once, not for each row."""
    try:
        return reverse("treasury:account", kwargs={"slug": group.slug, "number": 0}).removesuffix("0/")
    except NoReverseMatch:
        return ""


@group_page(Right.READ_ACCOUNTS)
def balances_file(request: GroupRequest, kind: str) -> HttpResponse:
    """All that the filter holds, whatever the page shows of it; `kind` is « csv » or « xlsx »."""
    filters, at = Filters.of(request.GET), now()
    everybody = balances_of(request.group, at=at, sought=filters.sought)
    listed = shown(everybody, filters, on=local_date(at))
    name = f"soldes-{request.group.slug}-{local_date(at)}"
    if kind == "csv":
        return csv_file(name, csv_for_excel(headings(), rows(listed)))
    return xlsx_file(name, workbook([(_("Soldes"), headings(), rows(listed))]))

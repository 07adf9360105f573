"""« Solde des adhérents »: who owes, what is to settle, who has an avoir; and the same list as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cabas.clock import today
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.sheets.writing import csv_for_excel, workbook
from cabas.treasury.balances_file import headings, rows
from cabas.treasury.filters import Filters
from cabas.treasury.overview import balances_of, settling_day, shown
from cabas.treasury.trends import trends_of
from cabas.treasury.views._balances_page import page_of
from cabas.treasury.views._balances_rows import addresses
from cabas.treasury.views._trends import edition_of, symbols
from cabas.treasury.views._way_back import remember
from cabas.ui.downloads import csv_file, xlsx_file


@group_page(Right.READ_ACCOUNTS)
def balances(request: GroupRequest) -> HttpResponse:
    """The totals of the group, then the list that the address filters."""
    filters, on = Filters.of(request.GET), today()
    everybody = balances_of(request.group, sought=filters.sought)
    to_account = addresses("treasury:account", request.group)
    to_payment = addresses("treasury:payment", request.group) if Right.KEEP_ACCOUNTS in request.rights else None
    trends = reverse("treasury:balances_trends", kwargs={"slug": request.group.slug}) + edition_of(everybody, on)
    page = page_of(
        everybody,
        filters,
        on=on,
        settles_on=settling_day(request.group, on=on) if any(member.announced for member in everybody) else None,
        to_account=to_account,
        to_payment=to_payment,
        trends=trends,
    )
    answer = render(request, "treasury/balances.html", page)
    remember(request, answer, filters)
    return answer


@group_page(Right.READ_ACCOUNTS)
def balances_file(request: GroupRequest, kind: str) -> HttpResponse:
    """All that the filter holds, whatever the page shows of it; `kind` is « csv » or « xlsx »."""
    filters, on = Filters.of(request.GET), today()
    everybody = balances_of(request.group, sought=filters.sought)
    listed = shown(everybody, filters, on=on)
    name = f"soldes-{request.group.slug}-{on}"
    if kind == "csv":
        return csv_file(name, csv_for_excel(headings(), rows(listed)))
    return xlsx_file(name, workbook([(_("Soldes"), headings(), rows(listed))]))


@group_page(Right.READ_ACCOUNTS)
def trends(request: GroupRequest) -> HttpResponse:
    """How each balance went, as the pictures that the rows point to: beside the page, which does not wait for them."""
    drawn = symbols(trends_of(request.group, on=today()))
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=600"})

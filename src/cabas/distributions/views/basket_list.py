"""The baskets of a distribution, all of them on one page, to read, to print and to take away as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cabas.clock import now
from cabas.distributions.basket_list import baskets_listed
from cabas.distributions.models import Distribution
from cabas.distributions.models.distribution import State
from cabas.distributions.views._basket_rows import rows_of, written_rows
from cabas.distributions.views._sheets import baskets_csv, distribution_workbook
from cabas.distributions.views._state import said_state
from cabas.distributions.views._wording import moment_to_come
from cabas.distributions.views.distribution import distribution_or_404
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.money import Money
from cabas.ui import formats
from cabas.ui.downloads import csv_file, xlsx_file

BY_NAME = "nom"
READERS = (Right.PLAN, Right.SERVE, Right.VALIDATE)


@require_safe
@group_page(*READERS)
def baskets(request: GroupRequest, number: int) -> HttpResponse:
    """The list, by number; `?tri=nom` by name."""
    at, by_name = now(), request.GET.get("tri") == BY_NAME
    here = distribution_or_404(request, number)
    listed = baskets_listed(here, by_name=by_name)
    total = formats.euros(Money.sum(basket.total for basket in listed))
    said = said_state(here, at)
    context = {
        "distribution": here,
        "said": said,
        "are_orders_open": said.state == State.OPEN,
        "closes": moment_to_come(here.orders_close_at, at),
        "count": len(listed),
        "rows": written_rows(rows_of(request, here, listed, at)),
        "total": formats.about(total) if any(basket.is_about for basket in listed) else total,
        "is_by_name": by_name,
    }
    return render(request, "distributions/basket_list.html", context)


@require_safe
@group_page(*READERS)
def baskets_file(request: GroupRequest, number: int) -> HttpResponse:
    """The list as a CSV."""
    here = distribution_or_404(request, number)
    return csv_file(file_name(request, here, _("paniers")), baskets_csv(here, at=now()))


@require_safe
@group_page(*READERS)
def workbook_file(request: GroupRequest, number: int) -> HttpResponse:
    """Totals, baskets and lines as an XLSX."""
    here = distribution_or_404(request, number)
    return xlsx_file(file_name(request, here, _("distribution")), distribution_workbook(here, at=now()))


def file_name(request: GroupRequest, here: Distribution, what: str) -> str:
    """« vallon-2026-11-26-paniers », « -provisoire » as long as orders are open."""
    parts = [request.group.slug, f"{here.day:%Y-%m-%d}", what]
    return "-".join([*parts, _("provisoire")] if here.is_open(now()) else parts)

"""My account: the balance, how it came to be, and each operation with what made it."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.clock import local_date, now
from cabas.distributions.explaining import ExplainedLine, explained
from cabas.distributions.models import Basket
from cabas.distributions.standing import standing
from cabas.distributions.views._step_line import step_line
from cabas.groups.access import GroupRequest, member_page
from cabas.money import Money

LINES_MAX = 50
CURSOR_DIGITS_MAX = 18


@member_page
def account(request: GroupRequest) -> HttpResponse:
    """The newest operations with the balance; further pages (`avant`) hold older operations only."""
    at = now()
    before = _cursor(request.GET.get("avant", ""))
    lines = explained(request.member, before_entry=before, limit=LINES_MAX + 1)
    shown = lines[:LINES_MAX]
    context: dict[str, Any] = {
        "months": [(month, list(group)) for month, group in groupby(shown, _month)],
        "next_cursor": shown[-1].entry_id if len(lines) > LINES_MAX else None,
        "is_first_page": before is None,
    }
    if before is None:
        # The balance that the lines show, so that the two agree whatever is posted meanwhile.
        balance = shown[0].balance_after if shown else Money(0)
        announced = Basket.objects.filter(membership=request.member).announced().select_related("distribution")
        context |= {
            "standing": standing(balance, list(announced), at=at),
            "line": step_line(shown, local_date(at)),
            "conclusion": _conclusion(shown),
            "is_whole": len(lines) <= LINES_MAX,
        }
    return render(request, "distributions/account.html", context)


def _cursor(text: str) -> int | None:
    """An odd cursor shows the first page, as an odd search shows the whole list elsewhere."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= CURSOR_DIGITS_MAX else None


def _month(line: ExplainedLine) -> date:
    return line.day.replace(day=1)


def _conclusion(lines: Sequence[ExplainedLine]) -> str:
    """What the picture shows, in a sentence."""
    if lines and not lines[0].balance_after:
        return _("Votre solde est revenu à zéro : tout est réglé.")
    returns = sum(not line.balance_after for line in lines)
    if not returns:
        return _("Votre solde n’est pas encore revenu à zéro.")
    said = ngettext(
        "Votre solde est revenu %(count)s fois à zéro.", "Votre solde est revenu %(count)s fois à zéro.", returns
    )
    return said % {"count": returns}

"""What the card terminal took on the evening of a distribution: a page to compare and to print, and a workbook."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cabas.clock import local_date
from cabas.closing.terminal_list import TerminalList, terminal_list
from cabas.distributions.views.distribution import distribution_or_404
from cabas.groups.access import GroupRequest, group_page
from cabas.groups.rights import Right
from cabas.money import AmountUnreadable, Money, parse_amount
from cabas.sheets.writing import workbook
from cabas.ui.downloads import xlsx_file
from cabas.ui.formats import hour

READERS = (Right.SERVE, Right.VALIDATE)
TYPED_MAX = 20


@require_safe
@group_page(*READERS)
def terminal(request: GroupRequest, number: int) -> HttpResponse:
    """`ticket` in the address is the total that the terminal printed: the page says whether it is the same."""
    here = distribution_or_404(request, number)
    typed = request.GET.get("ticket", "")[:TYPED_MAX]
    ticket, fault = _typed(typed)
    context = {"distribution": here, "listed": terminal_list(here, ticket), "typed": typed, "fault": fault}
    return render(request, "closing/terminal.html", context, status=422 if fault else 200)


@require_safe
@group_page(*READERS)
def terminal_file(request: GroupRequest, number: int) -> HttpResponse:
    """The same as an XLSX."""
    here = distribution_or_404(request, number)
    name = f"{request.group.slug}-{here.day:%Y-%m-%d}-cartes"
    return xlsx_file(name, _workbook(terminal_list(here)))


def _typed(text: str) -> tuple[Money | None, str]:
    if not text.strip():
        return None, ""
    try:
        return parse_amount(text), ""
    except AmountUnreadable as refusal:
        return None, str(refusal)


def _workbook(listed: TerminalList) -> bytes:
    headings = [_("N°"), _("Jour"), _("Heure"), _("Membre"), _("Pour"), _("Montant"), _("Reçue par"), _("Comptée")]
    rows = [
        (
            row.number,
            local_date(row.at),
            hour(row.at),
            row.member,
            row.what,
            row.amount,
            row.by,
            _("annulée") if row.is_taken_back else _("oui"),
        )
        for row in listed.rows
    ]
    return workbook([(_("Cartes"), headings, rows)])

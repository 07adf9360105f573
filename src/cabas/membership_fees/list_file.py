"""The list of fees leaves as a table: a line for each household, amounts as numbers."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.clock import local_date
from cabas.membership_fees.standing import FeeLine, State
from cabas.sheets.writing import Cell

WORD_OF = {
    State.RENEW: gettext_lazy("à renouveler"),
    State.DUE: gettext_lazy("à régler"),
    State.PAID: gettext_lazy("à jour"),
    State.EXEMPTED: gettext_lazy("exempté"),
}


def headings() -> list[str]:
    return [
        _("N°"),
        _("Membre"),
        _("E-mail"),
        _("État"),
        _("Cotisation"),
        _("Montant"),
        _("Raison"),
        _("Enregistrée le"),
        _("Rappel envoyé le"),
    ]


def rows(lines: Iterable[FeeLine]) -> list[list[Cell]]:
    """In the order given; the columns are those of `headings`."""
    return [
        [
            line.membership.number,
            line.membership.full_name,
            ", ".join(person.email for person in line.people if person.email),
            str(WORD_OF[line.state]),
            line.fee.title if line.fee else "",
            line.fee.amount if line.fee else None,
            line.fee.reason if line.fee else "",
            local_date(line.fee.recorded_at) if line.fee else None,
            local_date(line.reminded_at) if line.reminded_at else None,
        ]
        for line in lines
    ]

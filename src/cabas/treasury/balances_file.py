"""The balances leave as a table: a line for each member of the list, amounts as numbers, days as days."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.people.phones import in_a_cell
from cabas.sheets.writing import Cell
from cabas.treasury.ages import DebtAge
from cabas.treasury.filters import ANNOUNCED, CAGNOTTE, CREDIT, OWES, SETTLED
from cabas.treasury.overview import MemberBalance
from cabas.ui.formats import date_field

WORD_OF = {
    OWES: gettext_lazy("doit"),
    ANNOUNCED: gettext_lazy("à régler"),
    CREDIT: gettext_lazy("avoir"),
    CAGNOTTE: gettext_lazy("cagnotte"),
    SETTLED: gettext_lazy("à jour"),
}


def headings() -> list[str]:
    return [
        _("N°"),
        _("Membre"),
        _("E-mail"),
        _("Téléphone"),
        _("État"),
        _("Solde"),
        _("Dont à régler"),
        _("Doit"),
        _("Depuis"),
        _("Parti le"),
    ]


def rows(members: Iterable[MemberBalance]) -> list[list[Cell]]:
    """In the order given; the columns are those of `headings`."""
    return [
        [
            member.number,
            member.name,
            _together(person.email for person in member.people),
            _together(in_a_cell(person.phone) for person in member.people),
            str(WORD_OF[member.state]),
            member.balance,
            member.announced,
            member.owed,
            _since(member.age),
            member.left_on,
        ]
        for member in members
    ]


def _together(said: Iterable[str | None]) -> str:
    """What each adult gave, the first adult first."""
    return ", ".join(text for text in said if text)


def _since(age: DebtAge | None) -> Cell:
    if age is None or age.is_exact:
        return age.day if age else None
    return _("avant le %(day)s") % {"day": date_field(age.day)}

"""An account leaves as a table: every operation, the oldest first, with who wrote it and the balance after it."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from cabas.distributions.explaining import ExplainedLine, explained
from cabas.groups.models import Membership
from cabas.sheets.writing import Cell


def headings() -> list[str]:
    """The first line of the file."""
    return [
        _("N°"),
        _("Date"),
        _("Noté le"),
        _("Opération"),
        _("Détail"),
        _("Qui"),
        _("Commande"),
        _("Règlement"),
        _("Solde"),
        _("État"),
    ]


def rows(member: Membership) -> Iterator[Sequence[Cell]]:
    """The operations of this account. Three statements."""
    for line in reversed(explained(member, limit=None)):
        yield _row(line)


def _row(line: ExplainedLine) -> Sequence[Cell]:
    cause = line.cause
    state = _("annulée") if line.is_undone else ""
    return [
        line.number,
        line.day,
        line.recorded_on,
        cause.title,
        ", ".join(cause.details),
        cause.who,
        line.ordered,
        line.settled,
        line.balance_after,
        state,
    ]

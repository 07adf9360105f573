"""The columns of a list of balances, by their headings; where none names them, by what their cells hold."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from django.utils.translation import gettext as _

from cabas.money.parsing import AmountUnreadable, parse_balance
from cabas.sheets.columns import Column, Detect, Matching, match_columns
from cabas.sheets.reading import Table

NAMES = ("name", "first_name", "last_name")
AMOUNTS = ("amount", "owed", "had")
MOSTLY = 0.5  # of the lines: a column of remarks, mostly empty, is no name


def balance_columns() -> tuple[Column, ...]:
    """Who it is, and the balance: signed in one column, or owed and had in two."""
    return (
        Column("last_name", _("Nom"), ("Nom de famille", "Last name", "Lastname")),
        Column("first_name", _("Prénom"), ("First name", "Firstname")),
        Column("name", _("Nom complet"), ("Membre", "Adhérent", "Foyer", "Nom et prénom", "Nom prénom", "Prénom nom")),
        Column("email", _("E-mail"), ("Mail", "Courriel", "Adresse e-mail", "Adresse électronique")),
        Column("amount", _("Solde"), ("Solde du compte", "Solde actuel", "Montant", "Balance")),
        Column("owed", _("Doit"), ("Devait", "Débit", "Dû", "Dette", "Doit au groupe")),
        Column("had", _("Avoir"), ("Avoirs", "Avait", "Crédit", "Avait en avoir")),
    )


def missing_columns(matching: Matching) -> list[str]:
    """The labels of the columns without which no balance can be taken over."""
    said = [] if {*NAMES, "email"} & {*matching.by_key} else [_("Nom")]
    return said if {*AMOUNTS} & {*matching.by_key} else [*said, _("Solde")]


def match_balances(
    table: Table,
    columns: Sequence[Column],
    *,
    heading_row: int | Literal[Detect.HEADING_ROW] | None = Detect.HEADING_ROW,
    by_key: Mapping[str, int] | None = None,
) -> Matching:
    """As `match_columns`; what no heading names is known by its cells, and a person has the last word."""
    matching = match_columns(table, columns, heading_row=heading_row, by_key=by_key)
    if by_key is not None or not table.rows:
        return matching
    found = {**matching.by_key, **_by_cells(table, matching)}
    return match_columns(table, columns, heading_row=matching.heading_row, by_key=found)


def is_amount(cell: str) -> bool:
    try:
        parse_balance(cell)
    except AmountUnreadable:
        return False
    return True


def _by_cells(table: Table, matching: Matching) -> dict[str, int]:
    """The columns that say who and how much, among those that no heading names."""
    rows = [row for row in table.rows[matching.first_row :] if any(row)]
    columns = {index: [row[index] for row in rows] for index in matching.unmatched}
    amounts = [index for index, cells in columns.items() if _is_mostly(cells, is_amount)]
    emails = [index for index, cells in columns.items() if _is_mostly(cells, _is_email)]
    names = [index for index, cells in columns.items() if _is_mostly(cells, _is_name)]
    found = {}
    if amounts and not {*AMOUNTS} & {*matching.by_key}:
        found["amount"] = amounts[-1]  # numbers of members stand before
    if emails and "email" not in matching.by_key:
        found["email"] = emails[0]
    if names and not {*NAMES} & {*matching.by_key}:
        found |= _names(names, columns)
    return found


def _names(indexes: list[int], columns: Mapping[int, Sequence[str]]) -> dict[str, int]:
    """One column of whole names, or two of names apart: which is the first name does not matter."""
    first, *more = indexes
    is_whole = _is_mostly(columns[first], lambda cell: _is_name(cell) and len(cell.split()) > 1)
    if is_whole or not more:
        return {"name": first}
    return {"last_name": first, "first_name": more[0]}


def _is_mostly(cells: Sequence[str], holds: Callable[[str], bool]) -> bool:
    return sum(holds(cell) for cell in cells) > MOSTLY * len(cells)


def _is_email(cell: str) -> bool:
    return "@" in cell


def _is_name(cell: str) -> bool:
    return any(letter.isalpha() for letter in cell) and not _is_email(cell) and not is_amount(cell)

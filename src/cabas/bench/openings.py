"""The balances of the comparison group as a list that somebody brings, some of its names mistyped."""

from collections.abc import Sequence
from dataclasses import dataclass

from cabas.bench.comparison import Buyer, Comparison
from cabas.money import Money
from cabas.ui.formats import NO_BREAK, machine_value

MISTYPED = 10
HEADINGS = "Nom;Solde"


@dataclass(frozen=True)
class Brought:
    """A line of the list, as it is written, and who is meant."""

    buyer: Buyer
    name: str
    amount: Money
    is_mistyped: bool


def balances_of(comparison: Comparison) -> Sequence[Brought]:
    """A line for each buyer, in the order of the file; `MISTYPED` of them, evenly spread, are mistyped."""
    every = max(1, len(comparison.buyers) // MISTYPED)
    return [
        line_of(comparison, buyer, turn=place // every if place % every == 0 else MISTYPED)
        for place, buyer in enumerate(comparison.buyers)
    ]


def as_csv(lines: Sequence[Brought]) -> str:
    """As a spreadsheet in French saves it."""
    return "\n".join([HEADINGS, *(f"{line.name};{_written(line.amount)}" for line in lines)])


def line_of(comparison: Comparison, buyer: Buyer, turn: int) -> Brought:
    """The line of this buyer; mistyped where `turn` is below `MISTYPED`."""
    last = buyer.last_name.upper()
    mistyped = (f"{last[0]}{last}", f"{last[0]}{last[2:]}", f"{last[0]}{last[2]}{last[1]}{last[3:]}")
    is_mistyped = turn < MISTYPED
    name = (
        mistyped[turn % len(mistyped)] if is_mistyped else last
    )  # a letter doubled, one lost, two in each other's place
    return Brought(buyer, f"{name} {buyer.first_name}", comparison.balance(buyer.number), is_mistyped)


def _written(amount: Money) -> str:
    return f"{machine_value(amount).replace('.', ',')}{NO_BREAK}€"

"""What a list of balances does not say, a person does: their day, which way amounts go, and who somebody is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from cabas.groups.models import ImportDraft

HAD, OWED = "had", "owed"  # what an amount without a sign is
_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?\b")


@dataclass(frozen=True)
class Answers:
    """`on`: the day the balances stood. `unsigned`: `HAD` or `OWED`, empty while nobody said. `picked`: the number of
    the member who is meant, by the number of the line."""

    on: date | None = None
    unsigned: str = ""
    picked: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: ImportDraft) -> Self:
        kept: dict[str, Any] = draft.answers
        return cls(
            on=date.fromisoformat(kept["on"]) if kept.get("on") else None,
            unsigned=kept.get("unsigned", ""),
            picked={int(line): number for line, number in kept.get("picked", {}).items()},
        )

    def keep(self, draft: ImportDraft) -> None:
        """In the draft, until the act."""
        draft.answers = {
            "on": self.on.isoformat() if self.on else "",
            "unsigned": self.unsigned,
            "picked": {str(line): number for line, number in self.picked.items()},
        }
        draft.save(update_fields=["answers"])


def day_in(heading: str, *, today: date) -> date | None:
    """« Solde au 31/10 » : the last 31 October there was; nothing where no day is said, or none that has come."""
    found = _DAY.search(heading)
    if found is None:
        return None
    day, month, year = found.groups()
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [today.year, today.year - 1]
    for one in years:
        try:
            said = date(one, int(month), int(day))
        except ValueError:
            continue
        if said <= today:
            return said
    return None

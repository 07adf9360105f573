"""The address says what the list of balances shows: a state, an age, a name, an order; what is unknown is ignored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from cabas.treasury.ages import DebtAge

OWES, ANNOUNCED, CREDIT, SETTLED = "doit", "a-regler", "avoir", "a-jour"
STATES = (OWES, ANNOUNCED, CREDIT, SETTLED)
BY_AMOUNT, BY_NAME, BY_AGE = "montant", "nom", "anciennete"
ORDERS = (BY_AMOUNT, BY_NAME, BY_AGE)
FIRST_DAY = {"8": 8, "30": 31, "60": 61}  # « plus de 30 jours » begins with the 31st
SOUGHT_MAX = 80


@dataclass(frozen=True)
class Filters:
    """`since` and `until` are keys of `FIRST_DAY`: debts at least, or less than, so many days old. Empty: all."""

    state: str = ""
    since: str = ""
    until: str = ""
    sought: str = ""
    order: str = BY_AMOUNT
    is_whole: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Self:
        """Those of an address."""
        return cls(
            state=_one_of(STATES, asked.get("etat")),
            since=_one_of(FIRST_DAY, asked.get("depuis")),
            until=_one_of(FIRST_DAY, asked.get("jusqua")),
            sought=asked.get("q", "").strip()[:SOUGHT_MAX],
            order=_one_of(ORDERS, asked.get("tri")) or BY_AMOUNT,
            is_whole=asked.get("tous") == "1",
        )

    def but(self, **changes: Any) -> Self:
        """The same with these changes, from the beginning of the list."""
        return replace(self, **{"is_whole": False, **changes})

    @property
    def query(self) -> str:
        """As an address says them: « ?etat=doit&depuis=30 », « ? » where nothing is filtered."""
        said = {
            "etat": self.state,
            "depuis": self.since,
            "jusqua": self.until,
            "q": self.sought,
            "tri": "" if self.order == BY_AMOUNT else self.order,
            "tous": "1" if self.is_whole else "",
        }
        return "?" + urlencode({name: value for name, value in said.items() if value})

    @property
    def has_age(self) -> bool:
        return bool(self.since or self.until)

    def keep_state(self, state: str) -> bool:
        return not self.state or state == self.state

    def keep_age(self, age: DebtAge | None, today: date) -> bool:
        """Only a debt has an age."""
        if not self.has_age:
            return True
        if age is None:
            return False
        days = age.days(today)
        is_old_enough = not self.since or days >= FIRST_DAY[self.since]
        return is_old_enough and (not self.until or days < FIRST_DAY[self.until])


def _one_of(known: Mapping[str, Any] | tuple[str, ...], asked: str | None) -> str:
    return asked if asked is not None and asked in known else ""

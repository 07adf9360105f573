"""The address says what the list of balances shows: a state, an age, a name, an order; what is unknown is ignored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from cabas.treasury.ages import DebtAge

OWES, ANNOUNCED, CREDIT, CAGNOTTE, SETTLED = "doit", "a-regler", "avoir", "cagnotte", "a-jour"
STATES = (OWES, ANNOUNCED, CREDIT, CAGNOTTE, SETTLED)
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
        """Those of an address. Only a debt has an age: an age asks for the debts, another state for no age."""
        state = _one_of(STATES, asked.get("etat"))
        since, until = (_one_of(FIRST_DAY, asked.get(name)) for name in ("depuis", "jusqua"))
        if state not in ("", OWES):
            since = until = ""
        return cls(
            state=OWES if since or until else state,
            since=since,
            until=until,
            sought=asked.get("q", "").strip()[:SOUGHT_MAX],
            order=_one_of(ORDERS, asked.get("tri")) or BY_AMOUNT,
            is_whole=asked.get("tous") == "1",
        )

    def but(self, **changes: Any) -> Self:
        """The same with these changes, from the beginning of the list."""
        return replace(self, **{"is_whole": False, **changes})

    @property
    def said(self) -> dict[str, str]:
        """The names and values that an address carries; what is not filtered is not said."""
        said = {
            "etat": self.state,
            "depuis": self.since,
            "jusqua": self.until,
            "q": self.sought,
            "tri": "" if self.order == BY_AMOUNT else self.order,
            "tous": "1" if self.is_whole else "",
        }
        return {name: value for name, value in said.items() if value}

    @property
    def query(self) -> str:
        """« ?etat=doit&depuis=30 »; « ? » where nothing is filtered."""
        return "?" + urlencode(self.said)

    @property
    def has_age(self) -> bool:
        return bool(self.since or self.until)

    def keep(self, age: DebtAge, on: date) -> bool:
        """Is a debt of this age asked for?"""
        days = age.days(on)
        is_old_enough = not self.since or days >= FIRST_DAY[self.since]
        return is_old_enough and (not self.until or days < FIRST_DAY[self.until])


def _one_of(known: Mapping[str, Any] | tuple[str, ...], asked: str | None) -> str:
    return asked if asked is not None and asked in known else ""

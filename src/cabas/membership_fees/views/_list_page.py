"""The address says what the list of fees shows: a year, a state, a name; what is unknown is ignored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy

from cabas.membership_fees.asking import Fee
from cabas.membership_fees.periods import Renewal
from cabas.membership_fees.standing import FeeLine, State, Total, shown, total_of

FIRST_YEAR, LAST_YEAR = 2000, 2100
SOUGHT_MAX = 80
NAMES = {
    "": gettext_lazy("Tous"),
    State.RENEW: gettext_lazy("À renouveler"),
    State.DUE: gettext_lazy("À régler"),
    State.PAID: gettext_lazy("À jour"),
    State.EXEMPTED: gettext_lazy("Exemptés"),
}


class Chip(NamedTuple):
    """What one tap asks for."""

    label: str
    query: str
    is_current: bool
    households: int = 0


@dataclass(frozen=True)
class Asked:
    """`year` is the one in which the period begins; `state` and `sought` are empty for all."""

    year: int
    now: int
    state: str = ""
    sought: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Any], now: int) -> Self:
        """Those of an address, or of a form that came from there."""
        text, state = said.get("periode", ""), said.get("etat", "")
        is_year = text.isdecimal() and len(text) == len(str(FIRST_YEAR)) and FIRST_YEAR <= int(text) <= LAST_YEAR
        return cls(
            year=int(text) if is_year else now,
            now=now,
            state=state if state in NAMES else "",
            sought=said.get("q", "").strip()[:SOUGHT_MAX],
        )

    @property
    def said(self) -> dict[str, str]:
        """What an address carries; what is not filtered is not said."""
        year = "" if self.year == self.now else str(self.year)
        return {key: value for key, value in (("periode", year), ("etat", self.state), ("q", self.sought)) if value}

    @property
    def query(self) -> str:
        return "?" + urlencode(self.said)

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)


@dataclass(frozen=True)
class FeeList:
    """The list as its page shows it; `everybody` is who was sought, whatever the state."""

    fee: Fee
    asked: Asked
    everybody: list[FeeLine]

    @property
    def lines(self) -> list[FeeLine]:
        return shown(self.everybody, self.asked.state)

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(
                str(name),
                self.asked.but(state=str(state)).query,
                self.asked.state == state,
                len(shown(self.everybody, str(state))),
            )
            for state, name in NAMES.items()
        ]

    @property
    def years(self) -> list[Chip]:
        """The year before, this one and the next."""
        renewal: Renewal = self.fee.settings.renewal
        around = sorted({self.asked.now - 1, self.asked.now, self.asked.now + 1, self.asked.year})
        return [
            Chip(renewal.period(year).label, self.asked.but(year=year).query, year == self.asked.year)
            for year in around
        ]

    @property
    def totals(self) -> dict[str, Total]:
        return {state.name.lower(): total_of(self.everybody, state) for state in State}

    @property
    def recorded(self) -> Total:
        """What was recorded for all of them, paid or to be settled."""
        return total_of([line for line in self.everybody if line.amount])

    @property
    def has_some_to_renew(self) -> bool:
        return any(line.state == State.RENEW for line in self.lines)

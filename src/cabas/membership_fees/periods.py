"""A membership year goes from one renewal day to the next; it is named « 2026 », or « 2026-2027 » when it spans two."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

FEBRUARY = 2


@dataclass(frozen=True)
class Renewal:
    """The day of the year on which memberships are renewed. The 29th of February is the 28th of most years."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))

    def period(self, year: int) -> "Period":
        """The one that begins in this year."""
        is_one_year = self.month <= FEBRUARY
        label = str(year) if is_one_year else f"{year}-{year + 1}"
        return Period(year, label, self.in_year(year), self.in_year(year + 1) - timedelta(days=1))

    def period_of(self, day: date) -> "Period":
        """The one that this day, a day in Paris, is in."""
        return self.period(day.year if day >= self.in_year(day.year) else day.year - 1)


@dataclass(frozen=True)
class Period:
    """`year`: the one in which it begins, which tells it from the others."""

    year: int
    label: str
    first: date
    last: date

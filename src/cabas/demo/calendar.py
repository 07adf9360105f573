"""The evenings of the demonstration: one a week, the next one two days after the moment at which it is built."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cabas.clock import PARIS, local_date
from cabas.distributions.planning import Evening

DAYS_TO_NEXT = 2
OPENS_DAYS_BEFORE = 6
FIRST_HOUR, WAKING_HOURS = 9, 12  # people order between 9 h and 21 h
SERVING_MINUTES = 55


@dataclass(frozen=True)
class Calendar:
    """Every date of a story, whatever the weekday of `at`."""

    at: datetime
    place: str
    opens_days_before: int = OPENS_DAYS_BEFORE

    def day(self, weeks: int) -> date:
        """The day of the distribution so many weeks before the next one; negative: after it."""
        return local_date(self.at) + timedelta(days=DAYS_TO_NEXT - 7 * weeks)

    def evening(self, weeks: int) -> Evening:
        """From 18 h 30 to 19 h 30; ordered from 8 h, six days before or more, until 20 h the day before."""
        day = self.day(weeks)
        return Evening(
            place=self.place,
            starts_at=_moment(day, 18, 30),
            ends_at=_moment(day, 19, 30),
            orders_open_at=_moment(day - timedelta(days=self.opens_days_before), 8),
            orders_close_at=_moment(day - timedelta(days=1), 20),
        )

    def ordered_at(self, weeks: int, position: int, count: int) -> datetime:
        """When the order at this position, among so many, was made: over five days; over three for the next evening,
        because orders are made before `at`."""
        opening = self.day(weeks) - timedelta(days=OPENS_DAYS_BEFORE)
        days = 5 if weeks > 0 else OPENS_DAYS_BEFORE - DAYS_TO_NEXT - 1
        minutes = (2 * position + 1) * days * WAKING_HOURS * 60 // (2 * count)
        day, minutes = divmod(minutes, WAKING_HOURS * 60)
        return _moment(opening + timedelta(days=day), FIRST_HOUR, 0) + timedelta(minutes=minutes)

    def days_before(self, weeks: int, days: int) -> datetime:
        """An evening at home, so many days before a distribution."""
        return _moment(self.day(weeks) - timedelta(days=days), 20, 45)

    def served_at(self, weeks: int, position: int, count: int) -> datetime:
        """When the basket at this position, among so many, was handed out."""
        return self.evening(weeks).starts_at + timedelta(minutes=2 + SERVING_MINUTES * position // count)

    def validated_at(self, weeks: int) -> datetime:
        """Once the hall is tidy."""
        return self.evening(weeks).ends_at + timedelta(minutes=40)


def _moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), PARIS)

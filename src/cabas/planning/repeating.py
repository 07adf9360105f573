"""A cycle falls every 1, 2 or 3 weeks, or each month on the n-th weekday of its first day: no 5th, then the 4th."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.utils.translation import gettext as _

from cabas.clock import PARIS
from cabas.distributions.planning import Evening
from cabas.planning.models import Rhythm

DAYS_MAX = 100
WEEKS = {Rhythm.WEEKLY: 1, Rhythm.BIWEEKLY: 2, Rhythm.TRIWEEKLY: 3}
FIFTH = 5
LAST = -1  # of a month: its 5th, or its 4th where it has no 5th


class TooManyDays(Exception):
    """A cycle has 100 distributions at most."""

    def __str__(self) -> str:
        return _("Un cycle compte au plus %(count)s distributions\u202f: choisissez une fin plus proche.") % {
            "count": DAYS_MAX
        }


@dataclass(frozen=True)
class Hours:
    """What each evening of a cycle has: hours of a clock in Paris, and days before it."""

    place: str
    starts: time
    ends: time
    opens_before: int
    opens: time
    closes_before: int
    closes: time

    def on(self, day: date) -> Evening:
        """The evening of this day."""
        return Evening(
            place=self.place,
            starts_at=_moment(day, self.starts),
            ends_at=_moment(day, self.ends),
            orders_open_at=_moment(day - timedelta(days=self.opens_before), self.opens),
            orders_close_at=_moment(day - timedelta(days=self.closes_before), self.closes),
        )


def days(rhythm: str, first: date, last: date) -> Sequence[date]:
    """Every day from the first to the last, both included. Raises `TooManyDays`."""
    rule = rrule(**_rule(rhythm, first), until=_midnight(last))
    found = [moment.date() for moment in islice(rule, DAYS_MAX + 1)]
    if len(found) > DAYS_MAX:
        raise TooManyDays
    return found


def nth_in_month(day: date) -> int:
    """1 for the first Thursday of its month, 5 for a fifth one."""
    return (day.day - 1) // 7 + 1


def _rule(rhythm: str, first: date) -> dict[str, object]:
    if rhythm != Rhythm.MONTHLY:
        return {"freq": WEEKLY, "interval": WEEKS[Rhythm(rhythm)], "dtstart": _midnight(first)}
    nth = nth_in_month(first)
    return {
        "freq": MONTHLY,
        "dtstart": _midnight(first),
        "byweekday": weekday(first.weekday(), LAST if nth == FIFTH else nth),
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=PARIS)

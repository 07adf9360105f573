"""A cycle falls on the days that people mean, at the hour of a clock in Paris, across the changes of the clock."""

from datetime import date, time

import pytest

from cabas.planning.models import Rhythm
from cabas.planning.repeating import Hours, TooManyDays, days

HOURS = Hours("Salle", time(18, 30), time(19, 30), 6, time(8), 1, time(20))


def said(rhythm: str, first: str, last: str) -> list[str]:
    return [str(day) for day in days(rhythm, date.fromisoformat(first), date.fromisoformat(last))]


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (Rhythm.WEEKLY, ["2026-11-26", "2026-12-03", "2026-12-10", "2026-12-17"]),
        (Rhythm.BIWEEKLY, ["2026-11-26", "2026-12-10"]),
        (Rhythm.TRIWEEKLY, ["2026-11-26", "2026-12-17"]),
        (Rhythm.MONTHLY, ["2026-11-26"]),
    ],
)
def test_every_1_2_or_3_weeks_the_last_day_included(rhythm: str, expected: list[str]) -> None:
    assert said(rhythm, "2026-11-26", "2026-12-17") == expected


def test_each_month_on_the_same_nth_weekday() -> None:
    assert said(Rhythm.MONTHLY, "2026-01-14", "2026-05-31") == [
        "2026-01-14",
        "2026-02-11",
        "2026-03-11",
        "2026-04-08",
        "2026-05-13",
    ]


def test_a_month_without_a_fifth_takes_its_fourth() -> None:
    assert said(Rhythm.MONTHLY, "2026-01-29", "2026-07-31") == [
        "2026-01-29",
        "2026-02-26",
        "2026-03-26",
        "2026-04-30",
        "2026-05-28",
        "2026-06-25",
        "2026-07-30",
    ]


def test_a_hundred_at_most() -> None:
    assert len(said(Rhythm.WEEKLY, "2026-01-01", "2027-11-25")) == 100
    with pytest.raises(TooManyDays) as refusal:
        said(Rhythm.WEEKLY, "2026-01-01", "2027-12-02")
    assert str(refusal.value) == "Un cycle compte au plus 100 distributions\u202f: choisissez une fin plus proche."


@pytest.mark.parametrize(
    ("day", "starts", "opens", "closes"),
    [
        ("2026-03-26", "18:30+01:00", "2026-03-20T08:00+01:00", "2026-03-25T20:00+01:00"),
        ("2026-04-02", "18:30+02:00", "2026-03-27T08:00+01:00", "2026-04-01T20:00+02:00"),  # summer began on 29 March
        ("2026-03-29", "18:30+02:00", "2026-03-23T08:00+01:00", "2026-03-28T20:00+01:00"),
        ("2026-10-25", "18:30+01:00", "2026-10-19T08:00+02:00", "2026-10-24T20:00+02:00"),  # it ended on this Sunday
        ("2026-10-29", "18:30+01:00", "2026-10-23T08:00+02:00", "2026-10-28T20:00+01:00"),
    ],
)
def test_hours_are_those_of_a_clock_in_paris(day: str, starts: str, opens: str, closes: str) -> None:
    evening = HOURS.on(date.fromisoformat(day))
    moments = (evening.starts_at, evening.orders_open_at, evening.orders_close_at)
    assert [moment.isoformat(timespec="minutes") for moment in moments] == [f"{day}T{starts}", opens, closes]

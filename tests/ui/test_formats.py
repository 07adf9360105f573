"""Amounts, weights, days and hours are written as French people read them, space by space."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from cabas.money import Money
from cabas.ui import formats


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "0,00\u00a0€"),
        (5, "0,05\u00a0€"),
        (1250, "12,50\u00a0€"),
        (123450, "1\u202f234,50\u00a0€"),
        (123456789, "1\u202f234\u202f567,89\u00a0€"),
        (-1250, "\u221212,50\u00a0€"),
    ],
)
def test_euros(cents: int, text: str) -> None:
    assert formats.euros(Money(cents)) == text


@pytest.mark.parametrize(
    ("cents", "text"),
    [(2290, "+\u00a022,90\u00a0€"), (-2340, "\u2212\u00a023,40\u00a0€"), (0, "0,00\u00a0€")],
)
def test_signed_amounts_have_a_space_after_the_sign(cents: int, text: str) -> None:
    assert formats.signed(Money(cents)) == text


@pytest.mark.parametrize(("cents", "text"), [(1250, "12.50"), (-5, "-0.05"), (-3110, "-31.10"), (100000, "1000.00")])
def test_machines_read_a_dot_whatever_the_locale(cents: int, text: str) -> None:
    assert formats.machine_value(Money(cents)) == text


@pytest.mark.parametrize(
    ("weight", "text"),
    [
        (240, "240\u00a0g"),
        (Decimal("0.5"), "0,5\u00a0g"),
        (1000, "1\u00a0kg"),
        (1200, "1,2\u00a0kg"),
        (12340, "12,34\u00a0kg"),
        (1234567, "1\u202f234,567\u00a0kg"),
    ],
)
def test_grams(weight: Decimal | int, text: str) -> None:
    assert formats.grams(weight) == text


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2026, 11, 26), "jeudi 26 novembre", "jeu. 26 nov."),
        (date(2026, 7, 2), "jeudi 2 juillet", "jeu. 2 juil."),
        (date(2026, 8, 20), "jeudi 20 août", "jeu. 20 août"),
        (date(2026, 12, 1), "mardi 1er décembre", "mar. 1er déc."),
        (date(2027, 1, 7), "jeudi 7 janvier 2027", "jeu. 7 janv. 2027"),
    ],
)
def test_days_carry_their_year_only_when_it_is_not_the_current_one(day: date, long: str, short: str) -> None:
    assert (formats.day_long(day, 2026), formats.day_short(day, 2026)) == (long, short)


def test_the_first_of_a_month_is_ordinal_and_the_twenty_first_is_not() -> None:
    assert [formats.day_month(date(2026, 12, day)) for day in (1, 21)] == ["1er décembre", "21 décembre"]


def test_a_moment_is_written_in_paris() -> None:
    late = datetime(2026, 11, 25, 23, 5, tzinfo=UTC)
    assert formats.datetime_short(late, 2026) == "jeu. 26 nov., 0\u00a0h\u00a005"


@pytest.mark.parametrize(
    ("moment", "text"),
    [(time(18, 30), "18\u00a0h\u00a030"), (time(20, 0), "20\u00a0h"), (time(8, 5), "8\u00a0h\u00a005")],
)
def test_hours(moment: time, text: str) -> None:
    assert formats.hour(moment) == text


def test_parts_of_a_date() -> None:
    day = date(2026, 11, 26)
    assert {
        "weekday": formats.weekday(day),
        "weekday_short": formats.weekday_short(day),
        "day_number": formats.day_number(day),
        "month_short": formats.month_short(day),
        "month_long": formats.month_long(day),
        "date_field": formats.date_field(day),
    } == {
        "weekday": "jeudi",
        "weekday_short": "jeu.",
        "day_number": "26",
        "month_short": "nov.",
        "month_long": "novembre 2026",
        "date_field": "26/11/2026",
    }

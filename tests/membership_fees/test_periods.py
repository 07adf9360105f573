"""A day belongs to the membership year that began on the last renewal day."""

from datetime import date

import pytest

from cabas.membership_fees.periods import Period, Renewal


@pytest.mark.parametrize(
    ("renewal", "day", "label"),
    [
        (Renewal(9, 1), date(2026, 8, 31), "2025-2026"),
        (Renewal(9, 1), date(2026, 9, 1), "2026-2027"),
        (Renewal(1, 1), date(2026, 12, 31), "2026"),
        (Renewal(2, 15), date(2026, 2, 14), "2025"),
        (Renewal(2, 29), date(2027, 2, 27), "2026"),
        (Renewal(2, 29), date(2027, 2, 28), "2027"),
        (Renewal(3, 1), date(2026, 3, 1), "2026-2027"),
    ],
)
def test_a_year_has_one_name_when_it_is_renewed_in_january_or_february_else_two(
    renewal: Renewal, day: date, label: str
) -> None:
    assert renewal.period_of(day).label == label


def test_a_year_ends_the_day_before_the_next_one() -> None:
    assert Renewal(9, 1).period(2026) == Period(2026, "2026-2027", date(2026, 9, 1), date(2027, 8, 31))
    assert Renewal(2, 29).period(2027) == Period(2027, "2027", date(2027, 2, 28), date(2028, 2, 28))

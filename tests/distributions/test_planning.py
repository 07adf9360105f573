"""A distribution is planned in the coming year, its hours in order, one per place and day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cabas.distributions.planning import DatesOutOfOrder, DayTaken, Evening, plan
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def evening(play: Cast) -> Evening:
    last = play.distribution
    hours = (last.starts_at, last.ends_at, last.orders_open_at, last.orders_close_at)
    return Evening("Salle des Aulnes", *(hour + WEEK for hour in hours))


def test_it_has_the_next_number_its_catalogs_and_its_day(play: Cast, evening: Evening) -> None:
    planned = plan(play.group, evening, [play.catalog], at=TUESDAY)
    assert (planned.number, str(planned.day), list(planned.catalogs.all())) == (2, "2026-12-03", [play.catalog])


def test_a_place_has_one_distribution_a_day(play: Cast, evening: Evening) -> None:
    plan(play.group, evening, [play.catalog], at=TUESDAY)
    with pytest.raises(DayTaken, match="Il y a déjà une distribution le jeudi 3 décembre"):
        plan(play.group, evening, [play.catalog], at=TUESDAY)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"orders_close_at": -3 * WEEK}, "closes_on"),
        ({"orders_close_at": WEEK}, "closes_on"),
        ({"ends_at": -WEEK}, "ends"),
        ({"starts_at": 60 * WEEK, "ends_at": 60 * WEEK}, "day"),
    ],
)
def test_hours_out_of_order_are_refused_at_their_field(
    play: Cast, evening: Evening, changed: dict[str, timedelta], field: str
) -> None:
    wrong = replace(evening, **{name: getattr(evening, name) + by for name, by in changed.items()})
    with pytest.raises(DatesOutOfOrder) as refusal:
        plan(play.group, wrong, [play.catalog], at=TUESDAY)
    assert refusal.value.field == field

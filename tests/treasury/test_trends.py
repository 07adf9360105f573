"""How a balance went over 26 weeks: what each week ended on, and how the page of balances draws it."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.clock import local_date
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.treasury.trends import WEEKS, Trend, trends_of
from cabas.treasury.views._trends import symbols
from tests.cast import TUESDAY, Cast, cast
from tests.treasury.movements import moved

pytestmark = pytest.mark.django_db

TODAY = local_date(TUESDAY)


@pytest.fixture
def play() -> Cast:
    return cast()


def trend(play: Cast) -> Trend:
    return trends_of(play.group, on=TODAY)[play.alice.number]


def weeks(*held: tuple[int, int]) -> list[int]:
    """So many cents for so many weeks, and nothing before."""
    said = [cents for cents, count in held for _week in range(count)]
    return [0] * (WEEKS - len(said)) + said


def test_a_week_holds_what_it_ended_on_and_the_last_is_today(play: Cast) -> None:
    moved(play.alice, (16, "-12.00"), (14, "20.00"), (0, "-30.00"))
    assert trend(play) == weeks((800, 2), (-2200, 1))


def test_what_is_older_is_in_the_first_week(play: Cast) -> None:
    moved(play.alice, (400, "-12.00"), (3, "2.00"))
    assert trend(play) == [-1200] * (WEEKS - 1) + [-1000]


def test_what_was_taken_back_is_not_drawn(play: Cast) -> None:
    order, _payment = moved(play.alice, (40, "-12.00"), (10, "5.00"))
    reverse(order, why="essai", by=None, at=TUESDAY)
    assert trend(play) == weeks((500, 2))


def test_who_has_nothing_and_moved_nothing_has_no_trend(play: Cast) -> None:
    moved(play.bob, (10, "-5.00"), (2, "5.00"))
    assert list(trends_of(play.group, on=TODAY)) == [play.bob.number]


def test_each_week_is_the_sum_of_what_happened_until_then(play: Cast) -> None:
    chance = random.Random(3)
    days = sorted((chance.randint(0, 300) for _movement in range(60)), reverse=True)
    movements = [(day, f"{chance.choice((-1, 1)) * chance.randint(1, 3000) / 100:.2f}") for day in days]
    moved(play.alice, *movements)
    ends = [TODAY - timedelta(weeks=week) for week in reversed(range(WEEKS))]
    expected = [
        sum(Money.of(euros).cents for day, euros in movements if TODAY - timedelta(days=day) <= end) for end in ends
    ]
    assert trend(play) == expected


def test_trends_cost_three_statements_whatever_there_is(play: Cast) -> None:
    for member in add_members(play.group, [NewHousehold([NewPerson("Membre", f"{n}")]) for n in range(9)], at=TUESDAY):
        moved(member, (30, "-1.00"), (20, "2.00"))
    with CaptureQueriesContext(connection) as asked:
        trends_of(play.group, on=TODAY)
    assert len(asked) == 3


def test_a_debt_hangs_from_the_axis_and_what_was_settled_is_faint() -> None:
    drawn = symbols({7: weeks((-1000, 2), (0, 1), (-2000, 3))})
    assert drawn == (
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        '<symbol id="m7" viewBox="0 0 26 24" preserveAspectRatio="none">'
        '<path opacity=".45" stroke="none" d="M20 0.0h2v12.0h-2z"/>'
        '<path stroke="none" d="M23 0.0h3v24.0h-3z"/>'
        '<path fill="none" vector-effect="non-scaling-stroke" d="M0 0.0h26"/></symbol>\n</svg>\n'
    )


def test_an_avoir_stands_on_the_axis_in_its_own_colour() -> None:
    drawn = symbols({7: weeks((-1000, 1), (1000, 1))})
    assert '<path fill="currentColor" stroke="none" d="M25 12.0h1v-12.0h-1z"/>' in drawn
    assert '<path opacity=".45" stroke="none" d="M24 12.0h1v12.0h-1z"/>' in drawn

"""A debt is as old as the oldest order that credits do not cover, however many entries came after it."""

import random
from collections import deque
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.clock import local_date
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.treasury.ages import LOOKED_AT_FIRST, LOOKED_AT_MAX, DebtAge, debt_age, debt_ages
from tests.cast import TUESDAY, Cast, cast
from tests.treasury.movements import moved

pytestmark = pytest.mark.django_db

TODAY = local_date(TUESDAY)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def play() -> Cast:
    return cast()


def age(play: Cast) -> DebtAge | None:
    return debt_age(play.alice.account_id)


def test_who_owes_nothing_has_no_debt(play: Cast) -> None:
    assert age(play) is None
    moved(play.alice, (20, "-12.00"), (10, "15.00"))
    assert age(play) is None


def test_a_debt_begins_with_the_order_that_was_not_paid(play: Cast) -> None:
    moved(play.alice, (30, "-10.00"), (29, "10.00"), (12, "-12.50"), (5, "-3.00"))
    assert age(play) == DebtAge(ago(12))


def test_a_payment_covers_the_oldest_order_first(play: Cast) -> None:
    moved(play.alice, (30, "-10.00"), (20, "-10.00"), (10, "-10.00"))
    for paid, since in (("9.99", 30), ("0.01", 20), ("15.00", 10)):
        moved(play.alice, (0, paid))
        assert age(play) == DebtAge(ago(since))


def test_an_avoir_covers_the_beginning_of_the_next_order(play: Cast) -> None:
    moved(play.alice, (40, "8.00"), (30, "-6.00"), (20, "-6.00"))
    assert age(play) == DebtAge(ago(20))


def test_an_order_taken_back_and_its_reversal_are_nothing(play: Cast) -> None:
    moved(play.alice, (30, "-10.00"))
    (wrong,) = moved(play.alice, (12, "-50.00"))
    reverse(wrong, by=None, at=TUESDAY, why="saisie deux fois")
    assert age(play) == DebtAge(ago(30))


def test_a_payment_taken_back_leaves_its_order_as_old_as_it_is(play: Cast) -> None:
    moved(play.alice, (30, "-10.00"))
    (returned,) = moved(play.alice, (28, "10.00"))
    reverse(returned, by=None, at=TUESDAY, why="chèque sans provision")
    assert age(play) == DebtAge(ago(30))


def test_a_debt_older_than_what_is_looked_at_is_said_to_be_older(play: Cast) -> None:
    moved(play.alice, (400, "-100.00"))
    moved(play.alice, *[(90 - turn, amount) for turn in range(20) for amount in ("-1.00", "1.50")])
    assert age(play) == DebtAge(ago(90), is_exact=False)


def test_the_last_entry_that_is_looked_at_still_counts(play: Cast) -> None:
    moved(play.alice, (400, "-10.00"), *[(90, "0.10")] * (LOOKED_AT_MAX - 1))
    assert age(play) == DebtAge(ago(400))
    moved(play.alice, (90, "0.10"))
    assert age(play) == DebtAge(ago(90), is_exact=False)


def test_an_age_in_days_is_at_least_that_of_its_day() -> None:
    assert (DebtAge(ago(12)).days(TODAY), DebtAge(TODAY).days(TODAY)) == (12, 0)


def test_ages_are_those_of_a_queue_of_unpaid_orders(play: Cast) -> None:
    """The same rule told the other way: each payment takes the head of the queue."""
    chance = random.Random(7)
    household = [NewHousehold([NewPerson("Membre", f"{n}")]) for n in range(12)]
    members = add_members(play.group, household, at=TUESDAY)
    expected = {}
    for member in members:
        movements = [(60 - n, f"{chance.choice((-1, -1, 1)) * chance.randint(1, 2000) / 100:.2f}") for n in range(30)]
        moved(member, *movements)
        if (since := _head_of_the_queue(movements)) is not None:
            expected[member.account_id] = DebtAge(ago(since))
    assert debt_ages([member.account_id for member in members]) == expected
    assert len(expected) > 6


def _head_of_the_queue(movements: list[tuple[int, str]]) -> int | None:
    unpaid: deque[list[int]] = deque()
    avoir = 0
    for days_ago, euros in movements:
        cents = Money.of(euros).cents
        if cents < 0:
            unpaid.append([days_ago, -cents])
        avoir += max(0, cents)
        while unpaid and avoir:
            taken = min(avoir, unpaid[0][1])
            avoir -= taken
            unpaid[0][1] -= taken
            if not unpaid[0][1]:
                unpaid.popleft()
    return unpaid[0][0] if unpaid else None


def test_many_debts_cost_what_one_costs(play: Cast) -> None:
    """The second statement is for all that begin further back."""
    moved(play.alice, (30, "-10.00"))
    moved(play.bob, (20, "-10.00"), *[(10, "0.10")] * LOOKED_AT_FIRST)
    members = add_members(play.group, [NewHousehold([NewPerson("Membre", "Loin")])], at=TUESDAY)
    moved(members[0], (20, "-10.00"), *[(10, "0.10")] * LOOKED_AT_MAX)
    alice, bob, far = play.alice.account_id, play.bob.account_id, members[0].account_id
    for accounts, statements in (([], 0), ([alice], 1), ([alice, bob], 2), ([alice, bob, far], 2)):
        with CaptureQueriesContext(connection) as captured:
            assert len(debt_ages(accounts)) == len(accounts)
        assert len(captured) == statements

"""Two coordinators close one evening at once, a count is posted twice, the worker comes in between: each is once."""

from collections.abc import Callable
from typing import Any

import pytest

from cabas.closing.auditing import audit_group as audit_counts
from cabas.closing.automatic import AFTER, validate_by_itself
from cabas.closing.counting import Counted, record_count
from cabas.closing.models import Count, Notice
from cabas.closing.tasks import tend_group
from cabas.distributions.auditing import audit_group
from cabas.distributions.models import Receipt, Validation
from cabas.distributions.paid_twice import keep_one
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.models import Group
from cabas.ledger.auditing import audit_all
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, Cast, cast, key
from tests.racing import Act, race_processes, race_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]

Race = Callable[[int, Act], dict[str, int]]


@pytest.fixture(params=[race_threads, race_processes], ids=["threads", "processes"])
def race(request: pytest.FixtureRequest) -> Race:
    return request.param  # type: ignore[no-any-return]


def paid() -> Cast:
    """Alice paid her bread in cash."""
    play = cast()
    take_payment(play.order(play.alice, {play.bread: 1}), "cash", **signed(play))
    return play


def signed(play: Cast) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING}


def assert_books_hold(play: Cast) -> None:
    assert [*audit_all(), *audit_group(play.group), *audit_counts(play.group)] == []


def test_two_coordinators_validate_and_one_of_them_is_told(race: Race) -> None:
    play = paid()
    keys = [key(), key()]

    def act(position: int) -> str:
        validate(play.distribution, key=keys[position], by=play.nadia, at=THURSDAY_EVENING)
        return "validated"

    assert race(2, act) == {"validated": 1, "DistributionValidated": 1}
    assert Validation.objects.count() == 1
    assert_books_hold(play)


@pytest.mark.parametrize("is_double_tap", [True, False], ids=["one key", "two keys"])
def test_a_count_that_is_posted_twice_posts_its_difference_once(race: Race, is_double_tap: bool) -> None:
    play = paid()
    first = key()
    keys = [first, first if is_double_tap else key()]

    def act(position: int) -> str:
        counted = Counted(cash_counted=Money.of("5.00"), why="monnaie")
        record_count(play.distribution, counted, key=keys[position], by=play.nadia, at=THURSDAY_EVENING)
        return "counted"

    assert race(2, act) == {"counted": 2}
    assert Count.objects.count() == 1
    assert_books_hold(play)


def test_two_coordinators_count_otherwise_and_the_later_stands(race: Race) -> None:
    play = paid()
    keys = [key(), key()]

    def act(position: int) -> str:
        counted = Counted(cash_counted=Money(500 + position), why="monnaie")
        record_count(play.distribution, counted, key=keys[position], by=play.nadia, at=THURSDAY_EVENING)
        return "counted"

    assert race(2, act) == {"counted": 2}
    assert Count.objects.count() == 2
    assert_books_hold(play)


def test_two_keep_one_of_two_payments_and_one_remains(race: Race) -> None:
    play = cast()
    basket = play.order(play.alice, {play.bread: 1})
    for means in ("cash", "cheque"):
        take_payment(basket, means, amount=Money.of("5.40"), is_besides=True, **signed(play))
    receipts = list(Receipt.objects.select_related("basket__group__book").order_by("pk"))
    keys = [key(), key()]

    def act(position: int) -> str:
        keep_one(receipts[position], key=keys[position], by=play.nadia, at=THURSDAY_EVENING)
        return "kept"

    assert race(2, act) == {"kept": 1, "NoLongerTwice": 1}
    assert Receipt.objects.live().count() == 1
    assert_books_hold(play)


def test_the_worker_and_a_coordinator_validate_and_it_counts_once(race: Race) -> None:
    play = paid()
    at, mine = play.distribution.ends_at + AFTER, key()

    def act(position: int) -> str:
        if position:
            validate_by_itself(play.distribution, at=at)
        else:
            validate(play.distribution, key=mine, by=play.nadia, at=at)
        return "validated"

    assert race(2, act) == {"validated": 1, "DistributionValidated": 1}
    assert_books_hold(play)


def test_two_workers_remind_once(race: Race) -> None:
    play = cast()
    play.order(play.alice, {play.bread: 1})
    at = play.distribution.ends_at + AFTER / 14

    def act(_position: int) -> str:
        tend_group(Group.objects.select_related("book", "payment_settings").get(pk=play.group.pk), at=at)
        return "tended"

    assert race(2, act) == {"tended": 2}
    assert (Notice.objects.count(), OutgoingMail.objects.filter(kind="E8").count()) == (1, 1)

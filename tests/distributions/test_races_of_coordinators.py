"""Coordinators act at the same second as others: one basket is opened, one set is received, nothing counts twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cabas.distributions.as_announced import receive_as_announced
from cabas.distributions.auditing import audit_group
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.ordering import Order, commit
from cabas.distributions.ordering_for import order_for
from cabas.distributions.serving import take_payment
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_all
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.racing import Act, race_processes, race_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]

Race = Callable[[int, Act], dict[str, int]]
AFTERWARDS = THURSDAY_EVENING + timedelta(hours=2)


@pytest.fixture(params=[race_threads, race_processes], ids=["threads", "processes"])
def race(request: pytest.FixtureRequest) -> Race:
    return request.param  # type: ignore[no-any-return]


def assert_books_hold(play: Cast) -> None:
    assert list(audit_all()) == []
    assert list(audit_group(play.group)) == []


def alice(play: Cast) -> Membership:
    return Membership.objects.select_related("account", "group__book").with_people().get(pk=play.alice.pk)


def test_a_member_and_a_coordinator_open_one_basket_and_the_second_is_shown_both(race: Race) -> None:
    play = cast()
    replace_draft(play.distribution, play.alice, {play.bread.pk: 1}, at=TUESDAY)
    keys, order = [key(), key()], Order({play.bread.pk: 1}, 0, "cheque")

    def act(position: int) -> str:
        opens, who = (commit, play.person(play.alice)) if position else (order_for, play.nadia)
        opens(play.distribution, alice(play), order, key=keys[position], by=who, at=TUESDAY)
        return "opened"

    assert race(2, act) == {"opened": 1, "StaleBasket": 1}
    assert (Basket.objects.count(), str(alice(play).account.balance)) == (1, "-5.40")
    assert_books_hold(play)


def test_two_coordinators_receive_all_as_announced_and_it_counts_once(race: Race) -> None:
    play = cast()
    for member in (play.alice, play.bob):
        play.order(member, {play.bread: 1})
    keys = [key(), key()]

    def act(position: int) -> str:
        signed = {"key": keys[position], "by": play.nadia, "at": AFTERWARDS}
        receive_as_announced(play.distribution, count=2, seen=Money.of("10.80"), **signed)
        return "received"

    assert race(2, act) == {"received": 1, "AmountsChanged": 1}
    assert Receipt.objects.count() == 2
    assert_books_hold(play)


def test_the_stand_takes_a_cheque_while_all_is_received_and_it_is_received_once(race: Race) -> None:
    play = cast()
    baskets = [play.order(member, {play.bread: 1}) for member in (play.alice, play.bob)]
    keys = [key(), key()]

    def act(position: int) -> str:
        signed = {"key": keys[position], "by": play.nadia, "at": AFTERWARDS}
        if position:
            take_payment(baskets[0], "cash", **signed)
        else:
            receive_as_announced(play.distribution, count=2, seen=Money.of("10.80"), **signed)
        return "done"

    outcome = race(2, act)
    assert outcome in ({"done": 1, "AmountsChanged": 1}, {"done": 1, "AlreadySettled": 1})
    assert Receipt.objects.filter(basket=baskets[0]).count() == 1
    assert_books_hold(play)

"""A household leaves and orders in the same second: one of the two happens, and nobody who left owes anything."""

from collections.abc import Callable

import pytest

from cabas.distributions.auditing import audit_group
from cabas.distributions.drafts import add_to_draft, replace_draft
from cabas.distributions.leaving import leave
from cabas.distributions.ordering import Order, commit
from cabas.groups.models import Membership
from cabas.money import Money
from tests.cast import TUESDAY, cast, key
from tests.racing import Act, race_processes, race_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]

Race = Callable[[int, Act], dict[str, int]]


@pytest.mark.parametrize("race", [race_threads, race_processes], ids=["threads", "processes"])
def test_who_leaves_and_orders_in_the_same_second_does_one_of_the_two(race: Race) -> None:
    play = cast()
    replace_draft(play.distribution, play.alice, {play.bread.pk: 1}, at=TUESDAY)
    order, one_key, person = Order({play.bread.pk: 1}, 0, "cheque"), key(), play.person(play.alice)

    def act(position: int) -> str:
        if position:
            leave(play.alice, by=play.nadia, at=TUESDAY)
            return "left"
        commit(play.distribution, play.alice, order, key=one_key, by=person, at=TUESDAY)
        return "ordered"

    outcome = race(2, act)
    assert outcome in ({"left": 1, "StaleBasket": 1}, {"ordered": 1, "OrdersStand": 1})
    here = Membership.objects.select_related("account").get(pk=play.alice.pk)
    assert (here.left_on is None, here.account.balance) == (
        ("ordered" in outcome, Money.of("-5.40") if "ordered" in outcome else Money(0))
    )
    assert list(audit_group(play.group)) == []


def test_who_leaves_while_both_adults_tap_in_the_shop_leaves_without_waiting_for_ever() -> None:
    play = cast()
    replace_draft(play.distribution, play.alice, {play.bread.pk: 1, play.cheese.pk: 1}, at=TUESDAY)

    def act(position: int) -> str:
        if position == 0:
            leave(play.alice, by=play.nadia, at=TUESDAY)
            return "left"
        for product in (play.vegetables, play.bread, play.cheese) * 5:
            add_to_draft(play.distribution, play.alice, product.pk, 1, at=TUESDAY)
        return "tapped"

    assert race_threads(3, act) == {"left": 1, "tapped": 2}
    assert Membership.objects.get(pk=play.alice.pk).left_on is not None

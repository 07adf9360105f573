"""Two people merge the same households at once, one each way; or one merges while an order is made: one of the two."""

from collections.abc import Callable

import pytest

from cabas.distributions.auditing import audit_group
from cabas.distributions.drafts import replace_draft
from cabas.distributions.ordering import Order, commit
from cabas.groups.models import Membership
from cabas.households.merging import Merger, merge
from cabas.money import Money
from cabas.payments.correcting import correct
from tests.cast import TUESDAY, cast, key
from tests.racing import Act, race_processes, race_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]

Race = Callable[[int, Act], dict[str, int]]


@pytest.mark.parametrize("race", [race_threads, race_processes], ids=["threads", "processes"])
def test_of_two_who_merge_both_ways_one_does(race: Race) -> None:
    play = cast()
    correct(play.alice, Money.of("-4.00"), why="ancien", key=key(), by=play.nadia, at=TUESDAY)
    correct(play.bob, Money.of("9.00"), why="ancien", key=key(), by=play.nadia, at=TUESDAY)
    keys, people = [key(), key()], [play.person(play.alice).pk]

    def act(position: int) -> str:
        gone, stays, has = play.bob, play.alice, (Money.of("9.00"), Money.of("-4.00"))
        if position:
            gone, stays, has = stays, gone, has[::-1]
        merge(gone, stays, Merger(people, *has), key=keys[position], by=play.nadia, at=TUESDAY)
        return "merged"

    assert race(2, act) == {"merged": 1, "NotTwoHouseholds": 1}
    households = Membership.objects.filter(pk__in=(play.alice.pk, play.bob.pk)).select_related("account")
    assert sorted(one.account.balance for one in households) == [Money(0), Money.of("5.00")]
    assert [*audit_group(play.group)] == []


@pytest.mark.parametrize("race", [race_threads, race_processes], ids=["threads", "processes"])
def test_who_is_merged_away_and_orders_in_the_same_second_does_one_of_the_two(race: Race) -> None:
    play = cast()
    replace_draft(play.distribution, play.bob, {play.bread.pk: 1}, at=TUESDAY)
    order, keys, bob = Order({play.bread.pk: 1}, 0, "cheque"), [key(), key()], play.person(play.bob)

    def act(position: int) -> str:
        if position:
            chosen = Merger([play.person(play.alice).pk], Money(0), Money(0))
            merge(play.bob, play.alice, chosen, key=keys[0], by=play.nadia, at=TUESDAY)
            return "merged"
        commit(play.distribution, play.bob, order, key=keys[1], by=bob, at=TUESDAY)
        return "ordered"

    outcomes = race(2, act)
    assert outcomes in ({"merged": 1, "StaleBasket": 1}, {"ordered": 1, "BalancesMoved": 1})
    assert [*audit_group(play.group)] == []

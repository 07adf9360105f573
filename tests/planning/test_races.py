"""Two acts in the same second on the same baskets: one of them is refused, or both hold; the books prove each time."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cabas.catalogs.models import Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.auditing import audit_group
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket, Distribution, Participation
from cabas.distributions.ordering import Order, commit
from cabas.ledger.auditing import audit_book
from cabas.money import Money
from cabas.planning.cancelling import cancel
from cabas.planning.restoring import latest, restore
from cabas.planning.shifting import shift
from cabas.planning.withdrawing import withdraw
from tests.cast import TUESDAY, Cast, add_distribution, add_product, cast, key
from tests.racing import Act, race_processes, race_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]

Race = Callable[[int, Act], dict[str, int]]
both = pytest.mark.parametrize("race", [race_threads, race_processes], ids=["threads", "processes"])


def two_evenings() -> tuple[Cast, Product, Distribution]:
    """Bob has ordered meat for 9,00, which also comes the Thursday after."""
    play = cast()
    meat = add_catalog(add_vendor(play.group, "Élevage du Causse"), "Viande")
    later = add_distribution(play.group, play.distribution.starts_at.replace(month=12, day=3), [play.catalog, meat])
    Distribution.objects.update(orders_open_at=play.distribution.orders_open_at)
    later.refresh_from_db()
    Participation.objects.create(group=play.group, distribution=play.distribution, catalog=meat)
    merguez = add_product(meat, "Merguez", "9.00")
    play.order(play.bob, {merguez: 1})
    return play, merguez, later


def do_shift(play: Cast, meat: Product, later: Distribution, tap: str) -> str:
    nine, why = Money.of("9.00"), ""
    shift(play.distribution, meat.catalog, later, why=why, count=1, seen=nine, key=tap, by=play.nadia, at=TUESDAY)
    return "shifted"


def assert_proved(play: Cast) -> None:
    assert [*audit_group(play.group), *audit_book(play.group.book)] == []
    play.bob.account.refresh_from_db()
    owed = Money.sum(basket.total for basket in Basket.objects.filter(membership=play.bob))
    assert play.bob.account.balance == -owed


@both
def test_a_catalog_is_shifted_once_though_two_ask_for_it(race: Race) -> None:
    play, meat, later = two_evenings()
    taps = [key(), key()]
    outcomes = race(2, lambda position: do_shift(play, meat, later, taps[position]))
    assert outcomes in ({"shifted": 1, "NotTakingPart": 1}, {"shifted": 1, "AmountsChanged": 1})
    assert_proved(play)


@both
def test_who_orders_there_in_the_same_second_has_both_or_is_asked_to_look_again(race: Race) -> None:
    play, meat, later = two_evenings()
    then = replace(play, distribution=later)
    replace_draft(later, play.bob, {meat.pk: 2}, at=TUESDAY)
    order, taps, bob = Order({meat.pk: 2}, 0, "cheque"), [key(), key()], play.person(play.bob)

    def act(position: int) -> str:
        if position:
            return do_shift(play, meat, later, taps[0])
        commit(then.distribution, play.bob, order, key=taps[1], by=bob, at=TUESDAY)
        return "ordered"

    outcomes = race(2, act)
    assert outcomes in ({"shifted": 1, "ordered": 1}, {"shifted": 1, "StaleBasket": 1})
    total = "27.00" if outcomes.get("ordered") else "9.00"
    assert Basket.objects.get(distribution=later).total == Money.of(total)
    assert_proved(play)


@both
def test_what_was_cancelled_comes_back_once(race: Race) -> None:
    play, _meat, _later = two_evenings()
    cancel(play.distribution, why="", count=1, seen=Money.of("9.00"), key=key(), by=play.nadia, at=TUESDAY)
    taken, taps = latest(play.distribution), [key(), key()]
    assert taken is not None

    def act(position: int) -> str:
        restore(taken, key=taps[position], by=play.nadia, at=TUESDAY)
        return "restored"

    assert race(2, act) == {"restored": 1, "NothingToTakeBack": 1}
    assert_proved(play)


@both
def test_a_shift_is_put_back_or_its_evening_cancelled(race: Race) -> None:
    play, meat, later = two_evenings()
    do_shift(play, meat, later, key())
    taken, taps = latest(play.distribution, meat.catalog.number), [key(), key()]
    assert taken is not None

    def act(position: int) -> str:
        if position:
            restore(taken, key=taps[0], by=play.nadia, at=TUESDAY)
            return "restored"
        cancel(later, why="", count=1, seen=Money.of("9.00"), key=taps[1], by=play.nadia, at=TUESDAY)
        return "cancelled"

    outcomes = race(2, act)
    refusals = {"BasketsMoved", "DistributionCancelled"}
    assert outcomes == {"restored": 1, "AmountsChanged": 1} or (
        outcomes.pop("cancelled") == 1 and set(outcomes) <= refusals
    )
    assert_proved(play)


@both
def test_a_catalog_is_withdrawn_or_shifted(race: Race) -> None:
    play, meat, later = two_evenings()
    taps, nine = [key(), key()], Money.of("9.00")

    def act(position: int) -> str:
        if position:
            return do_shift(play, meat, later, taps[0])
        withdraw(play.distribution, meat.catalog, count=1, seen=nine, key=taps[1], by=play.nadia, at=TUESDAY)
        return "withdrawn"

    outcomes = race(2, act)
    done = {"shifted", "withdrawn"} & set(outcomes)
    assert len(done) == 1
    assert set(outcomes) - done <= {"AmountsChanged", "NotTakingPart"}
    assert_proved(play)

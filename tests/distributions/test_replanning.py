"""A planned distribution is changed, its orders closed early, extended and reopened, or it is deleted: until when."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cabas.catalogs.models import Catalog
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.clock import PARIS
from cabas.distributions.calling_off import HasHistory, HasOrders, call_off
from cabas.distributions.closing_orders import OrdersNotOpen, TooLateToReopen, close_orders, take_orders_until
from cabas.distributions.drafts import add_to_draft
from cabas.distributions.models import Distribution, Draft, DraftLine, Participation
from cabas.distributions.planning import DatesOutOfOrder, DayTaken, Evening
from cabas.distributions.refusals import DistributionValidated, OrdersClosed
from cabas.distributions.replanning import AlreadyStarted, CatalogOrdered, replan
from cabas.distributions.validation import undo_validation, validate
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, key

CLOSING = datetime(2026, 11, 25, 20, 0, tzinfo=PARIS)
WEDNESDAY_NIGHT = CLOSING + timedelta(hours=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def as_it_is(distribution: Distribution) -> Evening:
    hours = (distribution.starts_at, distribution.ends_at, distribution.orders_open_at, distribution.orders_close_at)
    return Evening(distribution.place.name, *hours)


def moved(distribution: Distribution, by: timedelta) -> Evening:
    evening = as_it_is(distribution)
    return replace(evening, starts_at=evening.starts_at + by, ends_at=evening.ends_at + by)


def now_of(distribution: Distribution) -> Distribution:
    return Distribution.objects.get(pk=distribution.pk)


@pytest.fixture
def honey(play: Cast) -> Catalog:
    return add_catalog(add_vendor(play.group, "Miellerie du Pré"), "Miels")


def validated(play: Cast) -> Distribution:
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return play.distribution


def test_day_hours_place_and_catalogs_change_and_the_number_stays(play: Cast, honey: Catalog) -> None:
    evening = replace(moved(play.distribution, DAY), place=" Préau de l’école ", orders_close_at=CLOSING + DAY)
    replan(play.distribution, evening, [honey], at=TUESDAY)
    changed = now_of(play.distribution)
    assert (changed.number, str(changed.day), changed.place.name) == (1, "2026-11-27", "Préau de l’école")
    assert (changed.starts_at, changed.ends_at) == (evening.starts_at, evening.ends_at)
    assert (changed.orders_open_at, changed.orders_close_at) == (evening.orders_open_at, CLOSING + DAY)
    assert list(changed.catalogs.all()) == [honey]


def test_changed_into_what_it_is_it_stays_so_after_its_orders_closed_too(play: Cast) -> None:
    before = Distribution.objects.values().get(pk=play.distribution.pk)
    replan(play.distribution, as_it_is(play.distribution), [play.catalog], at=WEDNESDAY_NIGHT)
    assert Distribution.objects.values().get(pk=play.distribution.pk) == before


def test_the_day_moves_where_members_have_ordered(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    replan(play.distribution, moved(play.distribution, DAY), [play.catalog], at=WEDNESDAY_NIGHT)
    assert str(now_of(play.distribution).day) == "2026-11-27"


def test_a_day_taken_at_that_place_is_refused_and_its_own_day_is_not_taken(play: Cast) -> None:
    add_distribution(play.group, play.distribution.starts_at + DAY, [play.catalog])
    with pytest.raises(DayTaken, match="Il y a déjà une distribution le vendredi 27 novembre"):
        replan(play.distribution, moved(play.distribution, DAY), [play.catalog], at=TUESDAY)
    elsewhere = replace(moved(play.distribution, DAY), place="Préau")
    assert replan(play.distribution, elsewhere, [play.catalog], at=TUESDAY).place.name == "Préau"


def test_a_refused_change_makes_no_place(play: Cast) -> None:
    late = replace(moved(play.distribution, 400 * DAY), place="Préau")
    with pytest.raises(DatesOutOfOrder):
        replan(play.distribution, late, [play.catalog], at=TUESDAY)
    assert [place.name for place in play.group.places.all()] == ["Salle des Aulnes"]


def test_a_catalog_that_is_ordered_takes_part_and_the_refusal_says_in_how_many_baskets(
    play: Cast, honey: Catalog
) -> None:
    play.order(play.alice, {play.bread: 1, play.vegetables: 1})
    play.order(play.bob, {play.bread: 1})
    with pytest.raises(CatalogOrdered, match="Ferme des Aulnes\u202f» est dans 2 paniers"):
        replan(play.distribution, as_it_is(play.distribution), [honey], at=TUESDAY)
    assert list(play.distribution.catalogs.all()) == [play.catalog]


def test_a_catalog_whose_products_left_all_baskets_may_leave(play: Cast, honey: Catalog) -> None:
    play.order(play.alice, {play.bread: 1})
    play.order(play.alice, {})
    replan(play.distribution, as_it_is(play.distribution), [honey], at=TUESDAY)
    assert list(play.distribution.catalogs.all()) == [honey]


@pytest.mark.parametrize(
    ("changed", "at", "field"),
    [
        ({"orders_close_at": -2 * DAY}, TUESDAY, "closes_on"),  # past
        ({"orders_close_at": DAY}, TUESDAY, "closes_on"),  # after the start
        ({"orders_close_at": -HOUR}, WEDNESDAY_NIGHT, "closes_on"),
        ({"orders_open_at": 10 * DAY}, TUESDAY, "closes_on"),
        ({"ends_at": -2 * HOUR}, TUESDAY, "ends"),
        ({"starts_at": -HOUR}, THURSDAY_EVENING - HOUR / 2, "day"),
    ],
)
def test_what_is_changed_is_in_order_and_to_come(
    play: Cast, changed: dict[str, timedelta], at: datetime, field: str
) -> None:
    evening = as_it_is(play.distribution)
    wrong = replace(evening, **{name: getattr(evening, name) + by for name, by in changed.items()})
    with pytest.raises(DatesOutOfOrder) as refusal:
        replan(play.distribution, wrong, [play.catalog], at=at)
    assert refusal.value.field == field


def test_once_started_its_end_and_its_place_change_and_nothing_else(play: Cast, honey: Catalog) -> None:
    evening = as_it_is(play.distribution)
    later = replace(evening, ends_at=evening.ends_at + HOUR, place="Préau")
    replan(play.distribution, later, [play.catalog], at=THURSDAY_EVENING)
    assert (now_of(play.distribution).ends_at, now_of(play.distribution).place.name) == (later.ends_at, "Préau")
    for wrong, catalogs in (
        (moved(play.distribution, DAY), [play.catalog]),
        (replace(evening, orders_close_at=CLOSING + HOUR), [play.catalog]),
        (evening, [play.catalog, honey]),
    ):
        with pytest.raises(AlreadyStarted, match="seuls le lieu et l’heure de fin"):
            replan(play.distribution, wrong, catalogs, at=THURSDAY_EVENING)


def test_nothing_of_a_validated_distribution_is_changed(play: Cast) -> None:
    distribution = validated(play)
    for act in (
        lambda: replan(distribution, as_it_is(distribution), [play.catalog], at=THURSDAY_EVENING),
        lambda: close_orders(distribution, at=THURSDAY_EVENING),
        lambda: take_orders_until(distribution, CLOSING, at=THURSDAY_EVENING),
        lambda: call_off(distribution),
    ):
        with pytest.raises(DistributionValidated):
            act()


def test_orders_are_closed_at_once_and_an_order_after_that_is_refused(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    close_orders(play.distribution, at=TUESDAY)
    assert now_of(play.distribution).orders_close_at == TUESDAY
    with pytest.raises(OrdersClosed):
        play.order(play.bob, {play.bread: 1})
    with pytest.raises(OrdersNotOpen):
        close_orders(play.distribution, at=TUESDAY + HOUR)


def test_orders_that_do_not_open_yet_are_not_closed(play: Cast) -> None:
    with pytest.raises(OrdersNotOpen):
        close_orders(play.distribution, at=play.distribution.orders_open_at - HOUR)


def test_orders_are_extended_and_reopened_until_the_start(play: Cast) -> None:
    start = play.distribution.starts_at
    take_orders_until(play.distribution, CLOSING + HOUR, at=TUESDAY)
    assert now_of(play.distribution).orders_close_at == CLOSING + HOUR
    take_orders_until(play.distribution, start, at=start - HOUR)
    assert play.order(play.alice, {play.bread: 1}, at=start - HOUR).number == 1


@pytest.mark.parametrize("closing", [TUESDAY, CLOSING + DAY, TUESDAY - 6 * DAY])
def test_orders_are_not_taken_until_a_moment_that_is_past_or_after_the_start(play: Cast, closing: datetime) -> None:
    with pytest.raises(DatesOutOfOrder) as refusal:
        take_orders_until(play.distribution, closing, at=TUESDAY)
    assert refusal.value.field == "closes_on"


def test_orders_are_not_reopened_once_it_has_started(play: Cast) -> None:
    with pytest.raises(TooLateToReopen):
        take_orders_until(play.distribution, THURSDAY_EVENING + HOUR, at=THURSDAY_EVENING)


def test_it_is_deleted_with_its_participations_and_drafts(play: Cast) -> None:
    add_to_draft(play.distribution, play.alice, play.bread.pk, 2, at=TUESDAY)
    call_off(play.distribution)
    left = [model.objects.count() for model in (Distribution, Participation, Draft, DraftLine)]
    assert left == [0, 0, 0, 0]


def test_it_is_not_deleted_where_baskets_are_ordered(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    play.order(play.bob, {play.bread: 1})
    with pytest.raises(HasOrders, match="2 paniers sont commandés"):
        call_off(play.distribution)
    assert Distribution.objects.count() == 1


def test_it_is_not_deleted_where_a_basket_was_ordered_and_emptied(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    play.order(play.alice, {})
    with pytest.raises(HasHistory, match="commandés puis vidés"):
        call_off(play.distribution)


def test_it_is_not_deleted_where_it_was_validated_once(play: Cast) -> None:
    validation = validated(play).validations.get()
    undo_validation(validation, why="Trop tôt", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    with pytest.raises(HasHistory):
        call_off(play.distribution)

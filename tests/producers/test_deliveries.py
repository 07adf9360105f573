"""A farm sees what to bring, provisional while one orders; of what it brought, what is owed and what was paid."""

import pytest

from cabas.money import Money
from cabas.producers.deliveries import deliveries
from cabas.producers.paying import pay_vendor
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.producers.evenings import CLOSED, brought_before, farm_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    return cast()


def test_what_to_bring_is_provisional_until_orders_close(play: Cast) -> None:
    play.order(play.alice, {play.vegetables: 2, play.cheese: 1})
    play.order(play.bob, {play.vegetables: 1})
    (here,) = deliveries(farm_of(play), at=TUESDAY).to_come
    assert here.order is not None
    assert (here.is_provisional, here.order.basket_count, here.order.share, here.order.is_about) == (
        True,
        2,
        Money.of("42.00"),
        True,
    )
    assert [(product.name, product.quantity) for product in here.order.products] == [
        ("Panier de légumes", 3),
        ("Tomme de brebis", 1),
    ]
    (closed,) = deliveries(farm_of(play), at=CLOSED).to_come
    assert (closed.is_provisional, closed.closes_at) == (False, CLOSED)


def test_a_catalog_that_closes_before_the_distribution_is_no_more_provisional_from_then_on(play: Cast) -> None:
    play.order(play.alice, {play.vegetables: 1})
    own = play.distribution.participations.get()
    own.orders_close_at = TUESDAY
    own.save()
    (here,) = deliveries(farm_of(play), at=TUESDAY).to_come
    assert (here.closes_at, here.is_provisional) == (TUESDAY, False)


def test_what_was_paid_covers_the_oldest_evenings_first(play: Cast) -> None:
    for weeks, breads in ((3, 1), (2, 2), (1, 3)):
        brought_before(play, weeks, breads)
    pay_vendor(farm_of(play), "transfer", Money.of("10.00"), key=key(), by=play.nadia, at=TUESDAY)
    seen = deliveries(farm_of(play), at=TUESDAY)
    assert seen.balance == Money.of("22.40")
    assert [(each.owed, each.unpaid, each.is_paid) for each in seen.past] == [
        (Money.of("16.20"), Money.of("16.20"), False),
        (Money.of("10.80"), Money.of("6.20"), False),
        (Money.of("5.40"), Money(0), True),
    ]


def test_what_began_and_is_not_validated_is_owed_later(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    (here,) = deliveries(farm_of(play), at=THURSDAY_EVENING.replace(hour=22)).past
    assert (here.is_validated, here.owed, here.amount) == (False, None, Money.of("5.40"))


def test_the_same_statements_for_one_evening_and_for_three(play: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    farm = farm_of(play)
    brought_before(play, 1, 1)
    with django_assert_num_queries(5):
        deliveries(farm, at=TUESDAY)
    brought_before(play, 2, 1)
    brought_before(play, 3, 1)
    with django_assert_num_queries(5):
        assert len(deliveries(farm, at=TUESDAY).past) == 3

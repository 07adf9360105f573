"""A group is blocked from its 4th distribution that is not validated, and a validation lifts it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.distributions import drafts
from cabas.distributions.awaiting import awaiting_validation, validate_as_seen
from cabas.distributions.blocking import (
    GroupBlocked,
    backlog,
    is_blocked,
    owing_validation,
    require_not_blocked,
)
from cabas.distributions.contents import set_missing
from cabas.distributions.models import Basket, Distribution, Draft
from cabas.distributions.serving import take_payment
from cabas.distributions.tapping import tap
from cabas.distributions.validation import BasketsUnsettled, undo_validation, validate
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from tests.cast import TUESDAY, Cast, add_distribution, cast, key
from tests.distributions.owing import past_evening, past_evenings

BREAD = Money.of("5.40")


def validated(play: Cast, distribution: Distribution) -> object:
    return validate(distribution, key=key(), by=play.nadia, at=TUESDAY)


def test_three_do_not_block_and_the_fourth_does(play: Cast) -> None:
    past_evenings(play, 3)
    assert (backlog(play.group, TUESDAY).count, is_blocked(play.group, TUESDAY)) == (3, False)
    require_not_blocked(play.group, TUESDAY)
    past_evening(play, 4)
    assert (backlog(play.group, TUESDAY).count, is_blocked(play.group, TUESDAY)) == (4, True)
    with pytest.raises(GroupBlocked):
        require_not_blocked(play.group, TUESDAY)


def test_those_that_owe_their_validation_come_the_oldest_first(play: Cast) -> None:
    evenings = past_evenings(play, 3)
    assert list(owing_validation(play.group, TUESDAY)) == evenings


def test_one_counts_from_the_moment_it_starts(play: Cast) -> None:
    past_evenings(play, 3)
    play.order(play.alice, {play.bread: 1})
    start = play.distribution.starts_at
    assert not is_blocked(play.group, start - timedelta(seconds=1))
    assert is_blocked(play.group, start)


def test_one_that_carries_no_order_does_not_count(play: Cast) -> None:
    past_evenings(play, 3)
    start = play.distribution.starts_at - timedelta(weeks=5)
    empty = add_distribution(play.group, start, [play.catalog])
    emptied = add_distribution(play.group, start + timedelta(days=1), [play.catalog])
    play.distribution = emptied
    before = start - timedelta(days=1)
    play.order(play.bob, {play.bread: 1}, at=before)
    play.order(play.bob, {}, at=before)
    assert Basket.objects.filter(distribution=emptied).exists()
    assert not {empty, emptied} & set(owing_validation(play.group, TUESDAY))
    assert backlog(play.group, TUESDAY).count == 3


def test_a_basket_of_which_all_is_missing_was_an_order(play: Cast) -> None:
    evening = past_evening(play, 1, is_settled=False)
    basket = Basket.objects.get(distribution=evening)
    set_missing(basket, basket.lines.get().pk, True, key=key(), by=play.nadia, at=TUESDAY)
    assert list(owing_validation(play.group, TUESDAY)) == [evening]


def test_what_is_older_than_payments_does_not_count_and_without_payments_nothing_does(play: Cast) -> None:
    oldest, *_others = past_evenings(play, 4)
    PaymentSettings.objects.filter(group=play.group).update(since=oldest.starts_at)
    assert is_blocked(play.group, TUESDAY)
    PaymentSettings.objects.filter(group=play.group).update(since=oldest.starts_at + timedelta(seconds=1))
    assert backlog(play.group, TUESDAY).count == 3
    PaymentSettings.objects.filter(group=play.group).delete()
    assert backlog(play.group, TUESDAY).count == 0


def test_validating_one_lifts_it_and_undoing_blocks_again(play: Cast) -> None:
    oldest, *_others = past_evenings(play, 4)
    validation = validate(oldest, key=key(), by=play.nadia, at=TUESDAY)
    assert not is_blocked(play.group, TUESDAY)
    undo_validation(validation, why="Une erreur", key=key(), by=play.nadia, at=TUESDAY)
    assert is_blocked(play.group, TUESDAY)


def test_the_backlog_says_how_far_the_group_is_from_being_blocked(play: Cast) -> None:
    told = []
    for weeks in range(1, 6):
        past_evening(play, weeks)
        found = backlog(play.group, TUESDAY)
        told.append((found.is_told, found.is_next_to_blocked, found.is_blocked, sum(found.slots), found.to_validate))
    assert told == [
        (False, False, False, 1, 0),
        (True, False, False, 2, 0),
        (True, True, False, 3, 0),
        (True, False, True, 4, 1),
        (True, False, True, 4, 2),
    ]


def test_another_group_blocks_nobody_here(play: Cast) -> None:
    elsewhere = cast("halles", "Les Halles")
    past_evenings(elsewhere, 4)
    assert is_blocked(elsewhere.group, TUESDAY)
    assert not is_blocked(play.group, TUESDAY)


def test_an_order_is_refused_under_the_lock_and_nothing_is_written(play: Cast) -> None:
    past_evenings(play, 4)
    with pytest.raises(GroupBlocked):
        play.order(play.alice, {play.bread: 1})
    assert not Basket.objects.filter(distribution=play.distribution).exists()
    play.alice.account.refresh_from_db()
    assert play.alice.account.balance == Money(0)
    assert drafts.Draft.objects.filter(distribution=play.distribution).exists()  # what was begun is kept


def test_nobody_removes_anything_from_an_order_either(play: Cast) -> None:
    play.order(play.alice, {play.bread: 2})
    past_evenings(play, 4)
    with pytest.raises(GroupBlocked):
        play.order(play.alice, {play.bread: 1})
    assert Basket.objects.get(distribution=play.distribution).total == BREAD + BREAD


def test_a_tap_in_the_shop_is_refused(play: Cast) -> None:
    past_evenings(play, 4)
    with pytest.raises(GroupBlocked):
        tap(play.distribution, play.alice, play.bread.pk, 1, at=TUESDAY)
    assert not Draft.objects.exists()


def test_the_stand_still_takes_payments(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    past_evenings(play, 4)
    basket = Basket.objects.get(membership=play.alice)
    taken = take_payment(basket, "cash", key=key(), by=play.nadia, at=play.distribution.starts_at)
    assert taken.amount == BREAD


def test_it_is_looked_at_how_many_baskets_remain_in_each(play: Cast) -> None:
    old, late = past_evenings(play, 2, settled=1)
    start = play.distribution.starts_at
    play.order(play.alice, {play.cheese: 1})
    awaiting = awaiting_validation(play.group, start)
    assert [
        (each.distribution, each.basket_count, each.total, each.to_look_at, each.is_ready) for each in awaiting
    ] == [
        (old, 1, BREAD, 1, False),
        (late, 1, BREAD, 0, True),
        (play.distribution, 1, Money.of("6.00"), 1, False),
    ]


def test_weights_that_nobody_read_keep_a_distribution_from_being_ready(play: Cast) -> None:
    basket = play.order(play.alice, {play.cheese: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=play.distribution.starts_at)
    (only,) = awaiting_validation(play.group, play.distribution.ends_at)
    assert (only.to_look_at, only.is_over, only.is_ready) == (1, True, False)


def test_a_distribution_that_goes_on_is_not_ready(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=play.distribution.starts_at)
    (now_on,) = awaiting_validation(play.group, play.distribution.ends_at - timedelta(seconds=1))
    (over,) = awaiting_validation(play.group, play.distribution.ends_at)
    assert [(each.to_look_at, each.is_ready) for each in (now_on, over)] == [(0, False), (0, True)]


def test_those_that_are_as_seen_are_validated_and_the_others_named(play: Cast) -> None:
    unsettled, *ready = past_evenings(play, 4, settled=3)
    seen = {each.number: BREAD for each in (unsettled, *ready[:2])}
    signed = {"key": key(), "by": play.nadia, "at": TUESDAY}
    outcome = validate_as_seen(play.group, seen | {99: BREAD}, **signed)
    assert outcome.validated == ready[:2]
    ((refused, why),) = outcome.refused
    assert (refused, type(why), outcome.has_reopened) == (unsettled, BasketsUnsettled, True)
    again = validate_as_seen(play.group, seen, **signed)  # a second click
    assert (again.validated, again.has_reopened) == (ready[:2], False)
    assert Distribution.objects.validated().count() == 2


def test_another_sum_than_the_one_seen_is_not_validated(play: Cast) -> None:
    (evening,) = past_evenings(play, 1)
    outcome = validate_as_seen(play.group, {evening.number: Money.of("5.00")}, key=key(), by=play.nadia, at=TUESDAY)
    assert outcome.validated == []
    assert "ont changé depuis l’ouverture de cette page" in str(outcome.refused[0][1])


def statements(play: Cast) -> tuple[int, int]:
    """Those of the question, and those of the list."""
    counts = []
    for ask in (is_blocked, awaiting_validation):
        with CaptureQueriesContext(connection) as captured:
            ask(play.group, TUESDAY)
        counts.append(len(captured))
    return counts[0], counts[1]


def test_the_question_takes_one_statement_and_the_list_three_whatever_there_is(play: Cast) -> None:
    past_evenings(play, 2)
    assert statements(play) == (1, 3)
    past_evening(play, 3, is_settled=False)
    for weeks in range(4, 8):
        validated(play, past_evening(play, weeks))
    assert statements(play) == (1, 3)

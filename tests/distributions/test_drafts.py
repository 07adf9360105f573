"""Taps change a draft that the household shares; nothing is owed before it is committed."""

from datetime import timedelta

import pytest

from cabas.catalogs.models import Product
from cabas.distributions.choosing import choice, choices
from cabas.distributions.drafts import add_to_draft, drop_draft, replace_draft
from cabas.distributions.models import Draft, DraftLine
from cabas.distributions.refusals import OrdersClosed, ProductNotOffered
from cabas.distributions.shelf import offers
from cabas.distributions.tapping import tap
from cabas.money import Money
from tests.cast import TUESDAY, Cast, add_distribution, add_product


def test_a_tap_adds_one_and_never_goes_below_nothing(play: Cast) -> None:
    def taps(add: int) -> int:
        return add_to_draft(play.distribution, play.alice, play.bread.pk, add, at=TUESDAY)

    assert [taps(1), taps(1), taps(-1), taps(-1), taps(-1)] == [1, 2, 1, 0, 0]


def test_the_draft_begins_from_what_was_committed(play: Cast) -> None:
    play.order(play.alice, {play.bread: 2})
    add_to_draft(play.distribution, play.alice, play.vegetables.pk, 1, at=TUESDAY)
    here = choice(play.distribution, play.alice)
    assert here.committed == {play.bread.pk: 2}
    assert here.wanted == {play.bread.pk: 2, play.vegetables.pk: 1}
    assert here.has_unsaved_changes


def test_a_draft_that_says_the_same_as_the_order_changes_nothing(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    add_to_draft(play.distribution, play.alice, play.bread.pk, 1, at=TUESDAY)
    add_to_draft(play.distribution, play.alice, play.bread.pk, -1, at=TUESDAY)
    assert not choice(play.distribution, play.alice).has_unsaved_changes


def test_an_emptied_draft_is_not_the_absence_of_a_draft(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    replace_draft(play.distribution, play.alice, {}, at=TUESDAY)
    here = choice(play.distribution, play.alice)
    assert here.wanted == {}
    assert here.has_unsaved_changes


def test_dropping_the_draft_shows_the_order_again(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    add_to_draft(play.distribution, play.alice, play.bread.pk, 4, at=TUESDAY)
    drop_draft(play.distribution, play.alice)
    assert choice(play.distribution, play.alice).wanted == {play.bread.pk: 1}


def test_nothing_is_tapped_once_orders_are_closed(play: Cast) -> None:
    with pytest.raises(OrdersClosed):
        tap(play.distribution, play.alice, play.bread.pk, 1, at=TUESDAY + timedelta(days=2))
    assert not Draft.objects.exists()


def test_what_is_not_proposed_is_not_added_but_may_leave(play: Cast) -> None:
    tap(play.distribution, play.alice, play.bread.pk, 2, at=TUESDAY)
    Product.objects.filter(pk=play.bread.pk).update(is_active=False)
    with pytest.raises(ProductNotOffered):
        tap(play.distribution, play.alice, play.bread.pk, 1, at=TUESDAY)
    assert tap(play.distribution, play.alice, play.bread.pk, -1, at=TUESDAY) is None


def test_a_tap_beyond_the_stock_is_left_out_and_said(play: Cast) -> None:
    eggs = add_product(play.catalog, "Œufs", "2.40", stock=3)
    play.order(play.bob, {eggs: 2})
    assert tap(play.distribution, play.alice, eggs.pk, 1, at=TUESDAY) is None
    shortage = tap(play.distribution, play.alice, eggs.pk, 1, at=TUESDAY)
    assert (shortage and shortage.wanted, shortage and shortage.remaining) == (2, 1)
    assert choice(play.distribution, play.alice).wanted == {eggs.pk: 1}


def test_an_ordered_line_keeps_its_price_and_a_new_one_has_today_s(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    Product.objects.update(price=Money.of("7.00"))
    preview = choice(play.distribution, play.alice).preview(
        Product.objects.all(), {play.bread.pk: 2, play.vegetables.pk: 1}
    )
    assert [line.total for line in preview.lines] == [Money.of("10.80"), Money.of("7.00")]


def test_a_preview_names_what_is_not_proposed_any_more(play: Cast) -> None:
    tap(play.distribution, play.alice, play.bread.pk, 2, at=TUESDAY)
    preview = choice(play.distribution, play.alice).preview([play.vegetables])
    assert [(gone.name, gone.quantity) for gone in preview.withdrawn] == [("Pain", 2)]
    assert preview.total == Money(0)


def test_choices_cost_two_statements_for_one_distribution_and_for_three(
    play: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    others = [
        add_distribution(play.group, play.distribution.starts_at + timedelta(weeks=weeks), [play.catalog])
        for weeks in (1, 2)
    ]
    play.order(play.alice, {play.bread: 1, play.vegetables: 1, play.cheese: 1})
    for distributions in ([play.distribution], [play.distribution, *others]):
        with django_assert_num_queries(2):  # type: ignore[operator]
            choices(distributions, play.alice)


def test_taking_away_what_is_not_in_the_draft_adds_no_line(play: Cast) -> None:
    assert tap(play.distribution, play.alice, play.bread.pk, -1, at=TUESDAY) is None
    assert not DraftLine.objects.exists()
    for add in (1, -1):
        with pytest.raises(ProductNotOffered):
            tap(play.distribution, play.alice, 987654, add, at=TUESDAY)


def test_taps_bring_back_what_is_ordered_whatever_became_of_the_stock(play: Cast) -> None:
    play.order(play.alice, {play.bread: 3})
    Product.objects.filter(pk=play.bread.pk).update(stock=1)
    assert tap(play.distribution, play.alice, play.bread.pk, -1, at=TUESDAY) is None
    assert tap(play.distribution, play.alice, play.bread.pk, 1, at=TUESDAY) is None
    shortage = tap(play.distribution, play.alice, play.bread.pk, 1, at=TUESDAY)
    assert (shortage and shortage.remaining) == 3
    assert choice(play.distribution, play.alice).wanted == {play.bread.pk: 3}
    assert [offer.remaining for offer in offers(play.distribution, play.alice) if offer.product == play.bread] == [3]
    assert [offer.remaining for offer in offers(play.distribution, None) if offer.product == play.bread] == [0]

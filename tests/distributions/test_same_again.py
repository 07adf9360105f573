"""« Reprendre ma dernière commande » fills the draft with what is still sold, and names what is not."""

from datetime import timedelta

import pytest

from cabas.distributions.choosing import choice
from cabas.distributions.models import Distribution, Participation
from cabas.distributions.refusals import NothingToTakeBack, OrdersClosed
from cabas.distributions.same_again import take_again
from cabas.money import Money
from tests.cast import TUESDAY, Cast, add_distribution, add_product
from tests.distributions.pages import Visitor, words


@pytest.fixture
def next_one(play: Cast) -> Distribution:
    """A week later; Alice ordered bread, cheese and eggs for the first."""
    play.order(play.alice, {play.bread: 2, play.cheese: 1, add_product(play.catalog, "Œufs", "2.40"): 3})
    later = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    Distribution.objects.filter(pk=later.pk).update(orders_open_at=play.distribution.orders_open_at)
    Distribution.objects.filter(pk=play.distribution.pk).update(
        orders_close_at=TUESDAY - timedelta(minutes=1), ends_at=TUESDAY, starts_at=TUESDAY - timedelta(seconds=1)
    )
    later.refresh_from_db()
    return later


def test_the_draft_holds_the_last_order_at_today_s_prices(play: Cast, next_one: Distribution) -> None:
    play.bread.price = Money.of("6.00")
    play.bread.save()
    assert take_again(next_one, play.alice, at=TUESDAY).lacking == []
    found = choice(next_one, play.alice)
    assert (found.has_order, len(found.wanted)) == (False, 3)
    offered = [play.bread, play.cheese]
    assert found.preview(offered).total == Money.of("18.00")  # 2 × 6,00 and 240 g at 25,00


def test_what_is_not_sold_or_runs_short_is_named(play: Cast, next_one: Distribution) -> None:
    play.catalog.products.filter(name="Œufs").update(is_active=False)
    play.catalog.products.filter(pk=play.bread.pk).update(stock=1)
    assert take_again(next_one, play.alice, at=TUESDAY).lacking == ["Œufs", "Pain"]
    assert choice(next_one, play.alice).wanted == {play.bread.pk: 1, play.cheese.pk: 1}


def test_a_closed_catalog_is_lacking_too(play: Cast, next_one: Distribution) -> None:
    Participation.objects.filter(distribution=next_one).update(orders_close_at=TUESDAY)
    assert len(take_again(next_one, play.alice, at=TUESDAY).lacking) == 3


def test_not_without_an_order_nor_once_closed(play: Cast, next_one: Distribution) -> None:
    with pytest.raises(NothingToTakeBack):
        take_again(next_one, play.bob, at=TUESDAY)
    with pytest.raises(OrdersClosed):
        take_again(Distribution.objects.get(number=1), play.alice, at=TUESDAY)


def test_from_home_three_taps_order_it_again(play: Cast, next_one: Distribution) -> None:
    alice = Visitor(play.alice)
    assert "Reprendre ma dernière commande" in words(alice.get())
    assert "Reprendre ma dernière commande (24,00 €)" in words(alice.get("commande/2/"))
    answer = alice.post("commande/2/reprise/")
    assert (answer.status_code, answer.url) == (302, "/g/vallon/commande/2/regler/")
    assert "Reprendre ma dernière commande" not in words(alice.get())
    assert "Reprendre ma dernière commande" not in words(Visitor(play.bob).get())

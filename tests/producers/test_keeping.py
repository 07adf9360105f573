"""What a producer changes of their catalog is signed; where the group keeps it, they change nothing."""

from decimal import Decimal

import pytest

from cabas.catalogs.models import PriceChange, Product
from cabas.money import Money
from cabas.producers.keeping import NotKeptByVendor, change_product, keep_ourselves, let_vendor_keep
from cabas.producers.models import CatalogChange
from tests.cast import TUESDAY, Cast, cast
from tests.producers.evenings import hugo_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    play = cast()
    let_vendor_keep(play.catalog, by=play.nadia, at=TUESDAY)
    return play


def test_what_changed_is_said_as_it_was_and_as_it_is_and_signed(play: Cast) -> None:
    hugo = hugo_of(play)
    values = {"name": "Pain", "vendor_price": Money.of("5.80"), "stock": 12, "is_active": True}
    made = change_product(play.bread, values, by=hugo, at=TUESDAY)
    assert made is not None
    assert (made.by, made.changes) == (
        hugo,
        [["prix", "5,40\u00a0€", "5,80\u00a0€"], ["stock", "sans limite", "12"]],
    )
    kept = Product.objects.get(pk=play.bread.pk)
    assert (kept.price, kept.stock) == (Money.of("5.80"), 12)
    assert change_product(play.bread, values, by=hugo, at=TUESDAY) is None
    assert CatalogChange.objects.count() == 1


def test_a_price_that_the_producer_changed_is_in_its_history(play: Cast) -> None:
    hugo = hugo_of(play)
    change_product(play.bread, {"vendor_price": Money.of("5.80")}, by=hugo, at=TUESDAY)
    change_product(play.bread, {"stock": 3}, by=hugo, at=TUESDAY)
    kept = PriceChange.objects.values_list("product", "before", "after", "by", "at")
    assert list(kept) == [(play.bread.pk, Money(540), Money(580), hugo.pk, TUESDAY)]


def test_the_fee_of_the_group_comes_on_the_price_of_the_producer(play: Cast) -> None:
    Product.objects.filter(pk=play.bread.pk).update(fee_percent=Decimal(10))
    change_product(play.bread, {"vendor_price": Money.of("6.00")}, by=hugo_of(play), at=TUESDAY)
    kept = Product.objects.get(pk=play.bread.pk)
    assert (kept.price, kept.vendor_price) == (Money.of("6.60"), Money.of("6.00"))


def test_a_catalog_that_the_group_takes_back_is_not_changed(play: Cast) -> None:
    keep_ourselves(play.catalog)
    with pytest.raises(NotKeptByVendor):
        change_product(play.bread, {"stock": 1}, by=hugo_of(play), at=TUESDAY)
    assert Product.objects.get(pk=play.bread.pk).stock is None

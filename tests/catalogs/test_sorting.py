"""Vendors, catalogs and products are listed without accents or capitals, numbers by their size."""

import random

import pytest

from cabas.catalogs.models import Product
from cabas.catalogs.products import place, save_product
from cabas.catalogs.sorting import listing_form
from cabas.catalogs.vendors import add_catalog
from cabas.distributions.shelf import products
from cabas.money import Money
from tests.cast import Cast, add_product, cast

AS_LISTED = ["6 œufs", "10 œufs", "12 Œufs", "Abricots", "Eau", "Épeautre", "farine 1 kg", "Farine 25 kg", "Zeste"]


@pytest.fixture
def vallon() -> Cast:
    return cast()


def test_capitals_and_accents_do_not_count_and_numbers_stand_by_their_size() -> None:
    shuffled = random.Random(1).sample(AS_LISTED, len(AS_LISTED))
    assert sorted(shuffled, key=listing_form) == AS_LISTED


@pytest.mark.django_db
def test_the_database_lists_products_so_whether_saved_alone_or_with_others(vallon: Cast) -> None:
    catalog = add_catalog(vallon.catalog.vendor, "Épicerie")
    for name in AS_LISTED[::2]:
        add_product(catalog, name, "1.00")
    Product.objects.bulk_create(
        Product(group=vallon.group, catalog=catalog, name=name, price=Money.of(1)) for name in AS_LISTED[1::2]
    )
    assert [product.name for product in Product.objects.filter(catalog=catalog).in_order()] == AS_LISTED


@pytest.mark.django_db
def test_a_name_that_changes_moves_its_product(vallon: Cast) -> None:
    vallon.bread.name = "Épeautre"
    save_product(vallon.bread)
    assert Product.objects.get(pk=vallon.bread.pk).sort_name == "epeautre"


@pytest.mark.django_db
def test_the_shop_shows_products_as_their_coordinator_placed_them(vallon: Cast) -> None:
    before = [product.name for product in products(vallon.distribution)]
    place(products(vallon.distribution)[-1], is_up=True)
    assert [product.name for product in products(vallon.distribution)] == [*before[:-2], before[-1], before[-2]]

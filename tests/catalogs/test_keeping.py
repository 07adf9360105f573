"""Products are made unavailable, placed, copied and withdrawn; a catalog is kept, copied and archived."""

from datetime import date
from decimal import Decimal

import pytest

from cabas.catalogs.keeping import Settings, archive_catalog, copy_catalog, keep_catalog, reopen_catalog
from cabas.catalogs.models import Catalog, PriceChange, Product
from cabas.catalogs.products import ProductOrdered, copy_of, delete, offer, place, put_back, save_product, withdraw
from cabas.distributions.shelf import products
from cabas.money import Money
from tests.cast import TUESDAY, Cast, add_product, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def vallon() -> Cast:
    return cast()


def listed(catalog: Catalog) -> list[str]:
    return [product.name for product in Product.objects.kept().filter(catalog=catalog).in_order()]


def on_sale(vallon: Cast) -> list[str]:
    return sorted(product.name for product in products(vallon.distribution))


def test_what_is_unavailable_stays_in_the_catalog_and_leaves_the_shop(vallon: Cast) -> None:
    assert offer(vallon.bread, is_available=False)
    assert not offer(vallon.bread, is_available=False)  # as it was
    assert (listed(vallon.catalog), on_sale(vallon)) == (
        ["Pain", "Panier de légumes", "Tomme de brebis"],
        ["Panier de légumes", "Tomme de brebis"],
    )
    assert offer(vallon.bread, is_available=True)
    assert "Pain" in on_sale(vallon)


def test_a_product_goes_up_and_down(vallon: Cast) -> None:
    place(vallon.cheese, is_up=True)
    assert listed(vallon.catalog) == ["Pain", "Tomme de brebis", "Panier de légumes"]
    place(vallon.cheese, is_up=True)
    place(vallon.cheese, is_up=True)  # it is the first
    assert listed(vallon.catalog) == ["Tomme de brebis", "Pain", "Panier de légumes"]
    place(vallon.cheese, is_up=False)
    add_product(vallon.catalog, "Brioche", "4.50")  # placed by nobody: before those that were
    assert listed(vallon.catalog) == ["Brioche", "Pain", "Tomme de brebis", "Panier de légumes"]


def test_a_copy_is_not_sold_before_somebody_says_so(vallon: Cast) -> None:
    Product.objects.filter(pk=vallon.cheese.pk).update(reference="T1", photo="f" * 32)
    copied = save_product(copy_of(vallon.cheese))
    kept = Product.objects.get(pk=copied.pk)
    assert (kept.name, kept.reference, kept.is_active, kept.price, kept.portion_grams, kept.photo) == (
        "Tomme de brebis (copie)",
        "",
        False,
        Money.of(25),
        240,
        "f" * 32,
    )
    assert Product.objects.get(pk=vallon.cheese.pk).reference == "T1"


def test_what_was_ordered_is_archived_and_what_was_not_can_be_deleted(vallon: Cast) -> None:
    basket = vallon.order(vallon.alice, {vallon.bread: 1})
    withdraw(vallon.bread, at=TUESDAY)
    assert (listed(vallon.catalog), on_sale(vallon)) == (
        ["Panier de légumes", "Tomme de brebis"],
        ["Panier de légumes", "Tomme de brebis"],
    )
    assert basket.lines.get().product_name == "Pain"
    with pytest.raises(ProductOrdered) as refusal:
        delete(vallon.bread)
    assert "a été commandé" in str(refusal.value)
    put_back(vallon.bread, is_available=True)
    assert "Pain" in on_sale(vallon)
    delete(vallon.cheese)
    assert listed(vallon.catalog) == ["Pain", "Panier de légumes"]


def test_a_price_has_a_history(vallon: Cast) -> None:
    for price in ("5.60", "5.60", "5.80"):
        vallon.bread.price = Money.of(price)
        save_product(vallon.bread, by=vallon.nadia, at=TUESDAY)
    changes = PriceChange.objects.filter(product=vallon.bread).values_list("before", "after", "by__first_name")
    assert list(changes) == [
        (Money.of("5.60"), Money.of("5.80"), "Nadia"),
        (Money.of("5.40"), Money.of("5.60"), "Nadia"),
    ]


def test_a_catalog_says_when_it_is_offered_and_who_to_ask(vallon: Cast) -> None:
    said = Settings("Ferme", vallon.nadia, date(2026, 11, 1), date(2026, 12, 31), "Frais", Decimal("2.5"))
    assert keep_catalog(vallon.catalog, said, by=vallon.nadia, at=TUESDAY) == 3
    assert keep_catalog(vallon.catalog, said, by=vallon.nadia, at=TUESDAY) == 0
    running = {day: Catalog.objects.running(day).exists() for day in (date(2026, 10, 31), date(2026, 12, 31))}
    assert running == {date(2026, 10, 31): False, date(2026, 12, 31): True}
    kept = Catalog.objects.get(pk=vallon.catalog.pk)
    assert (kept.name, kept.contact, kept.fee_name, kept.fee_percent) == (
        "Ferme",
        vallon.nadia,
        "Frais",
        Decimal("2.5"),
    )
    archive_catalog(kept, at=TUESDAY)
    assert not Catalog.objects.running(date(2026, 12, 1)).exists()
    reopen_catalog(kept)
    assert Catalog.objects.running(date(2026, 12, 1)).exists()


def test_a_copied_catalog_has_the_same_products_and_no_distribution(vallon: Cast) -> None:
    withdraw(vallon.bread, at=TUESDAY)
    copied = copy_catalog(vallon.catalog)
    assert (copied.number, copied.name, copied.vendor) == (2, "Ferme des Aulnes (copie)", vallon.catalog.vendor)
    assert listed(copied) == ["Panier de légumes", "Tomme de brebis"]
    assert list(copied.distributions.all()) == []
    assert on_sale(vallon) == ["Panier de légumes", "Tomme de brebis"]

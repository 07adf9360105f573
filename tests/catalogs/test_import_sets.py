"""An import is remembered, and undone as a set: what was ordered or changed since stays, and is named."""

from decimal import Decimal
from typing import Any

import pytest

from cabas.catalogs.exporting import catalog_csv, catalog_xlsx
from cabas.catalogs.import_sets import undo_product_import
from cabas.catalogs.importing import product_importer
from cabas.catalogs.models import Catalog, PriceChange, Product, ProductImport
from cabas.catalogs.prices import set_fee
from cabas.catalogs.products import offer, save_product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.groups.import_drafts import choose_columns, import_draft, keep_draft, matching_of, review_of
from cabas.groups.models import ImportDraft
from cabas.groups.undoing_imports import ImportUndone
from cabas.money import Money
from cabas.sheets.reading import Table, read_table
from tests.cast import TUESDAY, Cast, cast
from tests.sheets.building import FILES

pytestmark = pytest.mark.django_db


@pytest.fixture
def vallon() -> Cast:
    return cast()


def draft_of(catalog: Catalog, by: Cast, table: Table, name: str = "tarif.csv") -> ImportDraft:
    importer = product_importer(catalog)
    match = importer.match(catalog.group)
    return keep_draft(
        catalog.group, importer.purpose, importer.columns, name, table, by=by.nadia, at=TUESDAY, match=match
    )


def bring(catalog: Catalog, by: Cast, *rows: list[str], **answers: str) -> ProductImport:
    table = Table([["Nom", "Prix TTC", "Stock"], *[[*row, ""][:3] for row in rows]])
    import_draft(draft_of(catalog, by, table), product_importer(catalog), at=TUESDAY, answers=answers)
    return catalog.imports.all()[0]


def here(catalog: Catalog) -> list[tuple[str, str, int | None, bool]]:
    found = Product.objects.filter(catalog=catalog).order_by("pk")
    return [(each.name, str(each.price), each.stock, each.is_active) for each in found]


def test_an_import_is_undone_as_a_set(vallon: Cast) -> None:
    before = here(vallon.catalog)
    done = bring(vallon.catalog, vallon, ["Pain", "6,00", "10"], ["Brioche", "4,50", ""], absent="yes")
    assert here(vallon.catalog) == [
        ("Panier de légumes", "12.00", None, False),
        ("Pain", "6.00", 10, True),
        ("Tomme de brebis", "25.00", None, False),
        ("Brioche", "4.50", None, True),
    ]
    undone = undo_product_import(done, by=vallon.nadia, at=TUESDAY)
    assert (undone.count, undone.left, here(vallon.catalog)) == (4, [], before)
    changes = PriceChange.objects.filter(product=vallon.bread).order_by("pk").values_list("before", "after", "by")
    assert list(changes) == [
        (Money.of("5.40"), Money.of(6), vallon.nadia.pk),
        (Money.of(6), Money.of("5.40"), vallon.nadia.pk),
    ]
    with pytest.raises(ImportUndone):
        undo_product_import(done, by=vallon.nadia, at=TUESDAY)


def test_what_was_ordered_or_changed_since_stays_and_is_named(vallon: Cast) -> None:
    done = bring(vallon.catalog, vallon, ["Pain", "6,00"], ["Brioche", "4,50"], ["Fouace", "5,00"])
    vallon.order(vallon.alice, {Product.objects.get(name="Brioche"): 1})
    bread = Product.objects.get(name="Pain")
    bread.price = Money.of("6.20")
    save_product(bread, by=vallon.nadia, at=TUESDAY)
    undone = undo_product_import(done, by=vallon.nadia, at=TUESDAY)
    assert (undone.count, undone.left) == (1, ["Brioche", "Pain"])
    assert [name for name, *_rest in here(vallon.catalog)] == [
        "Panier de légumes",
        "Pain",
        "Tomme de brebis",
        "Brioche",
    ]


def test_what_is_absent_is_said_and_left_alone_unless_it_is_asked(vallon: Cast) -> None:
    offer(vallon.cheese, is_available=False)
    table = Table([["Nom", "Prix TTC"], ["Pain", "beaucoup"]])
    review = review_of(draft_of(vallon.catalog, vallon, table), product_importer(vallon.catalog))
    assert review.absent == ("Panier de légumes",)  # not the bread, whose line is refused, nor what is not sold anyway
    before = here(vallon.catalog)
    bring(vallon.catalog, vallon, ["Pain", "5,40"], ["Fouace", "3"])
    assert here(vallon.catalog)[:-1] == before


def test_the_next_file_of_the_same_headings_is_matched_by_itself_in_this_group_only(vallon: Cast) -> None:
    def sent(catalog: Catalog, by: Cast, name: str) -> ImportDraft:
        return draft_of(catalog, by, read_table(name, (FILES / "products" / name).read_bytes()), name)

    chosen = {"name": 0, "description": 1, "unit": 7, "price": 3, "vat_rate": 4}
    orchard = add_catalog(add_vendor(vallon.group, "Verger"), "Verger")
    first = sent(vallon.catalog, vallon, "test-products-valid.csv")
    choose_columns(first, product_importer(vallon.catalog).columns, 0, chosen)
    import_draft(first, product_importer(vallon.catalog), at=TUESDAY)
    again = sent(orchard, vallon, "test-products-valid.csv")
    assert matching_of(again, product_importer(orchard).columns).by_key == chosen
    other = cast("ailleurs", "Les Voisins")
    strange = sent(other.catalog, other, "test-products-valid.csv")
    assert matching_of(strange, product_importer(other.catalog).columns).by_key != chosen
    bare = sent(vallon.catalog, vallon, "gas-products.csv")
    choose_columns(bare, product_importer(vallon.catalog).columns, None, {"name": 0, "price": 4})
    import_draft(bare, product_importer(vallon.catalog), at=TUESDAY)
    assert len(review_of(sent(orchard, vallon, "gas-products.csv"), product_importer(orchard)).new) == 10


@pytest.mark.parametrize(("name", "write"), [("c.csv", catalog_csv), ("c.xlsx", catalog_xlsx)])
def test_a_catalog_leaves_as_a_file_that_says_the_same_when_it_comes_back(name: str, write: Any, vallon: Cast) -> None:
    save_product(vallon.vegetables)
    Product.objects.filter(pk=vallon.bread.pk).update(unit="1 kg", stock=12, reference="=P1", is_active=False)
    set_fee(vallon.catalog, "Frais", Decimal(5), by=vallon.nadia, at=TUESDAY)
    vallon.catalog.refresh_from_db()
    before = here(vallon.catalog)
    table = read_table(name, write(vallon.catalog))
    review = review_of(draft_of(vallon.catalog, vallon, table), product_importer(vallon.catalog))
    assert [line.item.values for line in review.changed if line.item] == []
    assert (review.errors, review.written, len(review.known), review.absent) == ([], 0, 3, ())
    copy = add_catalog(add_vendor(vallon.group, "Copie"), "Copie")
    import_draft(draft_of(copy, vallon, table), product_importer(copy), at=TUESDAY)
    set_fee(copy, "Frais", Decimal(5), by=vallon.nadia, at=TUESDAY)
    assert sorted(here(copy)) == sorted(before)


def test_in_a_catalog_with_a_fee_a_file_says_the_prices_of_the_vendor(vallon: Cast) -> None:
    set_fee(vallon.catalog, "Frais", Decimal(10), by=vallon.nadia, at=TUESDAY)
    vallon.catalog.refresh_from_db()
    table = Table([["Nom", "Prix TTC"], ["Pain", "6,00"], ["Tomme de brebis", "25,00"]])
    review = import_draft(draft_of(vallon.catalog, vallon, table), product_importer(vallon.catalog), at=TUESDAY)
    assert ([line.remark for line in review.changed], len(review.known)) == (
        ["prix\u202f: 5,40\u00a0€ devient 6,00\u00a0€"],
        1,
    )
    vallon.bread.refresh_from_db()
    assert (vallon.bread.price, vallon.bread.vendor_price) == (Money.of("6.60"), Money.of(6))

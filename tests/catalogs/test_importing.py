"""Products come in from the files of vendors; a price without taxes becomes what the member pays."""

from decimal import Decimal

import pytest

from cabas.catalogs.importing import product_importer
from cabas.catalogs.models import Catalog, Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.groups.import_drafts import ColumnsMissing, choose_columns, import_draft, keep_draft, review_of
from cabas.groups.models import ImportDraft
from cabas.money import Money
from cabas.sheets.reading import Table, read_table
from tests.cast import TUESDAY, Cast, cast
from tests.sheets.building import FILES, ods

pytestmark = pytest.mark.django_db

HEADINGS = ["Nom du produit", "Référence", "Prix TTC", "Stock", "Unité", "Taux de TVA", "Prix HT"]


@pytest.fixture
def vallon() -> Cast:
    return cast()


@pytest.fixture
def catalog(vallon: Cast) -> Catalog:
    return add_catalog(add_vendor(vallon.group, "Verger du Moulin"), "Verger du Moulin")


def draft_of(catalog: Catalog, by: Cast, table: Table) -> ImportDraft:
    importer = product_importer(catalog)
    return keep_draft(catalog.group, importer.purpose, importer.columns, "x.csv", table, by=by.nadia, at=TUESDAY)


def draft_of_file(catalog: Catalog, by: Cast, name: str) -> ImportDraft:
    return draft_of(catalog, by, read_table(name, (FILES / "products" / name).read_bytes()))


def draft_of_rows(catalog: Catalog, by: Cast, *rows: list[str]) -> ImportDraft:
    width = len(HEADINGS)
    return draft_of(catalog, by, Table([HEADINGS, *[(row + [""] * width)[:width] for row in rows]]))


def products(catalog: Catalog) -> list[tuple[str, str, str, str]]:
    found = Product.objects.filter(catalog=catalog).order_by("pk")
    return [(product.name, product.reference, str(product.price), product.unit) for product in found]


def ods_row(*cells: str) -> str:
    said = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>' for each in cells
    )
    return f"<table:table-row>{said}</table:table-row>"


def test_products_come_in_from_an_opendocument_sheet(vallon: Cast, catalog: Catalog):
    content = ods(
        ods_row("Nom du produit", "Référence", "Prix TTC", "Unité")
        + ods_row("Jus de pomme", "J1", "2,70", "75 cl")
        + ods_row("Miel", "M1", "8,5", "500 g")
    )
    import_draft(draft_of(catalog, vallon, read_table("tarif.ods", content)), product_importer(catalog), at=TUESDAY)
    assert products(catalog) == [("Jus de pomme", "J1", "2.70", "75 cl"), ("Miel", "M1", "8.50", "500 g")]


def test_two_heading_lines_prices_without_tax_and_an_offer_without_a_name(vallon: Cast, catalog: Catalog):
    review = import_draft(
        draft_of_file(catalog, vallon, "cagette-pro-products.csv"), product_importer(catalog), at=TUESDAY
    )
    assert products(catalog) == [
        ("Philtre d'Amour (Pomme/citron/cassis/épices) 75 cl", "AA-0001", "2.70", ""),
        ("Jus de pomme cassis 75cl", "AA-0002", "2.70", ""),
        ("Jus de pomme passion 75cl bio*", "AA-0003", "2.70", ""),
        ("Jus d'orange 25cl", "AA-0025", "1.48", ""),
        ("Jus de pomme", "AA-0026-1", "1.21", "25 cl"),
        ("Jus de pomme, 1000 cl", "AA-0026-2", "4.22", ""),
    ]
    assert review.refused == []
    offer = review.new[-1]
    assert (offer.number, offer.name, offer.remark) == (
        8,
        "Jus de pomme, 1000 cl",
        "offre de «\u202fJus de pomme\u202f», de la ligne au-dessus",
    )
    juice = Product.objects.get(reference="AA-0026-1")
    assert (juice.vat_rate, juice.description, juice.is_active) == (Decimal("5.5"), "Bon jus de pomme", True)
    assert juice.search_name == "jus de pomme"


def test_the_same_file_again_changes_nothing(vallon: Cast, catalog: Catalog):
    name = "cagette-pro-products.csv"
    import_draft(draft_of_file(catalog, vallon, name), product_importer(catalog), at=TUESDAY)
    review = import_draft(draft_of_file(catalog, vallon, name), product_importer(catalog), at=TUESDAY)
    assert (review.written, len(review.known), len(products(catalog))) == (0, 6, 6)


def test_a_known_reference_is_changed_by_what_the_line_says_and_by_nothing_else(vallon: Cast, catalog: Catalog):
    import_draft(
        draft_of_rows(catalog, vallon, ["Cidre", "C1", "3,20", "12", "75 cl"]), product_importer(catalog), at=TUESDAY
    )
    review = import_draft(
        draft_of_rows(catalog, vallon, ["Cidre brut", "C1", "3,40 €"]), product_importer(catalog), at=TUESDAY
    )
    assert [line.remark for line in review.changed] == ["prix\u202f: 3,20\u00a0€ devient 3,40\u00a0€"]
    cider = Product.objects.get(catalog=catalog)
    assert (cider.name, cider.search_name, cider.price, cider.stock, cider.unit) == (
        "Cidre brut",
        "cidre brut",
        Money.of("3.40"),
        12,
        "75 cl",
    )


def test_without_a_reference_the_name_is_the_identity(vallon: Cast, catalog: Catalog):
    first = draft_of_rows(catalog, vallon, ["Œufs", "", "2,40"], ["oeufs", "", "2,50"])
    review = import_draft(first, product_importer(catalog), at=TUESDAY)
    assert [str(error) for error in review.errors] == ["Ligne 3, Nom du produit\u202f: déjà sur la ligne 2."]
    again = draft_of_rows(catalog, vallon, ["OEUFS", "E6", "2,60"], ["Œufs", "E6", "2,70"], ["Œufs", "E12", "4,80"])
    review = import_draft(again, product_importer(catalog), at=TUESDAY)
    assert [str(error) for error in review.errors] == ["Ligne 3, Référence\u202f: déjà sur la ligne 2."]
    assert products(catalog) == [("OEUFS", "E6", "2.60", ""), ("Œufs", "E12", "4.80", "")]
    review = review_of(draft_of_rows(catalog, vallon, ["œufs", "", "3"]), product_importer(catalog))
    assert [str(error) for error in review.errors] == [
        "Ligne 2, Nom du produit\u202f: plusieurs produits portent ce nom\u202f: donnez sa référence."
    ]


def test_another_catalog_has_its_own_references(vallon: Cast, catalog: Catalog):
    import_draft(draft_of_rows(catalog, vallon, ["Cidre", "C1", "3,20"]), product_importer(catalog), at=TUESDAY)
    review = review_of(draft_of_rows(vallon.catalog, vallon, ["Cidre", "C1", "3,20"]), product_importer(vallon.catalog))
    assert len(review.new) == 1


def test_the_invalid_file_names_lines_2_and_3_and_imports_nothing(vallon: Cast, catalog: Catalog):
    draft, importer = draft_of_file(catalog, vallon, "test-products-invalid.csv"), product_importer(catalog)
    choose_columns(
        draft, importer.columns, 0, {"name": 0, "description": 2, "unit": 3, "price": 4, "vat_rate": 5, "stock": 7}
    )
    review = import_draft(draft, importer, at=TUESDAY)
    assert [str(error) for error in review.errors] == [
        "Ligne 2, Stock\u202f: «\u202fx\u202f» n’est pas un nombre. Écrivez par exemple 2,56.",
        "Ligne 2, Prix TTC\u202f: il manque le prix.",
        "Ligne 3, Prix TTC\u202f: un prix ne peut pas être négatif.",
    ]
    assert (review.written, products(catalog)) == (0, [])


def test_markup_in_a_cell_stays_text(vallon: Cast, catalog: Catalog):
    draft, importer = draft_of_file(catalog, vallon, "test-products-valid.csv"), product_importer(catalog)
    choose_columns(draft, importer.columns, 0, {"name": 0, "description": 1, "unit": 7, "price": 3, "vat_rate": 4})
    import_draft(draft, importer, at=TUESDAY)
    assert products(catalog) == [("Brombeeren", "", "23.30", "1 kg"), ("Himbeeren", "", "1.40", "0,5 kg")]
    assert Product.objects.get(name="Brombeeren").description == "frisch geerntet <script>alert('evil')</script>"


def test_a_file_of_another_system_comes_in_by_its_headings(vallon: Cast, catalog: Catalog):
    review = import_draft(draft_of_file(catalog, vallon, "ofn-120-products.csv"), product_importer(catalog), at=TUESDAY)
    assert (len(review.new), review.refused) == (120, [])
    first = Product.objects.filter(catalog=catalog).order_by("pk")[0]
    assert (first.name, first.reference, first.price, first.stock, first.unit) == (
        "Imported Product 1",
        "1",
        Money.of(2),
        100,
        "1 g",
    )


def test_a_file_without_headings_asks_for_its_columns(vallon: Cast, catalog: Catalog):
    draft, importer = draft_of_file(catalog, vallon, "gas-products.csv"), product_importer(catalog)
    with pytest.raises(ColumnsMissing) as missing:
        import_draft(draft, importer, at=TUESDAY)
    assert missing.value.labels == ["Nom du produit", "prix"]
    choose_columns(draft, importer.columns, None, {"name": 0, "unit": 2, "price": 4, "vat_rate": 5})
    assert len(import_draft(draft, importer, at=TUESDAY).new) == 10


def test_a_price_without_tax_needs_its_rate(vallon: Cast, catalog: Catalog):
    draft = draft_of_rows(catalog, vallon, ["Jus", "", "", "", "", "", "2,56"], ["Jus", "", "", "", "", "120", "2,56"])
    assert [str(error) for error in review_of(draft, product_importer(catalog)).errors] == [
        "Ligne 2, Taux de TVA\u202f: il manque le taux, sans lequel un prix hors taxe ne dit pas ce qui sera payé.",
        "Ligne 3, Taux de TVA\u202f: un taux de TVA est entre 0 et 50.",
    ]


def test_an_estimated_weight_makes_a_weighed_product(vallon: Cast, catalog: Catalog):
    table = Table(
        [["Nom", "Prix", "Poids estimé (g)", "Actif"], ["Tomme", "25,00", "240", "non"], ["X", "1", "0", "?"]]
    )
    review = import_draft(draft_of(catalog, vallon, table), product_importer(catalog), at=TUESDAY)
    cheese = Product.objects.get(catalog=catalog)
    assert (cheese.is_weighed, cheese.portion_grams, cheese.is_active, cheese.unit_estimate) == (
        True,
        240,
        False,
        Money.of(6),
    )
    assert [str(error) for error in review.errors] == [
        "Ligne 3, Poids estimé (g)\u202f: un poids est plus grand que zéro.",
        "Ligne 3, Proposé\u202f: «\u202f?\u202f» n’est ni oui ni non.",
    ]


def test_what_is_ordered_keeps_its_price(vallon: Cast):
    basket = vallon.order(vallon.alice, {vallon.bread: 2})
    draft = draft_of_rows(vallon.catalog, vallon, ["Pain", "", "6,00"])
    import_draft(draft, product_importer(vallon.catalog), at=TUESDAY)
    vallon.bread.refresh_from_db()
    basket.refresh_from_db()
    assert (vallon.bread.price, basket.total, basket.lines.get().price) == (
        Money.of(6),
        Money.of("10.80"),
        Money.of("5.40"),
    )


def test_the_statements_of_an_import_do_not_grow_with_its_lines(
    vallon: Cast, catalog: Catalog, django_assert_num_queries
):
    importer = product_importer(catalog)
    one = draft_of_rows(catalog, vallon, ["Cidre", "C", "3,20"])
    many = draft_of_rows(catalog, vallon, *[[f"Jus {n}", f"J{n}", "3,20"] for n in range(40)])
    assert catalog.group  # read once, whatever the number of lines
    changed = draft_of_rows(catalog, vallon, *[[f"Jus {n}", f"J{n}", "3,30"] for n in range(40)])
    with django_assert_num_queries(9):
        import_draft(one, importer, at=TUESDAY)
    with django_assert_num_queries(9):
        import_draft(many, importer, at=TUESDAY)
    with django_assert_num_queries(10):  # and the history of prices
        import_draft(changed, importer, at=TUESDAY)

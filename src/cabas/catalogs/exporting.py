"""A catalog leaves as a file that comes back in by the import, under the headings that it knows."""

from collections.abc import Iterator

from cabas.catalogs.columns import product_columns
from cabas.catalogs.models import Catalog, Product
from cabas.sheets.writing import Cell, csv_for_excel, workbook

KEYS = (
    *("name", "reference", "description", "family", "price", "vat_rate"),
    *("unit", "portion_grams", "stock", "crate_size", "is_active"),
)


def catalog_csv(catalog: Catalog) -> bytes:
    """As Excel in French reads it."""
    return csv_for_excel(headings(), rows(catalog))


def catalog_xlsx(catalog: Catalog) -> bytes:
    return workbook([(catalog.name, headings(), rows(catalog))])


def headings() -> list[str]:
    labels = {column.key: column.label for column in product_columns()}
    return [labels[key] for key in KEYS]


def rows(catalog: Catalog) -> Iterator[list[Cell]]:
    """Every product that is not archived, at the price of its vendor. One statement."""
    for product in Product.objects.kept().filter(catalog=catalog).in_order():
        yield [
            product.name,
            product.reference,
            product.description,
            str(product.get_family_display()),
            product.vendor_price,
            product.vat_rate,
            product.unit,
            product.portion_grams,
            product.stock,
            product.crate_size,
            "oui" if product.is_active else "non",
        ]

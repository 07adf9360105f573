"""A line of a file says the fields of a product, each cell read as its column asks; what cannot be read is named."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from cabas.catalogs import cells
from cabas.catalogs.columns import product_columns
from cabas.catalogs.pricing import with_tax
from cabas.catalogs.products import NAME_MAX, search_name
from cabas.catalogs.sorting import listing_form
from cabas.sheets.lines import Line, LineError

READERS: dict[str, Callable[[str], Any]] = {
    "reference": partial(cells.text, limit=40),
    "description": partial(cells.text, limit=5000),
    "family": cells.family,
    "vat_rate": cells.vat_rate,
    "portion_grams": cells.grams,
    "stock": cells.stock,
    "crate_size": cells.crate_size,
    "is_active": cells.yes_or_no,
}


@dataclass
class Reader:
    """One line, cell by cell; what cannot be read becomes an error under the label of its column."""

    line: Line
    errors: list[LineError] = field(default_factory=list)
    is_offer: bool = False

    def fault(self, key: str, message: str) -> None:
        self.errors.append(fault(self.line, key, message))

    def name(self, name: str) -> str:
        return self._read("name", name, partial(cells.text, limit=NAME_MAX)) or name

    def values(self, name: str) -> dict[str, Any]:
        """The fields of a product that this line speaks of."""
        values: dict[str, Any] = {"name": name, "search_name": search_name(name), "sort_name": listing_form(name)}
        for key, reader in READERS.items():
            value = self._read(key, self.line.value(key), reader)
            if value is not None:
                values[key] = value
        if not values.get("reference") and not self.is_offer and (own := self.line.value("product_reference")):
            values["reference"] = self._read("product_reference", own, READERS["reference"]) or ""
        if unit := amount_of(self.line, "") if not self.is_offer else "":
            values["unit"] = self._read("unit", unit, partial(cells.text, limit=40)) or ""
        if "portion_grams" in values:
            values["is_weighed"] = True
        if (price := self._price(values.get("vat_rate"))) is not None:
            values["price"] = price
        return values

    def _price(self, vat_rate: Any) -> Any:
        """With taxes as written, else from the price without."""
        if cell := self.line.value("price"):
            return self._read("price", cell, cells.price)
        cell = self.line.value("price_without_tax")
        if not cell:
            self.fault("price", _("il manque le prix."))
            return None
        if vat_rate is None and not self.line.value("vat_rate"):
            self.fault("vat_rate", _("il manque le taux, sans lequel un prix hors taxe ne dit pas ce qui sera payé."))
        without_tax = self._read("price_without_tax", cell, cells.decimal)
        return with_tax(without_tax, vat_rate) if without_tax is not None and vat_rate is not None else None

    def _read(self, key: str, cell: str, reader: Callable[[str], Any]) -> Any:
        if not cell:
            return None
        try:
            return reader(cell)
        except cells.CellUnreadable as unreadable:
            self.fault(key, str(unreadable))
            return None


def fault(line: Line, key: str, message: str) -> LineError:
    label = next(column.label for column in product_columns() if column.key == key)
    return LineError(line.number, label, message)


def amount_of(line: Line, unit_above: str) -> str:
    """« 25 cl »: the quantity of the offer and its unit."""
    return " ".join(part for part in (line.value("quantity"), line.value("unit") or unit_above) if part)

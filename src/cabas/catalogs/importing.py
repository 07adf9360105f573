"""A line of a file is one product of a catalog; its reference is its identity, its name when it has none.

An empty cell says nothing: importing never erases what is known. An offer without a product name is one of the product
on the line above.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.catalogs.columns import missing_columns, product_columns
from cabas.catalogs.import_sets import keep_set
from cabas.catalogs.models import Catalog, Product
from cabas.catalogs.prices import keep_history, price_of
from cabas.catalogs.pricing import without_fee
from cabas.catalogs.product_lines import Reader, amount_of, fault
from cabas.groups.import_drafts import Importer
from cabas.groups.models import ImportDraft
from cabas.people.names import search_form
from cabas.sheets.lines import Line, LineError
from cabas.sheets.reviewing import Fate, Judged, Review
from cabas.ui.formats import euros, number


@dataclass(frozen=True)
class Change:
    """What a line makes of a product: of a new one, or of one that the catalog has."""

    values: dict[str, Any]
    product: Product | None = None


def product_importer(catalog: Catalog) -> Importer[Change]:
    """The import of products into this catalog."""
    return Importer(
        purpose=f"products of {catalog.pk}",
        columns=product_columns(),
        missing=missing_columns,
        judge=lambda lines: judge_products(catalog, lines),
        write=lambda review, draft, at: _write(catalog, review, draft, at),
        kind="products",
    )


def judge_products(catalog: Catalog, lines: Iterable[Line]) -> Review[Change]:
    """What becomes of each line: a new product, a changed or a known one, or named errors. One statement."""
    judge = _Judge(catalog)
    known = list(Product.objects.kept().filter(catalog=catalog).order_by("pk"))
    for product in known:
        judge.remember(product.reference, product.name, product)
    judged = tuple(judge.judge(line) for line in lines)
    absent = [product.name for product in known if product.is_active and product.pk not in judge.met]
    return Review(judged, tuple(absent))


def _write(catalog: Catalog, review: Review[Change], draft: ImportDraft, at: datetime) -> None:
    """Some five statements for any number of lines. Where it was asked, what no line speaks of is not sold any more."""
    created = Product.objects.bulk_create(
        Product(group=catalog.group, catalog=catalog, fee_percent=catalog.fee_percent, **line.item.values)
        for line in review.new
        if line.item
    )
    changes = [line.item for line in review.changed if line.item and line.item.product]
    if draft.answers.get("absent"):
        gone = Product.objects.on_offer().filter(catalog=catalog, name__in=review.absent)
        changes += [Change({"is_active": False}, product) for product in gone]
    before = _take(changes)
    fields = sorted({name for change in changes for name in change.values})
    products = [change.product for change in changes if change.product]
    if fields:
        Product.objects.bulk_update(products, fields, batch_size=200)
    keep_history([(product, was["price"]) for product, was in before if "price" in was], by=draft.by_id, at=at)
    keep_set(catalog, draft, created, before, at=at)


def _take(changes: Iterable[Change]) -> list[tuple[Product, dict[str, Any]]]:
    """Change the products in memory; each with what its fields were."""
    before = []
    for change in changes:
        assert change.product is not None
        before.append((change.product, {name: getattr(change.product, name) for name in change.values}))
        for name, value in change.values.items():
            setattr(change.product, name, value)
    return before


@dataclass
class _Judge:
    """The products known so far, in the catalog or on the lines above, and the product that offers stand under.

    `met`: the ids of those that a line speaks of, well or badly written.
    """

    catalog: Catalog
    met: set[int] = field(default_factory=set)
    by_reference: dict[str, "Product | int"] = field(default_factory=dict)
    by_name: dict[str, list["Product | int"]] = field(default_factory=dict)
    above: tuple[str, str] | None = None  # name and unit

    def remember(self, reference: str, name: str, product: "Product | int") -> None:
        if reference:
            self.by_reference[reference] = product
        self.by_name.setdefault(search_form(name), []).append(product)

    def judge(self, line: Line) -> Judged[Change]:
        reader = Reader(line)
        name, remark = self._name(line, reader)
        values = reader.values(name)
        details = _details(values, line)
        if "price" in values:
            values["price"] = price_of(self.catalog, values["price"])
        if reader.errors:
            self._meet(values, name)
            return Judged(line.number, Fate.REFUSED, name, details, errors=tuple(reader.errors))
        known = self._find(line, values)
        if isinstance(known, LineError):
            return Judged(line.number, Fate.REFUSED, name, details, errors=(known,))
        if isinstance(known, Product):
            self.met.add(known.pk)
            self._take(known, values.get("reference", ""), line.number)
            return _compared(line, known, values)
        self.remember(values.get("reference", ""), name, line.number)
        return Judged(line.number, Fate.NEW, name, details, remark, Change(values))

    def _meet(self, values: dict[str, Any], name: str) -> None:
        """A product whose line is refused is not absent from the file."""
        named = [self.by_reference.get(values.get("reference", "")), *self.by_name.get(search_form(name), [])]
        self.met.update(each.pk for each in named if isinstance(each, Product))

    def _name(self, line: Line, reader: "Reader") -> tuple[str, str]:
        """The product's own name, or that of the product above with what tells this offer from the others."""
        own, offer = line.value("name"), line.value("offer")
        if own:
            self.above = (own, line.value("unit"))
            return reader.name(f"{own}, {offer}" if offer else own), ""
        amount = amount_of(line, self.above[1] if self.above else "")
        says = offer or amount or line.value("reference")
        if self.above is None or not says:
            reader.fault("name", _("il manque le nom du produit."))
            return "", ""
        reader.is_offer = True
        name = reader.name(f"{self.above[0]}, {says}")
        return name, _("offre de « %(product)s », de la ligne au-dessus") % {"product": self.above[0]}

    def _find(self, line: Line, values: dict[str, Any]) -> "Product | LineError | None":
        """The product that this line speaks of, if the catalog has it; a file names each once."""
        reference = values.get("reference", "")
        found = self.by_reference.get(reference) if reference else None
        if found is None:
            twins = self.by_name.get(search_form(values["name"]), [])
            if reference:
                twins = [twin for twin in twins if isinstance(twin, Product) and not twin.reference]
            if len(twins) > 1:
                return fault(line, "name", _("plusieurs produits portent ce nom : donnez sa référence."))
            found = twins[0] if twins else None
        if isinstance(found, int):
            where = "reference" if reference else "name"
            return fault(line, where, _("déjà sur la ligne %(number)s.") % {"number": found})
        return found

    def _take(self, product: Product, reference: str, line_number: int) -> None:
        """From now on this product is that of a line: a second line may not change it again."""
        for known_as in filter(None, (product.reference, reference)):
            self.by_reference[known_as] = line_number
        twins = self.by_name[search_form(product.name)]
        twins[twins.index(product)] = line_number


def _compared(line: Line, product: Product, values: dict[str, Any]) -> Judged[Change]:
    """What this line changes of a product of the catalog."""
    changed = {name: value for name, value in values.items() if getattr(product, name) != value}
    if not changed:
        return Judged(line.number, Fate.KNOWN, product.name, _details(values, line))
    remark = ""
    if "price" in changed:
        remark = _("prix : %(before)s devient %(after)s") % {
            "before": euros(product.vendor_price),
            "after": euros(without_fee(changed["price"], product.fee_percent)),
        }
    return Judged(line.number, Fate.CHANGED, values["name"], _details(values, line), remark, Change(changed, product))


def _details(values: dict[str, Any], line: Line) -> str:
    """« 2,70 € · 75 cl · AA-0001 »: what tells one product from another."""
    price = values.get("price")
    written = line.value("price") or line.value("price_without_tax")
    weight = values.get("portion_grams")
    parts = (
        euros(price) + ("/kg" if weight else "") if price is not None else written,
        _("portions de %(grams)s g") % {"grams": number(weight)} if weight else values.get("unit", ""),
        values.get("reference", ""),
    )
    return " · ".join(part for part in parts if part)

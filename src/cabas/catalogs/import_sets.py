"""What a file made of a catalog is kept, and undone as a set: new products go, changed ones are as they were.

What was ordered since stays, and is named; so does what somebody changed by hand after the import.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from cabas.catalogs.models import Catalog, PriceChange, Product, ProductImport
from cabas.catalogs.prices import keep_history
from cabas.groups.models import ImportDraft
from cabas.groups.undoing_imports import ImportUndone, Undone, held
from cabas.ledger.locking import lock
from cabas.money import Money
from cabas.people.models import User

WITH_IT = (PriceChange,)  # what goes with a product that goes


def keep_set(
    catalog: Catalog,
    draft: ImportDraft,
    created: Sequence[Product],
    changed: Sequence[tuple[Product, dict[str, Any]]],
    *,
    at: datetime,
) -> None:
    """Keep what the file made; nothing where it made nothing. One statement."""
    rows = [{"product": product.pk, "name": product.name, "is_new": True} for product in created]
    rows += [
        {
            "product": product.pk,
            "name": product.name,
            "is_new": False,
            "before": _written(before),
            "after": _written({name: getattr(product, name) for name in before}),
        }
        for product, before in changed
    ]
    if rows:
        ProductImport.objects.create(
            group_id=catalog.group_id, catalog=catalog, file_name=draft.file_name, rows=rows, by_id=draft.by_id, at=at
        )


@transaction.atomic
def undo_product_import(done: ProductImport, *, by: User, at: datetime) -> Undone:
    """Take out what the file added, put back what it changed. Raises `ImportUndone`."""
    lock(done.group.book_id)
    if not ProductImport.objects.filter(pk=done.pk, undone_at__isnull=True).update(undone_at=at):
        raise ImportUndone
    products = Product.objects.in_bulk([row["product"] for row in done.rows])
    rows = [row for row in done.rows if row["product"] in products]
    new = [row["product"] for row in rows if row["is_new"]]
    stay = ordered(new)
    changed = [(row, products[row["product"]]) for row in rows if not row["is_new"]]
    restored = [(product, row) for row, product in changed if _is_as_made(product, row)]
    _restore(restored, by, at)
    Product.objects.filter(pk__in=set(new) - stay).delete()
    kept = {product.pk for product, _row in restored} | (set(new) - stay)
    return Undone(len(kept), [row["name"] for row in rows if row["product"] not in kept])


def ordered(products: Sequence[int]) -> set[int]:
    """Of these products, by id, those that a basket or a decision of an evening speaks of."""
    return held(Product, products, beside=WITH_IT)


def _restore(restored: Sequence[tuple[Product, dict[str, Any]]], by: User, at: datetime) -> None:
    fields = sorted({name for _product, row in restored for name in row["before"]})
    prices = []
    for product, row in restored:
        prices.append((product, product.price))
        for name, value in row["before"].items():
            setattr(product, name, _read(name, value))
    if fields:
        Product.objects.bulk_update([product for product, _row in restored], fields, batch_size=200)
    keep_history(prices, by=by.pk, at=at)


def _is_as_made(product: Product, row: dict[str, Any]) -> bool:
    return bool(_written({name: getattr(product, name) for name in row["after"]}) == row["after"])


def _written(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps them: a price in cents, a rate in two decimals."""
    said: dict[str, Any] = {}
    for name, value in values.items():
        match value:
            case Money():
                said[name] = value.cents
            case Decimal():
                said[name] = f"{value:.2f}"
            case _:
                said[name] = value
    return said


def _read(name: str, value: Any) -> Any:
    if name == "price":
        return Money(value)
    return Decimal(value) if name == "vat_rate" else value

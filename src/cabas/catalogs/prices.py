"""A price that changes holds for the next lines: what is ordered keeps its own; each change is kept, with who and when.

What a vendor or a file says is the price without the fee of the group; what is stored has it in.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from cabas.catalogs.models import Catalog, PriceChange, Product
from cabas.catalogs.pricing import with_fee
from cabas.ledger.locking import lock
from cabas.money import Money
from cabas.people.models import User


def price_of(catalog: Catalog, vendor_price: Money) -> Money:
    """What members pay for what the vendor of this catalog sells at this price."""
    return with_fee(vendor_price, catalog.fee_percent)


def keep_history(changed: Iterable[tuple[Product, Money]], *, by: int | None, at: datetime) -> None:
    """Each product as it is now, and the price it had before. One statement, none where no price changed."""
    rows = [
        PriceChange(group_id=product.group_id, product=product, before=before, after=product.price, by_id=by, at=at)
        for product, before in changed
        if product.price != before
    ]
    if rows:
        PriceChange.objects.bulk_create(rows)


@transaction.atomic
def set_fee(catalog: Catalog, name: str, percent: Decimal, *, by: User, at: datetime) -> int:
    """The group adds so many percent to the prices of this vendor from now on. Gives how many prices it changes."""
    lock(catalog.group.book_id)
    before = {product.pk: product for product in Product.objects.filter(catalog=catalog)}
    catalog.fee_name, catalog.fee_percent = name.strip(), percent
    catalog.save(update_fields=["fee_name", "fee_percent"])
    changed = []
    for product in before.values():
        old = product.price
        product.price, product.fee_percent = with_fee(product.vendor_price, percent), percent
        changed.append((product, old))
    Product.objects.bulk_update(list(before.values()), ["price", "fee_percent"], batch_size=200)
    keep_history(changed, by=by.pk, at=at)
    return sum(product.price != old for product, old in changed)

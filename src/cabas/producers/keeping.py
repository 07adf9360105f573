"""A producer keeps the catalogs that the group lets them keep; what they change is signed and seen by the group.

Changing a price changes no basket that is ordered already.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.catalogs.models import Catalog, Product
from cabas.catalogs.pricing import with_fee
from cabas.catalogs.products import save_product
from cabas.ledger.locking import lock
from cabas.money import Money
from cabas.people.models import User
from cabas.producers.models import CatalogChange, KeptCatalog
from cabas.ui.formats import euros, number

FIELDS = {
    "name": gettext_lazy("nom"),
    "vendor_price": gettext_lazy("prix"),
    "unit": gettext_lazy("unité"),
    "description": gettext_lazy("description"),
    "stock": gettext_lazy("stock"),
    "is_active": gettext_lazy("proposé"),
}


class NotKeptByVendor(Exception):
    """The group keeps this catalog itself, or takes it back."""

    def __str__(self) -> str:
        return _("Le groupe tient ce catalogue lui-même\u202f: dites-lui ce qui change.")


def let_vendor_keep(catalog: Catalog, *, by: User, at: datetime) -> None:
    """From now on the vendor keeps it."""
    KeptCatalog.objects.get_or_create(catalog=catalog, defaults={"group": catalog.group, "since": at, "by": by})


def keep_ourselves(catalog: Catalog) -> None:
    """The group keeps it again; what the vendor changed stays."""
    KeptCatalog.objects.filter(catalog=catalog).delete()


@transaction.atomic
def change_product(product: Product, values: dict[str, Any], *, by: User, at: datetime) -> CatalogChange | None:
    """Make these fields (of `FIELDS`) of a product what the producer wrote; the fee of the group comes on the price.

    None where nothing changed. Raises `NotKeptByVendor`.
    """
    catalog = product.catalog
    lock(catalog.group.book_id)  # the coordination may be changing it
    if not KeptCatalog.objects.filter(catalog=catalog).exists():
        raise NotKeptByVendor
    here = Product.objects.get(pk=product.pk)
    said = [
        [str(label), said_of(name, getattr(here, name)), said_of(name, values[name])]
        for name, label in FIELDS.items()
        if name in values and getattr(here, name) != values[name]
    ]
    if not said:
        return None
    for name, value in values.items():
        if name == "vendor_price":
            here.price = with_fee(value, here.fee_percent)
        else:
            setattr(here, name, value)
    save_product(here, by=by, at=at)
    return CatalogChange.objects.create(
        group=catalog.group, vendor=catalog.vendor, product=here, changes=said, by=by, at=at
    )


def said_of(name: str, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, Money):
        return euros(value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if name == "stock":
        return _("sans limite") if value is None else number(value)
    return str(value)

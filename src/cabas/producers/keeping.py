"""A producer keeps the catalogs that the group lets them keep; what they change is signed and seen by the group.

Changing a price changes no basket that is ordered already.
"""

from collections.abc import Callable
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
from cabas.producers.models import AwaitedProduct, CatalogChange, KeptCatalog
from cabas.ui.formats import euros, number

FIELDS = {
    "name": gettext_lazy("nom"),
    "vendor_price": gettext_lazy("prix"),
    "unit": gettext_lazy("unité"),
    "description": gettext_lazy("description"),
    "stock": gettext_lazy("stock"),
    "crate_size": gettext_lazy("pièces par caisse"),
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


def require_kept(catalog: Catalog) -> KeptCatalog:
    """The vendor keeps it. Raises `NotKeptByVendor`."""
    kept = KeptCatalog.objects.filter(catalog=catalog).first()
    if kept is None:
        raise NotKeptByVendor
    return kept


@transaction.atomic
def change_product(
    product: Product,
    values: dict[str, Any],
    *,
    by: User,
    at: datetime,
    shows: Callable[[Product], None] | None = None,
) -> CatalogChange | None:
    """Make these fields (of `FIELDS`) of a product what the producer wrote; the fee of the group comes on the price.

    `shows` puts another photo on it. None where nothing changed. Raises `NotKeptByVendor`.
    """
    catalog = product.catalog
    lock(catalog.group.book_id)  # the coordination may be changing it
    require_kept(catalog)
    here = Product.objects.get(pk=product.pk)
    if here.is_active:  # the group sells it: it was looked at
        AwaitedProduct.objects.filter(product=here).delete()
    elif AwaitedProduct.objects.filter(product=here).exists():
        values = {**values, "is_active": False}
    said = [
        [str(label), said_of(name, getattr(here, name)), said_of(name, values[name])]
        for name, label in FIELDS.items()
        if name in values and getattr(here, name) != values[name]
    ]
    if shows is not None:
        said.append([_("photo"), "", _("changée")])
    if not said:
        return None
    for name in FIELDS.keys() & values.keys():
        value = values[name]
        if name == "vendor_price":
            here.price = with_fee(value, here.fee_percent)
        else:
            setattr(here, name, value)
    if shows is not None:
        shows(here)
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
    return "" if value is None else str(value)

"""A producer adds a product to a catalog they keep, and takes one out; the group looks first where it wishes."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.catalogs import products
from cabas.catalogs.models import Catalog, Product
from cabas.catalogs.prices import price_of
from cabas.ledger.locking import lock
from cabas.money import Money
from cabas.people.models import User
from cabas.producers.keeping import require_kept
from cabas.producers.models import AwaitedProduct, CatalogChange, KeptCatalog
from cabas.ui.language import in_french


def look_first(catalog: Catalog, *, is_wished: bool) -> None:
    """From now on the group sees what the producer adds before it is sold, or not; what waits goes on waiting."""
    KeptCatalog.objects.filter(catalog=catalog).update(looks_first=is_wished)


@transaction.atomic
def add_product(product: Product, vendor_price: Money, *, by: User, at: datetime) -> bool:
    """Put a product, not saved yet, into its catalog. Gives whether it is sold at once. Raises `NotKeptByVendor`."""
    catalog = product.catalog
    lock(catalog.group.book_id)  # the group may be taking it back
    kept = require_kept(catalog)
    product.group_id, product.fee_percent = catalog.group_id, catalog.fee_percent
    product.price = price_of(catalog, vendor_price)
    product.is_active = not kept.looks_first
    products.save_product(product)
    if kept.looks_first:
        AwaitedProduct.objects.create(group=catalog.group, product=product, since=at)
    _sign(product, _added, by, at)
    return product.is_active


@transaction.atomic
def take_out(product: Product, *, by: User, at: datetime) -> None:
    """Out of the catalog; what is ordered of it stays. Raises `NotKeptByVendor`."""
    lock(product.catalog.group.book_id)
    require_kept(product.catalog)
    products.withdraw(product, at=at)
    _sign(product, _taken_out, by, at)


@transaction.atomic
def put_back(product: Product, *, is_available: bool, by: User, at: datetime) -> None:
    """Undo `take_out`; what the group has not looked at is not sold by it. Raises `NotKeptByVendor`."""
    lock(product.catalog.group.book_id)
    require_kept(product.catalog)
    is_awaited = AwaitedProduct.objects.filter(product=product).exists()
    products.put_back(product, is_available=is_available and not is_awaited)
    _sign(product, _put_back, by, at)


@transaction.atomic
def put_on_sale(product: Product) -> None:
    """The group looked at it: members can order it."""
    AwaitedProduct.objects.filter(product=product).delete()
    products.offer(product, is_available=True)


def _sign(product: Product, said: Callable[[], list[str]], by: User, at: datetime) -> None:
    CatalogChange.objects.create(
        group=product.catalog.group, vendor=product.catalog.vendor, product=product, changes=[said()], by=by, at=at
    )


@in_french
def _added() -> list[str]:
    return [_("catalogue"), "", _("ajouté")]


@in_french
def _taken_out() -> list[str]:
    return [_("catalogue"), "", _("retiré")]


@in_french
def _put_back() -> list[str]:
    return [_("catalogue"), _("retiré"), _("remis")]

"""A product is sought by its name without accents; changing its price changes no basket that is ordered already.

What was never ordered can be deleted; the rest is taken out of the catalog and kept, for the baskets that speak of it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.catalogs.import_sets import ordered
from cabas.catalogs.models import Catalog, Product
from cabas.catalogs.prices import keep_history
from cabas.people.models import User
from cabas.people.names import search_form

NAME_MAX = 120
SEARCH_NAME_MAX = 200


class ProductOrdered(Exception):
    """A product that baskets speak of is not deleted."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        sentence = _("«\u202f%(name)s\u202f» a été commandé\u202f: il reste archivé, et les membres ne le voient pas.")
        return sentence % {"name": self.name}


def search_name(name: str) -> str:
    """The form in which the name of a product is stored to be sought."""
    return search_form(name)[:SEARCH_NAME_MAX]


@transaction.atomic
def save_product(product: Product, *, by: User | None = None, at: datetime | None = None) -> Product:
    """Keep a new or changed product. A piece has no estimated weight; baskets keep the price they were ordered at.

    With `at`, a price that changed is kept in its history.
    """
    product.search_name = search_name(product.name)
    if not product.is_weighed:
        product.portion_grams = None
    before = Product.objects.filter(pk=product.pk).values_list("price", flat=True).first() if product.pk else None
    product.save()
    if at is not None and before is not None:
        keep_history([(product, before)], by=None if by is None else by.pk, at=at)
    return product


def offer(product: Product, is_available: bool) -> bool:
    """Sell it, or keep it in the catalog without selling it. Gives whether that changed anything."""
    found = Product.objects.kept().filter(pk=product.pk).exclude(is_active=is_available)
    return bool(found.update(is_active=is_available))


@transaction.atomic
def place(product: Product, is_up: bool) -> None:
    """Exchange it with the one above or below it in its catalog."""
    order = list(Product.objects.kept().filter(catalog=product.catalog_id).in_order().only("position"))
    here = next((index for index, each in enumerate(order) if each.pk == product.pk), 0)
    there = here - 1 if is_up else here + 1
    if not 0 <= there < len(order):
        return
    order[here], order[there] = order[there], order[here]
    for position, each in enumerate(order, 1):
        each.position = position
    Product.objects.bulk_update(order, ["position"], batch_size=400)


def copy_of(product: Product, catalog: Catalog | None = None) -> Product:
    """The same product once more, not saved: in another catalog, or in its own, not sold before somebody says so."""
    there = catalog or product.catalog
    copied = Product.objects.get(pk=product.pk)
    copied.pk, copied.catalog, copied._state.adding = None, there, True
    if catalog is None:
        name = _("%(name)s (copie)") % {"name": product.name[: NAME_MAX - 10]}
        copied.name, copied.search_name, copied.reference, copied.is_active = name, search_name(name), "", False
    return copied


def withdraw(product: Product, *, at: datetime) -> None:
    """Take it out of the catalog: neither sold nor listed there any more, and kept for what was ordered."""
    Product.objects.kept().filter(pk=product.pk).update(archived_at=at, is_active=False)


def put_back(product: Product, is_available: bool) -> None:
    """Undo `withdraw`: into the catalog, sold again or not."""
    Product.objects.filter(pk=product.pk, archived_at__isnull=False).update(archived_at=None, is_active=is_available)


@transaction.atomic
def delete(product: Product) -> None:
    """For good. Raises `ProductOrdered`."""
    if ordered([product.pk]):
        raise ProductOrdered(product.name)
    product.delete()

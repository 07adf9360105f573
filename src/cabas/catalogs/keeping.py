"""A catalog has a name, a contact, days between which it is offered, and a fee; it is copied, and archived."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.catalogs.models import Catalog, Product
from cabas.catalogs.prices import set_fee
from cabas.catalogs.vendors import add_catalog
from cabas.people.models import User


@dataclass(frozen=True)
class Settings:
    """What a catalog says of itself."""

    name: str
    contact: User | None
    starts_on: date | None
    ends_on: date | None
    fee_name: str
    fee_percent: Decimal


@transaction.atomic
def keep_catalog(catalog: Catalog, said: Settings, *, by: User, at: datetime) -> int:
    """Gives how many prices another fee changes: those of the next lines, what is ordered keeps its own."""
    here = Catalog.objects.select_related("group").get(pk=catalog.pk)
    here.name, here.contact = said.name, said.contact
    here.starts_on, here.ends_on = said.starts_on, said.ends_on
    here.save()
    if (said.fee_name, said.fee_percent) == (here.fee_name, here.fee_percent):
        return 0
    return set_fee(here, said.fee_name, said.fee_percent, by=by, at=at)


@transaction.atomic
def copy_catalog(catalog: Catalog) -> Catalog:
    """The same catalog once more, with what it sells, in no distribution yet."""
    copied = add_catalog(catalog.vendor, _("%(name)s (copie)") % {"name": catalog.name[:110]})
    copied.contact, copied.fee_name, copied.fee_percent = catalog.contact, catalog.fee_name, catalog.fee_percent
    copied.save()
    products = list(Product.objects.kept().filter(catalog=catalog).order_by("pk"))
    for product in products:
        product.pk, product.catalog, product._state.adding = None, copied, True
    Product.objects.bulk_create(products)
    return copied


def archive_catalog(catalog: Catalog, *, at: datetime) -> None:
    """No distribution proposes it any more; those that have it keep it."""
    Catalog.objects.kept().filter(pk=catalog.pk).update(archived_at=at)


def reopen_catalog(catalog: Catalog) -> None:
    Catalog.objects.filter(pk=catalog.pk).update(archived_at=None)

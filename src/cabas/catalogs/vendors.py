"""A vendor comes with an account in the group's book, and a first catalog."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cabas.catalogs.models import Catalog, Vendor
from cabas.groups.chart import Kind, vendor_code
from cabas.groups.models import Group
from cabas.ledger.books import open_account
from cabas.ledger.locking import lock


class VendorExists(Exception):
    """The group has a vendor of this name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return _("Le groupe a déjà un producteur nommé « %(name)s ».") % {"name": self.name}


@transaction.atomic
def add_vendor(group: Group, name: str, *, email: str = "", phone: str = "", city: str = "") -> Vendor:
    """Add a vendor and open its account. Raises `VendorExists`."""
    lock(group.book_id)
    if Vendor.objects.filter(group=group, name=name).exists():
        raise VendorExists(name)
    number = (Vendor.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0) + 1
    account = open_account(group.book, Kind.VENDOR, vendor_code(number))
    return Vendor.objects.create(
        group=group, number=number, account=account, name=name, email=email, phone=phone, city=city
    )


@transaction.atomic
def add_catalog(vendor: Vendor, name: str) -> Catalog:
    """Add a catalog to a vendor, numbered in its group."""
    lock(vendor.group.book_id)
    number = (Catalog.objects.filter(group=vendor.group).aggregate(last=Max("number"))["last"] or 0) + 1
    return Catalog.objects.create(group=vendor.group, vendor=vendor, number=number, name=name)

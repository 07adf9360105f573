"""A vendor is welcomed with an account and a first catalog of the same name, both or neither."""

from django.db import transaction

from cabas.catalogs.models import Catalog
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.groups.models import Group


@transaction.atomic
def welcome_vendor(group: Group, name: str, *, email: str = "", phone: str = "", city: str = "") -> Catalog:
    """Add a vendor and its first catalog. Raises `VendorExists`."""
    vendor = add_vendor(group, name, email=email, phone=phone, city=city)
    return add_catalog(vendor, name)

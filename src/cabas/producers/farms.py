"""A person sees the farms that invited them, and no other; the orders of a farm show no member."""

from django.db.models import QuerySet

from cabas.catalogs.models import Catalog, Vendor
from cabas.groups.models import Group
from cabas.people.models import User


def farms_of(group: Group, person: User) -> "QuerySet[Vendor]":
    """The vendors of this group for which the person delivers, by name."""
    return Vendor.objects.filter(group=group, producers__person=person).order_by("sort_name", "number")


def catalogs_kept_by(vendor: Vendor) -> "QuerySet[Catalog]":
    """The catalogs that the group lets this vendor keep, by name."""
    return Catalog.objects.filter(vendor=vendor, kept_by_vendor__isnull=False).order_by("sort_name", "number")

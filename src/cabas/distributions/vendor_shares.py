"""What each vendor is owed for a distribution is the sum of what was delivered, less the fees of the group."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from cabas.catalogs.models import Vendor
from cabas.distributions.models import Distribution, OrderLine
from cabas.money import Money
from cabas.prepared import prepared


@dataclass(frozen=True)
class VendorShare:
    """What was delivered of a vendor: what members pay for it, and what of that the group keeps as its fee."""

    vendor: Vendor
    paid: Money
    fee: Money

    @property
    def owed(self) -> Money:
        """What the vendor is owed."""
        return self.paid - self.fee


def vendor_shares(distribution: Distribution) -> list[VendorShare]:
    """Of each vendor of whom something was delivered; vendors by name. Two statements."""
    sums = {vendor: (paid, fee) for vendor, paid, fee in _sums(distribution.pk) if paid}
    vendors = Vendor.objects.filter(pk__in=sums).select_related("account").order_by("sort_name")
    return [VendorShare(vendor, *sums[vendor.pk]) for vendor in vendors]


@prepared
def _sums(distribution: int) -> "QuerySet[OrderLine, Any]":
    """Grouped in one pass over the lines: a sum for each vendor would read them as many times as there are vendors."""
    debited = OrderLine.objects.filter(distribution=distribution, basket__is_debited=True).order_by()
    vendors = debited.values("product__catalog__vendor")
    return vendors.annotate(paid=Sum("total"), kept=Sum("fee")).values_list("product__catalog__vendor", "paid", "kept")

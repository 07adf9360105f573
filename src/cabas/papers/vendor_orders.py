"""« Par producteur »: an order for each vendor, what to bring and what it comes to, and room to count crates."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.models import Distribution
from cabas.distributions.totals import ProductTotal, VendorTotal, by_vendor
from cabas.papers.evening_heads import EveningHead, head_of
from cabas.ui import formats


@dataclass(frozen=True)
class OrderedProduct:
    name: str
    quantity: str
    weight: str
    amount: str


@dataclass(frozen=True)
class VendorOrder:
    """`baskets`: in how many baskets its products are."""

    name: str
    baskets: str
    products: list[OrderedProduct]
    total: str


@dataclass(frozen=True)
class VendorOrders:
    head: EveningHead
    orders: list[VendorOrder]


def vendor_orders_of(distribution: Distribution, *, base: str, at: datetime) -> VendorOrders:
    """Vendors by name, each with its products by name. Two statements."""
    head = head_of(distribution, _("Bons de commande"), base=base, at=at)
    return VendorOrders(head, [vendor_order(vendor) for vendor in by_vendor(distribution)])


def vendor_order(vendor: VendorTotal) -> VendorOrder:
    """What one vendor brings, at the prices of the vendor: the fee of the group is not theirs."""
    count = vendor.basket_count
    total = formats.euros(vendor.share)
    return VendorOrder(
        name=vendor.name,
        baskets=ngettext("dans %(count)s panier", "dans %(count)s paniers", count) % {"count": count},
        products=[_product(product) for product in vendor.products],
        total=formats.about(total) if vendor.is_about else total,
    )


def _product(product: ProductTotal) -> OrderedProduct:
    amount = formats.euros(product.share)
    unit = f" ({product.unit})" if product.unit else ""
    lacking = ngettext(", %(count)s non livré", ", %(count)s non livrés", product.missing) % {"count": product.missing}
    return OrderedProduct(
        name=f"{product.name}{unit}",
        quantity=f"{formats.number(product.quantity)}{lacking if product.missing else ''}",
        weight=_weight(product),
        amount=formats.about(amount) if product.is_about else amount,
    )


def _weight(product: ProductTotal) -> str:
    grams = product.estimated_grams + product.weighed_grams
    if not product.is_weighed or not grams:
        return ""
    return formats.about(formats.grams(grams)) if product.is_about else formats.grams(grams)

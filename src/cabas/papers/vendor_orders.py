"""« Par producteur »: an order for each vendor, what to bring and what it comes to, and room to count crates."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.distributions.models import Distribution
from cabas.distributions.models.distribution import closing_of
from cabas.distributions.totals import ProductTotal, VendorTotal, by_vendor
from cabas.papers.evening_heads import EveningHead, head_of
from cabas.ui import formats


@dataclass(frozen=True)
class OrderedProduct:
    name: str
    quantity: str
    weight: str
    amount: str
    crates: str = ""


@dataclass(frozen=True)
class VendorOrder:
    """`baskets`: in how many baskets its products are. `open_until`: that it may still change, and until when."""

    name: str
    baskets: str
    products: list[OrderedProduct]
    total: str
    open_until: str = ""


@dataclass(frozen=True)
class VendorOrders:
    head: EveningHead
    orders: list[VendorOrder]


def vendor_orders_of(distribution: Distribution, *, base: str, at: datetime) -> VendorOrders:
    """Vendors by name, each with its products by name. Three statements."""
    closings = closings_of(distribution)
    head = head_of(distribution, _("Bons de commande"), base=base, at=at)
    return VendorOrders(
        head, [_with_closing(vendor_order(each), closings.get(each.name), at) for each in by_vendor(distribution)]
    )


def closings_of(distribution: Distribution) -> dict[str, datetime]:
    """When the last catalog of each vendor closes, by the name of the vendor. One statement."""
    closings: dict[str, datetime] = {}
    for each in distribution.participations.select_related("catalog__vendor"):
        name, closes = each.catalog.vendor.name, closing_of(distribution, each.orders_close_at)
        closings[name] = max(closes, closings.get(name, closes))
    return closings


def _with_closing(order: VendorOrder, closes: datetime | None, at: datetime) -> VendorOrder:
    if closes is None or closes <= at:
        return order
    said = _("Encore ouvert aux commandes jusqu’au %(closing)s\u202f: provisoire")
    return replace(order, open_until=said % {"closing": formats.datetime_short(closes)})


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
        crates=product.in_crates,
    )


def _weight(product: ProductTotal) -> str:
    grams = product.estimated_grams + product.weighed_grams
    if not product.is_weighed or not grams:
        return ""
    return formats.about(formats.grams(grams)) if product.is_about else formats.grams(grams)

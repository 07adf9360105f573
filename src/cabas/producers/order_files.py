"""The order of a vendor for an evening, as a PDF to print and an XLSX to sort: what to bring, and nobody's name."""

from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cabas.catalogs.crates import crates
from cabas.catalogs.models import Vendor
from cabas.clock import now
from cabas.distributions.models import Distribution
from cabas.distributions.totals import ProductTotal
from cabas.papers.evening_files import evening_pdf
from cabas.papers.evening_heads import base_of, code, head_of
from cabas.papers.vendor_orders import VendorOrders, vendor_order
from cabas.producers.deliveries import Delivery, delivery
from cabas.sheets.writing import workbook

TEMPLATE = "vendor_orders"


class NothingOrdered(LookupError):
    """Nobody ordered anything of this vendor, or it does not take part."""

    def __str__(self) -> str:
        return _("Personne n’a commandé à ce producteur pour cette distribution.")


def file_name(vendor: Vendor, distribution: Distribution) -> str:
    """« commande-ferme-des-aulnes-2026-11-26 »."""
    return slugify(_("commande %(vendor)s %(day)s") % {"vendor": vendor.name, "day": distribution.day.isoformat()})


def order_pdf(vendor: Vendor, here: Delivery, *, base: str, at: datetime) -> bytes:
    """Raises `NothingOrdered`. Its code leads to the page of the farm."""
    if here.order is None:
        raise NothingOrdered
    path = reverse("producers:farm", kwargs={"slug": here.distribution.group.slug, "number": vendor.number})
    head = head_of(here.distribution, _("Bon de commande"), base=base, at=at)
    own = replace(head, code=str(code(f"{base.rstrip('/')}{path}")))
    return evening_pdf(TEMPLATE, VendorOrders(own, [vendor_order(here.order)]), at=at)


def order_xlsx(here: Delivery) -> bytes:
    """Raises `NothingOrdered`. One line for each product, weights in grams."""
    if here.order is None:
        raise NothingOrdered
    headings = [
        _("Produit"),
        _("Unité"),
        _("Quantité"),
        _("Caisses pleines"),
        _("Hors caisse"),
        _("Poids estimé (g)"),
        _("Poids pesé (g)"),
        _("Montant"),
    ]
    rows = [
        (
            product.name,
            product.unit,
            product.quantity,
            *_crates(product),
            product.estimated_grams or None,
            product.weighed_grams or None,
            product.share,
        )
        for product in here.order.products
    ]
    total = (_("Total"), "", None, None, None, None, None, here.order.share)
    return workbook([(_("Commande"), headings, [*rows, total])])


def _crates(product: ProductTotal) -> tuple[int | None, int | None]:
    """Full crates and what is beside them; nothing where the vendor fills none."""
    return crates(product.quantity, product.crate_size) if product.crate_size else (None, None)


def pdf_to_attach(vendor: int, distribution: int) -> bytes:
    """As it is when the mail leaves. Raises `Vendor.DoesNotExist`, `Distribution.DoesNotExist`, `NothingOrdered`."""
    farm, here = _found(vendor, distribution)
    return order_pdf(farm, here, base=base_of(""), at=now())


def xlsx_to_attach(vendor: int, distribution: int) -> bytes:
    """The same as a workbook."""
    return order_xlsx(_found(vendor, distribution)[1])


def _found(vendor: int, distribution: int) -> tuple[Vendor, Delivery]:
    farm = Vendor.objects.get(pk=vendor)
    evening = Distribution.objects.select_related("group").get(pk=distribution)
    here = delivery(farm, evening, at=now())
    if here is None:
        raise NothingOrdered
    return farm, here

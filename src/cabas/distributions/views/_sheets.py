"""A distribution as files: its baskets as a CSV, its totals, baskets and lines as a workbook."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from cabas.distributions.basket_list import ListedBasket, baskets_listed, lines_listed
from cabas.distributions.basket_words import words_of
from cabas.distributions.models import Distribution
from cabas.distributions.totals import ProductTotal, VendorTotal, by_vendor
from cabas.people.phones import in_a_cell
from cabas.sheets.writing import Cell, csv_for_excel, workbook

Rows = Iterable[Sequence[Cell]]


def baskets_csv(distribution: Distribution, *, at: datetime) -> bytes:
    """The list of baskets, by number. `distribution` is fetched `with_validation`."""
    listed = baskets_listed(distribution)
    return csv_for_excel(_basket_headings(), _baskets(distribution, listed, at))


def distribution_workbook(distribution: Distribution, *, at: datetime) -> bytes:
    """By vendor, by product, the baskets and their lines. `distribution` is fetched `with_validation`."""
    vendors, listed = by_vendor(distribution), baskets_listed(distribution)
    names = {basket.number: basket.name for basket in listed}
    return workbook(
        [
            (_("Par producteur"), _vendor_headings(), _vendors(vendors)),
            (_("Par produit"), _product_headings(), _products(vendors)),
            (_("Paniers"), _basket_headings(), _baskets(distribution, listed, at)),
            (_("Lignes"), _line_headings(), _lines(distribution, names)),
        ]
    )


def _vendor_headings() -> list[str]:
    return [_("Producteur"), _("Paniers"), _("Montant"), _("Frais du groupe"), _("Part du producteur")]


def _vendors(vendors: Sequence[VendorTotal]) -> Rows:
    return [(each.name, each.basket_count, each.amount, each.fee, each.share) for each in vendors]


def _product_headings() -> list[str]:
    return [
        _("Producteur"),
        _("Produit"),
        _("Unité"),
        _("Quantité"),
        _("Non livrés"),
        _("Poids estimé, à peser (g)"),
        _("Poids pesé (g)"),
        _("Montant"),
    ]


def _products(vendors: Sequence[VendorTotal]) -> Rows:
    return [
        (
            vendor.name,
            product.name,
            product.unit,
            product.quantity,
            product.missing,
            *_weights(product),
            product.amount,
        )
        for vendor in vendors
        for product in vendor.products
    ]


def _weights(product: ProductTotal) -> tuple[int | None, int | None]:
    return (product.estimated_grams, product.weighed_grams) if product.is_weighed else (None, None)


def _basket_headings() -> list[str]:
    return [
        _("Panier"),
        _("Foyer"),
        _("N° de membre"),
        _("Téléphone"),
        _("Produits"),
        _("Total"),
        _("À encaisser"),
        _("Moyen annoncé"),
        _("Réglé"),
        _("État"),
    ]


def _baskets(distribution: Distribution, listed: Sequence[ListedBasket], at: datetime) -> Rows:
    words = words_of(distribution, at)
    return [
        (
            basket.number,
            basket.name,
            basket.member,
            in_a_cell(basket.phone),
            "".join(words.products(basket)),
            basket.total,
            basket.due,
            words.announced(basket),
            basket.paid,
            words.state(basket),
        )
        for basket in listed
    ]


def _line_headings() -> list[str]:
    return [
        _("Panier"),
        _("Foyer"),
        _("Producteur"),
        _("Produit"),
        _("Quantité"),
        _("Poids estimé (g)"),
        _("Poids pesé (g)"),
        _("Prix"),
        _("Montant"),
        _("Livré"),
    ]


def _lines(distribution: Distribution, names: dict[int, str]) -> Rows:
    return [
        (
            line.basket,
            names.get(line.basket, ""),
            line.vendor,
            line.product,
            line.quantity,
            line.estimated_grams,
            line.grams,
            line.price,
            line.total,
            _("non") if line.is_missing else _("oui"),
        )
        for line in lines_listed(distribution)
    ]

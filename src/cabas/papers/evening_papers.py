"""The papers on which an evening can be run without a screen: five, each a page to print and a PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cabas.papers.attendance import attendance_of
from cabas.papers.labels import labels_of
from cabas.papers.product_lists import product_lists_of
from cabas.papers.till_sheet import till_sheet_of
from cabas.papers.vendor_orders import vendor_orders_of


@dataclass(frozen=True)
class EveningPaper:
    """`slug` names it in addresses, `template` in files; `make` gives what both its page and its PDF say."""

    slug: str
    template: str
    title: Any
    says: Any
    make: Callable[..., Any]


EVENING_PAPERS = (
    EveningPaper(
        "emargement",
        "attendance",
        _("Émargement"),
        _("Qui vient, ce qu’il faut peser, ce qui est à régler\u202f; des cases pour écrire et signer."),
        attendance_of,
    ),
    EveningPaper(
        "etiquettes",
        "labels",
        _("Étiquettes des paniers"),
        _("24 par feuille, 3 × 8\u202f: numéro, nom, contenu."),
        labels_of,
    ),
    EveningPaper(
        "producteurs",
        "vendor_orders",
        _("Par producteur"),
        _("Un bon de commande chacun\u202f: quantités, totaux, cagettes."),
        vendor_orders_of,
    ),
    EveningPaper(
        "produits",
        "product_lists",
        _("Par produit"),
        _("Pour qui est chaque produit\u202f; une case par poids à lire."),
        product_lists_of,
    ),
    EveningPaper(
        "caisse",
        "till_sheet",
        _("Feuille de caisse"),
        _("Fond, espèces, chèques, ticket du terminal\u202f: à compter."),
        till_sheet_of,
    ),
)


class NoSuchPaper(LookupError):
    """No paper has this name."""


def paper_named(slug: str) -> EveningPaper:
    """Raises `NoSuchPaper`."""
    for paper in EVENING_PAPERS:
        if paper.slug == slug:
            return paper
    raise NoSuchPaper(slug)

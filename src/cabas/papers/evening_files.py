"""Each paper of an evening is also a PDF, with the words of its page; the same paper makes the same bytes."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cabas.sheets.pdf import pdf

TYPST = Path(__file__).parent / "typst"


def evening_pdf(template: str, paper: Any, *, at: datetime) -> bytes:
    """The PDF of a paper of this room; `template` is the name of the file that sets it."""
    assert is_dataclass(paper)
    assert not isinstance(paper, type)
    return pdf(TYPST / f"{template}.typ", {**asdict(paper), "words": _words()}, at=at)


def _words() -> Mapping[str, str]:
    """The headings of all these papers."""
    return {
        "number": _("N°"),
        "basket": _("Panier"),
        "household": _("Foyer"),
        "products": _("Produits"),
        "total": _("Total"),
        "to_pay": _("À régler"),
        "paid": _("Réglé\u202f:"),
        "signature": _("Signature"),
        "on_duty": _("De permanence"),
        "product": _("Produit"),
        "quantity": _("Quantité"),
        "weight": _("Poids"),
        "ordered": _("Commandé"),
        "amount": _("Montant"),
        "received": _("Reçu"),
        "crates": _("Cagettes"),
        "delivered": _("livrées"),
        "given_back": _("rendues"),
        "means": _("Moyen"),
        "announced": _("Annoncés"),
        "counted": _("Compté"),
        "float": _("Fond de caisse"),
        "cash_taken": _("Espèces encaissées"),
        "gap": _("Écart"),
        "cash": _("Espèces"),
        "coins": _("Billets et pièces"),
        "times": _("Nombre"),
        "cheques": _("Chèques"),
        "cheque_number": _("N° du chèque"),
        "terminal": _("Carte\u202f: ticket du terminal"),
        "ticket": _("N° du ticket"),
        "transfers": _("Virements attendus"),
        "counted_by": _("Compté par"),
        "nobody": _("Personne n’a commandé pour cette distribution."),
    }

"""Evenings of any size, made without a database: what the papers read, as the statements would give it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from cabas.distributions.basket_list import LineInFull, ListedBasket, ListedLine, Weighing
from cabas.distributions.totals import ProductTotal, VendorTotal
from cabas.money import Money
from cabas.papers import attendance, labels, product_lists, till_sheet, vendor_orders
from tests.cast import THURSDAY_EVENING, TUESDAY

MEANS = ("cheque", "cash", "transfer", "terminal")
VEGETABLES = ListedLine("Panier de légumes", 1, None, None, Weighing.PIECES)
BREAD = ListedLine("Pain", 2, None, None, Weighing.PIECES)
CHEESE = ListedLine("Tomme de brebis", 1, None, 240, Weighing.AWAITED)
CLOSINGS = {"Ferme des Aulnes": TUESDAY - timedelta(hours=2), "Le Moulin": TUESDAY + timedelta(hours=10)}
HONEY = ListedLine("Miel de châtaignier de la montagne, pot de 500 g", 1, None, None, Weighing.PIECES)


def evening() -> Any:
    """The Thursday of `tests.cast`, as `distribution_or_404` gives it."""
    return SimpleNamespace(
        pk=1,
        number=118,
        group=SimpleNamespace(name="Les Paniers du Vallon", slug="vallon", paper_word="Bocaux: à gauche."),
        place=SimpleNamespace(name="Salle des Aulnes"),
        day=THURSDAY_EVENING.date(),
        starts_at=THURSDAY_EVENING.replace(minute=30),
        ends_at=THURSDAY_EVENING + timedelta(minutes=50),
        is_open=lambda at: at == TUESDAY,
        has_started=lambda at: at >= THURSDAY_EVENING,
    )


def basket(number: int, **more: Any) -> ListedBasket:
    """The means go round; each third basket holds more than a label says."""
    said: dict[str, Any] = {
        "number": number,
        "member": number + 3,
        "name": f"Camille Moreau-{number}",
        "phone": f"0612345{number:03d}",
        "means": MEANS[number % len(MEANS)],
        "is_announced": True,
        "served_at": None,
        "absent_at": None,
        "total": Money(2290),
        "paid": Money(0),
        "due": Money(2290),
        "lines": [VEGETABLES, CHEESE, BREAD, *([HONEY] * 5 if number % 3 == 0 else [])],
        "is_about": True,
    }
    return ListedBasket(**said | more)


def made_up(monkeypatch: pytest.MonkeyPatch, baskets: list[ListedBasket]) -> Any:
    """The evening, and papers that read these baskets."""
    for module in (attendance, labels, product_lists, till_sheet):
        monkeypatch.setattr(module, "baskets_listed", lambda _evening, **_how: baskets)
    monkeypatch.setattr(attendance, "duty_lines", lambda _evening: ["Accueil\u202f: Zoé Nguyen, il manque 1 personne"])
    lines = [
        LineInFull(
            one.number, "Ferme des Aulnes", line.product, line.quantity, line.portion_grams, None, Money(100),
            Money(100), False,
        )
        for one in baskets
        for line in one.lines
    ]  # fmt: skip
    monkeypatch.setattr(product_lists, "lines_listed", lambda _evening: lines)
    cheese = ProductTotal("Tomme de brebis", "", True, len(baskets), 0, 240 * len(baskets), 0, Money(600))
    bread = ProductTotal("Pain", "pièce", False, 2 * len(baskets), 1, 0, 0, Money(1080))
    vendors = [VendorTotal(name, len(baskets), [cheese, bread]) for name in ("Ferme des Aulnes", "Le Moulin")]
    monkeypatch.setattr(vendor_orders, "by_vendor", lambda _evening: vendors)
    monkeypatch.setattr(vendor_orders, "closings_of", lambda _evening: CLOSINGS)
    return evening()

"""J1: an order, a cheque announced, the scales say otherwise, the stand takes it, and all is back at zero."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration

VARIANT = pytest.mark.variant
BOTH = pytest.mark.both_databases  # what differs between the others is the browser, which knows no database


@dataclass(frozen=True)
class Week:
    """The same story in a given week: when the stand opens, and how its day is named."""

    evening: str
    weekday: str
    day: str


TUESDAY = Week("2026-11-26T18:40", "jeudi", "26")
SATURDAY = Week("2026-11-30T18:40", "lundi", "30")


class Taps:
    """Counts what a person does: a tap, a key that decides, a field that is filled."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, page: Page, key: str) -> None:
        page.keyboard.press(key)
        self.count += 1

    def type(self, page: Page, label: str, text: str) -> None:
        page.get_by_label(label).fill(text)
        self.count += 1

    def click(self, page: Page, role: str, name: str | re.Pattern[str], *, exact: bool = False) -> None:
        page.get_by_role(role, name=name, exact=exact).filter(visible=True).first.click()  # type: ignore[arg-type]
        self.count += 1


@pytest.mark.parametrize(
    ("moment", "week", "member_size", "stand_size", "javascript"),
    [
        pytest.param("2026-11-24T10:00", TUESDAY, "phone", "desktop", True, id="phone-and-desktop", marks=BOTH),
        pytest.param("2026-11-24T10:00", TUESDAY, "desktop", "phone", True, id="desktop-and-phone", marks=VARIANT),
        pytest.param("2026-11-24T10:00", TUESDAY, "phone", "desktop", False, id="without-javascript"),
        pytest.param("2026-11-28T15:00", SATURDAY, "phone", "desktop", True, id="another-weekday", marks=VARIANT),
    ],
)
def test_j1_an_order_a_cheque_a_weight_a_validation_a_zero(
    door: Door, demonstration: Demonstration, week: Week, member_size: str, stand_size: str, javascript: bool
) -> None:
    camille = door.open("Camille Moreau", member_size, javascript=javascript)

    camille_orders(camille, week)

    demonstration.move_clock(week.evening)
    lucie = door.open("Lucie Bernard", stand_size, javascript=javascript)
    lucie_takes_the_cheque(lucie, javascript)
    demonstration.serve_everybody_but("Camille")
    lucie_validates(lucie)

    camille_is_at_zero(camille)
    demonstration.audit()


def camille_orders(page: Page, week: Week) -> None:
    taps = Taps()
    expect(page.get_by_role("main")).to_contain_text("à jour")
    expect(page.get_by_role("main")).to_contain_text("0,00 €")
    taps.click(page, "link", "Commander", exact=True)
    for product in ("Panier de légumes", "Pain", "Tomme de brebis"):
        taps.click(page, "button", re.compile(rf"^(Ajouter|Un de plus) ?: {product}$|^Ajouter {product}$"))
    expect(page.get_by_text("3 produits").filter(visible=True).first).to_be_visible()
    taps.click(page, "link", "Régler ≈ 23,40 €")
    expect(page.get_by_role("radio", name="Chèque")).to_be_checked()
    taps.click(page, "button", "Commander · chèque de 23,40 €")
    expect(page.get_by_role("main")).to_contain_text("Commande enregistrée")
    expect(page.get_by_role("main")).to_contain_text("Apportez un chèque")
    expect(page.get_by_role("main")).to_contain_text("à l’ordre de Les Paniers du Vallon")
    assert taps.count == 3 + 3  # open, n products, « Régler », « Commander »

    page.goto("/g/vallon/")
    expect(page.get_by_role("main")).to_contain_text(f"à régler {week.weekday}")
    expect(page.get_by_role("main")).to_contain_text("23,40 €")
    assert "doit" not in page.get_by_role("main").inner_text()


def lucie_takes_the_cheque(page: Page, javascript: bool) -> None:
    page.goto("/g/vallon/gestion/distributions/")
    page.get_by_role("link", name=re.compile("^Stand")).first.click()
    taps = Taps()
    page.get_by_role("searchbox").fill("cam")
    taps.press(page, "Enter")
    expect(page.get_by_role("heading", name="Camille Moreau")).to_be_visible()
    main = page.get_by_role("main")
    expect(main).to_contain_text("À encaisser")
    expect(main).to_contain_text("23,40 €")
    taps.type(page, "Tomme de brebis", "220")
    if javascript:
        expect(main).to_contain_text("5,50 €")
    else:
        taps.click(page, "button", "Chèque 23,40 €")
        expect(main).to_contain_text("Le poids change le montant")
    expect(page.get_by_role("button", name="Chèque 22,90 €")).to_be_visible()
    taps.click(page, "button", "Chèque 22,90 €")
    assert taps.count == (3 if javascript else 4)  # T5: identify, weigh, take; without a script one press more
    toast = page.locator("#toasts")
    expect(toast).to_contain_text("Camille Moreau : chèque 22,90 €, solde 0,00 €")
    expect(toast.get_by_role("button", name="Annuler")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Servis")).click()
    expect(page.get_by_role("link", name=re.compile("Camille Moreau"))).to_be_visible()


def lucie_validates(page: Page) -> None:
    page.goto("/g/vallon/gestion/distributions/")
    page.get_by_role("link", name=re.compile("^Valider")).first.click()
    expect(page.get_by_role("main")).to_contain_text("rien à regarder")
    page.wait_for_load_state()  # before its style sheet, a page shows every step at once
    if (following := page.get_by_role("link", name="Suivant")).count():  # on a phone each step is a page
        following.click()
    page.get_by_role("button", name=re.compile("^Valider")).click()
    expect(page.get_by_role("main")).to_contain_text("Distribution validée")


def camille_is_at_zero(page: Page) -> None:
    page.goto("/g/vallon/compte/")
    main = page.get_by_role("main")
    for text in ("− 23,40 €", "+ 0,50 €", "240 g → 220 g", "+ 22,90 €", "à jour", "0,00 €"):
        expect(main).to_contain_text(text)
    page.goto("/g/vallon/compte/messages/")
    expect(page.get_by_role("main")).to_contain_text("22,90 € au lieu de 23,40 €")

"""An evening on paper: the lists are one tap away, and what was written is keyed in without a mouse."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration
from tests.journeys.eyes import faults_of_access, width_at_320

EVENING = "2026-11-26T18:40"
STAND = "/g/vallon/gestion/distributions/10/stand/"
PAGES = ("emargement", "etiquettes", "producteurs", "produits", "caisse")


def test_paper_lists_are_printed_and_the_sheet_is_keyed_in_by_keyboard(door: Door, demonstration: Demonstration):
    demonstration.move_clock(EVENING)
    karim = door.open("Karim Haddad", "desktop")
    karim.goto(STAND)
    karim.get_by_role("link", name="Feuilles").click()
    for paper in PAGES:
        karim.locator(f"a[href$='/imprimer/{paper}/']").click()
        expect(karim.get_by_role("button", name="Imprimer")).to_be_visible()
        assert (paper, faults_of_access(karim)) == (paper, [])
        karim.get_by_role("link", name="Listes à imprimer").click()
    karim.get_by_role("link", name="Saisie d’après les feuilles").click()
    keyed_by_keyboard(karim)
    demonstration.audit()
    for page in (STAND.replace("stand", "saisie"), *(STAND.replace("stand", f"imprimer/{paper}") for paper in PAGES)):
        karim.goto(page)
        assert (page, width_at_320(karim)) == (page, 320)


def keyed_by_keyboard(page: Page) -> None:
    """The first row, weighed and paid; the second is left; the third did not come."""
    expect(page.locator("[name=state-1]")).to_be_focused()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    page.keyboard.type("250")
    page.keyboard.press("Enter")
    expect(page.locator("[name=means-1]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name=amount-1]")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("0412")
    page.keyboard.press("Enter")
    expect(page.locator("[name=state-2]")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    expect(page.locator("[name=state-3]")).to_have_value("absent")
    page.get_by_role("button", name="Vérifier").press("Enter")
    record = page.get_by_role("button", name=re.compile("Enregistrer 2 paniers"))
    expect(record).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 paniers saisis")
    expect(page.get_by_role("status")).to_contain_text("2 paniers enregistrés")
    page.locator(".toast").get_by_role("button", name="Annuler").press("Enter")
    expect(page.locator("[name=state-1]")).to_be_visible()

"""A transfer from the order to the account: told with its reference, pasted by the treasurer, received."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration

VALLON, HALLES = "/g/vallon/", "/g/halles/"
BASKET = ("Panier de légumes", "Pain", "Tomme de brebis")


@pytest.mark.parametrize(
    ("size", "javascript"),
    [
        pytest.param("phone", True, id="phone"),
        pytest.param("desktop", False, id="without-javascript", marks=pytest.mark.variant),
    ],
)
def test_a_transfer_is_told_found_by_its_reference_and_received(
    door: Door, demonstration: Demonstration, size: str, javascript: bool
) -> None:
    camille = door.open("Camille Moreau", size, javascript=javascript)
    karim = door.open("Karim Haddad", "desktop", javascript=javascript)

    reference = she_orders_by_transfer(camille)
    if javascript:
        it_is_copied(camille, reference)
    he_pastes_the_line_of_the_bank(karim, VALLON, f"24/11 VIR SEPA MOREAU C {reference.lower()} 23,40")
    camille.goto(f"{VALLON}compte/")
    expect(camille.locator(".solde-carte")).to_contain_text("à jour")
    camille.goto(f"{VALLON}compte/messages/")
    expect(camille.get_by_role("main")).to_contain_text("Bien reçu : virement de 23,40 €, votre solde est à jour")

    reference = she_announces_a_top_up(camille)
    he_pastes_the_line_of_the_bank(karim, HALLES, f"{reference} 30,00")
    camille.goto(f"{HALLES}compte/crediter/")
    expect(camille.locator(".solde-carte")).to_contain_text("45,00 €")
    expect(camille.get_by_role("main")).not_to_contain_text("est attendu")
    demonstration.audit()


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.variant)])
def test_a_cagnotte_is_credited_by_card_on_the_page_of_the_provider(
    door: Door, demonstration: Demonstration, javascript: bool
) -> None:
    camille = door.open("Camille Moreau", "phone", javascript=javascript)
    camille.goto(f"{HALLES}compte/crediter/?montant=30")
    camille.get_by_role("button", name="Payer par carte 30,00 €").click()
    camille.get_by_role("link", name="Payer par carte · 30,00 €").click()
    expect(camille.get_by_role("heading", name="Paiement simulé")).to_be_visible()
    camille.get_by_text("le paiement réussit").click()
    camille.get_by_role("button", name=re.compile("^Payer")).click()
    expect(camille.get_by_role("heading", name="Cagnotte créditée")).to_be_visible()
    expect(camille.locator(".solde-carte")).to_contain_text("45,00 €")
    demonstration.audit()


def she_orders_by_transfer(page: Page) -> str:
    page.goto(f"{VALLON}commande/10/")
    for product in BASKET:
        page.get_by_role("button", name=f"Ajouter {product}", exact=True).click()
        expect(page.get_by_role("button", name=f"Retirer {product}", exact=True)).to_be_visible()
    page.goto(f"{VALLON}commande/10/regler/")
    page.get_by_role("radio", name=re.compile("^Virement")).check()
    page.get_by_role("button", name=re.compile("^Commander")).filter(visible=True).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Faites un virement de 23,40 €")
    return reference_of(page)


def reference_of(page: Page) -> str:
    """The reference that the page shows beside its code."""
    expect(page.get_by_role("img", name=re.compile("^Code du virement"))).to_be_visible()
    return page.get_by_role("term").filter(has_text="Référence").locator("xpath=..").locator(".num").inner_text()


def it_is_copied(page: Page, reference: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier la référence").click()
    expect(page.get_by_role("status").first).to_contain_text("copié.")
    assert page.evaluate("navigator.clipboard.readText()") == reference
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")  # an address without https
    page.get_by_role("button", name="Copier l’IBAN").click()
    expect(page.get_by_role("status").first).to_contain_text("IBAN : copié.")


def he_pastes_the_line_of_the_bank(page: Page, group: str, line: str) -> None:
    page.goto(f"{group}gestion/soldes/")
    page.get_by_text("Plus", exact=True).click()
    page.get_by_role("link", name="Virements attendus").click()
    page.get_by_label("Référence, montant ou nom").fill(line)
    page.get_by_role("button", name="Chercher").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("1 proposition")
    main.get_by_role("button", name="Virement reçu Camille Moreau").click()
    expect(page.get_by_role("status").first).to_contain_text("Camille Moreau")
    expect(page.get_by_role("status").first).to_contain_text("reçus par virement")


def she_announces_a_top_up(page: Page) -> str:
    page.goto(f"{HALLES}compte/crediter/")
    page.get_by_label("Combien").fill("30")
    page.get_by_role("button", name="Reprendre ce montant").click()
    page.get_by_role("button", name="Je fais ce virement de 30,00 €").click()
    expect(page.get_by_role("main")).to_contain_text("Votre virement de 30,00 € est attendu")
    return reference_of(page)

"""J3: a cagnotte that does not suffice says by how much; credited, it pays, and a second tab cannot take it twice."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration

GROUP = "/g/halles/"
BASKET = ("Panier de légumes", "Pain", "Tomme de brebis")


@pytest.mark.parametrize(
    ("size", "javascript"),
    [
        pytest.param("phone", True, id="phone"),
        pytest.param("desktop", False, id="desktop-without-javascript"),
    ],
)
def test_j3_a_cagnotte_pays_what_it_holds_and_no_more(
    door: Door, demonstration: Demonstration, size: str, javascript: bool
) -> None:
    camille = door.open("Camille Moreau", size, javascript=javascript)
    this_week, next_week = evenings(camille)
    checkout = fill(camille, this_week)
    it_is_short_and_says_two_ways_out(camille, checkout)

    karim = door.open("Karim Haddad", "desktop", javascript=javascript)
    karim_records_a_cheque(karim)

    second_tab = camille.context.new_page()
    fill(second_tab, next_week)
    expect(commit_button(second_tab)).to_be_visible()  # 45,00 € would pay either basket

    camille.goto(checkout)
    commit_button(camille).click()
    main = camille.get_by_role("main")
    expect(main).to_contain_text("Commande enregistrée")
    expect(main).to_contain_text("Cagnotte après commande : 21,60 €")

    commit_button(second_tab).click()
    expect(second_tab.get_by_role("main")).to_contain_text("Il manque 1,80 €")
    expect(second_tab.get_by_role("main")).to_contain_text("Rien n’a été enregistré.")
    expect(commit_button(second_tab)).to_have_count(0)

    nothing_more_was_taken(camille)
    demonstration.audit()


def evenings(page: Page) -> list[str]:
    """The addresses of the two shops that are open."""
    page.goto(f"{GROUP}commande/")
    links = page.get_by_role("main").get_by_role("link", name=re.compile("^Commander"))
    expect(links).to_have_count(2)
    return [str(link.get_attribute("href")) for link in links.all()]


def fill(page: Page, shop: str) -> str:
    """Put the basket of 23,40 € together; the page of its checkout."""
    page.goto(shop)
    for product in BASKET:
        page.get_by_role("button", name=f"Ajouter {product}", exact=True).click()
        expect(page.get_by_role("button", name=f"Retirer {product}", exact=True)).to_be_visible()
    page.goto(f"{shop}regler/")
    return page.url


def commit_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Commander · cagnotte 23,40 €").filter(visible=True)


def it_is_short_and_says_two_ways_out(page: Page, checkout: str) -> None:
    main = page.get_by_role("main")
    expect(main).to_contain_text("15,00 €")
    expect(main).to_contain_text("Il manque 8,40 €")
    expect(page.get_by_role("button", name=re.compile("Commander"))).to_have_count(0)
    for other in ("Chèque", "Espèces", "Virement"):
        expect(page.get_by_role("radio", name=other)).to_have_count(0)
    expect(main.get_by_role("link", name="Mon panier")).to_be_visible()
    main.get_by_role("link", name="Créditer ma cagnotte").click()
    expect(main).to_contain_text("Par virement de 8,40 €")
    expect(main).to_contain_text("Apportez un chèque de 8,40 € à l’ordre de Les Halles du Vallon.")
    page.goto(checkout)


def karim_records_a_cheque(page: Page) -> None:
    page.goto(f"{GROUP}gestion/soldes/")
    page.get_by_role("link", name="Camille Moreau").first.click()
    page.goto(f"{page.url}paiement/")
    page.get_by_label("Montant").fill("30,00")
    page.get_by_text("Chèque", exact=True).click()
    page.get_by_role("button", name=re.compile("^Enregistrer")).filter(visible=True).first.click()
    expect(page.get_by_role("status").first).to_contain_text("cagnotte 45,00 €")


def nothing_more_was_taken(page: Page) -> None:
    page.goto(f"{GROUP}compte/")
    main = page.get_by_role("main")
    expect(main.locator(".solde-carte")).to_contain_text("cagnotte")
    expect(main.locator(".solde-carte")).to_contain_text("21,60 €")
    expect(main.get_by_role("link", name="Créditer ma cagnotte")).to_be_visible()

"""J6: a group that owes four validations takes no orders; one click validates what is settled, and orders come back."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration
from tests.journeys.eyes import faults_of_access, width_at_320

GROUP = "/g/bloque/"
SHOP = f"{GROUP}commande/5/"
PAUSED = "Les commandes sont en pause"
BLOCKED = "Ce groupe est bloqué car il a 4 distributions non validées"


@pytest.mark.parametrize(
    ("size", "javascript"),
    [
        pytest.param("phone", True, id="phone"),
        pytest.param("desktop", True, id="desktop", marks=pytest.mark.variant),
        pytest.param("phone", False, id="without-javascript"),
    ],
)
def test_j6_a_blocked_group_is_lifted_by_one_click(
    door: Door, demonstration: Demonstration, size: str, javascript: bool
) -> None:
    camille = door.open("Camille Moreau", size, javascript=javascript)
    admin = door.open("Solène Marchand", size, javascript=javascript)

    camille_finds_the_orders_paused(camille)
    an_order_is_refused(camille)
    admin_sees_what_is_to_validate(admin)
    admin_validates_one_in_one_click(admin)
    camille_orders_again(camille)
    if javascript:
        the_days_of_orders_follow_the_day_of_a_distribution(admin)
        a_basket_is_found_in_the_list(admin)

    demonstration.audit()
    for page in (camille, admin):
        if javascript:
            assert faults_of_access(page) == []
        assert width_at_320(page) == 320


def camille_finds_the_orders_paused(page: Page) -> None:
    page.goto(GROUP)
    expect(page.get_by_role("main")).to_contain_text(PAUSED)
    expect(page.get_by_role("main").get_by_role("link", name="Commander")).to_have_count(0)
    page.goto(SHOP)
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name=PAUSED)).to_be_visible()
    expect(main).to_contain_text("à jour 0,00 €")
    expect(main).to_contain_text("Une question ? Lucie Bernard")
    main.get_by_role("link", name="Mon compte").click()
    expect(page.get_by_role("heading", name="Mon compte", level=1)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Commande")


def an_order_is_refused(page: Page) -> None:
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    order = {"key": "00000000-0000-4000-8000-000000000006", "version": "0", "line": "1:1", "means": "cheque"}
    sent = {"X-CSRFToken": token, "Referer": page.url}
    for address in (f"{SHOP}regler/", f"{SHOP}brouillon/"):
        answer = page.request.post(address, form={**order, "product": "1", "add": "1"}, headers=sent)
        assert (answer.status, PAUSED in answer.text()) == (403, True), address


def admin_sees_what_is_to_validate(page: Page) -> None:
    page.goto(SHOP)
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name=BLOCKED)).to_be_visible()
    expect(rows(page)).to_have_count(4)
    expect(rows(page).get_by_role("button", name=re.compile("^Valider"))).to_have_count(2)
    expect(rows(page).get_by_role("link", name=re.compile("^Regarder"))).to_have_count(2)
    expect(main.get_by_role("link", name="Aller aux distributions")).to_be_visible()
    main.get_by_text("Pourquoi ce blocage ?").click()
    expect(main).to_contain_text("les soldes des membres ne sont pas sûrs")


def admin_validates_one_in_one_click(page: Page) -> None:
    rows(page).filter(has_text="12 nov.").get_by_role("button", name=re.compile("^Valider")).click()
    expect(page.get_by_role("status")).to_contain_text("Commandes rouvertes")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Encore 1 et les commandes seront bloquées")
    expect(rows(page)).to_have_count(3)
    expect(rows(page).filter(has_text="12 nov.")).to_have_count(0)


def camille_orders_again(page: Page) -> None:
    page.goto(GROUP)
    page.get_by_role("main").get_by_role("link", name="Commander").click()
    expect(page.get_by_role("button", name="Ajouter Panier de légumes")).to_be_visible()


def rows(page: Page) -> Locator:
    """The distributions that await their validation."""
    return page.get_by_role("table", name="Distributions non validées").locator("tbody").get_by_role("row")


def the_days_of_orders_follow_the_day_of_a_distribution(page: Page) -> None:
    """As long as nobody typed others: who only chooses another day does not close orders a week too early."""
    page.goto(f"{GROUP}gestion/distributions/nouvelle/")
    opening, closing = page.locator("[name=opens_on]"), page.locator("[name=closes_on]")
    page.locator("[name=day]").fill("2026-12-31")
    expect(opening).to_have_value("2026-12-25")
    expect(closing).to_have_value("2026-12-30")
    closing.fill("2026-12-28")
    page.locator("[name=day]").fill("2026-12-24")
    expect(opening).to_have_value("2026-12-18")
    expect(closing).to_have_value("2026-12-28")


def a_basket_is_found_in_the_list(page: Page) -> None:
    """By a name without its accents, among however many baskets; a word that nobody has says so; paper holds all."""
    page.goto(f"{GROUP}gestion/distributions/4/paniers/")
    rows = page.locator("#paniers tbody tr")
    expect(rows).to_have_count(5)
    sought = page.get_by_role("searchbox")
    sought.fill("solene")
    expect(rows.locator("visible=true")).to_have_count(1)
    expect(rows.locator("visible=true")).to_contain_text("Solène Marchand")
    sought.fill("personne")
    expect(page.get_by_text("Aucun panier ne correspond.")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(rows.locator("visible=true")).to_have_count(5)

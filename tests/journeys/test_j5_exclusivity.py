"""J5: the cagnotte excludes the other means; going over to it asks about the promises first and loses no debt."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration
from tests.journeys.eyes import faults_of_access, width_at_320

VALLON = "/g/vallon/gestion/reglages/paiements/"
ALONE = "Le paiement Cagnotte ne peut pas être utilisé en même temps que d'autres moyens de paiements."
AWAITED = "commandes attendent encore un paiement au stand"
MEANS = ("Chèques", "Liquide (espèces)", "Virements", "Carte bancaire sur place (TPE)")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_j5_the_cagnotte_excludes_the_other_means(door: Door, demonstration: Demonstration, javascript: bool) -> None:
    admin = door.open("Solène Marchand", "desktop", javascript=javascript)
    camille = door.open("Camille Moreau", "phone", javascript=javascript)

    choosing_the_cagnotte_asks_first(admin, javascript=javascript)
    cancelling_leaves_everything_as_it_was(admin)
    a_forged_form_is_refused(admin)
    promises_are_abandoned_and_the_mode_is_saved(admin, javascript=javascript)
    no_other_means_is_offered(camille)

    demonstration.audit()
    if javascript:
        assert faults_of_access(admin) == []
    assert width_at_320(admin) == 320


def choose_cagnotte(page: Page, *, javascript: bool) -> None:
    page.get_by_role("radio", name="Cagnotte").check()
    if not javascript:
        page.get_by_role("button", name="Passer à ce mode").click()


def choosing_the_cagnotte_asks_first(page: Page, *, javascript: bool) -> None:
    page.goto(VALLON)
    expect(page.get_by_role("radio", name="Au fil des commandes")).to_be_checked()
    for means in MEANS:
        expect(page.get_by_role("checkbox", name=means)).to_be_checked()
    choose_cagnotte(page, javascript=javascript)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(AWAITED)
    expect(dialog).to_contain_text("€).")


def cancelling_leaves_everything_as_it_was(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("link", name="Annuler").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("radio", name="Au fil des commandes")).to_be_checked()
    for means in MEANS:
        expect(page.get_by_role("checkbox", name=means)).to_be_checked()


def a_forged_form_is_refused(page: Page) -> None:
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    forged = {"mode": "cagnotte", "accepts_cheque": "on", "accepts_cagnotte": "on"}
    answer = page.request.post(VALLON, form=forged, headers={"X-CSRFToken": token, "Referer": page.url})
    assert (answer.status, ALONE in answer.text().replace("&#x27;", "'")) == (422, True)
    page.goto(VALLON)
    expect(page.get_by_role("radio", name="Au fil des commandes")).to_be_checked()


def promises_are_abandoned_and_the_mode_is_saved(page: Page, *, javascript: bool) -> None:
    choose_cagnotte(page, javascript=javascript)
    page.get_by_role("dialog").get_by_role("button", name="Abandonner les").click()
    expect(page.get_by_role("status")).to_contain_text("Enregistré ✓")
    expect(page.get_by_role("radio", name="Cagnotte")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Autoriser les cagnottes négatives")).to_be_visible()


def no_other_means_is_offered(page: Page) -> None:
    page.goto("/g/vallon/commande/")
    page.get_by_role("button", name="Ajouter Pain").first.click()
    expect(page.get_by_role("button", name="Retirer Pain").first).to_be_visible()  # the tap is saved
    page.goto(page.url.rstrip("/") + "/regler/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("cagnotte")
    for means in ("Chèque", "Espèces", "Virement"):
        expect(main.get_by_role("radio", name=means)).to_have_count(0)

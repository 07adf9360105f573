"""T7: a pile of cheques is typed without the mouse, recorded in one act, taken back; also without script; T2: one."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration
from tests.journeys.eyes import faults_of_access, width_at_320

SERIES = "/g/vallon/gestion/soldes/serie/"


@pytest.mark.parametrize("size", ["desktop", pytest.param("phone", marks=pytest.mark.variant)])
def test_a_pile_of_payments_is_typed_by_keyboard_alone(door: Door, demonstration: Demonstration, size: str) -> None:
    karim = door.open("Karim Haddad", size)
    karim.goto(SERIES)
    keys = karim.keyboard

    the_debt_is_proposed(karim)
    keys.press("Enter")  # the amount stands
    keys.type("1204")
    keys.press("Enter")
    keys.type("camille")
    keys.press("Enter")
    keys.type("e")  # « Espèces »
    keys.press("Enter")
    expect(found(karim, 1)).to_contain_text("Camille Moreau")
    keys.type("20")
    keys.press("Enter")  # no reference for cash: the next line, with the means of this one
    expect(cell(karim, 2, "means")).to_have_value("cash")
    keys.type("zzz")
    keys.press("Enter")
    expect(found(karim, 2)).to_contain_text("Aucun membre ne correspond")
    keys.press("Enter")
    keys.type("7,5")
    keys.press("Enter")
    keys.press("Enter")  # a blank line leads to the button
    expect(karim.get_by_role("button", name="Enregistrer ces paiements")).to_be_focused()
    expect(total(karim)).to_contain_text("40,00 €")
    keys.press("Enter")

    expect(karim.get_by_role("main")).to_contain_text("1 ligne est à revoir. Rien n’est enregistré.")
    assert (faults_of_access(karim), width_at_320(karim)) == ([], 320)
    expect(cell(karim, 2, "member")).to_be_focused()
    expect(cell(karim, 0, "reference")).to_have_value("1204")
    keys.press("Control+a")
    keys.type("3")
    for _field in ("member", "means", "amount", "blank"):
        keys.press("Enter")
    keys.press("Enter")

    toasts = karim.locator("#toasts")
    expect(toasts).to_contain_text("3 paiements enregistrés, 40,00 €")
    demonstration.audit()
    toasts.get_by_role("button", name="Annuler").press("Enter")
    expect(toasts).to_contain_text("Saisie annulée : 40,00 €")
    demonstration.audit()
    karim.get_by_role("main").get_by_role("link", name="Saisie en série").click()
    karim.get_by_role("link", name="3 paiements, 40,00 €").click()
    expect(karim.get_by_role("main")).to_contain_text("Plus aucun paiement de cette saisie ne compte.")
    assert (faults_of_access(karim), width_at_320(karim)) == ([], 320)


def the_debt_is_proposed(page: Page) -> None:
    """The first field has the focus; Awa owes 12,50."""
    expect(cell(page, 0, "member")).to_be_focused()
    page.keyboard.type("awa")
    page.keyboard.press("Enter")
    expect(cell(page, 0, "means")).to_be_focused()
    expect(cell(page, 0, "amount")).to_have_value("12,50")
    expect(found(page, 0)).to_contain_text("Awa Diop")
    page.keyboard.press("Enter")
    expect(cell(page, 0, "amount")).to_be_focused()
    expect(total(page)).to_contain_text("12,50 €")


def test_more_lines_come_when_the_last_one_is_passed(door: Door) -> None:
    karim = door.open("Karim Haddad", "desktop")
    karim.goto(SERIES)
    lines = karim.locator("[data-batch-line]")
    expect(lines).to_have_count(10)
    cell(karim, 9, "member").fill("2")
    cell(karim, 9, "reference").press("Enter")
    expect(lines).to_have_count(11)
    expect(cell(karim, 10, "member")).to_be_focused()
    karim.keyboard.type("awa")
    karim.keyboard.press("Enter")
    expect(found(karim, 10)).to_contain_text("Awa Diop")


def test_one_payment_is_typed_in_the_list_which_stays_as_it_was_filtered(door: Door) -> None:
    karim = door.open("Karim Haddad", "desktop")
    karim.goto("/g/vallon/gestion/soldes/?etat=doit&tri=nom")
    karim.get_by_role("link", name="Encaisser Awa Diop").press("Enter")
    expect(karim.get_by_role("form", name="Paiement reçu, Awa Diop").get_by_label("Montant")).to_be_focused()
    karim.keyboard.type("10")
    expect(karim.get_by_role("button", name="Enregistrer 10,00 €")).to_be_visible()
    assert (faults_of_access(karim), width_at_320(karim)) == ([], 320)
    karim.keyboard.press("Enter")
    toasts = karim.locator("#toasts")
    expect(toasts).to_contain_text("Awa Diop : 10,00 € reçus en espèces, doit 2,50 €")
    toasts.get_by_role("button", name="Annuler").press("Enter")
    expect(toasts).to_contain_text("Awa Diop : 10,00 € annulés, doit 12,50 €")
    expect(karim).to_have_url(re.compile(r"/soldes/\?etat=doit&tri=nom#liste$"))


def test_without_script_looking_comes_before_recording(door: Door, demonstration: Demonstration) -> None:
    karim = door.open("Karim Haddad", "phone", javascript=False)
    karim.goto(SERIES)
    cell(karim, 0, "member").fill("awa")
    cell(karim, 0, "member").press("Enter")
    main = karim.get_by_role("main")
    expect(main).to_contain_text("Awa Diop")
    expect(cell(karim, 0, "amount")).to_have_value("12,50")
    expect(total(karim)).to_contain_text("12,50 €")
    karim.get_by_role("button", name="10 lignes de plus").click()
    expect(karim.locator("[data-batch-line]")).to_have_count(20)
    cell(karim, 0, "reference").fill("1204")
    karim.get_by_role("button", name="Enregistrer ces paiements").click()
    expect(karim.get_by_text(re.compile("Un paiement enregistré, 12,50"))).to_be_visible()
    demonstration.audit()


def cell(page: Page, line: int, name: str) -> Locator:
    return page.locator("[data-batch-line]").nth(line).locator(f"[name={name}]")


def found(page: Page, line: int) -> Locator:
    return page.locator("[data-batch-line]").nth(line).locator(".batch-found")


def total(page: Page) -> Locator:
    return page.locator("[data-batch-sum]")

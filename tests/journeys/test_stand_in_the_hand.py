"""T4 and T5 on a phone, taps counted; a debtor pays basket and debt in cash, the change is kept, all is undone."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration
from tests.journeys.eyes import faults_of_access, width_at_320
from tests.journeys.test_j1_order_to_zero import Taps

STAND = "/g/vallon/gestion/distributions/10/stand/"
VECTORS = json.loads((Path(__file__).parents[1] / "stand" / "weight_vectors.json").read_text())
READS = """async (vectors) => {
  const named = performance.getEntriesByType("resource").map((entry) => entry.name);
  const { read } = await import(named.find((name) => name.includes("/stand/weights.")));
  const line = document.createElement("li");
  Object.assign(line.dataset, { price: 2500, estimated: 240, total: 600 });
  const field = line.appendChild(document.createElement("input"));
  field.dataset.weight = "";
  return vectors.map(({ text }) => {
    field.value = text;
    const { grams, total, label } = read(line);
    return [grams ?? null, label ?? null, total];
  });
}"""
SATURDAY = "2026-11-28T18:40"


@pytest.fixture
def moment() -> str:
    return SATURDAY


@pytest.fixture
def lucie(door: Door) -> Page:
    """At the stand, with every basket on her phone."""
    page = door.open("Lucie Bernard", "phone")
    page.goto(STAND)
    page.wait_for_selector("html[data-panels-loaded]")
    return page


def find(page: Page, taps: Taps, text: str, number: int) -> None:
    page.get_by_role("searchbox").fill(text)  # typing anywhere focuses the field: only Enter counts
    taps.press(page, "Enter")
    expect(page.locator(f"[data-panel='{number}']")).to_be_visible()


def toast(page: Page, text: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(text)


def test_stand_takes_the_announced_amount_in_2_taps_and_a_weight_in_3(
    lucie: Page, demonstration: Demonstration
) -> None:
    found = lucie.evaluate(READS, VECTORS)
    assert [grams for grams, _label, _total in found] == [vector["grams"] for vector in VECTORS]
    assert [label for _grams, label, _total in found] == [vector.get("total") for vector in VECTORS]

    taps = Taps()
    find(lucie, taps, "24", 24)
    assert (faults_of_access(lucie), width_at_320(lucie)) == ([], 320)
    lucie.set_viewport_size({"width": 390, "height": 844})
    button = lucie.locator("[data-tap]").filter(visible=True).first
    assert button.bounding_box()["height"] >= 56  # type: ignore[index]
    button.click()
    taps.count += 1
    expect(lucie.get_by_role("searchbox")).to_be_focused()
    expect(lucie.locator("#servis li[data-number='24']")).to_have_count(1)
    assert taps.count == 2  # T4

    taps = Taps()
    find(lucie, taps, "nguyen", 1)
    weight = lucie.locator("[data-weight]").first
    estimated = int(lucie.locator(".weigh").first.get_attribute("data-estimated") or 0)
    weight.fill(f"{estimated - 40}+20")
    taps.count += 1
    expect(lucie.locator("#to-cash")).not_to_contain_text("≈")
    amount = lucie.locator("#to-cash data").filter(visible=True).inner_text()
    cheque = lucie.locator("#means-cheque")
    expect(cheque).to_contain_text(amount)
    cheque.click()
    taps.count += 1
    toast(lucie, f"Zoé Nguyen\u202f: chèque {amount}, solde 0,00\u00a0€")
    assert taps.count == 3  # T5
    assert faults_of_access(lucie) == []
    demonstration.audit()


def test_stand_a_debtor_pays_basket_and_debt_in_cash_with_change_kept_then_undone(
    lucie: Page, demonstration: Demonstration
) -> None:
    taps = Taps()
    find(lucie, taps, "noé", 18)
    main = lucie.get_by_role("main")
    expect(main).to_contain_text("panier 14,20\u00a0€ + reste 4,00\u00a0€")
    expect(lucie.get_by_role("button", name=re.compile("^Panier seul"))).to_contain_text("14,20")
    lucie.get_by_text("Autre montant", exact=True).click()
    lucie.locator("#amount").fill("20 euro")
    lucie.locator("button[name=other_means]").first.click()
    expect(lucie.locator("#alerts")).to_contain_text("Je ne comprends pas «\u202f20 euro\u202f»")
    expect(lucie.locator("#amount")).to_have_value("20 euro")  # what was typed stays
    lucie.locator("#amount").fill("")
    lucie.get_by_role("button", name="20 euros").click()
    expect(lucie.locator("[data-change]")).to_contain_text("1,80\u00a0€")
    lucie.get_by_role("button", name=re.compile("^Garder 1,80")).click()
    toast(lucie, "Noé Garnier\u202f: espèces 20,00\u00a0€, avoir 1,80\u00a0€")
    demonstration.audit()

    lucie.locator("#toasts").get_by_role("button", name="Annuler").click()
    toast(lucie, "Noé Garnier\u202f: espèces 20,00\u00a0€ annulé")
    expect(lucie.locator("#a-servir li[data-number='18']")).to_have_count(1)
    find(lucie, taps, "garnier", 18)
    expect(main).to_contain_text("doit déjà")
    expect(lucie.get_by_role("button", name=re.compile("^Espèces 18,20"))).to_be_visible()

    lucie.get_by_role("button", name=re.compile("^Espèces 18,20")).click()
    toast(lucie, "Noé Garnier\u202f: espèces 18,20\u00a0€, solde 0,00\u00a0€")
    lucie.get_by_role("link", name=re.compile("^Servis")).click()
    lucie.get_by_role("link", name=re.compile("Noé Garnier")).click()
    lucie.get_by_role("button", name=re.compile("^Annuler l’encaissement")).click()  # from the basket, afterwards
    expect(lucie.get_by_role("button", name=re.compile("^Espèces 18,20"))).to_be_visible()
    demonstration.audit()

"""A product does not come, for three members of whom one has paid: three taps say so, and one takes it back."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration
from tests.journeys.eyes import faults_of_access, width_at_320
from tests.journeys.test_j1_order_to_zero import Taps

THURSDAY = "2026-11-26T18:40"
PLAN = "/g/vallon/gestion/distributions/"
PRODUCT = "Miel"  # three households ordered some


def test_missing_product_of_three_members_of_whom_one_has_paid_undone(door: Door, demonstration: Demonstration) -> None:
    demonstration.move_clock(THURSDAY)
    lucie = door.open("Lucie Bernard")
    lucie.goto(PLAN)
    lucie.get_by_role("link", name=re.compile("^Stand")).first.click()
    stand = lucie.url

    number, name = one_who_ordered_it(lucie)
    lucie.goto(f"{stand}{number}/")
    before = due_of(lucie)
    one_pays(lucie, stand, name)
    lucie.goto(stand)
    taps = Taps()
    taps.click(lucie, "link", "Par produit")
    taps.click(lucie, "link", re.compile(rf"^Manquant.*{PRODUCT}$"))
    those_concerned_and_the_amount_are_said(lucie, name)
    assert faults_of_access(lucie) == []
    taps.click(lucie, "button", re.compile("^Pas livré : 3 paniers"))
    assert taps.count == 3  # T7

    main = lucie.get_by_role("main")
    expect(main).to_contain_text("Non livré pour 3 paniers, noté à 18 h 40 par Lucie Bernard.")
    expect(main.get_by_text("non livré", exact=True)).to_have_count(3)
    expect(toast(lucie)).to_contain_text(re.compile("3 paniers, .* de moins, dont .* sur le compte"))
    demonstration.audit()

    toast(lucie).get_by_role("button", name="Annuler").click()
    expect(toast(lucie)).to_contain_text(f"{PRODUCT} : annulé, 3 paniers comme avant")
    expect(main.get_by_text("non livré", exact=True)).to_have_count(0)
    lucie.goto(f"{stand}{number}/")
    expect(lucie.get_by_role("main")).to_contain_text(before)
    expect(lucie.get_by_role("main")).to_contain_text("Rien à encaisser")
    demonstration.audit()
    lucie.goto(f"{stand}produits/")
    assert (faults_of_access(lucie), width_at_320(lucie)) == ([], 320)


def one_who_ordered_it(page: Page) -> tuple[str, str]:
    """The number and the name of the first of the three."""
    page.get_by_role("link", name="Par produit").click()
    page.get_by_role("link", name=re.compile(f"^{PRODUCT}")).click()
    expect(page.get_by_role("heading", name=PRODUCT)).to_be_visible()
    label = page.locator("label", has=page.locator(".num")).first.inner_text()
    number, name = label.split(maxsplit=1)
    return number, name


def due_of(page: Page) -> str:
    """What the basket costs, as the button of its means says it: « 37,80 € »."""
    button = page.locator("#means button[name=means]").first.inner_text()
    return re.search(r"[\d ,]+ €", re.sub(r"\s", " ", button)).group().strip()  # type: ignore[union-attr]


def one_pays(page: Page, stand: str, name: str) -> None:
    page.locator("#means button[name=means]").first.click()
    expect(toast(page)).to_contain_text(name)


def those_concerned_and_the_amount_are_said(page: Page, paid: str) -> None:
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name=f"{PRODUCT} : pas livré ?")).to_be_visible()
    expect(main).to_contain_text("1 membre a déjà réglé")
    concerned = main.get_by_label("Membres concernés").get_by_role("listitem")
    expect(concerned).to_have_count(3)
    expect(concerned.filter(has_text=paid)).to_contain_text("déjà réglé")
    expect(concerned.filter(has_text="restera à encaisser")).to_have_count(2)


def toast(page: Page) -> Locator:
    return page.locator("#toasts")

"""The stand without network: two baskets are served, the page is opened again, and each act counts once on return."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration

EVENING = "2026-11-26T18:40"
RECEIVED = re.compile(r"(chèque|espèces) \d+,\d\d")
VECTORS = json.loads((Path(__file__).parents[1] / "stand" / "money_vectors.json").read_text())

STAND = "/g/vallon/gestion/distributions/10/stand/"


@pytest.fixture
def demonstration(demonstration: Demonstration) -> Demonstration:
    demonstration.move_clock(EVENING)
    return demonstration


def open_stand(page: Page) -> None:
    """The stand of this evening, opened and kept."""
    page.goto(STAND)
    page.wait_for_selector("html[data-kept]")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def to_pay(page: Page) -> list[int]:
    """The numbers of baskets that wait for a cheque or cash."""
    rows = page.locator("#a-servir li[data-number]").filter(has_text=re.compile("chèque|espèces"))
    return [int(number) for number in rows.evaluate_all("rows => rows.map((row) => row.dataset.number)")]


def take(page: Page, number: int) -> None:
    page.locator(f"#a-servir li[data-number='{number}'] a").click()
    page.locator("#means [name=means]:visible").first.click()


def module(page: Page, name: str, script: str, argument: Any = None) -> Any:
    """Run a function on a module that the page has imported."""
    find = (
        f"performance.getEntriesByType('resource').map((each) => each.name).find((each) => /\\/{name}\\./.test(each))"
    )
    return page.evaluate(f"async (argument) => ({script})(await import({find}), argument)", argument)


def test_offline_what_is_kept_of_the_stand_is_asked_for_once(door: Door) -> None:
    page = door.open("Lucie Bernard")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url.partition("/distributions/10/")[2]))
    open_stand(page)
    assert [asked.count("stand/"), asked.count("stand/paniers/")] == [1, 1]
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#a-servir li[data-number]").first).to_be_visible()
    take(page, to_pay(page)[0])
    expect(page.locator("[data-network]")).to_have_text("◐ 1 en attente d’envoi")


def test_offline_what_waits_is_seen_in_its_basket_and_called_back_leaves_no_trace(door: Door) -> None:
    page = door.open("Lucie Bernard")
    open_stand(page)
    row = page.locator("li[data-number='1']")
    before = row.inner_text()
    page.context.set_offline(True)
    take(page, 1)
    page.locator("#toasts [data-undo]").click()  # opens it again
    expect(page.locator("#toasts")).to_contain_text("annulé avant l’envoi")
    page.locator("[data-weight]").first.fill("300")
    expect(page.locator("#to-cash")).not_to_contain_text("≈")
    due = page.locator("#to-cash").inner_text()
    page.locator("[data-panel] [data-stand-leave]").click()
    expect(page.locator("[data-network]")).to_have_text("◐ 1 en attente d’envoi")
    assert row.inner_text() == before
    page.reload()
    page.wait_for_selector("html[data-panels-loaded]")
    row.locator("a").click()
    expect(page.locator("[data-weight]").first).to_have_value("300")
    assert page.locator("#to-cash").inner_text() == due
    page.locator("[data-calls-off]").click()
    expect(page.locator("[data-weight]").first).to_have_value("")
    expect(page.locator("#to-cash")).to_contain_text("≈")


def test_offline_two_baskets_are_served_and_sent_once_one_of_them_paid_meanwhile(
    door: Door, demonstration: Demonstration
) -> None:
    lucie, karim = door.open("Lucie Bernard"), door.open("Karim Haddad")
    open_stand(lucie)
    network = lucie.locator("[data-network]")
    expect(network).to_have_text("● en ligne")
    first, second = to_pay(lucie)[:2]

    lucie.context.set_offline(True)
    expect(network).to_have_text("○ hors ligne, vous pouvez continuer")
    take(lucie, first)
    expect(network).to_have_text("◐ 1 en attente d’envoi")
    lucie.reload()
    expect(lucie.get_by_role("heading", level=1)).to_contain_text("Stand")
    expect(network).to_have_text("◐ 1 en attente d’envoi")
    take(lucie, second)
    expect(network).to_have_text("◐ 2 en attente d’envoi")

    karim.goto(f"{STAND}{second}/")
    karim.locator("#means [name=means]:visible").first.click()
    expect(karim.locator("#toasts")).to_contain_text(RECEIVED)  # by the server: the row moves before it answers

    lucie.context.set_offline(False)
    expect(network).to_have_text("● en ligne", timeout=20_000)
    lucie.reload()
    karim.goto(f"{STAND}a-voir/")
    main = karim.get_by_role("main")
    expect(main).to_contain_text("2 encaissements, à vérifier")
    expect(main.locator("section.card")).to_have_count(1)
    expect(main).to_contain_text("Fait par Lucie Bernard")
    for number, receipts in ((first, 1), (second, 2)):
        lucie.goto(f"{STAND}{number}/")
        expect(lucie.get_by_role("button", name=re.compile("^Annuler l’encaissement"))).to_have_count(receipts)
    demonstration.audit()


def test_offline_signing_out_leaves_nothing_to_see_and_loses_nothing(door: Door, demonstration: Demonstration) -> None:
    page = door.open("Lucie Bernard")
    open_stand(page)
    number = to_pay(page)[0]
    page.context.set_offline(True)
    take(page, number)
    expect(page.locator("[data-network]")).to_have_text("◐ 1 en attente d’envoi")

    page.route(re.compile(r"/stand/actes/$"), lambda route: route.abort())
    page.context.set_offline(False)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto("/deconnexion/")
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(re.compile(r"/connexion/|/$"))
    assert "1 opération du stand n’est pas encore partie" in asked[-1]

    assert page.evaluate("caches.keys()") == []
    kept = page.evaluate(
        """() => new Promise((done) => { const asked = indexedDB.open("cabas.stand"); asked.onsuccess = () => {
          const all = asked.result.transaction("acts").objectStore("acts").getAll();
          all.onsuccess = () => done(all.result.map((row) => Object.keys(row).sort().join())); }; })"""
    )
    assert kept == ["iv,person,stand,text"]
    page.context.set_offline(True)
    with pytest.raises(Exception, match=r"ERR_FAILED|ERR_INTERNET_DISCONNECTED"):
        page.goto(STAND)
    page.context.set_offline(False)
    page.unroute(re.compile(r"/stand/actes/$"))

    signed_in(page, "Karim Haddad")
    page.goto(STAND)
    expect(page.locator("[data-network]")).to_have_text("● en ligne")
    signed_in(page, "Lucie Bernard")
    page.goto(f"{STAND}?vue=servis")
    expect(page.locator(f"#servis li[data-number='{number}']")).to_have_count(1, timeout=20_000)
    demonstration.audit()


def test_offline_who_may_no_longer_stand_there_keeps_nothing_and_reads_what_was_not_sent(
    door: Door, demonstration: Demonstration
) -> None:
    page = door.open("Lucie Bernard")
    open_stand(page)
    number = to_pay(page)[0]
    page.context.set_offline(True)
    take(page, number)
    expect(page.locator("[data-network]")).to_have_text("◐ 1 en attente d’envoi")
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Cet appareil n’est plus connecté au stand : cette opération attend", timeout=20_000)
    expect(main).to_contain_text(f"Panier n° {number} :")
    expect(main.locator("li[data-number]")).to_have_count(0)
    expect(page.locator("#toasts")).to_be_empty()
    page.wait_for_function("async () => (await caches.keys()).length === 0")


def test_offline_what_waits_past_midnight_goes_with_the_pass_that_ended(
    door: Door, demonstration: Demonstration
) -> None:
    lucie, camille = door.open("Lucie Bernard"), door.open("Camille Moreau")
    lucie.goto(f"{STAND}benevoles/?q=Camille")
    lucie.get_by_role("main").get_by_role("button", name=re.compile("lien")).first.click()
    camille.goto(lucie.locator("input[readonly]").first.input_value())
    camille.get_by_role("button", name="Ouvrir le stand").click()
    camille.wait_for_selector("html[data-kept]")
    number = to_pay(camille)[0]
    camille.context.set_offline(True)
    take(camille, number)
    expect(camille.locator("[data-network]")).to_have_text("◐ 1 en attente d’envoi")

    again = camille.context.new_page()
    camille.close()
    demonstration.move_clock("2026-11-27T00:10")
    again.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=6))  # for the phone too it is hours later
    again.context.set_offline(False)
    again.goto(STAND)
    expect(again.locator("[data-late]")).to_have_text("Tout est parti.", timeout=20_000)
    assert again.evaluate("caches.keys()") == []
    lucie.goto(f"{STAND}{number}/")
    expect(lucie.get_by_role("main")).to_contain_text("par Camille Moreau")
    demonstration.audit()


def signed_in(page: Page, person: str) -> None:
    page.context.clear_cookies()
    page.goto("/connexion/")
    page.get_by_role("button", name=person).click()
    page.wait_for_url("**/g/**")


def test_offline_the_phone_computes_as_money_does(door: Door) -> None:
    page = door.open("Lucie Bernard")
    open_stand(page)
    script = """({ lineTotal, euros }, { lines, words }) => [
      lines.map(({ price, grams, pieces }) => lineTotal(price, grams ?? 0, pieces ?? null)),
      words.map(({ cents }) => euros(cents)),
    ]"""
    totals, words = module(page, "money", script, VECTORS)
    assert totals == [line["total"] for line in VECTORS["lines"]]
    assert words == [each["words"] for each in VECTORS["words"]]

"""J9: four balances are pasted, looked at, recorded in one set; pasted again, nothing is taken twice; undone as one."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration
from tests.journeys.eyes import faults_of_access, width_at_320

GROUP = "/g/neuf/"
REPRISE = f"{GROUP}gestion/soldes/reprise/"
PASTED = "Awa Diop;-12,50\nJean Petit;8,00\nCamille Moreau;0\nJeane Petti;5,00"
TAPS_MAX = 3
MORE_THAN_A_SECOND = 1500
REMEMBER = """() => {
  const doing = document.querySelector("[data-progress-words]");
  const remember = () => { if (!doing.hidden) sessionStorage.setItem("said", doing.textContent.trim()); };
  new MutationObserver(remember).observe(doing, { attributes: true });
}"""  # what the page says while it waits, asked once it has the answer: a page that is going away answers nothing


class Hand:
    """Counts the taps of one person."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click(no_wait_after=True)
        self.taps += 1


@pytest.mark.parametrize(
    ("size", "javascript"),
    [
        pytest.param("phone", True, id="phone"),
        pytest.param("desktop", False, id="desktop-without-javascript"),
    ],
)
def test_j9_balances_are_pasted_once_into_a_fresh_group(
    door: Door, demonstration: Demonstration, size: str, javascript: bool
) -> None:
    demonstration.found_fresh_group()
    karim = door.open("Karim Haddad", size, javascript=javascript)
    hand = Hand(karim)

    paste(hand, is_slow=javascript)
    main = karim.get_by_role("main")
    expect(main).to_contain_text("2 soldes à créer, 1 à zéro, 1 nom non reconnu")
    expect(main).to_contain_text("Jean Petit ?")
    expect(main).to_contain_text("Awa Diop ligne 1devait 12,50 €")
    expect(karim.get_by_label("« Jeane Petti », ligne 4, c’est")).to_have_value("")
    hand.tap("Enregistrer 2 soldes")
    karim.wait_for_url("**/gestion/soldes/")
    expect(karim.get_by_role("status").first).to_contain_text("2 soldes repris au 24/11/2026")
    assert hand.taps <= TAPS_MAX

    the_balances_are(karim, "doit 12,50 €", "avoir 8,00 €")
    karim.get_by_role("main").get_by_role("link", name="Awa Diop").first.click()
    expect(karim.get_by_role("main")).to_contain_text("Reprise de solde")

    paste(hand)
    expect(main).to_contain_text("1 à zéro, 2 déjà repris, 1 nom non reconnu")
    expect(main).to_contain_text("déjà repris : − 12,50 € au 24/11/2026")
    expect(karim.get_by_role("button", name="Enregistrer")).to_have_count(0)
    the_balances_are(karim, "doit 12,50 €", "avoir 8,00 €")
    demonstration.audit()

    the_set_is_undone(karim)
    demonstration.audit()
    the_pages_are_clean(karim, javascript)


def paste(hand: Hand, *, is_slow: bool = False) -> None:
    """Bring the list; where the answer `is_slow`, the page says what is being done."""
    page = hand.page
    page.goto(REPRISE)
    page.get_by_label("Collez les lignes").fill(PASTED)
    if not is_slow:
        hand.tap("Regarder cette liste")
        page.wait_for_url(f"**{REPRISE}*/")
        return
    held: list[Route] = []
    page.route(f"**{REPRISE}", lambda route: held.append(route))
    page.evaluate(REMEMBER)
    hand.tap("Regarder cette liste")
    page.wait_for_timeout(MORE_THAN_A_SECOND)
    held[0].continue_()
    page.wait_for_url(f"**{REPRISE}*/")
    page.unroute(f"**{REPRISE}")
    assert page.evaluate("sessionStorage.getItem('said')") == "Lecture de la liste et recherche des membres…"


def the_balances_are(page: Page, *said: str) -> None:
    page.goto(f"{GROUP}gestion/soldes/")
    for words in said:
        expect(page.get_by_role("main")).to_contain_text(words)


def the_set_is_undone(page: Page) -> None:
    page.goto(REPRISE)
    page.get_by_role("main").get_by_role("link", name="reprise n° 1").click()
    page.get_by_label("Pourquoi").fill("la liste était celle de mars")
    page.get_by_role("button", name="Annuler ces 2 soldes").click()
    page.wait_for_url(f"**{REPRISE}")
    expect(page.get_by_role("status").first).to_contain_text("Reprise de soldes n° 1 annulée")
    page.goto(f"{GROUP}gestion/soldes/")
    for words in ("doit 12,50 €", "avoir 8,00 €"):
        expect(page.get_by_role("main")).not_to_contain_text(words)


def the_pages_are_clean(page: Page, javascript: bool) -> None:
    """Also with a set that is undone, and one whose member is picked by hand."""
    paste(Hand(page))
    page.get_by_label("« Jeane Petti », ligne 4, c’est").select_option(label="Jean Petit, n° 5")
    page.get_by_role("button", name="Enregistrer 2 soldes").click()
    expect(page.get_by_role("alert").first).to_contain_text("L’aperçu a changé")
    expect(page.get_by_role("main")).to_contain_text("Jean Petit est aussi à la ligne 2.")
    for path in ("", REPRISE, f"{REPRISE}1/"):
        if path:
            page.goto(path)
        if javascript:
            assert faults_of_access(page) == []
        assert width_at_320(page) == 320

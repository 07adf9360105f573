"""From an empty installation to a validated distribution where everybody is at zero, by pages and mails only."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import SIZES
from tests.journeys.empty_installation import EmptyInstallation, empty_installation, text_of
from tests.journeys.eyes import Eyes, faults_of_access, width_at_320

PRODUCTS = Path(__file__).parents[1] / "files" / "products" / "cagette-pro-products.csv"
TUESDAY, FRIDAY, THURSDAY = "2026-11-24T10:00", "2026-11-27T10:00", "2026-12-03T18:40"
MEMBERS = ("Alice Martin", "Awa Diop", "Jean Petit", "Lise Robin", "Noé Garnier")
JUICE = "Jus de pomme cassis 75cl"
GROUP = "/g/les-paniers-du-vallon/"
WAITS_MAX = 30_000  # milliseconds
Entrance = Callable[[str], Page]


def address_of(name: str) -> str:
    return f"{name.split()[0].lower().replace('é', 'e')}@example.org"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[EmptyInstallation]:
    with empty_installation(tmp_path, TUESDAY) as installation:
        yield installation


@pytest.fixture
def enter(browser: Browser, installation: EmptyInstallation) -> Iterator[Entrance]:
    """A browser of somebody's own, of the given size; nothing is said on its console until the end of the test."""
    opened: list[tuple[BrowserContext, Eyes]] = []

    def enter(size: str) -> Page:
        context = browser.new_context(
            base_url=installation.address,
            viewport=SIZES[size],  # type: ignore[arg-type]
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.set_default_timeout(WAITS_MAX)
        opened.append((context, Eyes(page)))
        return page

    yield enter
    for context, eyes in opened:
        eyes.assert_nothing_was_said()
        context.close()


@pytest.mark.both_databases
def test_from_nothing_a_group_is_founded_orders_is_served_and_ends_at_zero(
    installation: EmptyInstallation, enter: Entrance
) -> None:
    nadia = enter("desktop")
    the_host_comes_in_and_creates_a_group(nadia, installation.link)
    a_catalog_comes_from_a_file(nadia)
    five_members_are_invited(nadia)
    a_cycle_is_planned(nadia)
    everything_is_ticked(nadia)

    installation.move_clock(FRIDAY)
    for name in MEMBERS:
        a_member_comes_in_by_the_invitation_and_orders(enter("phone"), installation, name)

    installation.move_clock(THURSDAY)
    the_stand_serves_everybody(nadia)
    the_distribution_is_validated(nadia)
    everybody_is_at_zero(nadia)
    the_mails_are_seen(nadia, installation)
    installation.audit()


def step(page: Page, name: str) -> None:
    """Back to the list, then to this line."""
    page.goto(f"{GROUP}premiers-pas/")
    page.get_by_role("main").get_by_role("link", name=re.compile(f"^{name}")).click()


def the_host_comes_in_and_creates_a_group(page: Page, link: str) -> None:
    page.goto(link)
    for label, typed in (("Prénom", "Nadia"), ("Nom", "Belkacem"), ("Adresse e-mail", "nadia@example.org")):
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_label("Mot de passe").fill("le marché du jeudi")
    page.get_by_role("button", name="Commencer").click()
    expect(page.get_by_role("heading", name="Par quoi commencer ?")).to_be_visible()
    page.get_by_role("link", name="Créer mon groupe").click()
    page.get_by_label("Nom du groupe").fill("Les Paniers du Vallon")
    page.get_by_label("Lieu des distributions").fill("Salle des Aulnes")
    page.get_by_label("Jour des distributions").select_option("jeudi")
    page.get_by_role("button", name="Créer ce groupe").click()
    page.wait_for_url(f"**{GROUP}premiers-pas/")
    expect(page.get_by_role("main")).to_contain_text("3 sur 9")
    assert (faults_of_access(page), width_at_320(page)) == ([], 320)
    page.set_viewport_size(SIZES["desktop"])  # type: ignore[arg-type]


def a_catalog_comes_from_a_file(page: Page) -> None:
    step(page, "Premier producteur")
    page.get_by_label("Nom du producteur").fill("Ferme des Aulnes")
    page.get_by_role("button", name="Ajouter ce producteur").click()
    page.wait_for_url("**/gestion/catalogues/1/")
    step(page, "Premier producteur")
    page.locator("input[type=file]").set_input_files(PRODUCTS)
    page.get_by_role("button", name="Regarder ce fichier").click()
    page.get_by_role("button", name=re.compile("^Importer")).click()
    expect(page.get_by_role("main")).to_contain_text(JUICE)


def five_members_are_invited(page: Page) -> None:
    step(page, "Inviter les membres")
    pasted = "\n".join(f"{name} <{address_of(name)}>" for name in MEMBERS)
    page.get_by_role("main").get_by_role("textbox").fill(pasted)
    page.get_by_role("button", name="Regarder cette liste").click()
    page.get_by_role("button", name="Inviter 5 personnes").click()
    expect(page.get_by_role("status").first).to_contain_text("5 invitations envoyées.")
    page.get_by_role("link", name="Mes premiers pas").click()
    page.get_by_role("button", name="Aucun solde à reprendre").click()
    expect(page.get_by_role("button", name="Il y en a")).to_be_visible()


def a_cycle_is_planned(page: Page) -> None:
    step(page, "Les suivantes, en un cycle")
    expect(page.get_by_label("Première distribution")).to_have_value("2026-12-03")
    page.get_by_role("button", name="Voir les dates").click()
    page.get_by_role("button", name="Créer ces distributions").click()
    expect(page.get_by_role("status").first).to_contain_text("26 distributions planifiées")


def everything_is_ticked(page: Page) -> None:
    page.goto(f"{GROUP}premiers-pas/")
    expect(page.get_by_role("main")).to_contain_text("8 sur 9")  # she shares no role yet
    page.get_by_role("button", name="Ranger cette liste").click()
    page.wait_for_url(f"**{GROUP}gestion/")
    expect(page.get_by_role("link", name="Mes premiers pas")).to_have_count(0)


def a_member_comes_in_by_the_invitation_and_orders(page: Page, installation: EmptyInstallation, name: str) -> None:
    (mail, *_more) = installation.mails_to(address_of(name), 1)
    found = re.search(r"http://\S+/bienvenue/\S+/", text_of(mail))
    assert found, text_of(mail)
    page.goto(found.group())
    page.get_by_role("button", name="Entrer dans le groupe").click()
    expect(page.get_by_role("heading", name=f"Bonjour {name.split()[0]}")).to_be_visible()
    one_juice_is_ordered(page)


def one_juice_is_ordered(page: Page) -> None:
    """There is one means: from the shop it is one tap."""
    page.get_by_role("link", name="Commander", exact=True).filter(visible=True).first.click()
    page.get_by_role("button", name=f"Ajouter {JUICE}").filter(visible=True).first.click()
    page.get_by_role("button", name=re.compile(r"^Commander · chèque de\s+2,70")).filter(visible=True).first.click()
    expect(page.get_by_role("main")).to_contain_text("Commande enregistrée")


def the_stand_serves_everybody(page: Page) -> None:
    page.goto(f"{GROUP}gestion/distributions/")
    page.get_by_role("link", name=re.compile("^Stand")).first.click()
    for name in MEMBERS:
        page.get_by_role("searchbox").fill(name)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        page.get_by_role("button", name=re.compile("^Chèque 2,70")).filter(visible=True).first.click()
        expect(page.locator("#toasts")).to_contain_text(re.compile(f"{name}.*solde 0,00"))


def the_distribution_is_validated(page: Page) -> None:
    page.goto(f"{GROUP}gestion/distributions/")
    page.get_by_role("link", name=re.compile("^Valider")).first.click()
    expect(page.get_by_role("main")).to_contain_text("rien à regarder")
    page.get_by_role("button", name=re.compile("^Valider")).click()
    expect(page.get_by_role("main")).to_contain_text("Distribution validée")


def everybody_is_at_zero(page: Page) -> None:
    """As the file of balances says it."""
    text = page.request.get(f"{GROUP}gestion/soldes/soldes.csv").text().lstrip("\ufeff")
    balances = {row["E-mail"]: row["Solde"] for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert balances == dict.fromkeys(["nadia@example.org", *map(address_of, MEMBERS)], "0,00")


def the_mails_are_seen(page: Page, installation: EmptyInstallation) -> None:
    """In the application, and where they arrive: the invitation, then what is said of the order."""
    page.goto(f"{GROUP}gestion/courriels/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Bienvenue")
    for name in MEMBERS:
        texts = [text_of(mail) for mail in installation.mails_to(address_of(name), 2)]
        assert any("2,70" in text for text in texts), texts

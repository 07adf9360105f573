"""A member pays by online card on the provider's page and sees it; a refused card leaves the order as it is."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import time

import pytest
from playwright.sync_api import Page, expect

from cabas.payments.online.simulated.provider import FILE
from tests.journeys.conftest import Door
from tests.journeys.demonstration import Demonstration, Workshop
from tests.payments.online.conftest import here
from tests.payments.online.provider_here import GOOD, REFUSED, Here

__all__ = ["here"]

pytestmark = pytest.mark.xdist_group("card")  # one server for all of them

GROUP = "/g/vallon/"
ORDER = f"{GROUP}commande/10/"
KEYS = f"{GROUP}gestion/reglages/paiements/en-ligne/"
WAYS = pytest.mark.parametrize(
    ("size", "javascript"),
    [
        pytest.param("phone", True, id="phone"),
        pytest.param("desktop", False, id="desktop-without-javascript", marks=pytest.mark.variant),
    ],
)


@pytest.fixture
def demonstration(here: Here, workshop: Workshop, moment: str) -> Iterator[Demonstration]:
    """One whose real provider is on this machine."""
    with workshop.running(moment, provider=here.address) as demonstration:
        yield demonstration


@pytest.mark.both_databases
@WAYS
def test_card_a_refused_card_then_a_good_one_and_all_is_paid(
    door: Door, demonstration: Demonstration, size: str, javascript: bool
) -> None:
    the_group_is_at_a_real_provider(door.open("Solène Marchand", "desktop", javascript=javascript))
    camille = door.open("Camille Moreau", size, javascript=javascript)
    camille_orders_by_card(camille)

    camille.get_by_role("link", name="Payer par carte · 12,00 €").click()
    expect(camille.get_by_role("heading")).to_have_text("1200 eur")
    pays_with(camille, REFUSED)
    expect(camille.get_by_text("declined")).to_be_visible()
    pays_with(camille, GOOD)

    expect(camille.get_by_role("heading", name="Commande payée")).to_be_visible()
    expect(camille.get_by_role("main")).to_contain_text("12,00 € reçus par carte")
    expect(camille.get_by_role("main")).to_contain_text("Il n’y a rien à apporter")
    account_is_at_zero(camille)
    demonstration.audit()


@WAYS
def test_card_a_refused_card_then_another_means(
    door: Door, demonstration: Demonstration, size: str, javascript: bool
) -> None:
    the_group_is_at_a_real_provider(door.open("Solène Marchand", "desktop", javascript=javascript))
    camille = door.open("Camille Moreau", size, javascript=javascript)
    camille_orders_by_card(camille)
    camille.get_by_role("link", name="Payer par carte · 12,00 €").click()
    pays_with(camille, REFUSED)
    camille.get_by_role("link", name="Back").click()

    expect(camille.get_by_role("main")).to_contain_text("rien n’a été payé. Votre commande est gardée.")
    camille.get_by_role("link", name="Choisir un autre moyen").click()
    choose(camille, "Chèque")
    camille.get_by_role("button", name=re.compile(r"chèque de 12,00\s€")).filter(visible=True).first.click()
    expect(camille.get_by_role("main")).to_contain_text("Apportez un chèque")
    camille.goto(GROUP)
    expect(camille.get_by_role("main")).to_contain_text("à régler jeudi")
    demonstration.audit()


@WAYS
def test_card_the_simulated_page_refuses_is_left_and_pays_late(
    door: Door, demonstration: Demonstration, size: str, javascript: bool
) -> None:
    camille = door.open("Camille Moreau", size, javascript=javascript)
    camille_orders_by_card(camille)
    main = camille.get_by_role("main")
    camille.get_by_role("link", name="Payer par carte · 12,00 €").click()
    expect(camille.get_by_role("heading", name="Paiement simulé")).to_be_visible()
    expect(main).to_contain_text("aucun argent ne bouge")

    choose(camille, "la carte est refusée")
    camille.get_by_role("button", name="Payer · 12,00 €").click()
    expect(camille.get_by_role("alert")).to_contain_text("Cette carte est refusée. Rien n’a été payé")
    camille.get_by_role("link", name="Revenir sans payer").click()
    expect(main).to_contain_text("Votre commande est gardée.")

    camille.get_by_role("link", name="Payer par carte · 12,00 €").click()
    choose(camille, "la banque répond vingt secondes plus tard")
    camille.get_by_role("button", name="Payer · 12,00 €").click()
    expect(main).to_contain_text("Votre banque n’a pas encore répondu")
    twenty_seconds_pass_at_the_bank(demonstration)
    camille.get_by_role("link", name="Regarder de nouveau").click()
    expect(camille.get_by_role("heading", name="Commande payée")).to_be_visible()
    account_is_at_zero(camille)
    demonstration.audit()


def twenty_seconds_pass_at_the_bank(demonstration: Demonstration) -> None:
    """What was to come is there now."""
    with closing(sqlite3.connect(Path(demonstration.folder) / FILE)) as file, file:
        file.execute("UPDATE sessions SET content = json_set(content, '$.paid_at', ?)", [time()])


def the_group_is_at_a_real_provider(page: Page) -> None:
    page.goto(KEYS)
    page.get_by_label("Prestataire").select_option("Stripe")
    page.get_by_label("Clé secrète").fill("sk_test_vallon")
    page.get_by_label("Secret du webhook").fill("whsec_vallon")
    page.get_by_role("button", name="Essayer et enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("Clés essayées et enregistrées")
    expect(page.get_by_role("main")).not_to_contain_text("sk_test_vallon")


def camille_orders_by_card(page: Page) -> None:
    page.goto(ORDER)
    page.get_by_role("button", name="Ajouter Panier de légumes").first.click()
    expect(page.get_by_role("button", name="Retirer Panier de légumes").first).to_be_visible()
    page.goto(f"{ORDER}regler/")
    choose(page, "Carte en ligne")
    page.get_by_role("button", name=re.compile(r"^Commander · .*12,00\s€")).filter(visible=True).first.click()
    expect(page.get_by_role("main")).to_contain_text("Commande enregistrée, 12,00 € à payer")
    expect(page.get_by_role("main")).to_contain_text("Votre numéro de carte ne passe pas par Cabas.")


def choose(page: Page, label: str) -> None:
    page.get_by_role("radio", name=label).check()


def pays_with(page: Page, card: str) -> None:
    page.get_by_label("Card number").fill(card)
    page.get_by_role("button", name="Pay").click()


def account_is_at_zero(page: Page) -> None:
    page.goto(f"{GROUP}compte/")
    main = page.get_by_role("main")
    for text in ("− 12,00 €", "+ 12,00 €", "à jour", "0,00 €"):
        expect(main).to_contain_text(text)
    page.goto(f"{GROUP}compte/messages/")
    expect(page.get_by_role("main")).to_contain_text("Bien reçu : 12,00 € par carte en ligne, votre solde est à jour")

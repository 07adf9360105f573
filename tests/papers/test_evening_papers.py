"""Each paper of an evening says on its page what its PDF says; pages are numbered, and a code leads back."""

import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cabas.distributions.basket_list import LineInFull, ListedBasket
from cabas.distributions.models import Distribution
from cabas.money import Money
from cabas.papers import product_lists
from cabas.papers.evening_files import evening_pdf
from cabas.papers.evening_heads import base_of, code
from cabas.papers.evening_papers import EVENING_PAPERS, EveningPaper, paper_named
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast
from tests.papers.evenings import basket, made_up
from tests.payments.codes import code_in

BASE = "https://paniers.example.org"
STAND = f"{BASE}/g/vallon/gestion/distributions/118/stand/"
Made = Callable[[str, list[ListedBasket]], Any]

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    def make(slug: str, baskets: list[ListedBasket]) -> Any:
        return paper_named(slug).make(made_up(monkeypatch, baskets), base=BASE, at=TUESDAY)

    return make


@pytest.fixture
def pages(made: Made, tmp_path: Path) -> Callable[[str, list[ListedBasket]], list[str]]:
    """The text of each page of the PDF, on single spaces."""

    def read(slug: str, baskets: list[ListedBasket]) -> list[str]:
        file = tmp_path / "paper.pdf"
        file.write_bytes(evening_pdf(paper_named(slug).template, made(slug, baskets), at=TUESDAY))
        text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
        return [" ".join(page.split()) for page in text.split("\f")][:-1]

    return read


def rows(count: int) -> list[ListedBasket]:
    return [basket(number) for number in range(1, count + 1)]


@needs_poppler
@pytest.mark.parametrize("paper", EVENING_PAPERS, ids=lambda paper: paper.slug)
def test_each_page_names_group_and_day_and_its_number_with_1_and_300_baskets(paper: EveningPaper, pages: Any):
    for count in (1, 300):
        read = pages(paper.slug, rows(count))
        for number, page in enumerate(read, start=1):
            if paper.slug == "etiquettes":
                assert "Les Paniers du Vallon · jeu. 26 nov." in page
            else:
                assert "jeudi 26 novembre 2026" in page
                assert "Les Paniers du Vallon · 18 h 30 – 19 h 30, Salle des Aulnes" in page
                assert re.search(rf"{number} ?/ ?{len(read)}$", page)


@needs_poppler
def test_attendance_lists_everybody_once_with_what_is_to_weigh_to_pay_and_to_sign(pages: Any):
    one = pages("emargement", [basket(14, name="Zoé O’Connor", means="cheque")])[0]
    assert "De permanence Accueil : Zoé Nguyen, il manque 1 personne" in one
    assert "Bocaux: à gauche." in one
    for words in ("N° Foyer Produits Total À régler Réglé : Signature", "14", "Zoé O’Connor", "06 12 34 50 14",
                  "Tomme de brebis ≈ 240 g", "2 Pain", "≈ 22,90 €", "chèque", "1 panier, ≈ 22,90 €"):  # fmt: skip
        assert words in one, words
    many = pages("emargement", rows(300))
    assert all("Foyer Produits Total" in page for page in many[:-1])
    numbers = [int(found) for page in many for found in re.findall(r"Camille Moreau-(\d+)", page)]
    assert numbers == list(range(1, 301))


@needs_poppler
def test_labels_are_24_a_sheet_and_say_what_they_leave_out(pages: Any):
    read = pages("etiquettes", rows(300))
    assert [page.count("jeu. 26 nov.") for page in read] == [24] * 12 + [12]
    assert "+ 4 autres" in pages("etiquettes", [basket(3)])[0]
    assert len(pages("etiquettes", [])) == 1


@needs_poppler
def test_each_vendor_has_a_page_with_quantities_totals_and_crates(pages: Any):
    first, second = pages("producteurs", rows(300))
    assert "Ferme des Aulnes dans 300 paniers" in first
    assert "Tomme de brebis 300 ≈ 72 kg ≈ 6,00 €" in first
    assert "Pain (pièce) 600, 1 non livré 10,80 €" in first
    assert "Total ≈ 16,80 €" in first
    assert "Cagettes : livrées rendues Signature :" in first
    assert "Le Moulin" in second
    still_open = "Encore ouvert aux commandes jusqu’au mar. 24 nov., 20 h : provisoire"
    assert [still_open in page for page in (first, second)] == [False, True]


@needs_poppler
def test_by_product_what_is_weighed_comes_first_with_a_row_for_each_basket(pages: Any):
    read = " ".join(pages("produits", rows(300)))
    assert read.index("Tomme de brebis · Ferme des Aulnes · 300, ≈ 72 kg") < read.index("Pain · Ferme des Aulnes · 600")
    assert len(set(re.findall(r"Camille Moreau-\d+ 1 ≈ 240 g", read))) == 300
    assert "300 × 2" in read


def test_by_product_two_sizes_of_one_name_are_two_lists(monkeypatch: pytest.MonkeyPatch):
    lines = [LineInFull(number, "Ferme", "Miel", 1, None, None, Money(500), Money(500), False, unit)
             for number, unit in ((1, "500 g"), (2, "250 g"), (3, "500 g"))]  # fmt: skip
    evening = made_up(monkeypatch, [])
    monkeypatch.setattr(product_lists, "lines_listed", lambda _evening: lines)
    found = product_lists.product_lists_of(evening, base=BASE, at=TUESDAY).products
    assert [(each.name, each.sum, [taker.number for taker in each.takers]) for each in found] == [
        ("Miel (250 g)", "1", ["2"]),
        ("Miel (500 g)", "2", ["1", "3"]),
    ]


@needs_poppler
def test_the_till_sheet_counts_each_means_and_has_a_line_for_each_cheque_announced(pages: Any):
    read = " ".join(pages("caisse", [basket(4), basket(8), basket(1), basket(2)]))
    for words in ("Fond de caisse", "+ Espèces encaissées", "Billets et pièces", "0,05 €", "N° du ticket",
                  "Chèque 2 ≈ 45,80 €", "Espèces 1 ≈ 22,90 €", "Carte 0 0,00 €",
                  "4 Camille Moreau-4 ≈ 22,90 €", "Virements attendus", "2 Camille Moreau-2 ≈ 22,90 €"):  # fmt: skip
        assert words in read, words


def test_the_same_evening_makes_the_same_bytes_whatever_people_are_called(made: Made):
    names = ['#eval("1") \\ *x* $y$', "W" * 200, "🥕 עברית"]
    for paper in EVENING_PAPERS:
        said = made(paper.slug, [basket(number, name=name) for number, name in enumerate(names, start=1)])
        first, again = (evening_pdf(paper.template, said, at=TUESDAY) for _time in range(2))
        assert first == again


def test_a_code_leads_to_the_stand_and_that_of_a_label_to_its_basket(made: Made):
    def read(svg: str) -> str:
        return code_in(svg.replace("<svg ", '<svg role="img" ').replace("qr-paper", "qr"))

    for paper in EVENING_PAPERS:
        assert read(made(paper.slug, rows(2)).head.code) == STAND
    assert [read(row.code) for row in made("etiquettes", rows(2)).rows] == [f"{STAND}1/", f"{STAND}2/"]
    assert code(STAND) is code(STAND)


def test_a_code_bears_the_address_that_the_installation_says_it_has(settings: Any):
    assert base_of("http://127.0.0.1:8000/") == "http://127.0.0.1:8000/"
    settings.PUBLIC_ADDRESS = BASE
    assert base_of("http://127.0.0.1:8000/") == BASE


@pytest.fixture
def play(db: None) -> Cast:
    play = cast()
    play.order(play.alice, {play.vegetables: 1, play.cheese: 1})
    play.order(play.bob, {play.bread: 2}, means="transfer")
    return play


def url(name: str, play: Cast, **more: Any) -> str:
    return reverse(f"papers:{name}", kwargs={"slug": play.group.slug, "number": play.distribution.number, **more})


def listed(play: Cast) -> Distribution:
    """As the pages fetch it."""
    return Distribution.objects.with_validation().select_related("place", "group").get(pk=play.distribution.pk)


def words_of(paper: Any) -> list[str]:
    """Every text of a paper, codes apart."""
    if isinstance(paper, str):
        return [] if paper.startswith("<svg") else [paper]
    if isinstance(paper, list):
        return [word for part in paper for word in words_of(part)]
    return [word for part in vars(paper).values() for word in words_of(part)] if hasattr(paper, "__dict__") else []


def test_one_page_leads_to_each_paper_whose_page_says_what_its_file_says(play: Cast):
    client = Client()
    client.force_login(play.nadia)
    with time_machine.travel(THURSDAY_EVENING, tick=False):
        thumbnails = client.get(url("lists", play)).content.decode()
        assert thumbnails.count("paper-thumb") == len(EVENING_PAPERS)
        for paper in EVENING_PAPERS:
            address = url("evening_paper", play, paper=paper.slug)
            assert address in thumbnails
            with CaptureQueriesContext(connection) as captured:
                page = unescape(client.get(address).content.decode())
            assert len(captured) <= 12
            made = paper.make(listed(play), base="http://testserver/", at=THURSDAY_EVENING)
            assert [word for word in words_of(made) if word not in page] == []
            file = client.get(url("evening_paper_pdf", play, paper=paper.slug))
            assert file["Content-Disposition"] == f'attachment; filename="vallon-2026-11-26-{paper.slug}.pdf"'
            assert file.content.startswith(b"%PDF-")
        assert client.get(url("evening_paper", play, paper="autre")).status_code == 404

"""Every screen has its page of the handbook, and everything that a page points to is there."""

import re
from pathlib import PurePosixPath

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from cabas.config.handbook_tour import HANDBOOK, Shown
from cabas.handbook.asking import help_address
from cabas.handbook.pages import INSTALLING, all_pages, page_of_views
from cabas.handbook.searching import search
from tests.access_table import PUBLIC, ROWS
from tests.test_access import names

PICTURE_MAX, PICTURES_MAX = 120_000, 2_500_000  # bytes
FILES = re.compile(r"[:_](csv|xlsx|pdf|zip|file)$")
NO_SCREEN = {  # they answer a page, a script, a calendar or a phone, with no top bar; or are a page of another company
    "simulated:page",
    "distributions:workbook",
    "planning:feed",
    "stand:manifest",
    "stand:news",
    "stand:panels",
    "stand:sent_acts",
    "stand:worker",
    "treasury:balances_trends",
}


def written() -> dict[str, str]:
    """Each page that is written for the handbook, as it stands in its file."""
    return {name: page.source for name, page in all_pages().items() if name != INSTALLING}


def test_every_screen_of_a_group_has_a_page() -> None:
    screens = {name for name, row in ROWS if row.method == "GET" and ":" in name and not FILES.search(name)}
    assert sorted(screens - NO_SCREEN - page_of_views().keys()) == []


def test_pages_speak_of_screens_that_exist_each_of_its_own() -> None:
    told = [view for page in all_pages().values() for view in page.views]
    assert sorted(set(told) - set(names(get_resolver()))) == []
    assert sorted({view for view in told if told.count(view) > 1}) == []


def test_help_leads_to_the_page_about_the_screen_or_to_the_table_of_contents() -> None:
    assert help_address("stand:stand") == reverse("handbook_page", kwargs={"name": "stand"})
    assert help_address("entrance") == help_address("") == reverse("handbook")


@pytest.mark.parametrize("name", sorted(all_pages()))
def test_every_link_of_a_page_leads_somewhere_in_the_handbook(name: str) -> None:
    anchors = {one: {section.anchor for section in page.text.headings} for one, page in all_pages().items()}
    lost = []
    for link in all_pages()[name].text.links:
        path, _, anchor = link.partition("#")
        target = PurePosixPath(path).stem or name
        is_outside = "://" in link or not path.endswith((".md", "")) or (name == INSTALLING and "/" in path)
        if not is_outside and (target not in anchors or (anchor and anchor not in anchors[target])):
            lost.append(link)
    assert lost == []


def test_every_picture_named_is_there_and_none_is_left_over() -> None:
    named = {picture for page in all_pages().values() for picture in page.text.pictures}
    kept = {f"images/{path.name}" for path in (settings.HANDBOOK / "images").iterdir()}
    taken = {f"images/{step.name}.webp" for step in HANDBOOK if isinstance(step, Shown)}
    assert named == kept == taken


def test_pictures_are_light() -> None:
    sizes = {path.name: path.stat().st_size for path in (settings.HANDBOOK / "images").iterdir()}
    assert {name: size for name, size in sizes.items() if size > PICTURE_MAX} == {}
    assert sum(sizes.values()) <= PICTURES_MAX


@pytest.mark.parametrize("name", sorted(written()))
def test_a_page_is_short_and_well_set(name: str) -> None:
    source = written()[name]
    assert len(source.splitlines()) <= 90
    badly_set = re.compile(r" [;:!?»]|« |'| €")
    words = re.sub(r"`[^`]*`|\]\([^)]*\)|\|", "", source)
    assert [line for line in words.splitlines() if badly_set.search(line)] == []


def test_the_question_people_ask_finds_its_answer_first() -> None:
    first = {sought: search(sought)[0] for sought in ("négatif", "NEGATIF", "absent", "encaissé deux fois")}
    assert {sought: (found.page.name, found.heading) for sought, found in first.items()} == {
        "négatif": ("mon-compte", "Pourquoi suis-je en négatif\u202f?"),
        "NEGATIF": ("mon-compte", "Pourquoi suis-je en négatif\u202f?"),
        "absent": ("valider", "Un membre est absent"),
        "encaissé deux fois": ("stand", "J’ai encaissé deux fois"),
    }


def test_a_search_without_words_or_without_answer_finds_nothing() -> None:
    assert search(" … ") == search("hippopotame") == []


@pytest.mark.django_db
def test_pages_are_read_without_signing_in(client: Client) -> None:
    index = client.get(reverse("handbook"))
    found = client.get(reverse("handbook"), {"q": "hippopotame"})
    page = client.get(reverse("handbook_page", kwargs={"name": "payer"}))
    assert (index.status_code, found.status_code, page.status_code) == (200, 200, 200)
    assert "Payer ma commande" in index.content.decode()
    assert "Rien ne correspond" in found.content.decode()
    shown = page.content.decode()
    assert f'<a href="{reverse("handbook_page", kwargs={"name": "cagnotte"})}">' in shown
    assert 'src="/static/aide/regler.webp"' in shown
    assert client.get(reverse("handbook_page", kwargs={"name": "nulle-part"})).status_code == 404


@pytest.mark.django_db
def test_help_is_the_last_of_a_screen_for_who_has_not_signed_in_too(client: Client) -> None:
    assert f'href="{help_address("account_login")}"' in client.get(reverse("account_login")).content.decode()


def test_no_page_is_about_a_screen_of_signing_in_that_is_not_there() -> None:
    of_nobody = {view for view in page_of_views() if ":" not in view}
    beside = {name for name, _row in ROWS if ":" not in name}
    assert of_nobody <= PUBLIC | beside

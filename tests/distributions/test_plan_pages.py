"""The pages of planning: what is refused says why and keeps what was typed; files read back."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.models import Distribution
from cabas.distributions.serving import serve
from cabas.distributions.totals import by_vendor
from cabas.distributions.validation import validate
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, cast, key
from tests.distributions.pages import stop_clock, words

PLAN = "/g/vallon/gestion/distributions/"
PAGE = f"{PLAN}1/"
WEDNESDAY_NIGHT = datetime.fromisoformat("2026-11-25T21:00+01:00")
FRIDAY = THURSDAY_EVENING + timedelta(days=1)
WEEK = timedelta(days=7)
FORM = {
    "day": "2026-11-26",
    "starts": "18:30",
    "ends": "19:30",
    "place": "Salle des Aulnes",
    "opens_on": "2026-11-20",
    "opens": "08:30",
    "closes_on": "2026-11-25",
    "closes": "20:00",
}


@pytest.fixture
def nadia(play: Cast, client: Client) -> Client:
    set_roles(play.group, play.nadia, [Role.COORDINATOR, Role.ADMINISTRATOR], by=None, at=TUESDAY)
    client.force_login(play.nadia)
    return client


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Move the clock."""
    return lambda moment: stop_clock(monkeypatch, moment)


def said(answer: Any) -> str:
    return words(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def form_of(play: Cast, **changed: str) -> dict[str, Any]:
    return FORM | {"catalogs": [str(play.catalog.pk)]} | changed


def here() -> Distribution:
    return Distribution.objects.get(group__slug="vallon", number=1)


# ── The page of one distribution


def test_while_orders_are_open_it_says_how_many_baskets_and_until_when_and_no_list_is_final(
    play: Cast, nadia: Client
) -> None:
    play.order(play.alice, {play.vegetables: 1, play.bread: 1})
    page = said(nadia.get(PAGE))
    assert "Distribution du jeudi 26 novembre 18 h 30 – 19 h 30, Salle des Aulnes" in page
    assert "commandes ouvertes jusqu’à mercredi 25, 20 h" in page
    assert "1 panier pour l’instant 17,40 €" in page
    assert "Par producteur" not in page
    for act in ("Modifier", "Clore maintenant", "Prolonger", "Liste des paniers"):
        assert act in page
    assert "Supprimer" not in page


def test_what_is_done_once_or_never_is_in_a_menu(play: Cast, nadia: Client) -> None:
    """On a phone the totals of the evening come after its acts: thirteen buttons hid them."""
    play.order(play.alice, {play.bread: 1})
    page = nadia.get(PAGE).content.decode().partition("<main")[2]
    menu = page[page.index('<details class="menu end">') :].partition("</details>")[0]
    assert words(menu) == "Plus Bénévoles du jour Permanences Copier Heures par catalogue Reporter N’aura pas lieu"


def test_where_nobody_has_ordered_yet_a_coordinator_is_led_to_the_first_basket(play: Cast, nadia: Client) -> None:
    add = f"{PAGE}paniers/ajouter/"
    assert add in nadia.get(PAGE).content.decode()
    play.order(play.alice, {play.bread: 1})
    assert add not in nadia.get(PAGE).content.decode()  # the list of baskets leads there


def test_as_soon_as_orders_close_what_is_to_be_brought_is_told_by_vendor_and_product(
    play: Cast, nadia: Client, at: Callable[[datetime], None]
) -> None:
    play.order(play.alice, {play.vegetables: 1, play.cheese: 1})
    play.order(play.bob, {play.vegetables: 2})
    at(WEDNESDAY_NIGHT)
    page = said(nadia.get(PAGE))
    assert "commandes closes depuis mercredi 25, 20 h" in page
    assert "Par producteur Ferme des Aulnes 2 paniers ≈ 42,00 €" in page
    assert "Panier de légumes 3 36,00 € Tomme de brebis 1 ≈ 240 g ≈ 6,00 €" in page
    assert "Rouvrir" in page
    assert "Clore maintenant" not in page


@pytest.mark.parametrize(
    ("moment", "step"),
    [
        (TUESDAY, "Modifier"),
        (WEDNESDAY_NIGHT, "Liste des paniers"),
        (THURSDAY_EVENING, "Ouvrir le stand"),
        (FRIDAY, "Passer à la validation"),
    ],
)
def test_one_primary_button_says_what_to_do_next(
    play: Cast, nadia: Client, at: Callable[[datetime], None], moment: datetime, step: str
) -> None:
    play.order(play.alice, {play.bread: 1})
    at(moment)
    page = nadia.get(PAGE).content.decode()
    primary = re.findall(r'<(?:a|button) class="btn btn-primary"[^>]*>(?:<svg.*?</svg>)?([^<]*)<', page)
    assert primary == [step]


def test_a_validated_distribution_is_shown_and_nothing_of_it_changes(
    play: Cast, nadia: Client, at: Callable[[datetime], None]
) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    at(FRIDAY)
    page = said(nadia.get(PAGE))
    assert "validée" in page
    for act in ("Modifier", "Rouvrir", "Supprimer", "Clore"):
        assert act not in page
    for path in ("modification/", "prolongation/", "suppression/"):
        assert nadia.get(f"{PAGE}{path}").status_code == 302
        refused = nadia.post(f"{PAGE}{path}", form_of(play))
        assert (refused.status_code, "Cette distribution est validée" in said(refused)) == (409, True)
    assert nadia.post(f"{PAGE}cloture/").status_code == 409


def test_who_serves_or_validates_is_not_offered_to_plan(play: Cast, client: Client) -> None:
    set_roles(play.group, play.person(play.bob), [Role.TREASURER], by=play.nadia, at=TUESDAY)
    client.force_login(play.person(play.bob))
    page = said(client.get(PAGE))
    for act in ("Modifier", "Clore maintenant", "Prolonger", "Supprimer"):
        assert act not in page


def test_another_group_s_distribution_is_not_found(play: Cast, nadia: Client) -> None:
    voisins = cast("ailleurs", "Les Voisins")
    add_distribution(voisins.group, voisins.distribution.starts_at + WEEK, [voisins.catalog])
    for path in ("", "modification/", "prolongation/", "suppression/", "paniers/", "paniers.csv", "distribution.xlsx"):
        assert nadia.get(f"{PLAN}2/{path}").status_code == 404
    for path in ("modification/", "cloture/", "prolongation/", "suppression/"):
        assert nadia.post(f"{PLAN}2/{path}", form_of(play)).status_code == 404


# ── Closing, extending, reopening, each with its opposite


def undo(client: Client, page: str) -> Any:
    """Press « Annuler » in the toast of this page."""
    toast = page[page.index("data-toast") :]
    action = re.search(r'action="([^"]*)"', toast)
    assert action
    return client.post(action[1], dict(re.findall(r'name="(\w+)" value="([^"]*)"', toast)), follow=True)


def test_closing_now_is_one_tap_and_its_toast_takes_orders_until_the_planned_hour(play: Cast, nadia: Client) -> None:
    page = nadia.post(f"{PAGE}cloture/", follow=True).content.decode()
    assert "Commandes closes pour le jeudi 26 novembre" in page
    assert here().orders_close_at == TUESDAY
    undone = undo(nadia, page)
    assert "Commandes ouvertes jusqu’à mercredi 25, 20 h" in said(undone)
    assert here().orders_close_at == play.distribution.orders_close_at


def test_extending_has_a_small_form_and_its_toast_goes_back(play: Cast, nadia: Client) -> None:
    assert 'value="2026-11-25"' in nadia.get(f"{PAGE}prolongation/").content.decode()
    late = {"closes_on": "2026-11-26", "closes": "12:00"}
    page = nadia.post(f"{PAGE}prolongation/", late, follow=True).content.decode()
    assert "Commandes ouvertes jusqu’à jeudi 26, 12 h" in said(type("A", (), {"content": page.encode()}))
    undo(nadia, page)
    assert here().orders_close_at == play.distribution.orders_close_at


def test_reopening_is_undone_by_closing(play: Cast, nadia: Client, at: Callable[[datetime], None]) -> None:
    at(WEDNESDAY_NIGHT)
    late = {"closes_on": "2026-11-26", "closes": "12:00"}
    page = nadia.post(f"{PAGE}prolongation/", late, follow=True).content.decode()
    assert here().is_open(WEDNESDAY_NIGHT)
    undo(nadia, page)
    assert here().orders_close_at == WEDNESDAY_NIGHT


def test_an_extension_after_the_start_is_refused_at_its_field_and_kept_as_typed(play: Cast, nadia: Client) -> None:
    refused = nadia.post(f"{PAGE}prolongation/", {"closes_on": "2026-11-27", "closes": "12:00"})
    assert refused.status_code == 422
    assert "avant le début de la distribution, jeu. 26 nov., 18 h 30" in said(refused)
    assert 'value="2026-11-27"' in refused.content.decode()
    assert 'id="id_closes_on_error"' in refused.content.decode()


# ── Changing and deleting


def test_it_is_changed_by_its_form(play: Cast, nadia: Client) -> None:
    page = nadia.get(f"{PAGE}modification/").content.decode()
    for value in FORM.values():
        assert f'value="{value}"' in page
    done = nadia.post(f"{PAGE}modification/", form_of(play, day="2026-11-27", place="Préau"), follow=True)
    assert "Distribution du vendredi 27 novembre modifiée" in done.content.decode()
    assert (str(here().day), here().place.name) == ("2026-11-27", "Préau")


def test_what_was_closed_early_stays_closed_when_the_place_changes(play: Cast, nadia: Client) -> None:
    closed = TUESDAY - timedelta(hours=1, seconds=-17)
    Distribution.objects.update(orders_close_at=closed)
    changed = form_of(play, closes_on="2026-11-24", closes="09:00", place="Préau")
    assert nadia.post(f"{PAGE}modification/", changed).status_code == 302
    assert (here().orders_close_at, here().place.name) == (closed, "Préau")


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"place": "x" * 121}, "place", "trop long : 120 signes au plus"),
        ({"place": "a\x00b"}, "place", "un signe illisible"),
        ({"day": "9999-12-31"}, "day", "Choisissez un jour entre 2000 et 2099."),
        ({"opens_on": "0001-01-01"}, "opens_on", "Choisissez un jour entre 2000 et 2099."),
        ({"catalogs": "99999999999999999999999"}, "catalogs", "Un catalogue choisi n’est plus là"),
        ({"catalogs": "x"}, "catalogs", "Un catalogue choisi n’est plus là"),
        ({"closes_on": "2026-11-23"}, "closes_on", "Les commandes ferment dans l’avenir"),
        ({"day": "2026-12-03"}, "day", "Il y a déjà une distribution le jeudi 3 décembre"),
        ({"starts": ""}, "starts", "Indiquez l’heure de début."),
    ],
)
@pytest.mark.parametrize("path", ["1/modification/", "nouvelle/"])
def test_a_refusal_stands_at_its_field_in_our_words_and_nothing_typed_is_lost(
    play: Cast, nadia: Client, path: str, changed: dict[str, str], field: str, sentence: str
) -> None:
    add_distribution(play.group, play.distribution.starts_at + WEEK, [play.catalog])
    free = {"day": "2026-11-28"} if path == "nouvelle/" else {}
    refused = nadia.post(f"{PLAN}{path}", form_of(play, **({"place": "Salle des Aulnes"} | free | changed)))
    assert refused.status_code == 422
    assert sentence in said(refused)
    assert f'id="id_{field}_error"' in refused.content.decode()
    assert 'value="08:30"' in refused.content.decode()


def test_a_catalog_that_is_ordered_is_kept_and_the_form_says_why(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    honey = add_catalog(add_vendor(play.group, "Miellerie"), "Miels")
    refused = nadia.post(f"{PAGE}modification/", form_of(play, catalogs=str(honey.pk)))
    assert (refused.status_code, "est dans 1 panier : ce catalogue doit participer" in said(refused)) == (422, True)
    assert "1 panier est déjà commandé" in said(refused)


def test_once_started_the_form_asks_for_the_place_and_the_end_only(
    play: Cast, nadia: Client, at: Callable[[datetime], None]
) -> None:
    at(THURSDAY_EVENING)
    assert 'name="day"' not in nadia.get(f"{PAGE}modification/").content.decode()
    assert nadia.post(f"{PAGE}modification/", {"ends": "20:15", "place": "Préau"}).status_code == 302
    assert (here().place.name, here().ends_at.isoformat()) == ("Préau", "2026-11-26T19:15:00+00:00")
    assert nadia.post(f"{PAGE}modification/", {"ends": "18:00", "place": "Préau"}).status_code == 422


def test_it_is_deleted_after_a_confirmation(play: Cast, nadia: Client) -> None:
    assert "Supprimer" in said(nadia.get(PAGE))
    assert "La distribution du jeudi 26 novembre (Salle des Aulnes) disparaît" in said(nadia.get(f"{PAGE}suppression/"))
    assert Distribution.objects.count() == 1
    done = nadia.post(f"{PAGE}suppression/", follow=True)
    assert "Distribution du jeudi 26 novembre supprimée" in done.content.decode()
    assert Distribution.objects.count() == 0


def test_where_baskets_are_ordered_deleting_is_refused_on_its_page(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    refused = nadia.post(f"{PAGE}suppression/")
    assert (refused.status_code, "1 panier est commandé pour cette distribution" in said(refused)) == (409, True)
    assert "elle ne se supprime pas" in said(nadia.get(f"{PAGE}suppression/", follow=True))


# ── The list of distributions


def test_each_distribution_leads_to_its_page_with_its_state_and_its_baskets(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.vegetables: 1, play.bread: 1})
    add_distribution(play.group, play.distribution.starts_at + 2 * WEEK, [play.catalog])
    answer = nadia.get(PLAN)
    page = said(answer)
    assert f'href="{PAGE}"' in answer.content.decode()
    assert "commandes ouvertes 18 h 30 – 19 h 30, Salle des Aulnes Jusqu’à mercredi 25, 20 h 1 panier 17,40 €" in page
    assert "Jeu. 10 déc. à venir 18 h 30 – 19 h 30, Salle des Aulnes Ouvre vendredi 4 décembre, 8 h 30" in page


def test_older_ones_are_shown_thirty_by_thirty(play: Cast, nadia: Client) -> None:
    for position in range(1, 35):
        add_distribution(play.group, play.distribution.starts_at - WEEK * position, [play.catalog])
    numbers = re.compile(rf'<th scope="row"[^>]*><a class="plain" href="{PLAN}(\d+)/"')

    def shown(query: str = "") -> list[int]:
        return [int(number) for number in numbers.findall(nadia.get(f"{PLAN}{query}").content.decode())]

    assert shown() == [1, *range(2, 32)]
    assert "Afficher la suite" in said(nadia.get(PLAN))
    assert shown("?avant=31") == [32, 33, 34, 35]
    assert "Afficher la suite" not in said(nadia.get(f"{PLAN}?avant=31"))
    assert shown("?avant=x") == shown("?avant=999") == shown()
    assert "Aucune distribution plus ancienne." in said(nadia.get(f"{PLAN}?avant=35"))


# ── The list of baskets and its files


def test_each_basket_is_said_in_one_row(play: Cast, nadia: Client, at: Callable[[datetime], None]) -> None:
    play.order(play.alice, {play.vegetables: 2, play.cheese: 1})
    basket = play.order(play.bob, {play.bread: 1}, means="transfer")
    serve(basket, is_left_owed=False, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    at(THURSDAY_EVENING)
    page = said(nadia.get(f"{PAGE}paniers/"))
    assert "2 paniers , ≈ 35,40 €" in page
    row = "1 Alice Martin 2 Panier de légumes, Tomme de brebis ≈ 240 g ≈ 30,00 € ≈ 30,00 € chèque à servir"
    assert row in page
    assert "2 Bob Lenoir Pain 5,40 € 5,40 € virement servi" in page
    by_name = said(nadia.get(f"{PAGE}paniers/?tri=nom"))
    assert by_name.index("Bob Lenoir") < by_name.index("Alice Martin")


def test_a_name_leads_who_orders_for_members_to_the_basket_and_nobody_else(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    basket = f'href="{PAGE}paniers/{play.alice.number}/"'
    assert basket in nadia.get(f"{PAGE}paniers/").content.decode()
    set_roles(play.group, play.person(play.bob), [Role.TREASURER], by=play.nadia, at=TUESDAY)
    nadia.force_login(play.person(play.bob))
    page = nadia.get(f"{PAGE}paniers/").content.decode()
    assert ("Alice Martin" in page, basket in page, "Ajouter un panier" in page) == (True, False, False)


def test_the_list_says_it_may_change_as_long_as_orders_are_open(play: Cast, nadia: Client) -> None:
    assert "Aucun panier pour l’instant." in said(nadia.get(f"{PAGE}paniers/"))
    play.order(play.alice, {play.bread: 1})
    assert "cette liste peut encore changer" in said(nadia.get(f"{PAGE}paniers/"))
    assert "vallon-2026-11-26-paniers-provisoire.csv" in nadia.get(f"{PAGE}paniers.csv")["Content-Disposition"]


def test_a_box_is_printed_after_each_product_that_waits_for_the_scales(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.vegetables: 1, play.cheese: 1, play.bread: 1})
    play.order(play.bob, {play.cheese: 2})
    page = nadia.get(f"{PAGE}paniers/").content.decode().replace("\u00a0", " ")
    box = '<span class="write-box"></span>'
    assert f'<td class="t-full">Pain, Panier de légumes, Tomme de brebis ≈ 240 g{box}</td>' in page
    assert f'<td class="t-full">2 Tomme de brebis ≈ 480 g{box}</td>' in page


def test_what_a_member_typed_is_shown_as_it_is(play: Cast, nadia: Client) -> None:
    play.bread.name = "<b>Pain</b> & co"
    play.bread.save()
    play.order(play.alice, {play.bread: 1, play.cheese: 1})
    page = nadia.get(f"{PAGE}paniers/").content.decode()
    assert "&lt;b&gt;Pain&lt;/b&gt; &amp; co" in page
    assert "<b>Pain" not in page


def test_the_workbook_reads_back_with_the_same_sums_in_its_four_sheets(
    play: Cast, nadia: Client, at: Callable[[datetime], None]
) -> None:
    play.order(play.alice, {play.vegetables: 2, play.cheese: 1})
    play.order(play.bob, {play.bread: 3})
    at(WEDNESDAY_NIGHT)
    answer = nadia.get(f"{PAGE}distribution.xlsx")
    assert 'filename="vallon-2026-11-26-distribution.xlsx"' in answer["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Par producteur", "Par produit", "Paniers", "Lignes"]
    vendors, products, baskets, lines = (book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names)
    assert vendors == [["Ferme des Aulnes", 2.0, 46.2, 0.0, 46.2]]
    assert products == [
        ["Ferme des Aulnes", "Pain", "", 3.0, 0.0, "", "", 16.2],
        ["Ferme des Aulnes", "Panier de légumes", "", 2.0, 0.0, "", "", 24.0],
        ["Ferme des Aulnes", "Tomme de brebis", "", 1.0, 0.0, 240.0, 0.0, 6.0],
    ]
    means = ["chèque", 0.0, "commandé"]
    assert [row[:2] + row[4:] for row in baskets] == [
        [
            1.0,
            "Alice Martin",
            "2 Panier de légumes, Tomme de brebis ≈ 240 g".replace("2 P", "2\u00a0P").replace(
                "≈ 240 g", "≈\u00a0240\u00a0g"
            ),
            30.0,
            30.0,
            *means,
        ],
        [2.0, "Bob Lenoir", "3\u00a0Pain", 16.2, 16.2, *means],
    ]
    assert round(sum(row[8] for row in lines), 2) == 46.2 == float(by_vendor(play.distribution)[0].amount.euros)


def test_the_baskets_leave_as_a_csv_for_a_french_spreadsheet(
    play: Cast, nadia: Client, at: Callable[[datetime], None]
) -> None:
    play.order(play.alice, {play.bread: 1})
    at(WEDNESDAY_NIGHT)
    answer = nadia.get(f"{PAGE}paniers.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["1", "Alice Martin", "1", "", "Pain", "5,40", "5,40", "chèque", "0,00", "commandé"]

"""« Solde des adhérents » as a page and as a file: what one filter holds is on both, and its totals beside it."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
import python_calamine
from django.test import Client

from cabas.clock import local_date
from cabas.groups.members import NewHousehold, NewPerson, add_member, add_members
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from tests.cast import TUESDAY, Cast, add_distribution, cast, key
from tests.distributions.pages import Visitor, stop_clock, words
from tests.treasury.movements import moved

pytestmark = pytest.mark.django_db

TODAY = local_date(TUESDAY)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Alice owes 12,50 since the 12th, Bob has 8,00, Élise left owing 4,00, Nadia is even."""
    stop_clock(monkeypatch, TUESDAY)
    play = cast()
    elise = add_member(
        play.group, NewHousehold([NewPerson("Élise", "Caron <b>", "elise@example.org", "+33612345678")]), at=TUESDAY
    )
    moved(play.alice, (12, "-12.50"))
    moved(play.bob, (20, "8.00"))
    moved(elise, (63, "-4.00"))
    Membership.objects.filter(pk=elise.pk).update(left_on=TODAY - timedelta(days=1))
    return play


@pytest.fixture
def nadia(play: Cast) -> Visitor:
    return Visitor(Membership.objects.select_related("group").get(adults__person=play.nadia))


def cells(page: str) -> list[list[str]]:
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in body.split("</tr>")[:-1]]


def test_each_member_is_a_row_with_a_bar_a_state_and_an_age(nadia: Visitor) -> None:
    assert cells(nadia.get("gestion/soldes/")) == [
        ["Alice Martin", "", "doit 12,50 €", "12 j", "", "Encaisser"],
        ["Élise Caron <b> parti le lun. 23 nov.", "", "doit 4,00 €", "63 j", "", "Encaisser"],
        ["Bob Lenoir", "", "avoir 8,00 €", "", "", ""],
        ["Nadia Belkacem", "", "à jour 0,00 €", "", "", ""],
    ]


def test_cards_show_the_whole_group_and_chips_add_up(nadia: Visitor) -> None:
    page = nadia.get("gestion/soldes/")
    assert "Doivent 16,50 € 2 membres À régler 0,00 € aucun membre Avoirs 8,00 € 1 membre" in words(page)
    assert "Position du groupe − 8,50 €" in words(page)
    assert "Tous 4 Doivent 2 À régler 0 Avoirs 1 À jour 1" in words(page)


def test_the_chip_says_the_day_on_which_all_that_is_announced_is_settled(
    play: Cast, nadia: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chip() -> str:
        return re.findall("(À régler[^<]*) <span", nadia.get("gestion/soldes/"))[0]

    thursday = play.distribution
    assert chip() == "À régler"
    play.order(play.alice, {play.vegetables: 1})
    assert chip() == "À régler jeudi"
    play.distribution = add_distribution(play.group, thursday.starts_at + timedelta(days=7), [play.catalog])
    play.order(play.bob, {play.vegetables: 1}, at=thursday.orders_open_at + timedelta(days=7))
    assert chip() == "À régler"
    play.distribution = thursday
    play.order(play.alice, {})
    assert chip() == "À régler jeu. 3 déc."
    stop_clock(monkeypatch, TUESDAY + timedelta(days=11))
    assert chip() == "À régler"


def test_the_list_says_the_totals_of_its_filter(nadia: Visitor) -> None:
    page = nadia.get("gestion/soldes/?etat=doit&depuis=30")
    assert [row[0] for row in cells(page)] == ["Élise Caron <b> parti le lun. 23 nov."]
    assert "1 membre, plus de 30 jours doivent 4,00 € ensemble − 4,00 €" in words(page)
    assert "Position du groupe − 8,50 €" in words(page)


def test_the_list_says_its_state_on_paper_too_where_no_chips_are(nadia: Visitor) -> None:
    headings = [
        words(re.findall('id="soldes">.*?</h2>', nadia.get(f"gestion/soldes/{asked}"))[0].removeprefix('id="soldes">'))
        for asked in ("", "?etat=avoir", "?etat=doit&depuis=30", "?etat=doit&q=élise")
    ]
    assert headings == [
        "4 membres",
        "Avoirs : 1 membre",
        "1 membre, plus de 30 jours",
        "Doivent : 1 membre, « élise »",
    ]


def test_debts_by_age_add_up_to_what_is_owed(nadia: Visitor) -> None:
    assert (
        "moins de 8 jours 0,00 € aucun membre 8 à 30 jours 12,50 € 1 membre 31 à 60 jours 0,00 € aucun membre "
        "plus de 60 jours 4,00 € 1 membre Dû depuis moins de 8 jours 0,00 € 8 à 30 jours 12,50 €"
    ) in words(nadia.get("gestion/soldes/"))


def test_links_and_files_keep_the_filters(nadia: Visitor) -> None:
    page = unescape(nadia.get("gestion/soldes/?etat=doit&q=a&tri=nom&nimporte=quoi"))
    assert 'href="?etat=avoir&q=a&tri=nom"' in page
    assert 'href="?etat=doit&depuis=8&jusqua=30&q=a&tri=nom"' in page
    assert 'href="?etat=doit&q=a&tri=anciennete"' in page
    assert 'href="/g/vallon/gestion/soldes/soldes.csv?etat=doit&q=a&tri=nom"' in page
    assert '<input type="hidden" name="etat" value="doit"><input type="hidden" name="tri" value="nom">' in page


def test_a_row_leads_to_the_account_and_who_keeps_accounts_to_a_payment(play: Cast, nadia: Visitor) -> None:
    page = nadia.get("gestion/soldes/")
    assert 'href="/g/vallon/gestion/soldes/1/">Alice Martin</a>' in page
    assert 'href="/g/vallon/gestion/soldes/1/paiement/" aria-label="Encaisser Alice Martin"' in page
    set_roles(play.group, play.nadia, [Role.ADMINISTRATOR], by=None, at=TUESDAY)
    assert "Encaisser" not in nadia.get("gestion/soldes/")


def test_a_payment_is_taken_in_the_list_which_stays_as_it_was_filtered(play: Cast, nadia: Visitor) -> None:
    nadia.get("gestion/soldes/?etat=doit&tri=nom")
    row = nadia.get("gestion/soldes/1/paiement/?liste")
    assert words(row) == (
        "Montant € Moyen à choisir Chèque Espèces Virement Carte N° de chèque ou référence (facultatif) Date "
        "Enregistrer 12,50 € Fermer"
    )
    said = {"key": key(), "liste": "1", "amount": "10", "means": "cash", "on": "2026-11-24"}
    answer = nadia.client.post("/g/vallon/gestion/soldes/1/paiement/", said)
    assert answer["Location"] == "/g/vallon/gestion/soldes/?etat=doit&tri=nom#liste"
    page = nadia.get("gestion/soldes/?etat=doit&tri=nom")
    assert "Alice Martin : 10,00 € reçus en espèces, doit 2,50 € Annuler" in words(page)
    assert '<input type="hidden" name="liste" value="1">' in page
    said = {"key": key(), "liste": "1", "why": "annulé aussitôt"}
    number = play.alice.account.entries.order_by("-pk")[0].transaction.number
    answer = nadia.client.post(f"/g/vallon/gestion/soldes/1/operations/{number}/annulation/", said)
    assert answer["Location"] == "/g/vallon/gestion/soldes/?etat=doit&tri=nom#liste"


def test_what_cannot_be_recorded_in_the_list_is_said_on_its_page_as_it_was_typed(nadia: Visitor) -> None:
    said = {"key": key(), "liste": "1", "amount": "1O", "means": "cash", "on": "2026-11-24"}
    answer = nadia.client.post("/g/vallon/gestion/soldes/1/paiement/", said)
    page = answer.content.decode()
    assert (answer.status_code, 'value="1O"' in page) == (422, True)
    assert '<input type="hidden" name="liste" value="1">' in page  # what is put right leads back to the list too


def test_the_way_back_from_an_account_keeps_the_filters_and_nothing_else(nadia: Visitor) -> None:
    for asked, back in (
        ("?etat=doit&depuis=30&q=é&nimporte=quoi", "?etat=doit&amp;depuis=30&amp;q=%C3%A9"),
        ("", ""),
    ):
        nadia.get(f"gestion/soldes/{asked}")
        for page in ("gestion/soldes/1/", "gestion/soldes/relances/", "gestion/soldes/serie/"):
            assert f'<a class="back" href="/g/vallon/gestion/soldes/{back}">' in nadia.get(page)
    nadia.client.cookies["soldes"] = '"><script>'
    assert '<a class="back" href="/g/vallon/gestion/soldes/">' in nadia.get("gestion/soldes/1/")


def test_bars_share_one_round_scale_and_leave_zero_on_both_sides(nadia: Visitor) -> None:
    page = nadia.get("gestion/soldes/")
    assert "doit 20 € 0 avoir 20 €" in words(page)
    assert '<rect class="f-doit" x="-31.2" y="3" width="31.2" height="14"/>' in page
    assert '<rect class="f-avoir" x="0.0" y="3" width="20.0" height="14"/>' in page


def test_a_row_points_to_the_picture_of_how_its_balance_went(play: Cast, nadia: Visitor) -> None:
    pictures = re.compile(r'<use href="(/g/vallon/gestion/soldes/tendances\.svg\?\w+)#m1"/>')
    address, filtered = (pictures.findall(nadia.get(f"gestion/soldes/{asked}")) for asked in ("", "?etat=doit"))
    assert (len(address), address) == (1, filtered)
    moved(play.bob, (0, "1.00"))
    assert pictures.findall(nadia.get("gestion/soldes/")) != address  # what a browser kept is not shown any more
    answer = nadia.client.get("/g/vallon/gestion/soldes/tendances.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert re.findall('id="([^"]+)"', answer.content.decode()) == ["m1", "m2", "m4"]


def test_an_announced_part_is_drawn_beyond_what_is_owed(play: Cast, nadia: Visitor) -> None:
    play.order(play.alice, {play.vegetables: 1})
    page = nadia.get("gestion/soldes/")
    assert cells(page)[0][2] == "doit 12,50 € à régler 12,00 €"
    assert (
        '<rect class="f-doit" x="-12.5" y="3" width="12.5" height="14"/>'
        '<rect class="f-attente" x="-24.5" y="3" width="12.0" height="14"/>'
    ) in page
    assert "À régler 12,00 € 1 membre, dont 1 qui doit aussi" in words(page)


def test_a_debt_whose_beginning_is_far_says_before_when(play: Cast, nadia: Visitor) -> None:
    moved(play.bob, (700, "-200.00"), *[(400, "1.00")] * 40)
    assert cells(nadia.get("gestion/soldes/"))[0][3] == "avant le 20 octobre 2025"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?etat=doit", "Personne ne doit rien au groupe. Bravo."),
        ("?etat=a-regler", "Aucun membre dans cette liste. Voir tous les membres"),
        (
            "?q=personne",
            "Personne ne correspond à « personne » dans cette liste : on y cherche un nom, un numéro, un téléphone ou "
            "un e-mail. Voir tous les membres",
        ),
    ],
)
def test_an_empty_list_says_why(play: Cast, nadia: Visitor, asked: str, said: str) -> None:
    moved(play.alice, (0, "12.50"))
    moved(Membership.objects.get(number=4), (0, "4.00"))
    assert said in words(nadia.get(f"gestion/soldes/{asked}"))


def test_who_calls_is_found_by_phone_on_the_page_in_the_file_and_beyond_the_state_that_is_shown(nadia: Visitor) -> None:
    caller = "q=%2B33+6+12+34+56+78"
    page = nadia.get(f"gestion/soldes/?{caller}")
    assert [row[0] for row in cells(page)] == ["Élise Caron <b> parti le lun. 23 nov."]
    assert 'aria-current="true">Tous <span class="num">1</span>' in page
    assert 'method="get" action="#liste"' in page  # a phone shows what was found, not the totals above it
    lines = nadia.client.get(f"/g/vallon/gestion/soldes/soldes.csv?{caller}").content.decode().splitlines()
    assert [line.split(";")[1] for line in lines] == ["Membre", "Élise Caron <b>"]
    elsewhere = unescape(nadia.get(f"gestion/soldes/?etat=avoir&{caller}"))
    assert f'<a class="btn" href="?{caller}">Chercher parmi tous les membres</a>' in elsewhere


def test_what_is_rarer_than_reminding_is_in_a_menu_for_who_keeps_accounts(play: Cast, nadia: Visitor) -> None:
    def menu(page: str) -> str:
        return words("".join(re.findall('<details class="menu no-print">.*?</details>', page, re.S)))

    assert menu(nadia.get("gestion/soldes/")) == (
        "Plus Encaisser en série Virements attendus Reprise de soldes Exporter (Excel) Exporter (CSV)"
    )
    set_roles(play.group, play.nadia, [Role.ADMINISTRATOR], by=None, at=TUESDAY)
    page = nadia.get("gestion/soldes/")
    assert (menu(page), "Relancer" in page) == ("Plus Exporter (Excel) Exporter (CSV)", False)


def test_a_long_list_is_cut_and_can_be_shown_whole(play: Cast, nadia: Visitor) -> None:
    add_members(play.group, [NewHousehold([NewPerson("Membre", f"{n}")]) for n in range(120)], at=TUESDAY)
    page = nadia.get("gestion/soldes/?tri=nom")
    assert len(cells(page)) == 100
    assert "Afficher les 24 autres membres Afficher la suite" in words(page)
    assert 'href="?tri=nom&amp;tous=1"' in page
    whole = nadia.get("gestion/soldes/?tri=nom&tous=1")
    assert len(cells(whole)) == 124
    assert "Afficher la suite" not in whole


def test_a_csv_holds_the_whole_filter_for_a_french_spreadsheet(play: Cast, nadia: Visitor) -> None:
    play.order(play.alice, {play.vegetables: 1})
    answer = nadia.client.get("/g/vallon/gestion/soldes/soldes.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="soldes-vallon-2026-11-24.csv"'
    assert (
        answer.content
        == (
            "\ufeffN°;Membre;E-mail;Téléphone;État;Solde;Dont à régler;Doit;Depuis;Parti le\r\n"
            "1;Alice Martin;alice@vallon.example.org;;doit;-24,50;12,00;12,50;12/11/2026;\r\n"
            "4;Élise Caron <b>;elise@example.org;06 12 34 56 78;doit;-4,00;0,00;4,00;22/09/2026;23/11/2026\r\n"
            "2;Bob Lenoir;bob@vallon.example.org;;avoir;8,00;0,00;0,00;;\r\n"
            "3;Nadia Belkacem;nadia@vallon.example.org;;à jour;0,00;0,00;0,00;;\r\n"
        ).encode()
    )


def test_an_xlsx_holds_numbers_days_and_the_filter(play: Cast, nadia: Visitor) -> None:
    moved(play.bob, (700, "-200.00"), *[(400, "1.00")] * 40)
    answer = nadia.client.get("/g/vallon/gestion/soldes/soldes.xlsx?etat=doit&tri=nom")
    sheet = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_name("Soldes")
    rows = [[row[1], row[5], row[8]] for row in sheet.to_python()]
    assert rows == [
        ["Membre", "Solde", "Depuis"],
        ["Élise Caron <b>", -4, TODAY - timedelta(days=63)],
        ["Bob Lenoir", -152, "avant le 20/10/2025"],
        ["Alice Martin", -12.5, TODAY - timedelta(days=12)],
    ]


@pytest.mark.parametrize("rest", ["", "soldes.csv", "soldes.xlsx", "tendances.svg"])
def test_balances_are_for_who_reads_accounts_and_of_their_group_only(play: Cast, rest: str) -> None:
    elsewhere = cast("ailleurs", "Les Voisins")
    for person, status in ((play.person(play.alice), 403), (elsewhere.nadia, 404)):
        client = Client()
        client.force_login(person)
        assert client.get(f"/g/vallon/gestion/soldes/{rest}").status_code == status


def test_a_large_group_and_other_groups_cost_the_same_statements(play: Cast, nadia: Visitor) -> None:
    play.order(play.alice, {play.bread: 1})
    nadia.get("gestion/soldes/?q=e&tous=1")
    few = nadia.statements
    newcomers = [NewHousehold([NewPerson("Membre", f"{n}")]) for n in range(50)]
    for member in add_members(play.group, newcomers, at=TUESDAY):
        moved(member, (9, "-1.00"))
        play.order(member, {play.bread: 1})
    nadia.get("gestion/soldes/?q=e&tous=1")
    assert nadia.statements == few == 9

"""« Reprise de soldes »: a list is pasted, looked at with its totals, and taken over as one set; undone as one set."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.ledger.models import Transaction
from cabas.payments.models import OpeningBalance, OpeningSet
from tests.cast import TUESDAY, Cast, cast
from tests.distributions.pages import Visitor, stop_clock, words
from tests.payments.accounts import balance
from tests.payments.bringing import join
from tests.payments.conftest import faults
from tests.sheets.building import FILES

PAGE = "gestion/soldes/reprise/"
OCTOBER = date(2026, 10, 31)
J9 = "Awa Diop;-12,50\nJean Petit;8,00\nCamille Moreau;0\nJeane Petti;5,00"


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The small group, on Tuesday; Bob is its treasurer, Awa, Jean and Camille joined."""
    stop_clock(monkeypatch, TUESDAY)
    play = cast()
    for name in ("Awa Diop", "Jean Petit", "Camille Moreau"):
        join(play.group, name)
    set_roles(play.group, play.person(play.bob), [Role.TREASURER], by=play.nadia, at=TUESDAY)
    return play


@pytest.fixture
def bob(play: Cast) -> Visitor:
    return Visitor(play.bob)


def member(play: Cast, name: str) -> Membership:
    return next(one for one in play.group.memberships.with_people() if one.name == name)


def brought(bob: Visitor, text: str) -> str:
    """Paste the list; where its preview is, below the group."""
    answer = bob.post(PAGE, {"pasted": text})
    assert answer.status_code == 302, words(answer.content.decode())
    return PAGE + answer["Location"].split("/reprise/")[1]


def answers_of(page: str) -> dict[str, str]:
    """The form of the preview as it stands."""
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if 'name="shown"' in form)
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") != "radio" or " checked" in tag:
            fields[said["name"]] = said.get("value", "")
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="(\d+)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


def sent(bob: Visitor, preview: str, **said: str) -> Any:
    return bob.post(preview, answers_of(bob.get(preview)) | said)


def toast_of(bob: Visitor, answer: Any) -> tuple[str, str, dict[str, str]]:
    page = bob.client.get(answer["Location"]).content.decode()
    toast = re.search(r"<div class=\"toast\".*?</div>", page, re.S)
    assert toast, words(page)
    action = re.search(r'action="([^"]*)"', toast[0])
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', toast[0]))
    said = re.sub(r"<button.*", "", words(toast[0]))
    return said, action[1] if action else "", fields


def test_four_lines_are_previewed_recorded_and_never_taken_twice(play: Cast, bob: Visitor) -> None:
    preview = brought(bob, J9)
    page = bob.get(preview)
    assert "2 soldes à créer, 1 à zéro, 1 nom non reconnu" in words(page)
    assert "Jean Petit ?" in words(page)
    assert "Enregistrer 2 soldes" in words(page)
    assert "Avaient en avoir 8,00 € 1 membre" in words(page)
    assert "Devaient 12,50 € 1 membre" in words(page)
    assert OpeningBalance.objects.count() == 0

    answer = sent(bob, preview, record="yes", on="2026-10-31")
    said, _action, _fields = toast_of(bob, answer)
    assert "2 soldes repris au 31/10/2026 : avoirs 8,00 €, doit 12,50 €" in said
    soldes = words(bob.get("gestion/soldes/"))
    assert ("doit 12,50 €" in soldes, "avoir 8,00 €" in soldes) == (True, True)
    assert {one.occurred_on for one in Transaction.objects.filter(kind="opening balance")} == {OCTOBER}
    assert "Reprise de solde" in words(bob.get(f"gestion/soldes/{member(play, 'Awa Diop').number}/"))

    again = bob.get(brought(bob, J9))
    assert "1 à zéro, 2 déjà repris, 1 nom non reconnu" in words(again)
    assert "déjà repris : − 12,50 € au 31/10/2026" in words(again)
    assert "Rien à reprendre dans cette liste." in words(again)
    assert 'name="record"' not in again
    assert (OpeningSet.objects.count(), faults()) == (1, [])


def test_a_second_tap_and_an_old_tab_take_nothing_twice(play: Cast, bob: Visitor) -> None:
    first, old = brought(bob, J9), brought(bob, J9)
    stale = answers_of(bob.get(old)) | {"record": "yes"}
    form = answers_of(bob.get(first)) | {"record": "yes"}
    toast_of(bob, bob.post(first, form))
    assert "Ces soldes sont déjà repris. Rien n’a été repris deux fois." in toast_of(bob, bob.post(first, form))[0]
    answer = bob.post(old, stale)
    assert answer.status_code == 409
    assert "L’aperçu a changé : rien n’est encore enregistré. Vérifiez-le, puis enregistrez." in words(
        answer.content.decode()
    )
    assert OpeningSet.objects.count() == 1


def test_who_is_picked_is_shown_before_anything_is_recorded(play: Cast, bob: Visitor) -> None:
    preview = brought(bob, "Awa Diop;-12,50\nJeane Petti;5,00")
    jean = str(member(play, "Jean Petit").number)
    answer = sent(bob, preview, line_2=jean, record="yes")
    page = words(answer.content.decode())
    assert (answer.status_code, OpeningSet.objects.count()) == (409, 0)
    assert "Enregistrer 2 soldes" in page
    assert "Jean Petit ligne 2, « Jeane Petti » dans la liste avait 5,00 € en avoir" in page
    assert sent(bob, preview, record="yes").status_code == 302
    assert balance(member(play, "Jean Petit")) == "5.00"


def test_somebody_who_has_a_line_already_is_not_picked_for_another(play: Cast, bob: Visitor) -> None:
    preview = brought(bob, J9)
    jean = member(play, "Jean Petit")
    answer = sent(bob, preview, line_4=str(jean.number), record="yes")
    page = words(answer.content.decode())
    assert (answer.status_code, OpeningSet.objects.count()) == (409, 0)
    assert "Ligne 4 : Jean Petit est aussi à la ligne 2. Gardez une seule des deux lignes." in page
    assert sent(bob, preview, record="yes").status_code == 302
    assert balance(jean) == "8.00"


def test_a_member_of_nowhere_is_refused(play: Cast, bob: Visitor) -> None:
    preview = brought(bob, J9)
    for forged in ("99", "jean"):
        assert sent(bob, preview, line_4=forged, record="yes").status_code == 422
    assert OpeningSet.objects.count() == 0


def test_amounts_without_any_sign_are_asked_about_in_words(play: Cast, bob: Visitor) -> None:
    preview = brought(bob, "Awa Diop;12,50\nJean Petit;8,00")
    page = bob.get(preview)
    assert "2 montants sans signe" in words(page)
    assert "Aucun montant n’a de signe : dites ce qu’ils sont, rien n’est repris avant." in words(page)
    assert 'name="record"' not in page
    assert sent(bob, preview, unsigned="owed").status_code == 302
    assert "Awa Diop ligne 1 devait 12,50 €" in words(bob.get(preview))
    sent(bob, preview, record="yes")
    assert balance(member(play, "Jean Petit")) == "-8.00"


def test_a_day_to_come_or_unreadable_is_refused_and_what_was_typed_stays(play: Cast, bob: Visitor) -> None:
    preview = brought(bob, J9)
    jean = str(member(play, "Jean Petit").number)
    for day, said in (
        ("2026-11-25", "Une reprise de solde ne peut pas être datée dans le futur."),
        ("0026-10-31", "Vérifiez l’année : ce jour est il y a plus de cinquante ans."),
        ("hier", "Écrivez la date comme 24/11/2026."),
    ):
        answer = sent(bob, preview, on=day, line_4=jean, record="yes")
        page = answer.content.decode()
        assert (answer.status_code, said in words(page)) == (422, True)
        assert (answers_of(page)["on"], answers_of(page)["line_4"]) == (day, jean)
    assert OpeningSet.objects.count() == 0


def test_balances_of_years_ago_are_taken_over_at_their_day(play: Cast, bob: Visitor) -> None:
    sent(bob, brought(bob, J9), on="2019-06-30", record="yes")
    assert OpeningSet.objects.get().stood_on == date(2019, 6, 30)
    alone = f"gestion/soldes/{play.alice.number}/reprise/"
    form = {"key": "00000000-0000-4000-8000-00000000aaaa", "direction": "debit", "amount": "1", "on": "2019-06-30"}
    assert bob.post(alone, form).status_code == 302
    assert OpeningBalance.objects.get(membership=play.alice).stood_on == date(2019, 6, 30)


def test_a_heading_proposes_the_day_and_the_columns_may_be_chosen_again(play: Cast, bob: Visitor) -> None:
    preview = brought(bob, "Qui;Solde au 31/10;Autre\nAwa Diop;-12,50;3\nJean Petit;8;4")
    page = bob.get(preview)
    assert answers_of(page)["on"] == "2026-10-31"
    assert "2 soldes à créer" in words(page)
    chosen = {"heading_row": "0", "column_0": "name", "column_1": "", "column_2": "amount", "look": "yes"}
    assert bob.post(preview, chosen).status_code == 302
    assert "2 montants sans signe" in words(bob.get(preview))
    assert bob.post(preview, chosen | {"column_1": "amount"}).status_code == 422


def test_a_list_without_balances_says_which_column_lacks(bob: Visitor) -> None:
    page = words(bob.get(brought(bob, "Nom;Prénom\nDiop;Awa")))
    assert "Pas de colonne solde." in page
    assert "Enregistrer" not in page.split("Ce qui sera repris")[1].split("Les colonnes")[0]


def test_nothing_brought_or_an_unreadable_file_is_refused_and_the_paste_is_kept(bob: Visitor) -> None:
    answer = bob.post(PAGE, {"pasted": "  "})
    assert (answer.status_code, "Choisissez un fichier, ou collez des lignes." in words(answer.content.decode())) == (
        422,
        True,
    )
    answer = bob.post(PAGE, {"pasted": J9, "file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04nothing")})
    page = answer.content.decode()
    assert (answer.status_code, "Jeane Petti;5,00</textarea>" in page) == (422, True)


@pytest.mark.parametrize("name", ["soldes-colles.txt", "soldes-tableur.xlsx"])
def test_a_file_is_read_like_a_paste(play: Cast, bob: Visitor, name: str) -> None:
    content = (FILES / "members" / name).read_bytes()
    answer = bob.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    page = words(bob.client.get(answer["Location"]).content.decode())
    assert "2 soldes à créer, 2 à zéro, " in page
    assert name in page


def test_a_list_that_waits_is_offered_again_to_who_brought_it(play: Cast, bob: Visitor) -> None:
    preview = brought(bob, J9)
    assert f'href="/g/vallon/{preview}"' in bob.get(PAGE)
    nadia = Visitor(member(play, "Nadia Belkacem"))
    assert "Reprendre cet aperçu" not in nadia.get(PAGE)
    assert nadia.client.get(f"/g/vallon/{preview}").status_code == 404


def test_a_set_is_shown_and_undone_with_a_reason(play: Cast, bob: Visitor) -> None:
    sent(bob, brought(bob, J9), on="2026-10-31", record="yes")
    listed = words(bob.get(PAGE))
    assert "31/10/2026" in listed
    assert "2 membres" in listed
    page = bob.get(f"{PAGE}1/")
    assert "Awa Diop devait 12,50 €" in words(page)
    assert "Annuler ces 2 soldes" in words(page)
    key = re.search(r'name="key" value="([^"]*)"', page)
    assert key
    undo = f"{PAGE}1/annulation/"
    assert bob.post(undo, {"key": key[1], "why": ""}).status_code == 422
    assert bob.post(undo, {"key": key[1], "why": "liste de mars"}).status_code == 302
    assert balance(member(play, "Awa Diop")) == "0.00"
    again = bob.post(undo, {"key": "00000000-0000-4000-8000-00000000bbbb", "why": "encore"})
    assert (again.status_code, "déjà annulée, le mar. 24 nov., 10 h" in words(again.content.decode())) == (409, True)
    shown = words(bob.get(f"{PAGE}1/"))
    assert ("liste de mars" in shown, "Annuler ces" in shown) == (True, False)
    assert "annulée" in words(bob.get(PAGE))
    assert faults() == []


def test_annuler_in_the_toast_undoes_the_set(play: Cast, bob: Visitor) -> None:
    _said, action, fields = toast_of(bob, sent(bob, brought(bob, J9), record="yes"))
    assert bob.client.post(action, fields).status_code == 302
    assert (balance(member(play, "Awa Diop")), OpeningSet.objects.get().undone_reason) == ("0.00", "annulé aussitôt")


def test_the_balances_lead_there_for_who_may(play: Cast, bob: Visitor) -> None:
    link = f'href="/g/vallon/{PAGE}"'
    assert link in bob.get("gestion/soldes/")
    set_roles(play.group, play.person(play.alice), [Role.ADMINISTRATOR], by=play.nadia, at=TUESDAY)
    assert link not in Visitor(play.alice).get("gestion/soldes/")

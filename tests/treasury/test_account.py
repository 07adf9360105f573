"""The account of one member as the group sees it: where they stand, since when, and every operation with its cause."""

import io
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import python_calamine

from cabas.distributions import history
from cabas.distributions.receipt_means import change_means
from cabas.distributions.serving import serve, take_payment
from cabas.distributions.validation import validate
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.money import Money
from cabas.payments.correcting import correct
from cabas.payments.models import Payment
from cabas.payments.receiving import record_payment
from cabas.payments.refunding import refund, undo_refund
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, cast, key
from tests.distributions.pages import Visitor, stop_clock, words

FRIDAY = THURSDAY_EVENING + timedelta(days=1)
ALICE = "gestion/soldes/1/"


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The small group, on Friday: Nadia coordinates, Bob keeps the accounts too."""
    stop_clock(monkeypatch, FRIDAY)
    play = cast()
    set_roles(play.group, play.person(play.bob), [Role.TREASURER], by=play.nadia, at=TUESDAY)
    return play


@pytest.fixture
def bob(play: Cast) -> Visitor:
    return Visitor(play.bob)


def sign(play: Cast) -> dict[str, Any]:
    return {"by": play.nadia, "at": FRIDAY, "key": key()}


def owing(play: Cast) -> None:
    """Alice was served her bread of Thursday and left it owed; next week's is announced in cash."""
    basket = play.order(play.alice, {play.bread: 1})
    serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    play.distribution = add_distribution(play.group, THURSDAY_EVENING + timedelta(days=7), [play.catalog])
    play.order(play.alice, {play.vegetables: 1}, means="cash", at=FRIDAY)


def test_an_account_without_operations_says_so(bob: Visitor) -> None:
    said = words(bob.get(ALICE))
    assert "Alice Martin" in said
    assert "à jour 0,00 €" in said
    assert "Aucune opération pour l’instant. La première commande de ce membre s’affichera ici." in said


def test_the_head_says_who_how_to_reach_them_and_since_when(play: Cast, bob: Visitor) -> None:
    person = play.person(play.alice)
    person.phone = "0612345678"
    person.save()
    said = words(bob.get(ALICE))
    assert "06 12 34 56 78 alice@vallon.example.org n° 1, membre depuis octobre 2025" in said


def test_a_debt_says_its_age_and_what_is_announced_besides(play: Cast, bob: Visitor) -> None:
    owing(play)
    said = words(bob.get(ALICE))
    assert "doit 5,40 € à régler jeudi, en espèces 12,00 € depuis le mar. 24 nov." in said
    assert "Commande du jeu. 3 déc. : 12,00 €, espèces annoncées" in said
    assert "Encaisser 5,40 €" in said
    assert bob.statements <= 12


def test_each_operation_says_what_who_and_why_and_the_undone_are_struck_through(play: Cast, bob: Visitor) -> None:
    record_payment(play.alice, "cheque", Money(2000), reference="98", note="avance", **sign(play))
    done = refund(play.alice, "cash", Money(500), why="trop versé", **sign(play))
    undo_refund(done, why="pas venue", **sign(play))
    correct(play.alice, Money(-100), why="caisse comptée", **sign(play))
    page = bob.get(ALICE)
    said = words(page)
    assert "Chèque n° 98 ven. 27 nov. · avance · reçu par Nadia Reçu Chèque n° 98, ven. 27 nov. Corriger" in said
    assert "Remboursement en espèces ven. 27 nov. · trop versé · par Nadia − 5,00 €" in said
    assert "Remboursement : annulation ven. 27 nov. · pas venue · par Nadia + 5,00 €" in said
    assert "Correction en faveur du groupe ven. 27 nov. · caisse comptée · par Nadia Annuler" in said
    assert re.findall(r"<s>([^<]+)</s>", page) == ["Remboursement\u202f: annulation", "Remboursement en espèces"]


def test_a_changed_means_is_told_with_what_it_replaces_to_the_member_too(play: Cast, bob: Visitor) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    change_means(Payment.objects.get(), "cash", **sign(play))
    for said in (words(bob.get(ALICE)), words(Visitor(play.alice).get("compte/"))):
        assert "Espèces jeu. 26 nov. · au lieu de : Chèque · reçues par Nadia, noté le ven. 27 nov." in said
        assert "Chèque : moyen corrigé ven. 27 nov. · par Nadia − 5,40 €" in said
        assert "Le solde est revenu à zéro : tout est réglé." in said


def test_an_order_leads_to_its_basket_where_who_reads_may_see_it(play: Cast, bob: Visitor) -> None:
    play.order(play.alice, {play.bread: 1})
    link = re.compile('<a class="more small" href="([^"]+)">Panier<')
    assert link.findall(bob.get(ALICE)) == ["/g/vallon/gestion/distributions/1/stand/1/"]
    nadia = Visitor(Membership.objects.select_related("group").get(adults__person=play.nadia))
    assert link.findall(nadia.get(ALICE)) == ["/g/vallon/gestion/distributions/1/paniers/1/"]
    set_roles(play.group, play.nadia, [Role.ADMINISTRATOR], by=play.nadia, at=TUESDAY)
    assert link.findall(nadia.get(ALICE)) == []


def test_a_basket_that_holds_nothing_any_more_has_no_page(play: Cast, bob: Visitor) -> None:
    play.order(play.alice, {play.bread: 1})
    play.order(play.alice, {})
    assert ">Panier<" not in bob.get(ALICE)


def test_the_history_is_filtered_by_its_address_and_keeps_the_true_balance(play: Cast, bob: Visitor) -> None:
    play.order(play.alice, {play.bread: 1})
    record_payment(play.alice, "cash", Money(2000), **sign(play))
    play.order(play.alice, {play.bread: 2})
    balances = r'data-label="solde"><data value="([^"]*)"'
    assert re.findall(balances, bob.get(ALICE)) == ["9.20", "14.60", "-5.40"]
    assert re.findall(balances, bob.get(f"{ALICE}?vue=commandes")) == ["9.20", "-5.40"]
    assert re.findall(balances, bob.get(f"{ALICE}?vue=paiements")) == ["14.60"]
    assert re.findall(balances, bob.get(f"{ALICE}?vue=autre")) == ["9.20", "14.60", "-5.40"]
    assert re.findall(balances, Visitor(play.alice).get("compte/?vue=paiements")) == ["14.60"]


def test_older_operations_follow_within_the_filter(play: Cast, bob: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LINES_MAX", 1)
    for quantity in (1, 2):
        play.order(play.alice, {play.bread: quantity})
        record_payment(play.alice, "cash", Money(540), **sign(play))
    page = bob.get(f"{ALICE}?vue=commandes")
    older = unescape(re.findall(r'href="(\?vue=commandes&amp;avant=\d+)"', page)[0])
    page = bob.get(ALICE + older)
    assert re.findall(r'data-label="solde"><data value="([^"]*)"', page) == ["-5.40"]
    assert 'href="?vue=commandes&amp;avant=' not in page


def test_a_payment_entered_late_stands_on_its_day_in_the_picture(play: Cast, bob: Visitor) -> None:
    play.order(play.alice, {play.bread: 1}, at=TUESDAY)
    record_payment(play.alice, "cash", Money(540), on=date(2026, 11, 25), **sign(play))
    page = bob.get(ALICE)
    # Three days: what was owed on the first only, paid on the second, a third of the way.
    assert re.findall(r'<path class="below" d="M([\d.]+) [\d.]+H([\d.]+)V[\d.]+H5.0z"', page) == [("5.0", "123.3")]


def test_the_account_of_somebody_who_left_is_read_and_written(play: Cast, bob: Visitor) -> None:
    Membership.objects.filter(pk=play.alice.pk).update(left_on=date(2026, 11, 20))
    assert "a quitté le groupe le ven. 20 nov." in words(bob.get(ALICE))
    bob.get(f"{ALICE}paiement/")


def test_administration_reads_and_writes_nothing(play: Cast) -> None:
    set_roles(play.group, play.person(play.alice), [Role.ADMINISTRATOR], by=play.nadia, at=TUESDAY)
    record_payment(play.bob, "cash", Money(540), **sign(play))
    said = words(Visitor(play.alice).get("gestion/soldes/2/"))
    assert "Espèces" in said
    assert "Corriger" not in said
    assert "Nouvelle opération" not in said


def test_the_members_of_another_group_are_not_found(play: Cast, bob: Visitor) -> None:
    other = cast("ailleurs", "Les Voisins")
    record_payment(other.alice, "cash", Money(100), by=other.nadia, at=FRIDAY, key=key())
    bob.get("gestion/soldes/99/", status=404)
    charlie = Visitor(other.alice)
    assert charlie.client.get(f"/g/vallon/{ALICE}").status_code == 404


def test_the_account_leaves_as_csv_and_as_a_workbook(play: Cast, bob: Visitor) -> None:
    play.order(play.alice, {play.bread: 1})
    record_payment(play.alice, "cash", Money(540), on=date(2026, 11, 25), **sign(play))
    answer = bob.client.get(bob.path(f"{ALICE}compte.csv"))
    assert answer["Content-Disposition"] == 'attachment; filename="compte-1-alice-martin.csv"'
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "N°;Date;Noté le;Opération;Détail;Qui;Commande;Règlement;Solde;État",
        "1;24/11/2026;24/11/2026;Commande du jeu. 26 nov.;1 produit;par Alice;-5,40;;-5,40;",
        "2;25/11/2026;27/11/2026;Espèces;;reçues par Nadia;;5,40;0,00;",
    ]
    book = bob.client.get(bob.path(f"{ALICE}compte.xlsx")).content
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book))
    assert read.get_sheet_by_index(0).to_python()[2][6:9] == ["", 5.4, 0]


def test_the_account_costs_as_many_statements_with_one_operation_and_with_three(play: Cast, bob: Visitor) -> None:
    owing(play)
    bob.get(ALICE)
    few = bob.statements
    record_payment(play.alice, "cash", Money(100), **sign(play))
    refundable = record_payment(play.alice, "cash", Money(9000), **sign(play))
    refund(play.alice, "cash", Money(7300), why="départ", **sign(play))
    change_means(refundable, "cheque", **sign(play))
    correct(play.alice, Money(-4000), why="erreur", **sign(play))
    bob.get(ALICE)
    assert bob.statements == few

"""My account: the balance, its line, and each operation with its sign; older ones follow on demand."""

import re
from html import unescape

import pytest

from cabas.distributions import history
from cabas.distributions.models import Receipt
from cabas.distributions.serving import take_payment, undo_receipt
from cabas.distributions.weighing import Weights
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from tests.cast import THURSDAY_EVENING, Cast, key
from tests.distributions.pages import Visitor, stop_clock, words
from tests.payments.codes import code_in

ACCOUNT, TRANSFER = "compte/", "compte/virement/"


def test_before_the_first_order_the_account_is_empty_and_a_jour(play: Cast) -> None:
    said = words(Visitor(play.alice).get(ACCOUNT))
    assert "à jour 0,00 €" in said
    assert "Aucune opération pour l’instant. Votre première commande s’affichera ici." in said


def test_the_main_story_is_told_line_by_line(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    basket = play.order(play.alice, {play.vegetables: 1, play.bread: 1, play.cheese: 1})
    weights = Weights({basket.lines.get(product=play.cheese).pk: 220})
    take_payment(basket, "cheque", weights=weights, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    stop_clock(monkeypatch, THURSDAY_EVENING)
    said = words(Visitor(play.alice).get(ACCOUNT))
    assert "Date Opération Commande Règlement Solde Novembre 2026" in said
    assert "Chèque jeu. 26 nov. · reçu par Nadia Reçu Chèque, jeu. 26 nov. + 22,90 € 0,00 €" in said
    assert "Pesée jeu. 26 nov. · Tomme de brebis : 240 g → 220 g · par Nadia + 0,50 € − 22,90 €" in said
    assert "Commande du jeu. 26 nov. mar. 24 nov. · 3 produits · par Alice − 23,40 € − 23,40 €" in said
    assert "à jour 0,00 €" in said
    assert "Le solde est revenu à zéro : tout est réglé." in said


def test_an_announced_order_is_to_settle(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    assert "à régler jeudi, par chèque 5,40 €" in words(Visitor(play.alice).get(ACCOUNT))


def test_a_transfer_that_is_awaited_leads_to_its_reference(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1}, means="transfer")
    page = Visitor(play.alice).get(ACCOUNT)
    assert "Virements attendus Commande du jeu. 26 nov. IBAN, référence et code 5,40 €" in words(page)
    assert 'href="/g/vallon/commande/1/merci/"' in page


def test_what_is_owed_can_be_paid_by_a_transfer_that_is_announced(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    basket = play.order(play.alice, {play.bread: 1, play.vegetables: 1})
    take_payment(basket, "cash", amount=Money.of("5.00"), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    stop_clock(monkeypatch, THURSDAY_EVENING)
    alice = Visitor(play.alice)
    assert "doit 12,40 € À régler au stand, ou auprès de la trésorerie. Régler par virement" in words(
        alice.get(ACCOUNT)
    )
    page = alice.get(TRANSFER)
    assert "Par virement de 12,40 € Référence, à recopier M1-0" in words(page)
    assert code_in(page).split("\n")[7] == "EUR12.4"
    assert alice.post(TRANSFER).status_code == 302
    assert "Votre virement de 12,40 € est attendu" in words(alice.get(TRANSFER))
    assert "Virements attendus Sur votre compte IBAN, référence et code 12,40 €" in words(alice.get(ACCOUNT))
    answer = alice.post(f"{TRANSFER}abandon/")
    assert answer["Location"] == "/g/vallon/compte/"
    assert "Votre virement de 12,40 € n’est plus attendu." in words(alice.get(ACCOUNT))


def test_who_owes_nothing_is_sent_to_the_order_and_nothing_is_announced(play: Cast) -> None:
    alice = Visitor(play.alice)
    assert "Vous n’avez rien à régler ici" in words(alice.get(TRANSFER))
    assert alice.post(TRANSFER).status_code == 422
    PaymentSettings.objects.update(accepts_transfer=False)
    alice.get(TRANSFER, status=404)


def test_a_payment_taken_back_is_struck_through_with_its_opposite(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    taken = take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    undo_receipt(Receipt.objects.get(pk=taken.receipt_id), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    page = Visitor(play.alice).get(ACCOUNT)
    assert re.findall(r"<s>([^<]+)</s>", page) == ["Espèces\u202f: annulation", "Espèces"]
    assert [text.replace("\u00a0", " ") for text in re.findall(r"<s><data[^>]*>([^<]*)</data></s>", page)] == [
        "− 5,40 €",
        "+ 5,40 €",
    ]


def test_older_operations_follow_without_a_gap(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "LINES_MAX", 2)
    for quantity in (1, 2, 3, 4, 5):
        play.order(play.alice, {play.bread: quantity})
    alice = Visitor(play.alice)
    rest, seen = ACCOUNT, []
    while rest:
        page = alice.get(rest)
        seen += re.findall(r'data-label="solde"><data value="([^"]*)"', page)
        following = re.search(r'href="(\?vue=&amp;avant=\d+)"', page)
        rest = f"{ACCOUNT}{unescape(following.group(1))}" if following else ""
    assert seen == ["-27.00", "-21.60", "-16.20", "-10.80", "-5.40"]


@pytest.mark.parametrize("cursor", ["x", "-1", "9" * 30])
def test_a_cursor_that_is_none_shows_the_first_page(play: Cast, cursor: str) -> None:
    alice = Visitor(play.alice)
    assert "Mon solde" in alice.get(f"{ACCOUNT}?avant={cursor}")


def test_the_line_of_the_balance_steps_around_zero(play: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cash", amount=Money.of("10.00"), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    stop_clock(monkeypatch, THURSDAY_EVENING)
    page = Visitor(play.alice).get(ACCOUNT)
    # 5,40 € owed from Tuesday to Thursday, in a box of 365 by 43; then an avoir of 4,60 €, by a payment of today.
    paths = re.findall(r'<path class="(below|above|axis|step|dot)" d="([^"]+)"', page)
    assert paths[:5] == [
        ("below", "M5.0 20.2H360.0V38.0H5.0z"),
        ("above", "M360.0 20.2H365.0V5.0H360.0z"),
        ("axis", "M0 20.2H365"),
        ("step", "M5.0 20.2H5.0V38.0H360.0V5.0H365.0V5.0"),
        ("dot", "M360.0 5.0h.01"),
    ]
    assert "Le solde n’est pas encore revenu à zéro." in words(page)
    assert "à la fin de chaque mois où il a bougé. Novembre 2026 1 paiement + 4,60 €" in words(page)


def test_the_account_of_another_household_is_not_shown(play: Cast) -> None:
    play.order(play.bob, {play.bread: 1})
    assert "5,40" not in words(Visitor(play.alice).get(ACCOUNT))


def test_the_account_costs_the_same_for_one_operation_and_for_three(play: Cast) -> None:
    alice = Visitor(play.alice)
    basket = play.order(play.alice, {play.bread: 1})
    alice.get(ACCOUNT)
    one = alice.statements
    taken = take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    undo_receipt(Receipt.objects.get(pk=taken.receipt_id), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    alice.get(ACCOUNT)
    assert alice.statements == one

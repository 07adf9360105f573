"""Gifts, payments of somebody else and cheques that came back, through the pages of an account, without JavaScript."""

from typing import Any

import pytest

from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import Gift, Payment, ReturnFee
from cabas.payments.receiving import record_payment
from tests.cast import TUESDAY, Cast, cast, key
from tests.distributions.pages import Visitor, stop_clock, words
from tests.payments.accounts import balance
from tests.treasury.test_account_operations import ALICE, FRIDAY, faults, form_of, sent, toast_of

BOB = "gestion/soldes/2/"
CHEQUE = f"{ALICE}operations/1/"


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The small group, on Friday; Bob is its treasurer; Alice's cheque of 12,00 came on Tuesday: operation 1."""
    stop_clock(monkeypatch, FRIDAY)
    play = cast()
    set_roles(play.group, play.person(play.bob), [Role.TREASURER], by=play.nadia, at=TUESDAY)
    record_payment(play.alice, "cheque", Money(1200), reference="98", key=key(), by=play.nadia, at=TUESDAY)
    return play


@pytest.fixture
def bob(play: Cast) -> Visitor:
    return Visitor(play.bob)


def act(bob: Visitor, name: str, **typed: str) -> Any:
    """Send one of the forms of the cheque's page."""
    return bob.post(f"{CHEQUE}{name}/", {"key": key(), **typed})


# ── gifts


def test_a_gift_to_a_member_is_said_on_both_accounts_and_undone_from_the_toast(play: Cast, bob: Visitor) -> None:
    assert form_of(bob.get(f"{ALICE}don/"))["amount"] == "12,00"
    answer = sent(bob, f"{ALICE}don/", receiver="lenoir", amount="5", why="départ")
    said, action, undo = toast_of(bob, answer)
    assert said == "Alice Martin : 5,00 € donnés à Bob Lenoir, avoir 7,00 €"
    assert "Don au membre n° 2 ven. 27 nov. · départ · par Bob" in words(bob.get(ALICE))
    assert "Don du membre n° 1 ven. 27 nov. · départ · par Bob" in words(bob.get(BOB))
    operation = Gift.objects.get().transaction.number
    assert "Ce don n’a pas eu lieu" in words(bob.get(f"{BOB}operations/{operation}/"))
    bob.get(f"gestion/soldes/3/operations/{operation}/", status=404)
    assert bob.client.post(action, undo).status_code == 302
    assert (balance(play.alice), balance(play.bob), faults()) == ("12.00", "0.00", [])


def test_the_avoir_may_go_to_the_group(play: Cast, bob: Visitor) -> None:
    answer = sent(bob, f"{ALICE}don/", to="group", why="départ")
    assert toast_of(bob, answer)[0] == "Alice Martin : 12,00 € donnés au groupe, à jour 0,00 €"
    assert (Gift.objects.get().receiver, faults()) == (None, [])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"receiver": ""}, "Indiquez le membre : nom, numéro, téléphone ou e-mail."),
        ({"receiver": "Zoé"}, "Aucun membre ne correspond à « Zoé »."),
        ({"receiver": "9"}, "Aucun membre ne correspond à « 9 »."),
        ({"receiver": "e"}, "Plusieurs membres : 3 Nadia Belkacem, 2 Bob Lenoir, 1 Alice Martin. Tapez le numéro."),
        ({"receiver": "1 Alice Martin"}, "C’est le membre qui donne : choisissez-en un autre, ou le groupe."),
        ({"amount": "12,01"}, "L’avoir est de 12,00 € : le don est de cette somme, ou de moins."),
        ({"amount": "0"}, "Un don est d’au moins 0,01 €."),
        ({"why": ""}, "Dites pourquoi : ce sera gardé, et le membre le lira."),
    ],
)
def test_what_is_unfit_is_said_and_nothing_typed_is_lost(
    play: Cast, bob: Visitor, typed: dict[str, str], said: str
) -> None:
    whole = {"receiver": "2", "amount": "5,00", "why": "départ"} | typed
    answer = sent(bob, f"{ALICE}don/", **whole)
    page = answer.content.decode()
    shown = form_of(page)
    assert (answer.status_code, said in words(page)) == (422, True), words(page)
    assert {name: shown.get(name, "") for name in whole} == whole
    assert Gift.objects.count() == 0


# ── a payment of somebody else


def test_a_payment_is_moved_by_name_and_moved_back_from_the_toast(play: Cast, bob: Visitor) -> None:
    assert '<option value="2 Bob Lenoir">' in bob.get(CHEQUE)
    answer = act(bob, "membre", to="2 Bob Lenoir")
    said, action, undo = toast_of(bob, answer)
    assert said == "Alice Martin : 12,00 € portés au compte de Bob Lenoir, à jour 0,00 €"
    assert "Chèque n° 98 : compte corrigé ven. 27 nov. · porté au membre n° 2 · par Bob" in words(bob.get(ALICE))
    assert "noté d’abord, par erreur, au membre n° 1 · reçu par Bob" in words(bob.get(BOB))
    assert "Voir le paiement au compte de Bob Lenoir, n° 2" in words(bob.get(CHEQUE))
    assert bob.client.post(action, undo).status_code == 302
    assert (balance(play.alice), balance(play.bob), faults()) == ("12.00", "0.00", [])


def test_a_payment_is_moved_once_to_somebody_of_the_group(play: Cast, bob: Visitor) -> None:
    cast("ailleurs", "Ailleurs")  # its Alice has the number 1 too: it is ours that is meant
    for typed, said in (("1", "Ce paiement est déjà sur le compte de ce membre"), ("7", "Aucun membre ne correspond")):
        answer = act(bob, "membre", to=typed)
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert act(bob, "membre", to="3").status_code == 302
    answer = act(bob, "membre", to="2")
    assert answer.status_code == 409
    assert bob.post("gestion/soldes/2/operations/1/membre/", {"key": key(), "to": "3"}).status_code == 404
    elsewhere = {"key": key(), "to": "1"}
    assert bob.client.post("/g/ailleurs/gestion/soldes/1/operations/1/membre/", elsewhere).status_code == 404
    assert (Payment.objects.live().get().membership.number, faults()) == (3, [])


# ── a cheque that came back


def test_a_returned_cheque_is_charged_told_and_undone_later_from_its_page(play: Cast, bob: Visitor) -> None:
    answer = act(bob, "rejet", on="2026-11-26", fee="9,50", reason="sans provision")
    assert toast_of(bob, answer)[0] == "Alice Martin : chèque de 12,00 € rejeté, 9,50 € de frais, doit 9,50 €"
    account = words(bob.get(ALICE))
    assert "Chèque n° 98 : rejeté par la banque jeu. 26 nov. · sans provision · par Bob" in account
    assert "Frais de chèque rejeté jeu. 26 nov. · par Bob" in account
    assert OutgoingMail.objects.filter(kind="E24", to="alice@vallon.example.org").count() == 1
    page = bob.get(CHEQUE)
    assert "Rejeté par la banque le jeudi 26 novembre. sans provision" in words(page)
    answer = bob.post(f"{CHEQUE}rejet/annulation/", {"key": form_of(page)["key"]})
    assert toast_of(bob, answer)[0] == "Alice Martin : le chèque de 12,00 € compte de nouveau, avoir 12,00 €"
    assert (balance(play.alice), ReturnFee.objects.live().count(), faults()) == ("12.00", 0, [])
    assert "rejet annulé" in words(bob.get(ALICE))
    assert bob.post(f"{CHEQUE}rejet/annulation/", {"key": key()}).status_code == 302  # said again, and nothing moves
    assert balance(play.alice) == "12.00"


def test_the_toast_undoes_a_return_and_its_fee_alone_may_be_given_up(play: Cast, bob: Visitor) -> None:
    _said, action, undo = toast_of(bob, act(bob, "rejet", on="2026-11-26", fee="2"))
    fee = ReturnFee.objects.get().transaction.number
    answer = bob.post(f"{ALICE}operations/{fee}/annulation/", {"key": key(), "why": "première fois"})
    assert toast_of(bob, answer)[0] == "Alice Martin : 2,00 € annulés, à jour 0,00 €"
    assert bob.client.post(action, undo).status_code == 302
    assert (balance(play.alice), faults()) == ("12.00", [])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"on": "2026-11-23"}, "Ce chèque a été reçu le mardi 24 novembre : indiquez ce jour, ou un jour plus tard."),
        ({"on": "2026-11-28"}, "Une opération ne peut pas être datée dans le futur."),
        ({"fee": "-1"}, "Un montant ne peut pas être négatif."),
        ({"fee": "deux"}, "Je ne comprends pas « deux ». Écrivez un montant comme 12,50."),
    ],
)
def test_an_unfit_return_is_said_and_nothing_typed_is_lost(
    play: Cast, bob: Visitor, typed: dict[str, str], said: str
) -> None:
    whole = {"on": "2026-11-26", "fee": "2,00", "reason": "sans provision"} | typed
    answer = act(bob, "rejet", **whole)
    page = answer.content.decode()
    shown = form_of(page)
    assert (answer.status_code, said in words(page)) == (422, True)
    assert {name: shown[name] for name in whole} == whole
    assert balance(play.alice) == "12.00"


def test_only_a_cheque_that_is_there_comes_back(play: Cast, bob: Visitor) -> None:
    cash = record_payment(play.alice, "cash", Money(100), key=key(), by=play.nadia, at=TUESDAY).transaction.number
    page = f"{ALICE}operations/{cash}/"
    assert "rejeté par la banque" not in words(bob.get(page))
    assert bob.post(f"{page}rejet/", {"key": key(), "on": "2026-11-26"}).status_code == 409
    assert bob.post(f"{page}rejet/annulation/", {"key": key()}).status_code == 404
    assert (balance(play.alice), faults()) == ("13.00", [])

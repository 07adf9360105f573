"""What the treasury writes on an account and puts right, through its pages, without JavaScript."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from cabas.distributions.auditing import audit_all as audit_baskets
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.ledger.auditing import audit_all
from cabas.money import Money
from cabas.payments.auditing import audit_all as audit_payments
from cabas.payments.models import Correction, Payment, PaymentSettings, Refund
from cabas.payments.receiving import record_payment
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.distributions.pages import Visitor, stop_clock, words
from tests.payments.accounts import balance

FRIDAY = THURSDAY_EVENING + timedelta(days=1)
ALICE = "gestion/soldes/1/"


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The small group, on Friday; Bob is its treasurer."""
    stop_clock(monkeypatch, FRIDAY)
    play = cast()
    set_roles(play.group, play.person(play.bob), [Role.TREASURER], by=play.nadia, at=TUESDAY)
    return play


@pytest.fixture
def bob(play: Cast) -> Visitor:
    return Visitor(play.bob)


def form_of(page: str) -> dict[str, str]:
    """The form of the page as it is proposed: what is typed in it, what is chosen."""
    main = page[page.rfind("<main") :]
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", main):
        name, value = (re.search(rf'{word}="([^"]*)"', tag) for word in ("name", "value"))
        if name and ('type="radio"' not in tag or " checked" in tag):
            fields.setdefault(name.group(1), value.group(1) if value else "")
    return fields


def sent(bob: Visitor, rest: str, **typed: str) -> Any:
    """Send the form of a page with something typed in it."""
    return bob.post(rest, form_of(bob.get(rest)) | typed)


def toast_of(bob: Visitor, answer: Any) -> tuple[str, str, dict[str, str]]:
    """The words of the toast of the next page, and the form behind its « Annuler »."""
    page = bob.client.get(answer["Location"]).content.decode()
    toast = page[page.index('class="toast"') :]
    action = re.search(r'action="([^"]*)"', toast)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', toast))
    said = re.search(r'<span class="grow">([^<]*)<', toast)
    assert said
    return words(said.group(1)), action.group(1) if action else "", fields


def faults() -> list[str]:
    return [str(fault) for fault in (*audit_all(), *audit_payments(), *audit_baskets())]


# ── money received


def test_the_form_proposes_the_debt_and_the_means_last_used(play: Cast, bob: Visitor) -> None:
    record_payment(play.alice, "transfer", Money(100), by=play.nadia, at=TUESDAY, key=key())
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cash", amount=Money(40), by=play.nadia, at=THURSDAY_EVENING, key=key())
    page = bob.get(f"{ALICE}paiement/")
    proposed = form_of(page)
    assert (proposed["amount"], proposed["means"], proposed["on"]) == ("4,00", "cash", "2026-11-27")
    assert "Solde après : à jour 0,00 € Enregistrer 4,00 € reçus" in words(page)


def test_who_never_paid_is_proposed_the_means_they_announced(play: Cast, bob: Visitor) -> None:
    play.order(play.alice, {play.bread: 1}, means="transfer")
    assert form_of(bob.get(f"{ALICE}paiement/"))["means"] == "transfer"


def test_a_payment_is_recorded_said_and_undone_from_the_toast(play: Cast, bob: Visitor) -> None:
    typed = {"amount": "12,5", "means": "cheque", "reference": "98", "on": "2026-11-25", "note": "par la poste"}
    answer = sent(bob, f"{ALICE}paiement/", **typed)
    payment = Payment.objects.get()
    assert (payment.amount, payment.received_on, payment.reference) == (Money(1250), date(2026, 11, 25), "98")
    said, action, fields = toast_of(bob, answer)
    assert said == "Alice Martin : 12,50 € reçus par chèque, avoir 12,50 €"
    assert bob.client.post(action, fields).status_code == 302
    assert (balance(play.alice), Payment.objects.live().count(), faults()) == ("0.00", 0, [])
    assert "Chèque : annulation ven. 27 nov. · annulé aussitôt · par Bob" in words(bob.get(ALICE))


def test_the_same_form_sent_twice_counts_once_and_with_other_content_is_refused(play: Cast, bob: Visitor) -> None:
    form = form_of(bob.get(f"{ALICE}paiement/")) | {"amount": "5", "means": "cash"}
    for _again in range(2):
        assert bob.post(f"{ALICE}paiement/", form).status_code == 302
    answer = bob.post(f"{ALICE}paiement/", form | {"amount": "6"})
    assert answer.status_code == 409
    again = form_of(answer.content.decode())
    assert (again["amount"], again["key"] != form["key"]) == ("6", True)
    assert balance(play.alice) == "5.00"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": "12,5O"}, "Je ne comprends pas « 12,5O ». Écrivez un montant comme 12,50."),
        ({"amount": ""}, "Indiquez le montant reçu."),
        ({"amount": "0"}, "Un paiement reçu est d’au moins 0,01 €."),
        ({"amount": "-3"}, "Un montant ne peut pas être négatif."),
        ({"means": ""}, "Choisissez le moyen."),
        ({"on": "2026-11-28"}, "Une opération ne peut pas être datée dans le futur."),
        ({"on": "0026-11-25"}, "Vérifiez l’année : ce jour est il y a plus d’un an."),
        ({"on": "hier"}, "Écrivez la date comme 24/11/2026."),
        ({"key": ""}, "Cette demande n’a pas de clé : vérifiez, puis envoyez de nouveau."),
    ],
)
def test_what_is_unfit_is_said_and_nothing_typed_is_lost(
    play: Cast, bob: Visitor, typed: dict[str, str], said: str
) -> None:
    whole = {"amount": "5,00", "means": "cash", "on": "2026-11-26", "note": "à garder", "reference": "R1"} | typed
    answer = sent(bob, f"{ALICE}paiement/", **whole)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in words(page)
    shown = form_of(page)
    assert {name: shown.get(name, "") for name in whole if name != "key"} == {
        name: value for name, value in whole.items() if name != "key"
    }
    assert Payment.objects.count() == 0


def test_what_is_being_typed_shows_the_balance_after(play: Cast, bob: Visitor) -> None:
    said = words(bob.get(f"{ALICE}paiement/?amount=3,20"))
    assert "Solde après : avoir 3,20 € Enregistrer 3,20 € reçus" in said
    assert "Solde après : à jour 0,00 € Enregistrer le paiement" in words(bob.get(f"{ALICE}paiement/?amount=3,2O"))
    said = words(bob.get(f"{ALICE}correction/?amount=3&direction=debit"))
    assert "Solde après : doit 3,00 € Débiter 3,00 €" in said


# ── refunds and corrections


def test_a_refund_is_at_most_the_avoir(play: Cast, bob: Visitor) -> None:
    record_payment(play.alice, "cash", Money(800), by=play.nadia, at=TUESDAY, key=key())
    answer = sent(bob, f"{ALICE}remboursement/", amount="9", why="départ")
    assert answer.status_code == 422
    assert "L’avoir est de 8,00 € : remboursez cette somme, ou moins." in words(answer.content.decode())
    assert form_of(answer.content.decode())["why"] == "départ"
    answer = sent(bob, f"{ALICE}remboursement/", why="départ")
    assert toast_of(bob, answer)[0] == "Alice Martin : 8,00 € remboursés en espèces, à jour 0,00 €"
    assert (Refund.objects.get().reason, faults()) == ("départ", [])


def test_without_an_avoir_the_page_says_that_there_is_nothing_to_refund(bob: Visitor) -> None:
    assert "Ce membre n’a pas d’avoir : il n’y a rien à rembourser." in words(bob.get(f"{ALICE}remboursement/"))


def test_a_correction_asks_its_direction_in_words(play: Cast, bob: Visitor) -> None:
    answer = sent(bob, f"{ALICE}correction/", amount="3", why="salade abîmée")
    assert answer.status_code == 422
    assert "Dites si la correction est en faveur du membre ou du groupe." in words(answer.content.decode())
    answer = sent(bob, f"{ALICE}correction/", amount="3", why="salade abîmée", direction="debit")
    assert toast_of(bob, answer)[0] == "Alice Martin : 3,00 € en faveur du groupe, doit 3,00 €"
    assert (Correction.objects.get().amount, faults()) == (Money(-300), [])
    answer = sent(bob, f"{ALICE}correction/", amount="3", why="", direction="credit")
    assert "Dites pourquoi : ce sera gardé, et le membre le lira." in words(answer.content.decode())


@pytest.mark.parametrize("kind", ["remboursement", "correction"])
def test_a_refund_and_a_correction_are_undone_with_a_reason(play: Cast, bob: Visitor, kind: str) -> None:
    record_payment(play.alice, "cash", Money(800), by=play.nadia, at=TUESDAY, key=key())
    sent(bob, f"{ALICE}{kind}/", amount="3", why="erreur", direction="debit", means="cash")
    assert balance(play.alice) == "5.00"
    operation = f"{ALICE}operations/2/"
    assert "Ce n’était pas le bon moyen" not in words(bob.get(operation))
    answer = bob.post(f"{operation}annulation/", form_of(bob.get(operation)))
    assert answer.status_code == 422
    assert "Dites pourquoi : ce sera gardé, et le membre le lira." in words(answer.content.decode())
    answer = bob.post(f"{operation}annulation/", form_of(bob.get(operation)) | {"why": "autre membre"})
    assert toast_of(bob, answer)[0] == "Alice Martin : 3,00 € annulés, avoir 8,00 €"
    assert "Cette opération est déjà annulée." in words(bob.get(operation))
    assert bob.post(f"{operation}annulation/", {"key": key(), "why": "encore"}).status_code == 409
    assert bob.post(f"{operation}moyen/", {"key": key(), "means": "cash"}).status_code == 404
    assert (balance(play.alice), faults()) == ("8.00", [])


# ── what was written is put right


@pytest.fixture
def paid(play: Cast) -> str:
    """Alice's bread was taken as a cheque at the stand, and the distribution validated: operation 2."""
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return f"{ALICE}operations/2/"


def test_the_means_is_put_right_and_the_toast_puts_it_back(play: Cast, bob: Visitor, paid: str) -> None:
    page = bob.get(paid)
    assert "Il reste celui du panier n° 1 du jeudi 26 novembre." in words(page)
    answer = bob.post(f"{paid}moyen/", form_of(page) | {"means": "cash", "reference": ""})
    said, action, fields = toast_of(bob, answer)
    assert said == "Alice Martin : 5,40 € en espèces, à jour 0,00 €"
    assert Receipt.objects.live().get().payment.means == "cash"
    assert bob.client.post(action, fields).status_code == 302
    assert [payment.means for payment in Payment.objects.live()] == ["cheque"]
    assert (balance(play.alice), faults()) == ("0.00", [])
    assert "Voir le paiement qui la remplace" in words(bob.get(paid))


def test_the_toast_puts_back_a_means_that_the_group_does_not_accept_any_more(
    play: Cast, bob: Visitor, paid: str
) -> None:
    PaymentSettings.objects.update(accepts_cheque=False)
    _said, action, fields = toast_of(bob, bob.post(f"{paid}moyen/", {"key": key(), "means": "cash"}))
    assert bob.client.post(action, fields).status_code == 302
    assert [payment.means for payment in Payment.objects.live()] == ["cheque"]


def test_the_same_means_is_refused_with_what_was_typed(bob: Visitor, paid: str) -> None:
    answer = bob.post(f"{paid}moyen/", form_of(bob.get(paid)))
    assert answer.status_code == 422
    assert "C’est déjà ce qui est enregistré" in words(answer.content.decode())
    answer = bob.post(f"{paid}moyen/", {"key": key(), "means": "cagnotte", "reference": "R7"})
    assert (answer.status_code, form_of(answer.content.decode())["reference"]) == (422, "R7")


def test_a_payment_is_taken_back_with_a_reason(play: Cast, bob: Visitor, paid: str) -> None:
    said = words(bob.get(paid))
    assert "Le panier n° 1 du jeudi 26 novembre reste remis, et il est de nouveau dû." in said
    assert "Solde après : doit 5,40 €" in said
    answer = bob.post(f"{paid}annulation/", {"key": key(), "why": "chèque sans provision"})
    assert toast_of(bob, answer)[0] == "Alice Martin : 5,40 € annulés, doit 5,40 €"
    assert (Basket.objects.get().served_at, faults()) == (THURSDAY_EVENING, [])
    assert "Chèque : annulation ven. 27 nov. · chèque sans provision · par Bob" in words(bob.get(ALICE))


def test_the_operations_of_others_and_the_orders_are_not_found(play: Cast, bob: Visitor, paid: str) -> None:
    bob.get(f"{ALICE}operations/1/", status=404)  # the order itself
    bob.get("gestion/soldes/2/operations/2/", status=404)  # Alice's payment, at Bob's account
    for act in ("moyen", "annulation"):
        answer = bob.post(f"gestion/soldes/2/operations/2/{act}/", {"key": key(), "why": "x", "means": "cash"})
        assert answer.status_code == 404
    assert Payment.objects.live().count() == 1


# ── opening balances


def test_what_a_member_owed_before_is_taken_over_in_words_and_once(play: Cast, bob: Visitor) -> None:
    page = f"{ALICE}reprise/"
    answer = sent(bob, page, direction="debit", amount="12,50", on="2026-10-31")
    said, action, undo = toast_of(bob, answer)
    assert said == "Alice Martin : reprise de solde, devait 12,50 €, doit 12,50 €"
    again = sent(bob, page, direction="debit", amount="12,50", on="2026-10-31")
    assert (again.status_code, "Solde déjà repris" in again.content.decode()) == (409, True)
    assert form_of(again.content.decode())["amount"] == "12,50"
    assert balance(play.alice) == "-12.50"
    assert "Reprise de solde" in words(bob.get(ALICE))
    bob.client.post(action, undo)
    assert (balance(play.alice), faults()) == ("0.00", [])


def test_an_opening_balance_asks_which_way(play: Cast, bob: Visitor) -> None:
    answer = sent(bob, f"{ALICE}reprise/", amount="8,00")
    assert (answer.status_code, balance(play.alice)) == (422, "0.00")
    assert "Dites si ce membre devait, ou avait en avoir." in words(answer.content.decode())

"""Validation as a coordinator does it: cases with their buttons, a sum that adds up, one button; and its undoing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas.distributions.models import Basket, Receipt, Validation
from cabas.distributions.serving import serve
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.money import Money
from cabas.ui.toasts import undo_of
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.distributions.pages import STATEMENTS_MAX, stop_clock, words

PAGE = "/g/vallon/gestion/distributions/1/validation/"


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Thursday, 18 h 40, the stand is open."""
    stop_clock(monkeypatch, THURSDAY_EVENING)
    return cast()


@pytest.fixture
def nadia(play: Cast, client: Client) -> Client:
    client.force_login(play.nadia)
    return client


def page(client: Client) -> str:
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return words(answer.content.decode())


def say(client: Client, act: str, basket: int = 1, **more: str) -> Any:
    due = {f"due-{basket}": more.pop("seen")} if "seen" in more else {}
    return client.post(f"{PAGE}{basket}/", {"key": key(), "act": act, **due, **more})


def press_undo(client: Client, basket: int = 1) -> None:
    """The button of the toast, as the next page shows it."""
    message = list(client.get(PAGE).context["messages"])[-1]
    undo = undo_of(message)
    assert undo is not None
    assert undo.url == f"{PAGE}{basket}/"
    client.post(undo.url, undo.fields)


def state() -> tuple[bool, bool, bool]:
    """Served, absent, left owed."""
    basket = Basket.objects.get(number=1)
    return basket.served_at is not None, basket.absent_at is not None, basket.is_left_owed


def balance(member: Membership) -> Money:
    return Membership.objects.get(pk=member.pk).account.balance


def served(play: Cast, member: Membership, means: str = "cheque", *, later: bool = False) -> Basket:
    basket = play.order(member, {play.bread: 1}, means=means)
    serve(basket, is_left_owed=later, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    return basket


def test_nothing_to_look_at_and_one_button_that_says_what_it_confirms(play: Cast, nadia: Client) -> None:
    served(play, play.alice, later=True)
    shown = page(nadia)
    assert "Valider le jeudi 26 novembre" in shown
    assert "Paniers : rien à regarder" in shown
    assert "Reste dû, 1 membre 5,40 € Total 5,40 €" in shown
    assert "Valider : 1 panier, 5,40 €" in shown

    answer = nadia.post(PAGE, {"key": key(), "seen": "540"})
    assert (answer.status_code, answer.url) == (302, PAGE)
    shown = page(nadia)
    assert "Distribution validée Par Nadia Belkacem, jeu. 26 nov., 18 h 40. 1 panier 5,40 €" in shown
    assert "Valider" not in shown


def test_who_did_not_come_is_absent_forgiven_or_served_and_each_is_undone(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    shown = page(nadia)
    assert (
        "1 panier à regarder Alice Martin pas venu 5,40 € Absent, garder dû Annuler le panier Servi, reste dû" in shown
    )
    assert "Encore 1 panier à regarder avant de valider." in shown
    assert "Valider :" not in shown
    for act, expected, owed in (
        ("absent", (False, True, True), "-5.40"),
        ("forgive", (False, True, False), "0.00"),
        ("served", (True, False, True), "-5.40"),
    ):
        say(nadia, act)
        assert (state(), str(balance(play.alice))) == (expected, owed)
        press_undo(nadia)
        assert (state(), str(balance(play.alice))) == ((False, False, False), "-5.40")
        assert Basket.objects.get().is_announced


def test_a_forgiven_basket_is_a_term_of_the_sum(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    say(nadia, "forgive")
    shown = page(nadia)
    assert "Paniers annulés, à la charge du groupe 5,40 € Total 5,40 €" in shown
    assert "Alice Martin : panier annulé, 5,40 € rendus au compte Annuler" in shown


def test_what_is_not_paid_is_received_by_any_means_or_left(play: Cast, nadia: Client) -> None:
    served(play, play.alice)
    shown = page(nadia)
    assert "Alice Martin pas réglé 5,40 € Chèque Espèces Carte Laisser dû 5,40 €" in shown
    say(nadia, "receive:cash", seen="540")
    assert balance(play.alice) == Money(0)
    press_undo(nadia)
    assert (state(), str(balance(play.alice))) == ((True, False, False), "-5.40")
    say(nadia, "leave")
    assert state() == (True, False, True)


def test_a_transfer_is_received_with_a_tick_or_waited_for(play: Cast, nadia: Client) -> None:
    served(play, play.alice, "transfer")
    assert "Alice Martin virement attendu 5,40 € Virement reçu Laisser attendre" in page(nadia)
    say(nadia, "receive:transfer", seen="540")
    assert Receipt.objects.get().payment.means == "transfer"
    press_undo(nadia)
    assert "Alice Martin virement attendu 5,40 €" in page(nadia)
    say(nadia, "leave")
    assert "rien à regarder" in page(nadia)


def test_all_is_served_and_received_in_one_tap_and_undone_in_one(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    assert "Tout servi et reçu" not in page(nadia)
    play.order(play.bob, {play.bread: 1}, means="transfer")
    play.order(Membership.objects.get(adults__person=play.nadia), {play.vegetables: 1}, means="cash")
    shown = page(nadia)
    assert "Tout servi et reçu comme annoncé, 3 paniers 17,40 €" in shown
    assert "Un virement reste à confirmer quand il arrive." in shown
    nadia.post(f"{PAGE}encaissements/", {"key": key(), "count": "3", "sum": "1740"})
    shown = page(nadia)
    assert "3 paniers servis, 17,40 € reçus Annuler" in shown
    assert "1 panier à regarder Bob Lenoir virement attendu" in shown
    assert "2 réglés ou vus Alice Martin réglé 5,40 € Nadia Belkacem réglé 12,00 €" in shown
    assert Receipt.objects.count() == 2

    assert nadia.post(f"{PAGE}encaissements/annulation/", {"key": key(), "done": key()}).status_code == 422
    assert Receipt.objects.live().count() == 2


def test_the_toast_takes_back_what_was_received_in_one_tap(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    play.order(play.bob, {play.vegetables: 1}, means="cash")
    nadia.post(f"{PAGE}encaissements/", {"key": key(), "count": "2", "sum": "1740"})
    undo = undo_of(list(nadia.get(PAGE).context["messages"])[-1])
    assert undo is not None
    for _click in range(2):
        assert nadia.post(undo.url, undo.fields).status_code == 302
    shown = page(nadia)
    assert "Annulé : 17,40 € ne sont plus reçus, les paniers sont de nouveau à regarder." in shown
    assert "2 paniers à regarder Tout servi et reçu comme annoncé, valider : 2 paniers 17,40 €" in shown
    assert (Receipt.objects.live().count(), state()) == (0, (False, False, False))


def test_while_the_stand_serves_all_is_not_received_in_one_tap(
    play: Cast, nadia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(play, play.alice)
    play.order(play.bob, {play.bread: 1})
    assert "Tout servi et reçu" not in page(nadia)
    refused = nadia.post(f"{PAGE}encaissements/", {"key": key(), "count": "2", "sum": "1080"})
    assert (refused.status_code, "Le stand sert encore les paniers" in words(refused.content.decode())) == (409, True)
    stop_clock(monkeypatch, play.distribution.ends_at)
    assert "Tout servi et reçu comme annoncé, valider : 2 paniers 10,80 €" in page(nadia)


def test_what_was_decided_is_listed_and_looked_at_again(play: Cast, nadia: Client) -> None:
    for member in (play.alice, play.bob):
        play.order(member, {play.bread: 1})
    say(nadia, "absent")
    say(nadia, "receive:cash", basket=2, seen="540")
    shown = page(nadia)
    assert "2 réglés ou vus Alice Martin absent 5,40 € Revoir Alice Martin Bob Lenoir réglé 5,40 €" in shown
    say(nadia, "look_again")
    shown = page(nadia)
    assert "Alice Martin : à regarder de nouveau" in shown
    assert "1 panier à regarder Alice Martin pas venu" in shown


@pytest.mark.parametrize(
    ("act", "says"), [("forgive", "absent, panier annulé"), ("served", "laissé dû 5,40 €"), ("absent", "absent 5,40 €")]
)
def test_each_decision_says_itself(play: Cast, nadia: Client, act: str, says: str) -> None:
    play.order(play.alice, {play.bread: 1})
    say(nadia, act)
    assert f"1 réglé ou vu Alice Martin {says} Revoir" in page(nadia)


def test_estimated_weights_are_kept_only_when_it_is_said(play: Cast, nadia: Client) -> None:
    basket = play.order(play.alice, {play.cheese: 1})
    serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    shown = page(nadia)
    assert "1 produit n’a pas été pesé Tomme de brebis, Alice Martin, 240 g ≈ 6,00 € Garder les poids estimés" in shown
    refused = nadia.post(PAGE, {"key": key(), "seen": "600"})
    assert refused.status_code == 422
    assert "Des produits n’ont pas été pesés." in words(refused.content.decode())
    assert nadia.post(PAGE, {"key": key(), "seen": "600", "keeps_estimates": "yes"}).status_code == 302


@pytest.mark.parametrize(
    ("rest", "fields", "status"),
    [
        ("", {"seen": "540"}, 422),  # a basket waits
        ("1/", {"act": "dance"}, 422),
        ("1/", {"act": "receive:shells"}, 422),
        ("1/", {"act": "take_back", "receipt": "9"}, 404),
        ("2/", {"act": "absent"}, 404),
        ("encaissements/", {"count": "1", "sum": "1"}, 409),
        ("encaissements/", {"count": "deux", "sum": "540"}, 409),
        ("encaissements/annulation/", {"done": "x"}, 422),
    ],
)
def test_what_no_page_sends_is_refused(
    play: Cast, nadia: Client, rest: str, fields: dict[str, str], status: int
) -> None:
    play.order(play.alice, {play.bread: 1})
    assert nadia.post(PAGE + rest, {"key": key(), **fields}).status_code == status
    assert state() == (False, False, False)


def test_another_amount_than_the_page_showed_is_not_received(play: Cast, nadia: Client) -> None:
    served(play, play.alice)
    say(nadia, "receive:cash", seen="500")
    assert "Le montant a changé : 5,40 €. Rien n’a été enregistré." in page(nadia)
    assert not Receipt.objects.exists()


def test_before_it_starts_there_is_no_button(play: Cast, nadia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, TUESDAY)
    shown = page(nadia)
    assert "Cette distribution n’a pas encore commencé : elle se valide à partir du jeu. 26 nov., 18 h 30." in shown
    assert nadia.post(PAGE, {"key": key()}).status_code == 422
    assert not Validation.objects.exists()


def test_two_coordinators_validate_and_the_second_is_told(play: Cast, nadia: Client) -> None:
    for status in (302, 409):
        assert nadia.post(PAGE, {"key": key(), "seen": "0"}).status_code == status
    assert say(nadia, "absent").status_code == 404
    assert Validation.objects.count() == 1


def test_undoing_asks_why_and_says_it_afterwards(play: Cast, nadia: Client) -> None:
    served(play, play.alice, later=True)
    nadia.post(PAGE, {"key": key(), "seen": "540"})
    assert "Dévalider" in page(nadia)
    undo = f"{PAGE}annulation/"
    assert "Dévalider le jeudi 26 novembre" in words(nadia.get(undo).content.decode())
    refused = nadia.post(undo, {"key": key(), "why": " "})
    assert (refused.status_code, "Dites pourquoi" in words(refused.content.decode())) == (422, True)
    assert nadia.post(undo, {"key": key(), "why": "la tomme"}).status_code == 302
    assert "Dévalidée jeu. 26 nov., 18 h 40 par Nadia Belkacem : « la tomme »" in page(nadia)
    assert nadia.get(undo).status_code == 404


def test_roles_one_by_one(play: Cast) -> None:
    served(play, play.alice, later=True)
    for role, sees, undoes in (
        (None, 403, 403),
        (Role.COORDINATOR, 200, 403),
        (Role.TREASURER, 200, 403),
        (Role.ADMINISTRATOR, 200, 404),
    ):
        set_roles(play.group, play.person(play.bob), [role] if role else [], by=None, at=TUESDAY)
        client = Client()
        client.force_login(play.person(play.bob))
        assert (client.get(PAGE).status_code, client.get(f"{PAGE}annulation/").status_code) == (sees, undoes)


def test_pages_ask_as_much_of_the_database_for_one_basket_as_for_three(play: Cast, nadia: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(nadia)
        return len(captured)

    play.order(play.alice, {play.cheese: 1})
    one = statements()
    served(play, play.bob)
    played = add_member(play.group, NewHousehold([NewPerson("Zoé", "Roux"), NewPerson("Tom", "Roux")]), at=TUESDAY)
    play.order(played, {play.cheese: 1})
    assert statements() == one <= STATEMENTS_MAX


def test_a_second_click_on_undoing_comes_back_to_the_checklist(play: Cast, nadia: Client) -> None:
    nadia.post(PAGE, {"key": key(), "seen": "0"})
    form = {"key": key(), "why": "erreur"}
    answers = [nadia.post(f"{PAGE}annulation/", form) for _click in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, PAGE)] * 2


def test_before_it_starts_nothing_is_said_of_a_basket(
    play: Cast, nadia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    play.order(play.alice, {play.bread: 1})
    stop_clock(monkeypatch, TUESDAY)
    for act in ("absent", "forgive", "leave"):
        refused = say(nadia, act)
        assert (act, refused.status_code) == (act, 422)
        assert "rien n’a été enregistré" in words(refused.content.decode())
    announced = {"key": key(), "count": "1", "sum": "540"}
    assert nadia.post(f"{PAGE}encaissements/", announced).status_code == 422
    assert state() == (False, False, False)


@pytest.mark.parametrize("act", ["absent", "forgive"])
def test_a_basket_that_was_served_meanwhile_is_not_said_absent(play: Cast, nadia: Client, act: str) -> None:
    served(play, play.alice)
    refused = say(nadia, act)
    assert refused.status_code == 409
    assert "Ce panier a été servi entre-temps." in words(refused.content.decode())
    assert state() == (True, False, False)


def test_a_double_click_on_a_receipt_still_undoes_the_serving_with_it(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    form = {"key": key(), "act": "receive:cash", "due-1": "540"}
    for _click in range(2):
        assert nadia.post(f"{PAGE}1/", form).status_code == 302
    press_undo(nadia)
    assert state() == (False, False, False)

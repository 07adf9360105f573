"""The three steps of validating, as pages: what was paid twice, what is counted, a sum that adds up, nothing lost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas.closing.automatic import AFTER, NotExactlyPaid, validate_by_itself
from cabas.closing.models import Count
from cabas.distributions.models import Basket, Receipt, Validation
from cabas.distributions.serving import serve, take_payment
from cabas.distributions.validation import undo_validation
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.payments.models import PaymentSettings
from cabas.stand.models import OfflineAct
from cabas.ui.toasts import undo_of
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.distributions.pages import stop_clock, words

pytestmark = pytest.mark.django_db

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
PAGE = "/g/vallon/gestion/distributions/1/validation/"


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Thursday, 18 h 40: Alice paid her bread in cash."""
    stop_clock(monkeypatch, THURSDAY_EVENING)
    play = cast()
    take_payment(play.order(play.alice, {play.bread: 1}), "cash", **signed(play))
    return play


@pytest.fixture
def nadia(play: Cast, client: Client) -> Client:
    client.force_login(play.nadia)
    return client


def signed(play: Cast) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING}


def page(client: Client) -> str:
    return words(client.get(PAGE).content.decode())


def send(client: Client, rest: str = "", **fields: str) -> Any:
    return client.post(PAGE + rest, {"key": key(), "seen": "540", "cash": "540", **fields})


def press_undo(client: Client) -> None:
    undo = undo_of(list(client.get(PAGE).context["messages"])[-1])
    assert undo is not None
    client.post(undo.url, undo.fields)


def paid_again(play: Cast, means: str) -> None:
    again: dict[str, Any] = {"amount": Basket.objects.get(number=1).total, "is_besides": True}
    take_payment(Basket.objects.get(number=1), means, **again, **signed(play))


def test_of_two_payments_that_are_the_same_one_is_kept_and_it_is_undone(play: Cast, nadia: Client) -> None:
    paid_again(play, "cash")
    assert (
        "1 panier à regarder Alice Martin 2 encaissements : espèces par Nadia, espèces par Nadia 10,80 € "
        "Garder un seul Mettre en avoir" in page(nadia)
    )
    assert send(nadia).status_code == 422
    first = Receipt.objects.order_by("pk").first()
    assert first is not None
    send(nadia, "1/", act=f"keep:{first.pk}")
    assert list(Receipt.objects.live()) == [first]
    assert "Alice Martin : un seul encaissement gardé, 5,40 € annulés Annuler" in page(nadia)
    paid_again(play, "cash")
    send(nadia, "1/", act=f"keep:{first.pk}")
    press_undo(nadia)
    assert Receipt.objects.live().count() == 2


def test_of_two_that_differ_either_is_kept_or_both_as_an_avoir(play: Cast, nadia: Client) -> None:
    paid_again(play, "cheque")
    assert "Garder : espèces 5,40 € Garder : chèque 5,40 € Mettre en avoir" in page(nadia)
    send(nadia, "1/", act="keep_all")
    shown = page(nadia)
    assert "Alice Martin : tout est gardé, 5,40 € de plus" in shown
    assert "1 réglé ou vu Alice Martin réglé, 5,40 € en avoir 10,80 €" in shown
    assert "Chèques 5,40 € Espèces 5,40 € Avoir créé, 1 membre − 5,40 € Total 5,40 €" in shown
    send(nadia, "1/", act="look_again")
    assert "2 encaissements" in page(nadia)


def test_what_was_done_without_network_and_is_to_be_looked_at_is_counted_with_its_way_out(
    play: Cast, nadia: Client
) -> None:
    told = {"group": play.group, "distribution": play.distribution, "number": 7, "key": key(), "kind": "receipts"}
    OfflineAct.objects.create(case="refused", made_at=THURSDAY_EVENING, received_at=THURSDAY_EVENING, **told)
    assert "1 opération faite au stand sans réseau est à regarder. Regarder" in page(nadia)
    with pytest.raises(NotExactlyPaid):
        validate_by_itself(play.distribution, at=play.distribution.ends_at + AFTER)


def test_the_sum_names_the_transfer_that_is_awaited(play: Cast, nadia: Client) -> None:
    basket = play.order(play.bob, {play.vegetables: 1}, means="transfer")
    serve(basket, is_left_owed=True, **signed(play))
    shown = page(nadia)
    assert "Virements aucun reçu 1 attendu, 12,00 €" in shown
    assert "Espèces 5,40 € Virement attendu, Bob Lenoir 12,00 € Total 17,40 €" in shown


def test_what_is_counted_is_kept_with_the_tap_that_validates(play: Cast, nadia: Client) -> None:
    assert "fond 0,00 € + encaissé 5,40 € = 5,40 €" in page(nadia)
    assert send(nadia, **{"count-cash_counted": "5,40", "count-cheques_counted": "0"}).status_code == 302
    assert (Count.objects.count(), Validation.objects.count()) == (1, 1)
    shown = page(nadia)
    assert "Distribution validée" in shown
    assert "L’argent compté tout tombe juste" in shown
    assert "Compté jeu. 26 nov., 18 h 40 par Nadia Belkacem." in shown


def test_a_difference_without_its_reason_validates_nothing_and_what_was_typed_stays(play: Cast, nadia: Client) -> None:
    typed = {"count-cash_counted": "5,00", "count-float_left": "2"}
    refused = send(nadia, **typed)
    assert refused.status_code == 422
    said = words(refused.content.decode())
    assert "Il manque 0,40 € dans la caisse : recomptez, ou dites pourquoi." in said
    assert not Validation.objects.exists()
    shown = nadia.get(PAGE).content.decode()
    assert ('value="5,00"' in shown, 'value="2"' in shown) == (True, True)
    assert send(nadia, "comptage/", **typed, **{"count-why": "monnaie"}).status_code == 302
    page_now = nadia.get(PAGE).content.decode()
    shown = words(page_now)
    assert "L’argent compté écart − 0,40 € Compter de nouveau" in shown  # it has its reason: the step is done
    assert "data-now" in page_now.split('id="confirmer"')[1][:70]
    assert "Écart : « monnaie »" in shown
    assert not Validation.objects.exists()


def test_nothing_typed_is_lost_while_a_basket_is_looked_at(play: Cast, nadia: Client) -> None:
    play.order(play.bob, {play.cheese: 1})
    typed = {"count-cash_counted": "5,4x", "count-why": "à voir", "keeps_estimates": "yes"}
    assert send(nadia, "2/", act="served", **typed).status_code == 302
    shown = nadia.get(PAGE).content.decode()
    assert ('value="5,4x"' in shown, 'value="à voir"' in shown, "checked" in shown) == (True, True, True)
    assert send(nadia, "comptage/", **typed).status_code == 422
    assert not Count.objects.exists()


def test_a_group_that_does_not_count_finds_the_step_collapsed(play: Cast, nadia: Client) -> None:
    assert "data-now" in nadia.get(PAGE).content.decode().split('id="argent"')[1][:60]
    PaymentSettings.objects.update(counts_money=False)
    shown = nadia.get(PAGE).content.decode()
    assert "L’argent compté facultatif Compter l’argent" in words(shown)
    assert "data-now" in shown.split('id="confirmer"')[1][:70]


def test_what_is_received_after_the_count_asks_to_count_again(play: Cast, nadia: Client) -> None:
    send(nadia, "comptage/", **{"count-cash_counted": "5,40"})
    take_payment(play.order(play.bob, {play.bread: 1}), "cash", **signed(play))
    assert "Des paiements ont changé depuis ce comptage : comptez de nouveau." in page(nadia)
    assert send(nadia, "comptage/", **{"count-cash_counted": "10,80"}).status_code == 409  # the page knew of 5,40
    assert send(nadia, "comptage/", cash="1080", **{"count-cash_counted": "10,80"}).status_code == 302


def test_the_till_says_what_was_counted_and_what_waits_for_the_next_time(play: Cast, nadia: Client) -> None:
    till = "/g/vallon/gestion/caisse/"
    assert "Compter la caisse du jeu. 26 nov. Aucune caisse comptée" in words(nadia.get(till).content.decode())
    counted = {"count-cash_float": "50", "count-cash_counted": "55", "count-float_left": "50", "count-why": "une pièce"}
    send(nadia, "comptage/", **counted)
    shown = words(nadia.get(till).content.decode())
    assert "Fond laissé pour la prochaine distribution : 50,00 €" in shown
    assert "Le jeudi 26 novembre, la caisse devait contenir 55,40 € ; 55,00 € y étaient." in shown
    assert "Jeu. 26 nov. 50,00 € 5,40 € 55,00 € − 0,40 € une pièce Nadia Belkacem" in shown


def test_validating_and_counting_takes_as_many_statements_for_one_basket_as_for_three(
    play: Cast, nadia: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    def statements(total: str, cash: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            sent = {"seen": total, "cash": cash, "count-cash_counted": f"{int(cash) // 100},50", "count-why": "essai"}
            assert nadia.post(PAGE, {"key": key(), **sent}).status_code == 302
        said = [query["sql"] for query in captured.captured_queries if query["sql"]]
        return sum(not sql.startswith(NOT_COUNTED) for sql in said)

    one = statements("540", "540")
    undo_validation(Validation.objects.get(), why="encore", **signed(play))
    for member in (play.bob, add_member(play.group, NewHousehold([NewPerson("Zoé", "Roux")]), at=TUESDAY)):
        take_payment(play.order(member, {play.bread: 1}), "cash", **signed(play))
    recounted = 6  # the difference of the first count is reversed in the same act
    three = statements("1620", "1620")
    with capsys.disabled():
        print(f"  {one:3d} statements  valider et compter la caisse, la demande entière ({three} en recomptant)")
    assert three <= one + recounted


def test_what_is_typed_stays_where_a_toast_is_undone_and_where_all_is_received(play: Cast, nadia: Client) -> None:
    serve(play.order(play.bob, {play.bread: 1}), is_left_owed=True, **signed(play))
    send(nadia, "2/", act="leave", **{"count-cash_counted": "12,3"})
    press_undo(nadia)
    assert 'value="12,3"' in nadia.get(PAGE).content.decode()
    send(nadia, "encaissements/", count="9", sum="1", **{"count-cash_counted": "45,6"})
    assert 'value="45,6"' in nadia.get(PAGE).content.decode()


def test_a_difference_that_validating_refuses_shows_its_fields_also_where_it_was_counted_before(
    play: Cast, nadia: Client
) -> None:
    send(nadia, "comptage/", **{"count-cash_counted": "5,40"})
    assert nadia.get(PAGE).context["till"].is_open is False
    refused = send(nadia, **{"count-cash_counted": "4"})
    assert (refused.status_code, refused.context["till"].is_open, refused.context["now"]) == (422, True, "argent")
    assert "Il manque 1,40 € dans la caisse" in words(refused.content.decode())

"""The stand as volunteers use it: found by a few letters, weighed, paid in one tap, undone; also without a script."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import forgive_absent
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.validation import validate
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership
from cabas.ledger.models import Transaction
from cabas.money import Money
from cabas.payments.receiving import receive
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, add_product, cast, key
from tests.stand.reading import words_shown

pytestmark = pytest.mark.django_db

LIST = "/g/vallon/gestion/distributions/1/stand/"
BASKET = f"{LIST}1/"
STATEMENTS_MAX = 12


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Thursday, 18 h 40: Alice ordered vegetables, bread and cheese, and announced a cheque."""
    told = cast()
    told.basket = told.order(told.alice, {told.vegetables: 1, told.bread: 1, told.cheese: 1})
    monkeypatch.setattr("cabas.clock._demo_moment", lambda: THURSDAY_EVENING)
    return told


@pytest.fixture
def nadia(play: Cast, client: Client) -> Client:
    client.force_login(play.nadia)
    return client


def shown(response: HttpResponse) -> str:
    return words_shown(response.content.decode())


def cheese_field(play: Cast) -> str:
    return f"weight-{play.basket.lines.get(product=play.cheese).pk}"


def send(client: Client, what: str, fields: dict[str, str] | None = None) -> Any:
    return client.post(f"{BASKET}{what}/", {"key": key(), **(fields or {})})


def test_the_list_says_what_to_take_and_never_a_balance(play: Cast, nadia: Client) -> None:
    page = shown(nadia.get(LIST))
    assert "Stand, jeudi 26" in page
    assert "0 servi sur 1" in page
    assert "Alice Martin chèque · 1 à peser ≈ 23,40 €" in page
    assert "solde" not in page
    assert "doit" not in page


@pytest.mark.parametrize("typed", ["ali", "MÂRT", "martin alice", "1"])
def test_without_a_script_a_single_match_opens_its_basket(play: Cast, nadia: Client, typed: str) -> None:
    response = nadia.get(LIST, {"q": typed})
    assert (response.status_code, response.url) == (302, BASKET)


def test_the_end_of_a_phone_and_the_second_adult_find_a_basket(play: Cast, nadia: Client) -> None:
    couple = [
        NewPerson("Camille", "Moreau", phone="06 12 34 56 78"),
        NewPerson("Zoé", "L'Hœst"),
    ]
    camille = add_member(play.group, NewHousehold(couple), at=TUESDAY)
    ordered(play, camille)
    for typed in ("5678", "hoest", "moreau"):
        assert nadia.get(LIST, {"q": typed}).url == f"{LIST}2/"


def ordered(play: Cast, member: Membership) -> Basket:
    return play.order(member, {play.bread: 1, play.cheese: 1})


def test_several_matches_are_listed_and_none_is_said(play: Cast, nadia: Client) -> None:
    ordered(play, play.bob)
    ordered(play, add_member(play.group, NewHousehold([NewPerson("Mina", "Rossi")]), at=TUESDAY))
    page = shown(nadia.get(LIST, {"q": "a"}))
    assert "Alice Martin" in page
    assert "Bob Lenoir" not in page
    assert "À servir" not in page
    assert "Aucun panier à ce nom" in shown(nadia.get(LIST, {"q": "zzz"}))


def test_a_basket_shows_the_balance_before_and_the_announced_means_first(play: Cast, nadia: Client) -> None:
    page = shown(nadia.get(BASKET))
    assert "1 Alice Martin à jour avant 0,00 €" in page
    assert "À encaisser ≈ 23,40 €" in page
    assert page.index("Chèque 23,40 €") < page.index("Espèces 23,40 €") < page.index("Carte 23,40 €")
    assert "Virement" not in page


def test_a_typed_weight_changes_the_amounts_and_posts_nothing(play: Cast, nadia: Client) -> None:
    before = Transaction.objects.count()
    response = nadia.get(BASKET, {cheese_field(play): "220"})
    page = shown(response)
    assert "5,50 €" in page
    assert "À encaisser 22,90 €" in page
    assert "Chèque 22,90 €" in page
    assert 'name="seen" value="2290"' in response.content.decode()
    assert Transaction.objects.count() == before


def test_one_tap_serves_receives_and_offers_to_undo(play: Cast, nadia: Client) -> None:
    field = cheese_field(play)
    response = send(nadia, "encaissement", {field: "220", "seen": "2290", "means": "cheque"})
    assert (response.status_code, response.url) == (302, LIST)
    page = shown(nadia.get(LIST))
    assert "Alice Martin : chèque 22,90 €, solde 0,00 € Annuler" in page
    assert "1 servi sur 1" in page
    receipt = Receipt.objects.get()

    send(nadia, "annulation", {"receipt": str(receipt.pk)})
    page = shown(nadia.get(BASKET))
    assert "chèque 22,90 € annulé" in page
    assert "À encaisser 22,90 €" in page
    assert Basket.objects.get().is_announced


def test_without_a_script_a_weight_that_changes_the_amount_takes_nothing_yet(play: Cast, nadia: Client) -> None:
    response = nadia.post(
        f"{BASKET}encaissement/",
        {"key": key(), cheese_field(play): "220", "seen": "2340", "means": "cheque"},
        follow=True,
    )
    page = shown(response)
    assert "Le poids change le montant : 22,90 € à encaisser." in page
    assert "Chèque 22,90 €" in page
    assert Basket.objects.get().total == Money.of("22.90")
    assert not Receipt.objects.exists()


def test_leaving_the_basket_posts_the_weights_once(play: Cast, nadia: Client) -> None:
    form = {"key": key(), cheese_field(play): "220,4"}
    for _again in range(2):
        assert nadia.post(f"{BASKET}pesee/", form).url == LIST
    assert "Alice Martin : poids enregistrés, 22,90 €" in shown(nadia.get(LIST))
    assert [change.kind for change in Basket.objects.get().changes.all()] == ["order", "weighing"]


def test_leaving_for_another_basket_opens_it(play: Cast, nadia: Client) -> None:
    ordered(play, play.bob)
    assert send(nadia, "pesee", {"next": "2"}).url == f"{LIST}2/"
    assert send(nadia, "pesee", {"next": "99"}).url == LIST
    assert send(nadia, "pesee", {"next": "//example.org"}).url == LIST


def test_enter_without_a_script_shows_what_the_weight_changes(play: Cast, nadia: Client) -> None:
    response = nadia.post(f"{BASKET}pesee/", {"preview": "yes", cheese_field(play): "220"}, follow=True)
    assert "À encaisser 22,90 €" in shown(response)
    assert Basket.objects.get().total == Money.of("23.40")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"weight": "22O", "means": "cheque"}, "Je ne comprends pas « 22O »."),
        ({"weight": "0", "means": "cheque"}, "Un poids est d’au moins 1 g."),
        ({"weight": "1200", "means": "cheque"}, "1 200 g au lieu de 240 g : c’est bien ça ?"),
        ({"other_means": "cash", "amount": "12,5O"}, "Je ne comprends pas « 12,5O »."),
        ({"other_means": "cash", "amount": "0"}, "Un paiement reçu est d’au moins 0,01 €."),
        ({"means": "transfer"}, "Le groupe n’accepte pas ce moyen"),
        ({"means": ""}, "Le groupe n’accepte pas ce moyen"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_is_kept(
    play: Cast, nadia: Client, fields: dict[str, str], sentence: str
) -> None:
    weight = fields.pop("weight", "")
    sent = {**fields, cheese_field(play): weight} if weight else fields
    response = send(nadia, "encaissement", sent)
    assert response.status_code == 422
    assert sentence in shown(response)
    for text in (weight, fields.get("amount", "")):
        assert f'value="{text}"' in response.content.decode()
    assert not Receipt.objects.exists()
    assert Basket.objects.get().total == Money.of("23.40")


def test_a_weight_far_off_is_taken_once_it_is_confirmed(play: Cast, nadia: Client) -> None:
    field = cheese_field(play)
    confirmed = field.replace("weight", "confirmed")
    typed = {field: "1200", "means": "cheque", "seen": "4740"}
    assert send(nadia, "encaissement", {**typed, confirmed: "220"}).status_code == 422
    assert send(nadia, "encaissement", {**typed, confirmed: "1200"}).status_code == 302
    assert Receipt.objects.get().payment.amount == Money.of("47.40")


def test_other_amounts_stay_on_the_account(play: Cast, nadia: Client) -> None:
    send(nadia, "encaissement", {"other_means": "cash", "amount": "20"})
    assert "Alice Martin : espèces 20,00 €, doit 3,40 €" in shown(nadia.get(LIST))
    send(nadia, "encaissement", {"other_means": "cash", "amount": "5"})
    assert "Alice Martin : espèces 5,00 €, avoir 1,60 €" in shown(nadia.get(LIST))


def test_the_second_volunteer_is_told_who_took_what_and_may_take_it_all_the_same(play: Cast, nadia: Client) -> None:
    send(nadia, "encaissement", {"means": "cheque", "seen": "2340"})
    response = send(nadia, "encaissement", {"means": "cash", "seen": "2340"})
    page = shown(response)
    assert response.status_code == 409
    assert "Nadia Belkacem a déjà encaissé 23,40 € pour ce panier à 18 h 40." in page
    assert "Encaisser quand même 23,40 €" in page
    assert Receipt.objects.count() == 1

    send(nadia, "encaissement", {"other_means": "cash", "amount": "23.40", "besides": "yes"})
    assert Receipt.objects.count() == 2


def test_later_leaves_it_owed_and_is_undone(play: Cast, nadia: Client) -> None:
    send(nadia, "service", {"later": "yes"})
    assert "Alice Martin : servi, doit 23,40 €" in shown(nadia.get(LIST))
    page = shown(nadia.get(BASKET))
    assert "Servi à 18 h 40 par Nadia Belkacem, reste dû 23,40 €" in page
    send(nadia, "annulation")
    assert "à servir de nouveau" in shown(nadia.get(BASKET))
    assert Basket.objects.get().is_announced


def test_an_announced_transfer_is_served_and_awaited(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1}, means="transfer")
    assert "Servi, virement attendu" in shown(nadia.get(BASKET))
    send(nadia, "service")
    assert "Alice Martin : servi, virement attendu" in shown(nadia.get(LIST))
    assert Basket.objects.get().is_announced


def test_what_an_avoir_covers_is_served_in_one_tap(play: Cast, nadia: Client) -> None:
    with transaction.atomic():
        receive(play.alice, "cheque", Money.of("30.00"), by=play.nadia, at=TUESDAY, key=key())
    assert "Alice Martin avoir utilisé · 1 à peser rien à payer" in shown(nadia.get(LIST))
    page = shown(nadia.get(BASKET))
    assert "avoir avant 30,00 €" in page
    assert "Panier 23,40 € Avoir utilisé − 23,40 € Servi, rien à payer" in page
    send(nadia, "service")
    assert "Alice Martin : servi, rien à payer" in shown(nadia.get(LIST))


def test_an_old_debt_is_taken_with_the_basket_or_left_apart(play: Cast, nadia: Client) -> None:
    send(nadia, "service", {"later": "yes"})
    validate(play.distribution, keeps_estimates=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    play.distribution = add_distribution(play.group, THURSDAY_EVENING + timedelta(days=7), [play.catalog])
    play.order(play.alice, {play.bread: 1}, at=play.distribution.orders_open_at)
    page = shown(nadia.get("/g/vallon/gestion/distributions/2/stand/1/"))
    assert "doit déjà 23,40 €" in page
    assert "À encaisser 28,80 € Chèque 28,80 € panier 5,40 € + reste 23,40 €" in page
    assert "Panier seul , Chèque 5,40 €" in page


def test_while_orders_are_open_the_stand_says_so(play: Cast, nadia: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cabas.clock._demo_moment", lambda: TUESDAY)
    assert "Les commandes sont encore ouvertes, jusqu’au mer. 25 nov., 20 h" in shown(nadia.get(LIST))


def test_products_are_added_changed_removed_and_missed(play: Cast, nadia: Client) -> None:
    eggs = add_product(play.catalog, "Œufs", "2.40")
    eggs.search_name = "oeufs"
    eggs.save()
    page = nadia.get(BASKET, {"produit": "œuf"}, headers={"HX-Request": "true", "HX-Trigger-Name": "produit"})
    assert "Ajouter Œufs" in shown(page)
    send(nadia, "lignes", {"quantity": f"{eggs.pk}:1"})
    send(nadia, "lignes", {"quantity": f"{play.bread.pk}:2"})
    send(nadia, "lignes", {"quantity": f"{play.vegetables.pk}:0"})
    assert Basket.objects.get().total == Money.of("19.20")
    cheese = Basket.objects.get().lines.get(product=play.cheese)
    send(nadia, "manquants", {"line": str(cheese.pk)})
    assert Basket.objects.get().total == Money.of("13.20")
    assert "Tomme de brebis non livré 0,00 €" in shown(nadia.get(BASKET))
    send(nadia, "manquants", {"here": str(cheese.pk)})
    assert Basket.objects.get().total == Money.of("19.20")


def test_a_changed_line_keeps_the_weights_that_were_typed(play: Cast, nadia: Client) -> None:
    field = cheese_field(play)
    response = send(nadia, "lignes", {"quantity": f"{play.bread.pk}:2", field: "220"})
    assert response.url == f"{BASKET}?{field}=220"


@pytest.mark.parametrize("quantity", ["", "x:1", "1", "1:-1", "1:9999"])
def test_a_line_that_no_page_sends_is_refused(play: Cast, nadia: Client, quantity: str) -> None:
    assert send(nadia, "lignes", {"quantity": quantity}).status_code == 422


def test_nothing_changes_once_the_distribution_is_validated(play: Cast, nadia: Client) -> None:
    send(nadia, "encaissement", {"means": "cheque", "seen": "2340"})
    validate(play.distribution, keeps_estimates=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    nadia.get(LIST)
    page = shown(nadia.get(BASKET))
    assert "validée" in page
    assert "Annuler" not in page
    for what, fields in (
        ("encaissement", {"means": "cash", "seen": "2340"}),
        ("service", {}),
        ("pesee", {cheese_field(play): "220"}),
        ("lignes", {"quantity": f"{play.bread.pk}:2"}),
        ("annulation", {"receipt": str(Receipt.objects.get().pk)}),
    ):
        response = send(nadia, what, fields)
        assert (what, response.status_code) == (what, 409)
        assert "Cette distribution est validée" in shown(response)


def test_the_same_form_sent_twice_counts_once_and_with_another_content_is_refused(play: Cast, nadia: Client) -> None:
    form = {"key": key(), "means": "cheque", "seen": "2340"}
    for _again in range(2):
        assert nadia.post(f"{BASKET}encaissement/", form).status_code == 302
    assert Receipt.objects.count() == 1
    assert nadia.post(f"{BASKET}encaissement/", {**form, "means": "cash"}).status_code == 409
    assert nadia.post(f"{BASKET}encaissement/", {"means": "cash", "seen": "2340"}).status_code == 422  # no key


def test_an_emptied_order_and_another_group_have_no_basket_here(play: Cast, nadia: Client) -> None:
    other = cast("halles", "Les Halles")
    other.order(other.alice, {other.bread: 1})
    assert nadia.get("/g/halles/gestion/distributions/1/stand/").status_code == 404
    play.order(play.alice, {})
    assert nadia.get(BASKET).status_code == 404
    assert "Aucun panier pour cette distribution." in shown(nadia.get(LIST))


def test_a_member_is_refused_and_a_get_never_acts(play: Cast, nadia: Client) -> None:
    for what in ("encaissement", "service", "pesee", "lignes", "manquants", "annulation"):
        assert nadia.get(f"{BASKET}{what}/").status_code == 405
    member = Client()
    member.force_login(play.person(play.alice))
    assert member.get(LIST).status_code == 403
    assert member.post(f"{BASKET}encaissement/", {"means": "cash", "key": key()}).status_code == 403
    assert Client().get(LIST).status_code == 302


def counted(get: Callable[[], HttpResponse]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as statements:
        assert get().status_code == 200
    return len(statements)


def test_the_pages_ask_as_much_of_the_database_for_one_basket_as_for_three(play: Cast, nadia: Client) -> None:
    def pages() -> list[int]:
        typed = {cheese_field(play): "220"}
        return [
            counted(lambda: nadia.get(LIST)),
            counted(lambda: nadia.get(BASKET)),
            counted(lambda: nadia.get(BASKET, typed)),
            counted(lambda: nadia.get(f"{LIST}paniers/")),
        ]

    one = pages()
    ordered(play, play.bob)
    ordered(play, Membership.objects.get(adults__person=play.nadia))
    assert pages() == one
    assert max(one) <= STATEMENTS_MAX, one


@pytest.mark.parametrize(("what", "fields"), [("encaissement", {"means": "cheque", "seen": "2290"}), ("service", {})])
def test_a_double_tap_with_typed_weights_counts_once(
    play: Cast, nadia: Client, what: str, fields: dict[str, str]
) -> None:
    form = {"key": key(), cheese_field(play): "220", **fields}
    assert [nadia.post(f"{BASKET}{what}/", form).status_code for _tap in range(2)] == [302, 302]
    assert [change.kind for change in Basket.objects.get().changes.all()] == ["order", "weighing"]


def test_an_absence_that_stands_is_said(play: Cast, nadia: Client) -> None:
    forgive_absent(play.basket, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    for what, fields in (("pesee", {cheese_field(play): "220"}), ("lignes", {"quantity": f"{play.bread.pk}:2"})):
        response = send(nadia, what, fields)
        assert (what, response.status_code) == (what, 409)
        assert "annulez d’abord l’absence" in shown(response)


def test_a_basket_of_which_all_is_missing_or_free_stands_in_the_list(play: Cast, nadia: Client) -> None:
    play.order(play.bob, {add_product(play.catalog, "Fanes", "0.00"): 1}, at=TUESDAY)
    for line in play.basket.lines.all():
        send(nadia, "manquants", {"line": str(line.pk)})
    page = shown(nadia.get(LIST))
    assert "Alice Martin" in page
    assert "Bob Lenoir" in page


def undo_of_toast(page: HttpResponse) -> tuple[str, dict[str, str]]:
    """Where the form behind « Annuler » of the last toast posts, and what."""
    form = re.findall(r'<form method="post" action="([^"]+)">(.*?)</form>', page.content.decode(), re.DOTALL)[-1]
    return form[0], dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[1]))


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("pesee", "poids enregistrés, 22,90 €"),
        ("lignes", "Pain : 1 → 3"),
        ("manquants", "Tomme de brebis non livré"),
        ("note", "note enregistrée"),
    ],
)
def test_what_is_changed_at_the_stand_is_undone_from_its_toast(play: Cast, nadia: Client, what: str, said: str) -> None:
    field = cheese_field(play)
    fields = {
        "pesee": {field: "220"},
        "lignes": {"quantity": f"{play.bread.pk}:3"},
        "manquants": {"line": field.removeprefix("weight-")},
        "note": {"note": "Revient demain"},
    }[what]
    page = nadia.post(f"{BASKET}{what}/", {"key": key(), **fields}, follow=True)
    assert f"Alice Martin : {said}" in shown(page)
    address, undo = undo_of_toast(page)
    assert nadia.post(address, undo).status_code == 302
    basket = Basket.objects.get()
    assert (basket.total, basket.is_estimated) == (Money.of("23.40"), True)
    assert "Revient demain" not in shown(nadia.get(BASKET))
    assert list(audit_group(play.group)) == []


def test_a_debtor_pays_both_and_cash_leaves_change(play: Cast, nadia: Client) -> None:
    response = send(nadia, "encaissement", {"give_back": "cash", "amount": "30", "seen_with_debt": "2340"})
    assert response.status_code == 302
    assert "Alice Martin : espèces 23,40 €, solde 0,00 €, rendez 6,60 €" in shown(nadia.get(LIST))
    assert Receipt.objects.get().payment.amount == Money.of("23.40")

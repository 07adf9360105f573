"""One member's basket as a coordinator keeps it: sought, tried, saved, undone, and told what was done with it."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas.distributions.closing_cases import leave_owed
from cabas.distributions.models import Basket
from cabas.distributions.serving import take_payment, undo_receipt
from cabas.distributions.validation import validate
from cabas.distributions.weighing import Weights, weigh
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership
from cabas.ui.toasts import undo_of
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_product, cast, key
from tests.distributions.pages import STATEMENTS_MAX, stop_clock, words

EVENING = "/g/vallon/gestion/distributions/1/"
PAGE = f"{EVENING}paniers/1/"  # Alice


@pytest.fixture
def nadia(play: Cast, client: Client) -> Client:
    client.force_login(play.nadia)
    return client


def page(client: Client, query: str = "", path: str = PAGE) -> str:
    answer = client.get(path + query)
    assert answer.status_code == 200
    return words(answer.content.decode())


def save(client: Client, path: str = PAGE, **fields: Any) -> Any:
    """Press « Enregistrer » on the page as it stands, with some fields changed."""
    shown = client.get(path).content.decode()
    version = re.search(r'name="version" value="(\d+)"', shown)
    form = {"key": key(), "version": version.group(1) if version else "0", **fields}
    return client.post(path, form)


def toasted(client: Client) -> Any:
    return list(client.get(PAGE).context["messages"])[-1]


def held(number: int = 1) -> dict[str, int]:
    lines = Basket.objects.get(number=number).lines.filter(quantity__gt=0)
    return {line.product_name: line.quantity for line in lines}


def balance(member: Membership) -> str:
    return str(Membership.objects.get(pk=member.pk).account.balance)


def test_a_basket_is_opened_for_a_member_and_says_so(play: Cast, nadia: Client) -> None:
    shown = page(nadia)
    assert "Alice Martin Nouveau panier, jeudi 26 novembre" in shown
    assert "Le panier est vide. Total 0,00 €" in shown
    answer = save(nadia, **{f"q{play.bread.pk}": "2", f"q{play.cheese.pk}": "1", "means": "cash"})
    assert (answer.status_code, answer.url) == (302, PAGE)
    shown = page(nadia)
    assert "Panier n° 1, Alice Martin : 16,80 € (+ 16,80 €) Annuler" in shown
    assert "2 Pain 10,80 € 1 Tomme de brebis, ≈ 240 g ≈ 6,00 € Total ≈ 16,80 €" in shown
    assert "Commande mar. 24 nov., 10 h · 2 produits · par Nadia − 16,80 €" in shown
    assert (held(), balance(play.alice)) == ({"Pain": 2, "Tomme de brebis": 1}, "-16.80")


def test_quantities_are_tried_without_saving_with_or_without_a_script(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    bread, vegetables = f"q{play.bread.pk}", f"q{play.vegetables.pk}"
    answer = nadia.post(PAGE, {"preview": "yes", bread: "1", vegetables: "2", "means": "cheque"})
    assert (answer.status_code, answer.url) == (302, f"{PAGE}?{vegetables}=2#panier")
    shown = page(nadia, f"?{vegetables}=2")
    assert "1 Pain 5,40 € 2 Panier de légumes 24,00 € Total 29,40 € Changement + 24,00 €" in shown
    assert "Pas encore enregistré." in shown
    step = {"step": f"{play.bread.pk}:-1", bread: "1", vegetables: "2", "means": "cash"}
    answer = nadia.post(PAGE, step)
    assert answer.url == f"{PAGE}?{bread}=0&{vegetables}=2&means=cash#p{play.bread.pk}"
    swapped = nadia.get(PAGE, {bread: "3"}, headers={"HX-Request": "true"}).content.decode()
    assert "3 Pain 16,20 €" in words(swapped)
    assert "<main" not in swapped
    assert held() == {"Pain": 1}


def test_what_was_saved_is_undone_by_the_toast(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    save(nadia, **{f"q{play.bread.pk}": "0", f"q{play.vegetables.pk}": "1", "means": "cash"})
    assert held() == {"Panier de légumes": 1}
    undo = undo_of(toasted(nadia))
    assert undo is not None
    for _click in range(2):
        assert nadia.post(undo.url, undo.fields).status_code == 302
    assert (held(), Basket.objects.get().means, balance(play.alice)) == ({"Pain": 1}, "cheque", "-5.40")


def test_a_new_basket_is_undone_to_an_empty_one_and_a_dropped_weight_is_not_undone(play: Cast, nadia: Client) -> None:
    save(nadia, **{f"q{play.cheese.pk}": "1"})
    undo = undo_of(toasted(nadia))
    assert undo is not None
    nadia.post(undo.url, undo.fields)
    assert (held(), balance(play.alice)) == ({}, "0.00")
    save(nadia, **{f"q{play.cheese.pk}": "1"})
    basket = Basket.objects.get()
    weigh(basket, Weights({basket.lines.get().pk: 200}), key=key(), by=play.nadia, at=TUESDAY)
    save(nadia, **{f"q{play.cheese.pk}": "2"})
    assert undo_of(toasted(nadia)) is None


def test_what_cannot_be_read_is_named_at_its_field_and_nothing_is_lost(play: Cast, nadia: Client) -> None:
    answer = save(nadia, **{f"q{play.bread.pk}": "deux", f"q{play.vegetables.pk}": "3", "means": "cash"})
    content = answer.content.decode()
    assert answer.status_code == 422
    assert "« deux » : écrivez un nombre entier, 0 pour retirer." in words(content)
    assert 'value="deux"' in content
    assert re.search(rf'name="q{play.vegetables.pk}" value="3"', content)
    assert re.search(r'value="cash" checked', content)
    assert not Basket.objects.exists()


def test_a_stock_that_does_not_suffice_says_what_remains_at_the_product(play: Cast, nadia: Client) -> None:
    honey = add_product(play.catalog, "Miel", "8.00", stock=3)
    play.order(play.bob, {honey: 2})
    assert "Miel 8,00 € · 1 au plus" in page(nadia)
    answer = save(nadia, **{f"q{honey.pk}": "2"})
    assert answer.status_code == 422
    assert "Miel : il n’en reste que 1." in words(answer.content.decode())


def test_two_versions_are_shown_side_by_side_and_mine_can_be_taken_up(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    old = {"key": key(), "version": "1", f"q{play.bread.pk}": "0", f"q{play.vegetables.pk}": "1"}
    play.order(play.alice, {play.bread: 3})
    answer = nadia.post(PAGE, old)
    shown = words(answer.content.decode())
    assert answer.status_code == 409
    assert "Ce qui est enregistré 3 Pain" in shown
    assert "Ma saisie 1 Panier de légumes" in shown
    again = re.search(r'href="([^"]*\?[^"]*)"', answer.content.decode())
    assert again is not None
    assert "1 Panier de légumes 12,00 € Total 12,00 € Changement − 4,20 €" in page(
        nadia, again.group(1).replace("&amp;", "&").removeprefix(PAGE)
    )
    assert held() == {"Pain": 3}


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({}, 422, "mettez-y au moins un produit"),
        ({"means": "shells", "bread": "1"}, 422, "Le groupe n’accepte pas ce moyen de paiement"),
        ({"key": "", "bread": "1"}, 422, "n’a pas de clé"),
        ({"unknown": "1"}, 422, "Ce produit n’est pas proposé"),
    ],
)
def test_what_no_page_sends_is_refused(
    play: Cast, nadia: Client, fields: dict[str, str], status: int, sentence: str
) -> None:
    names = {"bread": f"q{play.bread.pk}", "unknown": "q987654"}
    answer = save(nadia, **{names.get(name, name): text for name, text in fields.items()})
    assert (answer.status_code, sentence in words(answer.content.decode())) == (status, True)
    assert not Basket.objects.exists()


def test_once_validated_or_said_absent_the_basket_is_only_read(
    play: Cast, nadia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    stop_clock(monkeypatch, THURSDAY_EVENING)
    signed = {"by": play.nadia, "at": THURSDAY_EVENING}
    leave_owed(basket, is_absent=True, key=key(), **signed)
    shown = page(nadia)
    assert "annulez d’abord l’absence" in shown
    assert "Enregistrer" not in shown
    assert save(nadia, **{f"q{play.bread.pk}": "2"}).status_code == 409
    validate(play.distribution, key=key(), **signed)
    shown = page(nadia)
    assert "Cette distribution est validée : le panier ne change plus." in shown
    assert save(nadia, **{f"q{play.bread.pk}": "2"}).status_code == 409


def test_the_history_tells_changes_and_payments_with_who_and_when(
    play: Cast, nadia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    stop_clock(monkeypatch, THURSDAY_EVENING)
    taken = take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    receipt = basket.receipts.get(pk=taken.receipt_id)
    save(nadia, **{f"q{play.bread.pk}": "2"})
    shown = page(nadia)
    assert "servi Au stand Son compte" in shown
    assert "À régler 5,40 €" in shown
    assert "Commande modifiée jeu. 26 nov., 18 h 40 · Pain : 1 → 2 · par Nadia − 5,40 €" in shown
    assert "Espèces jeu. 26 nov., 18 h 40 · par Nadia + 5,40 €" in shown
    assert "Commande mar. 24 nov., 10 h · 1 produit · par Alice − 5,40 €" in shown
    undo_receipt(receipt, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert "par Nadia · annulé" in page(nadia)


def test_a_product_that_is_not_proposed_any_more_can_only_leave(play: Cast, nadia: Client) -> None:
    play.order(play.alice, {play.bread: 1})
    type(play.bread).objects.filter(pk=play.bread.pk).update(is_active=False)
    assert "N’est plus proposé Pain 5,40 € · 1 au plus" in page(nadia)
    save(nadia, **{f"q{play.bread.pk}": "0"})
    assert held() == {}


def test_who_has_no_e_mail_is_to_be_told_otherwise(play: Cast, nadia: Client) -> None:
    zoe = add_member(play.group, NewHousehold([NewPerson("Zoé", "Roux"), NewPerson("Tom", "Roux")]), at=TUESDAY)
    shown = page(nadia, path=f"{EVENING}paniers/{zoe.number}/")
    assert "Zoé Roux et Tom Roux" in shown
    assert "Ce foyer n’a pas d’e-mail : prévenez-le vous-même." in shown
    assert "annoncé au membre par e-mail" in page(nadia)


def test_members_are_sought_by_name_number_phone_or_e_mail_and_led_to_their_basket(play: Cast, nadia: Client) -> None:
    person = NewPerson("Zoé", "Lefèvre", "zoe@example.org", "06 12 34 56 78")
    zoe = add_member(play.group, NewHousehold([person]), at=TUESDAY)
    play.order(play.alice, {play.bread: 1})
    add = f"{EVENING}paniers/ajouter/"
    shown = page(nadia, path=add)
    assert "Alice Martin 1 A déjà un panier, n° 1 , Alice Martin" in shown
    assert "Bob Lenoir 2 Ouvrir un panier , Bob Lenoir" in shown
    for sought in ("lefevre zoe", "ZOÉ", str(zoe.number), "0612345678", "zoe@example"):
        shown = page(nadia, f"?q={sought}", add)
        assert ("Zoé Lefèvre" in shown, "Alice Martin" in shown) == (True, False)
    assert "Personne ne correspond à « xyz »" in page(nadia, "?q=xyz", add)


def test_another_group_and_a_member_without_the_right_have_no_such_page(play: Cast, client: Client) -> None:
    cast("ailleurs", "Ailleurs")
    client.force_login(play.person(play.alice))
    for path in (PAGE, f"{EVENING}paniers/ajouter/"):
        assert client.get(path).status_code == 403
    client.force_login(play.nadia)
    for path in (f"{EVENING}paniers/99/", "/g/vallon/gestion/distributions/9/paniers/1/"):
        assert client.get(path).status_code == 404
    assert client.get(PAGE.replace("vallon", "ailleurs")).status_code == 404


def test_the_page_asks_as_much_of_the_database_for_one_line_and_payment_as_for_many(play: Cast, nadia: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(nadia)
        return len(captured)

    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cash", key=key(), by=play.nadia, at=TUESDAY)
    page(nadia)
    one = statements()
    for position in range(4):
        add_product(play.catalog, f"Miel {position}", "8.00", stock=5)
        play.order(play.alice, {play.bread: position + 2, play.vegetables: 1})
        take_payment(basket, "cash", key=key(), by=play.nadia, at=TUESDAY)
    assert statements() == one <= STATEMENTS_MAX

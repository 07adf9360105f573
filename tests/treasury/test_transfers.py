"""The treasurer sees which transfers are awaited, finds the one that came and records it as it came."""

import re
from typing import Any

import pytest

from cabas.distributions.models import Basket
from cabas.distributions.weighing import Weights, weigh
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.payments.models import Payment
from tests.cast import TUESDAY, Cast, cast, key
from tests.distributions.pages import Visitor, stop_clock, words
from tests.payments.accounts import balance

TRANSFERS = "gestion/soldes/virements/"
ALICE = "M1-P1-C"


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Alice and Bob were told to make a transfer for Thursday; Bob is the treasurer."""
    stop_clock(monkeypatch, TUESDAY)
    play = cast()
    set_roles(play.group, play.person(play.bob), [Role.TREASURER], by=play.nadia, at=TUESDAY)
    play.order(play.alice, {play.vegetables: 1, play.bread: 1, play.cheese: 1}, means="transfer")
    play.order(play.bob, {play.bread: 1}, means="transfer")
    return play


@pytest.fixture
def bob(play: Cast) -> Visitor:
    return Visitor(play.bob)


def proposed(page: str, reference: str) -> dict[str, str]:
    """The fields of the row of this reference, as they are proposed."""
    rows = re.findall(r'<form class="transfer-came".*?</form>', page, flags=re.DOTALL)
    (row,) = [row for row in rows if f'value="{reference}"' in row]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", row):
        name, value = (re.search(rf' {word}="([^"]*)"', tag) for word in ("name", "value"))
        fields[name.group(1)] = value.group(1) if value else ""  # type: ignore[union-attr]
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}


def came(bob: Visitor, reference: str, q: str = "", **typed: str) -> Any:
    page = bob.get(f"{TRANSFERS}?q={q}" if q else TRANSFERS)
    return bob.post(TRANSFERS, proposed(page, reference) | typed)


def test_those_that_are_awaited_are_listed_with_their_sum(bob: Visitor) -> None:
    said = words(bob.get(TRANSFERS))
    assert "2 virements, 28,80 €" in said
    assert f"Alice Martin {ALICE} , Commande du jeu. 26 nov., annoncé le" in said
    assert "Virements attendus" in words(bob.get("gestion/soldes/"))


def test_one_tap_records_what_was_told_and_it_is_undone_from_the_toast(play: Cast, bob: Visitor) -> None:
    answer = came(bob, ALICE)
    assert (answer.status_code, answer["Location"]) == (302, f"/g/vallon/{TRANSFERS}")
    assert (balance(play.alice), Payment.objects.get().reference) == ("0.00", ALICE)
    page = bob.get(TRANSFERS)
    assert "Alice Martin : 23,40 € reçus par virement, à jour 0,00 €" in words(page)
    assert "1 virement, 5,40 €" in words(page)
    undo = re.search(r'action="([^"]*/annulation/)"', page)
    fields = dict(re.findall(r'<input type="hidden" name="(key|why)" value="([^"]*)"', page))
    assert undo
    bob.client.post(undo.group(1), fields)
    assert (balance(play.alice), "2 virements, 28,80 €" in words(bob.get(TRANSFERS))) == ("-23.40", True)


def test_a_pasted_line_proposes_the_member_and_the_amount_that_came(play: Cast, bob: Visitor) -> None:
    line = f"23/11 VIR SEPA MARTIN {ALICE} 25,00"
    page = bob.get(f"{TRANSFERS}?q={line}")
    assert "1 proposition Alice Martin" in words(page)
    assert proposed(page, ALICE)["amount"] == "25,00"
    came(bob, ALICE, q=line)
    assert balance(play.alice) == "1.60"


def test_an_amount_finds_what_was_told_and_what_is_due_since(play: Cast, bob: Visitor) -> None:
    basket = Basket.objects.get(membership=play.alice)
    weights = Weights({basket.lines.get(product=play.cheese).pk: 220})
    weigh(basket, weights, key=key(), by=play.nadia, at=TUESDAY)
    for amount in ("23,40", "22,90"):
        page = bob.get(f"{TRANSFERS}?q={amount}")
        assert "Alice Martin" in words(page)
        assert "annoncé 23,40 €, dû aujourd’hui 22,90 €" in words(page)
        assert proposed(page, ALICE)["amount"] == amount


def test_who_announced_nothing_is_found_too_and_the_money_goes_to_the_account(play: Cast, bob: Visitor) -> None:
    page = bob.get(f"{TRANSFERS}?q=belkacem")
    (reference,) = re.findall(r'name="reference" value="([^"]*)"', page)
    assert "Rien d’attendu sous cette référence : la somme ira sur le compte." in words(page)
    answer = came(bob, reference, q="belkacem", amount="10")
    assert answer.status_code == 302
    assert [str(payment.amount) for payment in Payment.objects.filter(membership__number=3)] == ["10.00"]


def test_what_is_refused_is_said_in_its_row_and_what_was_typed_is_kept(play: Cast, bob: Visitor) -> None:
    answer = came(bob, ALICE, amount="12,5O")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Je ne comprends pas « 12,5O »" in words(page)
    assert proposed(page, ALICE)["amount"] == "12,5O"
    answer = came(bob, ALICE, on="2026-11-25")
    assert (answer.status_code, Payment.objects.count()) == (422, 0)
    answer = bob.post(TRANSFERS, proposed(bob.get(TRANSFERS), ALICE) | {"reference": "M1-P1-X"})
    assert answer.status_code == 422
    assert "« M1-P1-X » n’est pas une référence de virement" in words(answer.content.decode())


def test_the_same_line_twice_is_refused_with_who_recorded_it(play: Cast, bob: Visitor) -> None:
    fields = proposed(bob.get(TRANSFERS), ALICE)
    assert [bob.post(TRANSFERS, fields).status_code for _tap in range(2)] == [302, 302]
    answer = bob.post(TRANSFERS, fields | {"key": key()})
    assert answer.status_code == 409
    assert "Bob Lenoir a déjà enregistré un virement de 23,40 € sous cette référence" in words(answer.content.decode())
    assert Payment.objects.count() == 1


def test_the_list_takes_the_same_statements_for_any_number(play: Cast, bob: Visitor) -> None:
    bob.get(TRANSFERS)
    two = bob.statements
    for position in range(4):
        person = NewPerson("Membre", f"N{position}", f"n{position}@vallon.example.org")
        play.order(add_member(play.group, NewHousehold([person]), at=TUESDAY), {play.bread: 1}, means="transfer")
    assert "6 virements, 50,40 €" in words(bob.get(TRANSFERS))
    assert bob.statements == two


def test_where_nothing_is_awaited_or_found_the_page_says_so(play: Cast, bob: Visitor) -> None:
    assert "Rien d’attendu et personne pour « 99,99 »." in words(bob.get(f"{TRANSFERS}?q=99,99"))
    for reference in (ALICE, "M2-P1-1"):
        page = bob.get(TRANSFERS)
        (mine,) = [one for one in re.findall(r'name="reference" value="([^"]*)"', page) if one[:2] == reference[:2]]
        came(bob, mine)
    assert "Aucun virement attendu." in words(bob.get(TRANSFERS))

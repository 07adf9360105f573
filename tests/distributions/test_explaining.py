"""Each line of the account says what made it, who did it and when; what was taken back stays, with its opposite."""

import pytest

from cabas.distributions.contents import set_missing
from cabas.distributions.explaining import explained
from cabas.distributions.models import Receipt
from cabas.distributions.serving import take_payment, undo_receipt
from cabas.distributions.weighing import Weights
from cabas.groups.chart import Kind
from cabas.ledger.acts import once
from cabas.ledger.posting import credit, debit, post
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, key


def told(play: Cast) -> list[tuple[str, str, str]]:
    """Newest first: title, details, who."""
    return [
        (line.cause.title, ", ".join(line.cause.details).replace("\u202f", " ").replace("\u00a0", " "), line.cause.who)
        for line in explained(play.alice)
    ]


def test_an_order_a_weighing_and_a_cheque_are_told(play: Cast) -> None:
    basket = play.order(play.alice, {play.vegetables: 1, play.bread: 1, play.cheese: 1})
    weights = Weights({basket.lines.get(product=play.cheese).pk: 220})
    take_payment(basket, "cheque", weights=weights, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert told(play) == [
        ("Chèque", "", "reçu par Nadia"),
        ("Pesée", "Tomme de brebis : 240 g → 220 g", "par Nadia"),
        ("Commande du jeu. 26 nov.", "3 produits", "par Alice"),
    ]
    lines = explained(play.alice)
    assert [(line.ordered, line.settled) for line in lines] == [
        (None, Money.of("22.90")),
        (Money.of("0.50"), None),
        (Money.of("-23.40"), None),
    ]
    assert [line.balance_after for line in lines] == [Money(0), Money.of("-22.90"), Money.of("-23.40")]


def test_a_changed_order_says_what_changed(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    play.order(play.alice, {play.bread: 3, play.vegetables: 1})
    assert told(play)[0] == (
        "Commande du jeu. 26 nov. modifiée",
        "Pain : 1 → 3, Panier de légumes : 0 → 1",
        "par Alice",
    )


def test_a_missing_product_says_which(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1, play.vegetables: 1})
    line = basket.lines.get(product=play.bread)
    set_missing(basket, line.pk, True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert told(play)[0] == ("Produit manquant", "Pain : 1 → non livré", "par Nadia")


def test_a_payment_taken_back_stays_with_its_opposite(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    taken = take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    undo_receipt(Receipt.objects.get(pk=taken.receipt_id), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    lines = explained(play.alice)
    assert [(line.cause.title, line.is_undone, line.settled) for line in lines[:2]] == [
        ("Espèces\u202f: annulation", True, Money.of("-5.40")),
        ("Espèces", True, Money.of("5.40")),
    ]
    assert lines[0].cause.who == "par Nadia"
    assert not lines[2].is_undone


def test_what_nothing_explains_keeps_its_words_or_its_number(play: Cast) -> None:
    for memo in ("Don du verger", ""):
        act = key()

        def perform(book: object, memo: str = memo, act: str = act) -> dict[str, int]:
            lines = [debit(play.group.account(Kind.DIFFERENCES), Money(100)), credit(play.alice.account, Money(100))]
            return {"number": post(play.group.book, "gift", lines, by=None, at=TUESDAY, key=act, memo=memo).number}

        once(play.group.book, key=act, kind="gift", asked={}, by=None, at=TUESDAY, perform=perform)
    assert [line.cause.title for line in explained(play.alice)] == ["Opération n° 2", "Don du verger"]


def test_the_lines_of_others_are_not_there(play: Cast) -> None:
    play.order(play.bob, {play.bread: 1})
    assert explained(play.alice) == []


def test_older_lines_follow_without_a_gap(play: Cast) -> None:
    for quantity in (1, 2, 3, 4):
        play.order(play.alice, {play.bread: quantity})
    whole = explained(play.alice)
    newest = explained(play.alice, limit=2)
    older = explained(play.alice, before_entry=newest[-1].entry_id, limit=2)
    assert [*newest, *older] == whole


def test_the_statements_are_as_many_for_one_line_as_for_three(
    play: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(explained(play.alice)) == 1
    taken = take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    undo_receipt(Receipt.objects.get(pk=taken.receipt_id), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    with django_assert_num_queries(3):  # type: ignore[operator]
        lines = explained(play.alice)
    assert len(lines) == 3
    with django_assert_num_queries(4):  # type: ignore[operator]
        explained(play.alice, before_entry=lines[0].entry_id)

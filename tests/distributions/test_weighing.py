"""Weights are typed as people type them; a weighing is one change, posted once, and undone by nothing but another."""

import json
from pathlib import Path
from typing import Any

import pytest

from cabas.distributions.models import Basket, OrderLine
from cabas.distributions.weighing import Weights, weigh
from cabas.money import Money
from cabas.stand.weights_typed import (
    TypedWeight,
    WeightOfNothing,
    WeightUnreadable,
    is_changed,
    parse_weight,
    read_weights,
    weights_read,
)
from tests.cast import THURSDAY_EVENING, cast, key


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("220", 220),
        (" 1\u202f200 ", 1200),
        ("219,5", 220),
        ("219.4", 219),
        ("1,2 kg", 1200),
        ("0.350KG", 350),
        ("220 g", 220),
        ("220,", 220),
        ("120+105", 225),
        ("1 kg + 200", 1200),
    ],
)
def test_a_weight_is_read_as_people_write_it(text: str, grams: int) -> None:
    assert parse_weight(text) == grams


@pytest.mark.parametrize("text", ["22O", "", "-220", "220 €", "1,2,3", "+", "٢٢٠", "99999999", "9999 kg"])
def test_what_is_not_a_weight_is_refused_with_what_was_typed(text: str) -> None:
    with pytest.raises(WeightUnreadable, match="Je ne comprends pas"):
        parse_weight(text)


@pytest.mark.parametrize("text", ["0", "0,0", "0,4"])
def test_nothing_is_not_a_weight(text: str) -> None:
    with pytest.raises(WeightOfNothing, match="Manquant"):
        parse_weight(text)


def cheese(grams: int | None = None) -> OrderLine:
    line = OrderLine(pk=7, price=Money.of("25.00"), is_weighed=True, portion_grams=240, quantity=1, grams=grams)
    line.total = line.priced()
    return line


@pytest.mark.parametrize(("text", "is_far_off"), [("168", False), ("167", True), ("312", False), ("313", True)])
def test_more_than_thirty_percent_away_is_asked_about(text: str, is_far_off: bool) -> None:
    weight = read_weights([cheese()], {"weight-7": text})[7]
    assert (weight.is_far_off, weight.is_sound) == (is_far_off, not is_far_off)


def test_the_question_names_both_weights_and_a_box_confirms_exactly_one() -> None:
    weight = read_weights([cheese()], {"weight-7": "1200", "confirmed-7": "1200"})[7]
    assert weight.question == "1\u202f200\u00a0g au lieu de 240\u00a0g\u202f: c’est bien ça\u202f?"
    assert weight.is_sound
    assert not read_weights([cheese()], {"weight-7": "1300", "confirmed-7": "1200"})[7].is_sound


def test_a_weight_that_was_saved_is_not_asked_about_and_is_sent_as_before() -> None:
    typed = read_weights([cheese(grams=1200)], {"weight-7": "1,2 kg"})
    assert typed[7].is_sound
    assert (is_changed(typed), weights_read(typed)) == (False, Weights({7: 1200}))
    typed = read_weights([cheese(grams=1200)], {"weight-7": "240"})
    assert (is_changed(typed), weights_read(typed)) == (True, Weights({7: 240}))
    assert weights_read(read_weights([cheese()], {"weight-7": "22O"})) == Weights({})


def test_empty_fields_missing_lines_and_pieces_say_nothing() -> None:
    missing, bread = cheese(), OrderLine(pk=8, quantity=1, price=Money.of("5.40"), total=Money.of("5.40"))
    missing.is_missing = True
    sent = {"weight-7": "220", "weight-8": "220"}
    assert read_weights([missing, bread], sent) == {}
    assert read_weights([cheese()], {"weight-7": "  "}) == {}
    assert TypedWeight(cheese(), "22O", fault="…").total == Money.of("6.00")


@pytest.mark.django_db
def test_weighing_posts_the_difference_once() -> None:
    play = cast()
    basket = play.order(play.alice, {play.cheese: 1, play.bread: 1})
    line = basket.lines.get(product=play.cheese)
    bread = basket.lines.get(product=play.bread)
    one_key = key()
    for _again in range(2):
        weigh(basket, Weights({line.pk: 220, bread.pk: 900}), key=one_key, by=play.nadia, at=THURSDAY_EVENING)
    weigh(basket, Weights({line.pk: 220}), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    basket = Basket.objects.get()
    assert (basket.total, basket.version) == (Money.of("10.90"), 2)
    assert [change.amount for change in basket.changes.all()] == [Money.of("-11.40"), Money.of("0.50")]
    assert basket.lines.get(product=play.bread).grams is None


@pytest.mark.django_db
def test_a_line_that_was_removed_is_not_weighed() -> None:
    play = cast()
    basket = play.order(play.alice, {play.cheese: 1, play.bread: 1})
    line = basket.lines.get(product=play.cheese)
    play.order(play.alice, {play.bread: 1})
    weigh(basket, Weights({line.pk: 220}), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert Basket.objects.get().version == 2


def label(text: str, **sent: str) -> TypedWeight:
    return read_weights([cheese()], {"weight-7": text, **sent})[7]


def test_the_price_on_a_label_is_typed_instead_of_a_weight() -> None:
    typed = label("5,51 €")
    assert (typed.grams, typed.total, typed.text, typed.is_sound) == (220, Money.of("5.51"), "5,51", True)
    assert label("5,51", **{"label-7": "yes"}) == typed
    assert weights_read({7: typed}) == Weights({7: 220}, {7: Money.of("5.51")})
    assert is_changed({7: typed})
    assert label("30 €").is_far_off


@pytest.mark.parametrize("text", ["0 €", "5,5,1 €", "€", "999999 €"])
def test_a_label_that_gives_no_weight_is_refused(text: str) -> None:
    assert label(text).grams is None
    assert not label(text).is_sound


VECTORS = json.loads((Path(__file__).parents[1] / "stand" / "weight_vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["text"])
def test_a_phone_reads_the_same_weights(vector: dict[str, Any]) -> None:
    """The browser reads the same file: tests/journeys/test_stand_in_the_hand.py."""
    typed = label(vector["text"])
    assert typed.grams == vector["grams"]
    if "total" in vector:
        assert typed.total.cents == vector["total"]

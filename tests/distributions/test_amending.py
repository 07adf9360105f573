"""A basket is amended line by line: one change, one difference, in the words that the member will read."""

from typing import Any

import pytest

from cabas.distributions.amending import Edit, amend, said_quantity
from cabas.distributions.lines import new_line
from cabas.distributions.models import Basket, BasketChange
from cabas.groups.models import Membership
from cabas.ledger.models import Transaction
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, Cast, cast, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def basket(play: Cast) -> Basket:
    play.order(play.alice, {play.vegetables: 1, play.cheese: 1})
    return Basket.objects.select_related("membership__account", "group__book").get()


def change(play: Cast, basket: Basket, *edits: Edit) -> BasketChange | None:
    from django.db import transaction

    with transaction.atomic():
        return amend(basket, edits, kind=BasketChange.Kind.STAND, by=play.nadia, at=THURSDAY_EVENING, key=f"{key()}:1")


def told(made: BasketChange | None) -> list[dict[str, Any]]:
    assert made is not None
    return made.details


def balance(member: Membership) -> Money:
    return Membership.objects.get(pk=member.pk).account.balance


def test_several_edits_are_one_change_and_one_difference(play: Cast, basket: Basket) -> None:
    vegetables, cheese = basket.lines.all()
    made = change(
        play,
        basket,
        Edit(vegetables, quantity=2),
        Edit(cheese, grams=220),
        Edit(new_line(basket, play.bread), quantity=1),
    )
    assert told(made) == [
        {"product": "Panier de légumes", "from": "1", "to": "2", "amount": -1200},
        {"product": "Tomme de brebis", "from": "240\u00a0g", "to": "220\u00a0g", "amount": 50},
        {"product": "Pain", "from": "0", "to": "1", "amount": -540},
    ]
    assert made is not None
    assert (made.amount, made.version, basket.total) == (Money.of("-16.90"), 2, Money.of("34.90"))
    assert balance(play.alice) == Money.of("-34.90")


def test_what_changes_nothing_posts_nothing(play: Cast, basket: Basket) -> None:
    before = Transaction.objects.count()
    vegetables, _cheese = basket.lines.all()
    assert change(play, basket, Edit(vegetables, quantity=1), Edit(vegetables, is_missing=False)) is None
    assert Transaction.objects.count() == before
    assert Basket.objects.get().version == 1


def test_the_weight_that_was_ordered_is_recorded_and_moves_no_money(play: Cast, basket: Basket) -> None:
    before = Transaction.objects.count()
    made = change(play, basket, Edit(basket.lines.get(product=play.cheese), grams=240))
    assert made is not None
    assert (made.amount, made.transaction) == (Money(0), None)
    assert Transaction.objects.count() == before
    assert not basket.is_estimated


def test_other_portions_of_a_weighed_product_wait_for_the_scales_again(play: Cast, basket: Basket) -> None:
    cheese = basket.lines.get(product=play.cheese)
    change(play, basket, Edit(cheese, grams=220))
    assert told(change(play, basket, Edit(cheese, quantity=2))) == [
        {"product": "Tomme de brebis", "from": "220\u00a0g", "to": "480\u00a0g", "amount": -650}
    ]
    assert basket.lines.get(product=play.cheese).is_unweighed


def test_what_was_not_delivered_costs_nothing_and_says_so(play: Cast, basket: Basket) -> None:
    cheese = basket.lines.get(product=play.cheese)
    assert told(change(play, basket, Edit(cheese, is_missing=True)))[0]["to"] == "non livré"
    assert said_quantity(cheese) == "non livré"
    assert (basket.total, balance(play.alice)) == (Money.of("12.00"), Money.of("-12.00"))
    change(play, basket, Edit(cheese, is_missing=False))
    assert balance(play.alice) == Money.of("-18.00")

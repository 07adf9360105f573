"""The main job, told through the rules: order, weigh, pay, validate, zero."""

import pytest

from cabas.distributions.models import Basket
from cabas.distributions.serving import take_payment
from cabas.distributions.standing import standing_of
from cabas.distributions.validation import validate
from cabas.distributions.weighing import Weights
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, TUESDAY, cast, key

pytestmark = pytest.mark.django_db


def test_an_order_becomes_an_entry_a_payment_a_validation_and_a_zero() -> None:
    play = cast()

    basket = play.order(play.alice, {play.vegetables: 1, play.bread: 1, play.cheese: 1})

    assert basket.total == Money.of("23.40")
    standing = standing_of(play.alice, at=TUESDAY)
    assert (standing.state, standing.label, standing.amount) == (
        "a-regler",
        "à régler jeudi, par chèque",
        Money.of("23.40"),
    )

    line = basket.lines.get(product=play.cheese)
    taken = take_payment(
        basket,
        "cheque",
        weights=Weights({line.pk: 220}),
        seen=Money.of("22.90"),
        key=key(),
        by=play.nadia,
        at=THURSDAY_EVENING,
    )
    assert taken.amount == Money.of("22.90")
    assert standing_of(play.alice, at=THURSDAY_EVENING).state == "a-jour"

    validation = validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert (validation.basket_count, validation.total) == (1, Money.of("22.90"))
    basket = Basket.objects.get(pk=basket.pk)
    assert [change.amount.cents for change in basket.changes.all()] == [-2340, 50]
    assert OutgoingMail.objects.order_by("pk").values_list("kind", "subject")[1] == (
        "E13",
        "[Les Paniers du Vallon] Votre panier du 26\u202f: 22,90\u00a0€ au lieu de 23,40\u00a0€ après pesée",
    )

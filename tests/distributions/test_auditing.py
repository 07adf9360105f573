"""The audit proves baskets against their lines, their changes and the ledger."""

import pytest

from cabas.distributions.auditing import audit_group
from cabas.distributions.models import Basket, OrderLine
from cabas.distributions.stand import take_payment
from cabas.distributions.validation import undo_validation, validate
from cabas.money import Money
from cabas.payments import auditing as payments_auditing
from cabas.payments.models import Payment
from tests.cast import THURSDAY_EVENING, Cast, cast, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    play = cast()
    play.order(play.alice, {play.vegetables: 1, play.cheese: 2})
    play.order(play.bob, {play.bread: 3}, means="cash")
    return play


def test_a_story_from_order_to_undone_validation_has_no_fault(play: Cast) -> None:
    for basket in Basket.objects.all():
        take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validation = validate(play.distribution, keeps_estimates=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert list(audit_group(play.group)) == []
    undo_validation(validation, why="erreur de poids", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert list(audit_group(play.group)) == []
    assert list(payments_auditing.audit_all()) == []


def test_a_damaged_total_of_a_basket_is_named(play: Cast) -> None:
    Basket.objects.filter(membership=play.alice).update(total=Money.of("23.00"))
    codes = [fault.code for fault in audit_group(play.group)]
    assert codes == ["basket total", "basket changes", "orders in progress"]


def test_a_damaged_line_is_named(play: Cast) -> None:
    OrderLine.objects.filter(basket__membership=play.bob).update(total=Money.of("16.21"))
    (fault,) = audit_group(play.group)
    assert str(fault) == (
        "Groupe vallon, distribution n° 1, panier n° 2\u202f: le total est 16,20\u00a0€, ses lignes font 16,21\u00a0€."
    )


def test_a_damaged_payment_is_named(play: Cast) -> None:
    take_payment(Basket.objects.get(membership=play.bob), "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    Payment.objects.update(amount=Money.of("16.30"))
    assert [fault.code for fault in payments_auditing.audit_all()] == ["payment"]

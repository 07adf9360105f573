"""While payments are off no account knows the orders; turned on, those that are to come are debited in one set."""

from datetime import timedelta

import pytest
from django.test import Client

from cabas.distributions.auditing import audit_all
from cabas.distributions.dues import due
from cabas.distributions.models import Basket
from cabas.distributions.serving import take_payment
from cabas.distributions.turning_payments import BalancesLeft, OrdersInProgress, turn_off, turn_on
from cabas.distributions.validation import validate
from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.models import Transaction
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def vallon(play: Cast) -> Cast:
    """Payments are off."""
    PaymentSettings.objects.update(since=None)
    play.group.refresh_from_db()
    return play


def balance(member: Membership) -> Money:
    member.account.refresh_from_db()
    return member.account.balance


def on(vallon: Cast) -> int:
    return turn_on(vallon.group, key=key(), by=vallon.nadia, at=TUESDAY)


def off(vallon: Cast) -> None:
    turn_off(vallon.group, key=key(), by=vallon.nadia, at=THURSDAY_EVENING)


def test_an_order_while_payments_are_off_moves_no_account(vallon: Cast) -> None:
    basket = vallon.order(vallon.alice, {vallon.vegetables: 1}, means="")
    assert (str(basket.total), basket.means, basket.is_debited) == ("12.00", "", False)
    assert due(Basket.objects.with_amounts().get()).due == Money(0)
    assert (balance(vallon.alice), Transaction.objects.count()) == (Money(0), 0)
    assert list(audit_all()) == []


def test_it_is_handed_out_and_validated_and_nobody_is_owed(vallon: Cast) -> None:
    Basket.objects.filter(pk=vallon.order(vallon.alice, {vallon.vegetables: 1}, means="").pk).update(
        served_at=THURSDAY_EVENING
    )
    validation = validate(vallon.distribution, key=key(), by=vallon.nadia, at=THURSDAY_EVENING)
    assert (validation.basket_count, validation.transaction) == (1, None)
    assert list(audit_all()) == []


def test_turning_on_debits_in_one_set_what_is_not_distributed_yet(vallon: Cast) -> None:
    vallon.order(vallon.alice, {vallon.vegetables: 1}, means="")
    vallon.order(vallon.bob, {vallon.bread: 2}, means="")
    assert on(vallon) == 2
    assert (str(balance(vallon.alice)), str(balance(vallon.bob))) == ("-12.00", "-10.80")
    assert str(vallon.group.account(Kind.ORDERS_IN_PROGRESS).balance) == "22.80"
    assert set(Basket.objects.values_list("means", "is_announced", "is_debited")) == {("cheque", True, True)}
    assert PaymentSettings.objects.get().since == TUESDAY
    assert list(audit_all()) == []
    assert on(vallon) == 0  # on already


def test_what_was_distributed_before_stays_out_of_the_accounts(vallon: Cast) -> None:
    vallon.order(vallon.alice, {vallon.vegetables: 1}, means="")
    after = THURSDAY_EVENING + timedelta(days=1)
    assert turn_on(vallon.group, key=key(), by=vallon.nadia, at=after) == 0
    assert (balance(vallon.alice), Basket.objects.get().is_debited) == (Money(0), False)
    assert list(audit_all()) == []


def test_an_order_that_was_debited_by_turning_on_is_changed_and_cancelled(vallon: Cast) -> None:
    vallon.order(vallon.alice, {vallon.vegetables: 1}, means="")
    on(vallon)
    vallon.order(vallon.alice, {vallon.vegetables: 1, vallon.bread: 1})
    assert str(balance(vallon.alice)) == "-17.40"
    vallon.order(vallon.alice, {})
    assert (balance(vallon.alice), list(audit_all())) == (Money(0), [])


def test_a_group_without_any_means_accepts_cheques_when_payments_are_turned_on(vallon: Cast) -> None:
    PaymentSettings.objects.all().delete()
    vallon.group.refresh_from_db()
    on(vallon)
    settings = PaymentSettings.objects.get()
    assert (settings.accepted, settings.cheque_payee) == ([Means.CHEQUE], "Les Paniers du Vallon")


def test_payments_are_not_turned_off_while_somebody_is_not_settled(vallon: Cast) -> None:
    on(vallon)
    basket = vallon.order(vallon.alice, {vallon.vegetables: 1})
    with pytest.raises(BalancesLeft) as refused:
        off(vallon)
    assert str(refused.value) == "1 membre n’est pas à jour\u202f: ramenez son solde à 0,00\u00a0€ d’abord."
    take_payment(basket, Means.CHEQUE, key=key(), by=vallon.nadia, at=THURSDAY_EVENING)
    with pytest.raises(OrdersInProgress):
        off(vallon)
    validate(vallon.distribution, key=key(), by=vallon.nadia, at=THURSDAY_EVENING)
    off(vallon)
    assert PaymentSettings.objects.get().is_on is False
    assert list(audit_all()) == []


@pytest.mark.parametrize("address", ["", "compte/", "commande/1/", "commande/1/regler/", "commande/1/merci/"])
def test_the_pages_of_a_member_ask_for_no_money(vallon: Cast, address: str) -> None:
    vallon.order(vallon.alice, {vallon.vegetables: 1}, means="")
    client = Client()
    client.force_login(vallon.person(vallon.alice))
    answer = client.get(f"/g/vallon/{address}")
    assert answer.status_code == 200
    assert all(word not in answer.content.decode() for word in ("rien à payer", "À régler", "votre avoir couvre"))


def test_a_member_orders_without_choosing_a_means(vallon: Cast) -> None:
    client = Client()
    client.force_login(vallon.person(vallon.alice))
    client.post("/g/vallon/commande/1/brouillon/", {"product": vallon.bread.pk, "add": "1"})
    posted = {"key": key(), "version": "0", "line": f"{vallon.bread.pk}:1", "means": ""}
    assert client.post("/g/vallon/commande/1/regler/", posted).status_code == 302
    assert Basket.objects.get().is_debited is False


@pytest.mark.parametrize("address", ["", "stand/", "stand/1/", "paniers/", "paniers/1/", "validation/", "paniers.csv"])
def test_the_pages_of_coordinators_show_an_order_that_no_account_knows(vallon: Cast, address: str) -> None:
    vallon.order(vallon.alice, {vallon.vegetables: 1}, means="")
    client = Client()
    client.force_login(vallon.nadia)
    assert client.get(f"/g/vallon/gestion/distributions/1/{address}").status_code == 200

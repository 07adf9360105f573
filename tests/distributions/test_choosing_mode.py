"""The cagnotte excludes the other means, refused three times over; going over to it loses no debt."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cabas.distributions.auditing import audit_all
from cabas.distributions.choosing_mode import Promises, PromisesOpen, choose_mode, open_promises
from cabas.distributions.models import Basket
from cabas.distributions.serving import take_payment
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import CAGNOTTE_ALONE, Mode, PaymentSettings
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db
ALONE = "Le paiement Cagnotte ne peut pas être utilisé en même temps que d'autres moyens de paiements."


@pytest.fixture
def vallon() -> Cast:
    return cast()


def settings_of(vallon: Cast) -> PaymentSettings:
    return PaymentSettings.objects.get(group=vallon.group)


def choose(vallon: Cast, mode: Mode, abandons: Promises | None = None) -> None:
    choose_mode(vallon.group, mode, abandons=abandons, key=key(), by=vallon.nadia, at=TUESDAY)


@pytest.mark.parametrize("other", ["cheque", "cash", "transfer", "terminal", "online"])
def test_the_model_and_the_database_refuse_the_cagnotte_beside_any_other_means(vallon: Cast, other: str) -> None:
    settings = PaymentSettings(group=vallon.group, accepts_cagnotte=True, **{f"accepts_{other}": True})
    with pytest.raises(ValidationError) as refused:
        settings.full_clean(exclude=["group"])
    assert refused.value.messages == [ALONE]
    assert str(CAGNOTTE_ALONE) == ALONE
    nothing = {f"accepts_{means}": False for means in ("cheque", "cash", "transfer", "terminal", "online")}
    both = nothing | {"accepts_cagnotte": True, f"accepts_{other}": True}
    with pytest.raises(IntegrityError, match="cagnotte_excludes_other_means"), transaction.atomic():
        PaymentSettings.objects.filter(group=vallon.group).update(**both)


def test_the_means_of_the_one_way_are_those_of_the_other(vallon: Cast) -> None:
    choose(vallon, Mode.CAGNOTTE)
    settings = settings_of(vallon)
    assert (settings.mode, settings.accepted) == (Mode.CAGNOTTE, [Means.CAGNOTTE])
    assert settings.tops_up_by == [Means.CHEQUE, Means.CASH, Means.TRANSFER, Means.TERMINAL]
    choose(vallon, Mode.ALONG_ORDERS)
    settings = settings_of(vallon)
    assert settings.accepted == [Means.CHEQUE, Means.CASH, Means.TRANSFER, Means.TERMINAL]
    assert settings.tops_up_by == []


def test_going_over_is_refused_while_announced_baskets_await_their_money(vallon: Cast) -> None:
    vallon.order(vallon.alice, {vallon.vegetables: 1})
    vallon.order(vallon.bob, {vallon.bread: 1}, means="transfer")
    with pytest.raises(PromisesOpen) as refused:
        choose(vallon, Mode.CAGNOTTE)
    assert str(refused.value) == ("2 commandes attendent encore un paiement au stand ou par virement (17,40\u00a0€).")
    assert settings_of(vallon).mode == Mode.ALONG_ORDERS
    assert open_promises(vallon.group) == Promises(2, Money.of("17.40"))


def test_promises_that_are_abandoned_leave_the_debts_on_the_accounts(vallon: Cast) -> None:
    vallon.order(vallon.alice, {vallon.vegetables: 1})
    choose(vallon, Mode.CAGNOTTE, Promises(1, Money.of("12.00")))
    vallon.alice.account.refresh_from_db()
    assert vallon.alice.account.balance == Money.of("-12.00")
    assert list(Basket.objects.values_list("means", "is_announced")) == [("cagnotte", False)]
    assert open_promises(vallon.group) == Promises(0, Money(0))
    assert list(audit_all()) == []


def test_only_the_promises_that_the_page_showed_are_abandoned(vallon: Cast) -> None:
    vallon.order(vallon.alice, {vallon.vegetables: 1})
    shown = open_promises(vallon.group)
    vallon.order(vallon.bob, {vallon.bread: 1})
    with pytest.raises(PromisesOpen):
        choose(vallon, Mode.CAGNOTTE, shown)
    assert settings_of(vallon).mode == Mode.ALONG_ORDERS
    assert set(Basket.objects.values_list("means", "is_announced")) == {("cheque", True)}


def test_what_was_received_is_no_promise(vallon: Cast) -> None:
    basket = vallon.order(vallon.alice, {vallon.vegetables: 1})
    take_payment(basket, Means.CHEQUE, key=key(), by=vallon.nadia, at=THURSDAY_EVENING)
    choose_mode(vallon.group, Mode.CAGNOTTE, key=key(), by=vallon.nadia, at=THURSDAY_EVENING)
    assert settings_of(vallon).mode == Mode.CAGNOTTE
    assert Basket.objects.get().means == "cheque"  # history says how it was paid


def test_a_transfer_without_an_iban_is_not_offered(vallon: Cast) -> None:
    PaymentSettings.objects.update(iban="")
    assert settings_of(vallon).accepted == [Means.CHEQUE, Means.CASH, Means.TERMINAL]


def test_an_online_card_without_keys_is_not_offered(vallon: Cast) -> None:
    PaymentSettings.objects.update(accepts_online=True)
    assert Means.ONLINE not in settings_of(vallon).accepted
    PaymentSettings.objects.update(has_online_keys=True)
    assert Means.ONLINE in settings_of(vallon).accepted

"""Notices lost, doubled and late, the one who looks at them killed twice: every payment is on its account, once."""

import multiprocessing
import os
import signal
import time
from collections import Counter
from typing import Any

import pytest
import requests
from django.db import connections

from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Receipt
from cabas.distributions.ordering import Order, commit
from cabas.distributions.paying_online import begin, look_at_notices, recover
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership
from cabas.ledger.models import Account
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.payments.online.models import OnlineEvent, OnlinePayment, State
from tests.cast import TUESDAY, Cast, cast, key
from tests.payments.conftest import faults
from tests.payments.online.provider_here import KEYS, WANTED, Here, begun, heard, online_group, ordered
from tests.racing import race_processes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]

PAYMENTS = 40
KILLS = 2


@pytest.fixture
def open_play(here: Here, settings: Any) -> Cast:
    """The same as `play`, seen by other processes."""
    settings.ONLINE_PROVIDER_ADDRESS = here.address
    return online_group(cast())


def test_four_who_look_at_once_credit_once(open_play: Cast, here: Here) -> None:
    play = open_play
    here.pay(begun(play, ordered(play)))

    def act(_position: int) -> str:
        heard(play)
        return "looked"

    assert race_processes(4, act) == {"looked": 4}
    assert (Payment.objects.count(), faults()) == (1, [])


@pytest.mark.one_database
def test_bad_days_and_two_kills_put_each_payment_on_its_account_once(
    open_play: Cast, here: Here, live_server: Any
) -> None:
    play = open_play
    address = f"{live_server.url}/g/{play.group.slug}/avis-de-paiement/"
    requests.post(
        f"{here.address}/_config/webhooks/vallon", json={"url": address, "secret": KEYS.webhook_secret}, timeout=10
    )
    here.weather(lost=100, doubled=100, late=100, late_seconds=1.0)
    try:
        begun_here = [_begun(play, position) for position in range(PAYMENTS)]
        for kill in range(KILLS + 1):
            for online in begun_here[kill :: KILLS + 1]:
                assert here.pay(online) == 303
            _look_and_be_killed(play, after=0.3)
        time.sleep(1.5)  # the late ones
    finally:
        here.weather(lost=0, doubled=0, late=0)
        requests.post(
            f"{here.address}/_config/webhooks/vallon", json={"url": "http://127.0.0.1:9/", "secret": "none"}, timeout=10
        )
    came = OnlineEvent.objects.filter(kind="checkout.session.completed").count()
    recover(play.group, at=TUESDAY)
    assert 0 < came < PAYMENTS  # some were lost
    assert Counter(OnlinePayment.objects.values_list("state", flat=True)) == {State.PAID: PAYMENTS}
    assert (Payment.objects.count(), Receipt.objects.count()) == (PAYMENTS, PAYMENTS)
    balances = Account.objects.filter(pk__in=Membership.objects.values("account"))
    assert set(balances.values_list("balance", flat=True)) == {Money(0)}
    assert faults() == []


def _begun(play: Cast, position: int) -> OnlinePayment:
    """A member of their own, an order, and the page to pay it on."""
    person = NewPerson("Membre", f"N{position}", f"membre{position}@vallon.example.org")
    member = add_member(play.group, NewHousehold([person]), at=TUESDAY)
    quantities = {play.vegetables.pk: 1 + position % 3}
    replace_draft(play.distribution, member, quantities, at=TUESDAY)
    signed = {"by": member.people[0], "at": TUESDAY}
    basket = commit(play.distribution, member, Order(quantities, 0, "online"), key=key(), **signed)
    return begin(basket, WANTED, **signed)


def _look_and_be_killed(play: Cast, *, after: float) -> None:
    """A worker looks at notices without end, and is killed at some moment."""
    connections.close_all()

    def work() -> None:
        while True:
            look_at_notices(play.group, at=TUESDAY)

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    time.sleep(after)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()

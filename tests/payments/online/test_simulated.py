"""In a demonstration the provider's page is marked, and the usual test cards do on it what they always do."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cabas.distributions.online_tasks import look_again
from cabas.groups.chart import Kind
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.payments.online.interface import Keys
from cabas.payments.online.keys import enter
from cabas.payments.online.models import OnlinePayment, State
from cabas.payments.online.simulated.provider import FILE, LATE
from tests.cast import TUESDAY, Cast, cast
from tests.demo.conftest import a_demo
from tests.payments.conftest import faults
from tests.payments.online.provider_here import balance, begun, of, ordered, told

__all__ = ["a_demo"]
pytestmark = pytest.mark.django_db

GOOD, REFUSED, LATE_CARD = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0000 0000 0077"


@pytest.fixture
def play(a_demo: None, settings: Any, tmp_path: Path) -> Iterator[Cast]:
    """The small group, whose provider moves no money, on Tuesday."""
    settings.DATA = tmp_path
    with time_machine.travel(TUESDAY, tick=False):
        play = cast()
        PaymentSettings.objects.filter(group=play.group).update(accepts_online=True)
        enter(play.group, "simulated", Keys("any", "any"), by=play.nadia, at=TUESDAY)
        yield play
    assert faults() == []


@pytest.fixture
def online(play: Cast) -> OnlinePayment:
    """Alice's order of 12,00, and the page to pay it."""
    return begun(play, ordered(play))


def read(url: str, status: int = 200) -> str:
    answer = Client().get(url)
    assert answer.status_code == status
    return answer.content.decode()


def paid_with(online: OnlinePayment, card: str) -> int:
    return Client().post(online.url, {"card": card}).status_code


def test_the_page_is_marked_and_offers_the_usual_cards(online: OnlinePayment) -> None:
    page = read(online.url)
    assert "<h1>Paiement simulé</h1>" in page
    assert "aucun argent ne bouge" in page
    assert re.findall(r'name="card"[^>]* value="([^"]+)"', page) == [GOOD, REFUSED, LATE_CARD]
    assert "12,00\u00a0€" in page
    assert 'href="http://testserver/">Revenir sans payer' in page


def test_a_card_that_succeeds_pays_and_leads_back(play: Cast, online: OnlinePayment) -> None:
    answer = Client().post(online.url, {"card": GOOD})
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/retour/")
    assert balance(play) == Money(-1200)  # being back proves nothing
    look_again.func()
    assert (balance(play), of(play, Kind.PROVIDER_CHARGES)) == (Money(0), Money(-43))
    assert Client().get(online.url).status_code == 302  # there is nothing to pay any more


@pytest.mark.parametrize("card", [REFUSED, "1234", ""])
def test_a_card_that_is_refused_says_so_and_another_one_may_be_tried(
    play: Cast, online: OnlinePayment, card: str
) -> None:
    answer = Client().post(online.url, {"card": card})
    assert (answer.status_code, "Cette carte est refusée. Rien n’a été payé" in answer.content.decode()) == (422, True)
    look_again.func()
    assert balance(play) == Money(-1200)
    assert paid_with(online, GOOD) == 302
    look_again.func()
    assert balance(play) == Money(0)


def test_a_bank_that_answers_late_is_waited_for(play: Cast, online: OnlinePayment) -> None:
    assert paid_with(online, LATE_CARD) == 302
    look_again.func()
    online.refresh_from_db()
    assert (online.state, balance(play), told(play)) == (State.OPEN, Money(-1200), [])
    client = Client()
    client.force_login(play.person(play.alice))
    address = f"/g/vallon/commande/{play.distribution.number}/carte/"
    client.get(f"{address}retour/")
    assert "Votre banque n’a pas encore répondu" in client.get(address).content.decode()
    with time_machine.travel(TUESDAY + LATE + timedelta(seconds=1)):
        look_again.func()
    assert (balance(play), len(told(play))) == (Money(0), 1)


def test_a_page_that_nobody_paid_in_time_is_closed(online: OnlinePayment) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert paid_with(online, GOOD) == 302
        look_again.func()
    online.refresh_from_db()
    assert online.state == State.EXPIRED


def test_a_payment_it_does_not_know_has_no_page_and_who_asks_makes_no_file(play: Cast, tmp_path: Path) -> None:
    read("/paiement-simule/simulated_0/", 404)
    assert not (tmp_path / FILE).exists()

"""« À voir » lists what came from offline and does not add up, with its ways out; the stand leads there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas.distributions.models import Receipt
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.stand.models import OfflineAct, Outcome
from tests.cast import THURSDAY_EVENING, Cast, key
from tests.stand.reading import words_shown
from tests.stand.test_offline_acts import BACK, cheque, meanwhile_paid, phone, play, send

pytestmark = pytest.mark.django_db
__all__ = ["phone", "play"]

EVENING = "/g/vallon/gestion/distributions/1/"
CASES = f"{EVENING}stand/a-voir/"


def settle(phone: Client, way: str, reason: str = "") -> int:
    act = OfflineAct.objects.get(settled_at=None)
    return phone.post(f"{CASES}{act.pk}/", {"way": way, "reason": reason}).status_code


def test_two_payments_are_shown_and_one_is_taken_back(play: Cast, phone: Client) -> None:
    meanwhile_paid(play)
    send(phone, play, cheque())
    for place in (EVENING, f"{EVENING}stand/"):
        assert "À voir (1)" in words_shown(phone.get(place).content.decode())
    page = words_shown(phone.get(CASES).content.decode())
    assert "N° 1 Alice Martin Chèque 17,40 € 2 encaissements, à vérifier" in page
    assert "Bob Lenoir avait encaissé 17,40 € à 19 h. Fait par Nadia Belkacem (jeu. 26 nov., 18 h 50)" in page
    assert settle(phone, "take_back") == 302
    assert Receipt.objects.live().count() == 1
    page = words_shown(phone.get(CASES).content.decode())
    assert "Rien à voir" in page
    assert "encaissement annulé Nadia Belkacem" in page
    assert "À voir (" not in words_shown(phone.get(f"{EVENING}stand/").content.decode())


def test_money_of_a_validated_evening_is_set_aside_only_with_a_reason(play: Cast, phone: Client) -> None:
    for basket in (play.first, play.second):
        take_payment(basket, "cash", key=key(), by=play.nadia, at=BACK - timedelta(minutes=10))
    validate(play.distribution, key=key(), by=play.nadia, at=BACK)
    send(phone, play, cheque())
    assert "Porter 17,40 € au compte du membre" in words_shown(phone.get(CASES).content.decode())
    assert [settle(phone, "aside"), settle(phone, "keep"), settle(phone, "no way")] == [422, 422, 422]
    assert settle(phone, "aside", "chèque rendu") == 302
    act = OfflineAct.objects.get()
    assert (act.outcome, act.reason, act.settled_by) == (Outcome.SET_ASIDE, "chèque rendu", play.nadia)
    answer = phone.post(f"{CASES}{act.pk}/", {"way": "account"})
    assert (answer.status_code, Receipt.objects.live().count()) == (409, 2)


def test_the_page_takes_the_same_statements_for_one_case_and_for_three(play: Cast, phone: Client) -> None:
    counts = []
    for acts in ([cheque(1, 1)], [cheque(2, 1), cheque(99)]):
        send(phone, play, *acts)
        with CaptureQueriesContext(connection) as captured:
            phone.get(CASES)
        counts.append(len(captured))
    assert OfflineAct.objects.open().count() == 3
    assert counts[0] == counts[1] <= 12
    assert play.distribution.starts_at < THURSDAY_EVENING

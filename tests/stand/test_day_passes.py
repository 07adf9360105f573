"""A day pass opens one stand, on its day, to a named member, until it is taken back; and nothing else of the group."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from cabas.clock import PARIS
from cabas.distributions.models import Basket, Receipt
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting
from cabas.money import Money
from cabas.stand.day_passes import NotAMember, give_pass, revoke_pass, token_of
from cabas.stand.models import DayPass
from cabas.stand.pass_mail import link_of, mail_pass
from cabas.ui.device import person_mark
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, cast, key
from tests.distributions.pages import stop_clock, words

pytestmark = pytest.mark.django_db

LIST = "/g/vallon/gestion/distributions/1/stand/"


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Thursday, 18 h 40: Alice ordered; Bob is to hold the stand."""
    told = cast()
    told.order(told.alice, {told.bread: 1})
    stop_clock(monkeypatch, THURSDAY_EVENING)
    return told


@pytest.fixture
def bobs(play: Cast) -> DayPass:
    return give_pass(play.distribution, play.person(play.bob), by=play.nadia, at=TUESDAY)


def opens(client: Client, address: str = LIST) -> bool:
    return client.get(address).status_code == 200


def test_its_button_and_not_its_opening_opens_the_stand_and_what_is_done_is_signed(
    play: Cast, bobs: DayPass, client: Client
) -> None:
    page = words(client.get(link_of(bobs)).content.decode())
    assert "Ce qui est fait au stand avec ce lien est signé Bob Lenoir , jusqu’à minuit." in page
    assert not opens(client)
    assert client.post(link_of(bobs))["Location"] == LIST
    assert client.post(f"{LIST}1/encaissement/", {"key": key(), "means": "cash", "seen": "540"}).status_code == 302
    basket = Basket.objects.get()
    payment = basket.receipts.get().payment
    assert (basket.served_by, payment.recorded_by) == (play.person(play.bob), play.person(play.bob))


def test_it_opens_that_stand_only_and_shows_no_way_into_the_group(play: Cast, bobs: DayPass, client: Client) -> None:
    add_distribution(play.group, play.distribution.starts_at + timedelta(minutes=0, days=7), [play.catalog])
    client.post(link_of(bobs))
    page = client.get(LIST).content.decode()
    assert "Quitter (Bob)" in page
    assert "/gestion/distributions/1/stand/" in page
    leads_to = set(re.findall(r'(?:href|action)="(/g/[^"]*)"', page))
    assert {address for address in leads_to if not address.startswith(LIST)} == {"/g/vallon/stand/quitter/"}
    assert f"{LIST}benevoles/" not in leads_to
    for elsewhere in (LIST.replace("/1/", "/2/"), "/g/vallon/", "/g/vallon/gestion/membres/", f"{LIST}benevoles/"):
        assert client.get(elsewhere)["Location"].startswith("/connexion/"), elsewhere


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 11, 25, 23, 59, tzinfo=PARIS), False),
        (datetime(2026, 11, 26, 0, 0, tzinfo=PARIS), True),
        (datetime(2026, 11, 26, 23, 59, 59, tzinfo=PARIS), True),
        (datetime(2026, 11, 27, 0, 0, tzinfo=PARIS), False),
    ],
)
def test_it_is_good_from_midnight_to_midnight_in_paris(
    bobs: DayPass, client: Client, monkeypatch: pytest.MonkeyPatch, moment: datetime, is_open: bool
) -> None:
    client.post(link_of(bobs))
    stop_clock(monkeypatch, moment)
    assert opens(client) is is_open
    later = Client()
    later.post(link_of(bobs))
    assert opens(later) is is_open


def test_before_its_day_it_says_when_it_will_open_and_afterwards_that_it_opens_nothing(
    bobs: DayPass, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch, TUESDAY)
    assert "Ce lien ouvrira le stand le jeudi 26 novembre" in words(client.get(link_of(bobs)).content.decode())
    stop_clock(monkeypatch, THURSDAY_EVENING + timedelta(days=1))
    answer = client.post(link_of(bobs))
    assert (answer.status_code, "Ce lien n’ouvre plus rien" in answer.content.decode()) == (404, True)


def test_taken_back_it_shuts_the_browsers_that_opened_it_at_once(play: Cast, bobs: DayPass, client: Client) -> None:
    client.post(link_of(bobs))
    revoke_pass(bobs, by=play.nadia, at=THURSDAY_EVENING)
    assert not opens(client)
    assert Client().get(link_of(bobs)).status_code == 404


def test_a_new_link_replaces_the_old_one(play: Cast, bobs: DayPass, client: Client) -> None:
    newer = give_pass(play.distribution, play.person(play.bob), by=play.nadia, at=TUESDAY)
    assert client.get(link_of(bobs)).status_code == 404
    assert client.get(link_of(newer)).status_code == 200
    assert DayPass.objects.standing().get() == newer


def test_whose_household_left_holds_no_stand(play: Cast, bobs: DayPass, client: Client) -> None:
    client.post(link_of(bobs))
    play.bob.left_on = TUESDAY.date()
    play.bob.save()
    assert not opens(client)
    with pytest.raises(NotAMember):
        give_pass(play.distribution, play.person(play.bob), by=play.nadia, at=TUESDAY)


def test_whoever_may_serve_anyway_stays_who_they_are(play: Cast, bobs: DayPass, client: Client) -> None:
    client.force_login(play.nadia)
    client.post(link_of(bobs))
    assert "Quitter (Bob)" not in client.get(LIST).content.decode()


def test_leaving_closes_the_stand_in_this_browser(bobs: DayPass, client: Client) -> None:
    client.post(link_of(bobs))
    assert "Vous avez quitté le stand" in client.post("/g/vallon/stand/quitter/").content.decode()
    assert not opens(client)


def test_its_mail_carries_the_link_and_what_is_kept_does_not(play: Cast, bobs: DayPass) -> None:
    mail_pass(bobs, origin="https://cabas.example.org", at=TUESDAY + timedelta(days=1))
    send_waiting.call()
    kept = OutgoingMail.objects.get(kind="E7")
    assert (kept.to, kept.subject) == (
        "bob@vallon.example.org",
        "[Les Paniers du Vallon] Vous tenez le stand demain\u202f: votre lien",
    )
    (sent,) = (message for message in mail.outbox if message.subject == kept.subject)
    assert f"https://cabas.example.org{link_of(bobs)}" in sent.body
    assert token_of(bobs) not in kept.body + str(kept.attached) + bobs.token_hash


def test_a_coordinator_gives_mails_and_takes_back_a_link(play: Cast, client: Client) -> None:
    client.force_login(play.nadia)
    page = f"{LIST}benevoles/"
    assert "Bob Lenoir" in words(client.get(page, {"q": "bób"}).content.decode())
    client.post(page, {"person": play.person(play.bob).pk})
    (given,) = DayPass.objects.standing()
    assert f"http://testserver{link_of(given)}" in client.get(page).content.decode()
    assert "Lien envoyé à Bob Lenoir." in client.post(f"{page}{given.pk}/courriel/", follow=True).content.decode()
    client.post(f"{page}{given.pk}/retrait/")
    assert not DayPass.objects.standing().exists()
    answer = client.post(page, {"person": "999999"})
    assert (answer.status_code, "Choisissez une personne du groupe" in answer.content.decode()) == (422, True)


ACTS = f"{LIST}actes/"
AFTER_MIDNIGHT = datetime(2026, 11, 27, 9, 0, tzinfo=PARIS)


def sent_late(client: Client, bobs: DayPass, at: datetime, *, made_at: datetime = THURSDAY_EVENING) -> int:
    act = {"key": key(), "basket": 1, "kind": "receipts", "fields": {"means": "cash"}, "shown": 540}
    act |= {"made_at": made_at.isoformat(), "was_offline": True}
    body = {"person": person_mark(bobs.person_id), "sent_at": at.isoformat(), "acts": [act]}
    return client.post(ACTS, json.dumps(body), content_type="application/json").status_code


def test_what_waited_on_a_phone_past_midnight_still_comes_and_is_signed(
    play: Cast, bobs: DayPass, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(link_of(bobs))
    stop_clock(monkeypatch, AFTER_MIDNIGHT)
    assert client.get(ACTS).json()["person"] == person_mark(bobs.person_id)
    assert sent_late(client, bobs, AFTER_MIDNIGHT) == 200
    basket = Basket.objects.get()
    payment = basket.receipts.get().payment
    assert (basket.served_by, payment.recorded_by, payment.amount) == (bobs.person, bobs.person, Money(540))
    page = client.get(LIST)
    assert (page.status_code, "Alice" in page.content.decode(), "stand/late" in page.content.decode()) == (
        410,
        False,
        True,
    )
    assert client.get(f"{LIST}nouvelles/").status_code == client.get(f"{LIST}paniers/").status_code == 302


@pytest.mark.parametrize("days", [1, 2, 3])
def test_what_waited_comes_for_two_days_and_not_where_it_was_done_after_midnight(
    play: Cast, bobs: DayPass, client: Client, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    client.post(link_of(bobs))
    at = THURSDAY_EVENING + timedelta(days=days)
    stop_clock(monkeypatch, at)
    assert sent_late(client, bobs, at, made_at=at) == (403 if days < 3 else 302)
    assert sent_late(client, bobs, at) == (200 if days < 3 else 302)
    assert Receipt.objects.count() == (1 if days < 3 else 0)


def test_what_waited_does_not_come_from_a_pass_that_was_taken_back_nor_at_another_stand(
    play: Cast, bobs: DayPass, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(link_of(bobs))
    stop_clock(monkeypatch, AFTER_MIDNIGHT)
    add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    assert client.get(ACTS.replace("/1/", "/2/")).status_code == 302
    revoke_pass(bobs, by=play.nadia, at=AFTER_MIDNIGHT)
    assert sent_late(client, bobs, AFTER_MIDNIGHT) == 302
    assert not Receipt.objects.exists()

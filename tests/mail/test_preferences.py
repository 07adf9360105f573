"""A person receives what they chose; what concerns money and the sign-in is sent whatever they chose."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as mailbox
from django.test import Client
from django.urls import reverse

import cabas
from cabas.clock import PARIS
from cabas.groups.models import Membership
from cabas.mail.choosing_link import ONE_CLICK, LinkUnknown, chooser, token
from cabas.mail.gathering import gather
from cabas.mail.kinds import KINDS, Level, is_wanted, level_without
from cabas.mail.models import MailPreference, OutgoingMail, State
from cabas.mail.preferences import Choice, choice_of, choose, stop
from cabas.mail.queueing import Letter, queue
from cabas.mail.tasks import send_waiting
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db
SOURCE = Path(cabas.__file__).parent
EVENING = datetime(2026, 11, 24, 18, 0, tzinfo=PARIS)
ADDRESS = "https://cabas.example.org"


@pytest.fixture
def vallon() -> Cast:
    return cast()


def write(vallon: Cast, *kinds: str, at: datetime = TUESDAY) -> list[OutgoingMail]:
    alice = Membership.objects.with_people().select_related("group").get(pk=vallon.alice.pk)
    return queue([Letter(alice, kind, f"Le fait {kind}", "Bonjour,\n\nVoilà.") for kind in kinds], at=at)


def kinds(mails: list[OutgoingMail]) -> list[str]:
    return [mail.kind for mail in mails]


def test_every_kind_that_is_queued_is_in_the_table():
    codes = {code for file in SOURCE.rglob("*.py") for code in re.findall(r'"(E\d{1,2})"', file.read_text())}
    assert codes - KINDS.keys() == set()


def test_money_and_the_sign_in_cannot_be_turned_off():
    always = {"E3", "E4", "E13", "E14", "E15", "E16", "E19", "E22", "E23", "E24", "E27", "E28"}
    assert {code for code in always if not is_wanted(code, Level.MONEY)} == set()
    assert {code for code in always if KINDS[code].waits or KINDS[code].is_list} == set()


def test_each_level_receives_what_it_says(vallon: Cast):
    received = {}
    for level in Level:
        choose(vallon.person(vallon.alice), vallon.group, level, is_daily=False)
        received[level.value] = kinds(write(vallon, "E1", "E6", "E37", "E3"))
    assert received == {"all": ["E1", "E6", "E37", "E3"], "essential": ["E6", "E37", "E3"], "money": ["E3"]}


def test_what_everybody_receives_asks_nothing_of_preferences(vallon: Cast, django_assert_num_queries: Any):
    alice = Membership.objects.with_people().select_related("group").get(pk=vallon.alice.pk)
    with django_assert_num_queries(2):
        queue([Letter(alice, "E3", "Votre commande", "Bonjour")], at=TUESDAY)


def test_a_choice_is_of_one_group(vallon: Cast):
    other = cast("ruchette", "La Ruchette")
    alice = vallon.person(vallon.alice)
    choose(alice, vallon.group, Level.MONEY, is_daily=True)
    assert choice_of(alice, vallon.group) == Choice(Level.MONEY, is_daily=True)
    assert choice_of(alice, other.group) == Choice(Level.ALL, is_daily=False)


def test_what_is_not_urgent_waits_for_the_evening_and_leaves_in_one_mail(vallon: Cast):
    choose(vallon.person(vallon.alice), vallon.group, Level.ALL, is_daily=True)
    write(vallon, "E1", "E37", "E3")
    send_waiting.call()
    assert [mail.subject.partition("] ")[2] for mail in mailbox.outbox] == ["Le fait E3"]
    assert [gather(at=EVENING + timedelta(minutes=n)) for n in (-1, 0, 15)] == [0, 1, 0]
    send_waiting.call()
    evening = mailbox.outbox[-1]
    assert evening.subject.partition("] ")[2] == "Vos 2 messages du jour\u202f: Le fait E1 · Le fait E37"
    assert evening.body == "LE FAIT E1\n\nBonjour,\n\nVoilà.\n\nLE FAIT E37\n\nBonjour,\n\nVoilà."
    states = {mail.kind: mail.state for mail in OutgoingMail.objects.select_related("gathered_in")}
    assert states == dict.fromkeys(("E1", "E37", "E3", "E38"), State.SENT)


def test_what_waits_alone_leaves_as_it_is_in_the_evening(vallon: Cast):
    choose(vallon.person(vallon.alice), vallon.group, Level.ALL, is_daily=True)
    [held] = write(vallon, "E37")
    assert held.state == State.HELD
    gather(at=EVENING)
    send_waiting.call()
    assert [mail.subject.partition("] ")[2] for mail in mailbox.outbox] == ["Le fait E37"]


def test_what_came_after_the_evening_waits_for_the_next(vallon: Cast):
    choose(vallon.person(vallon.alice), vallon.group, Level.ALL, is_daily=True)
    write(vallon, "E37", at=EVENING + timedelta(minutes=5))
    assert [gather(at=EVENING + timedelta(days=n, minutes=10)) for n in (0, 1)] == [0, 1]


def test_a_list_says_where_one_click_stops_it_and_each_mail_where_to_choose(vallon: Cast, settings: Any):
    settings.PUBLIC_ADDRESS = ADDRESS
    write(vallon, "E37", "E3")
    send_waiting.call()
    listed, order = mailbox.outbox
    link = listed.extra_headers["List-Unsubscribe"].strip("<>")
    assert listed.extra_headers["List-Unsubscribe-Post"] == ONE_CLICK
    assert listed.body.endswith(f"Choisir les e-mails que je reçois\u202f: {link}")
    assert f'href="{link}"' in str(listed.alternatives[0][0])
    assert "List-Unsubscribe" not in order.extra_headers
    assert f"{ADDRESS}/e-mails/" in order.body


def test_a_mail_comes_from_the_group_and_an_answer_reaches_a_human(vallon: Cast):
    write(vallon, "E3")
    send_waiting.call()
    [sent] = mailbox.outbox
    assert sent.from_email.startswith("Les Paniers du Vallon <")
    assert sent.reply_to == [vallon.nadia.email]


@pytest.mark.parametrize(("kind", "left"), [("E1", "essential"), ("E37", "money"), ("E3", "all")])
def test_stopping_a_kind_stops_as_little_else_as_it_can(vallon: Cast, kind: str, left: str):
    assert stop(vallon.person(vallon.alice), vallon.group, kind).level == left


def test_stopping_never_gives_more_than_one_had(vallon: Cast):
    alice = vallon.person(vallon.alice)
    choose(alice, vallon.group, Level.MONEY, is_daily=False)
    assert (stop(alice, vallon.group, "E1").level, level_without("E1")) == (Level.MONEY, Level.ESSENTIAL)


def test_a_link_looked_at_stops_nothing_and_one_click_stops_without_a_page(vallon: Cast):
    alice = vallon.person(vallon.alice)
    link = reverse("mail_choices", kwargs={"signed": token(alice.pk, vallon.group.pk, "E1")})
    client = Client(enforce_csrf_checks=True)
    shown = client.get(link)
    assert "Ne plus recevoir ces messages" in shown.content.decode()
    assert not MailPreference.objects.exists()
    name, _, value = ONE_CLICK.partition("=")
    assert client.post(link, {name: value}).status_code == 200
    assert choice_of(alice, vallon.group).level == Level.ESSENTIAL


def test_a_link_that_was_changed_opens_nothing(vallon: Cast):
    signed = token(vallon.person(vallon.alice).pk, vallon.group.pk, "E1")
    for wrong in (signed[:-1], signed.replace(":", "."), "x"):
        with pytest.raises(LinkUnknown):
            chooser(wrong)


def test_one_chooses_on_one_s_own_page(vallon: Cast):
    client = Client()
    client.force_login(vallon.person(vallon.alice))
    page = reverse("mail:choices", kwargs={"slug": "vallon"})
    assert "Mes e-mails" in client.get(page).content.decode()
    client.post(page, {"level": "essential", "is_daily": "on"})
    assert choice_of(vallon.person(vallon.alice), vallon.group) == Choice(Level.ESSENTIAL, is_daily=True)


def test_who_stopped_by_a_link_reads_what_else_stops_and_takes_it_back(vallon: Cast):
    alice = vallon.person(vallon.alice)
    choose(alice, vallon.group, Level.ALL, is_daily=True)
    link = reverse("mail_choices", kwargs={"signed": token(alice.pk, vallon.group.pk, "E6")})
    shown = Client().post(link, {"stop": "1"})
    assert choice_of(alice, vallon.group) == Choice(Level.MONEY, is_daily=True)
    assert "Votre choix est «\u202fRien, sauf ce qui concerne l’argent\u202f»." in shown.content.decode()
    assert shown.context["before"] == Choice(Level.ALL, is_daily=True)
    Client().post(link, {"level": "all", "is_daily": "on"})
    assert choice_of(alice, vallon.group) == Choice(Level.ALL, is_daily=True)

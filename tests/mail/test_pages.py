"""The mails can be read again: one's own by the household, the group's by those who may."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cabas.groups.models import Membership
from cabas.mail.models import ATTEMPTS_MAX, OutgoingMail
from cabas.mail.queueing import Letter, queue
from cabas.mail.views.reading import PER_PAGE
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def vallon() -> Cast:
    return cast()


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def write(member: Membership, *subjects: str) -> list[OutgoingMail]:
    fetched = Membership.objects.with_people().select_related("group").get(pk=member.pk)
    body = "Bonjour,\n\nVoyez https://vallon.example.org/ <b>vite</b>"
    return queue([Letter(fetched, "E3", subject, body) for subject in subjects], at=TUESDAY)


def get(client: Client, page: str, **query: Any) -> Any:
    return client.get(reverse(f"mail:{page}", kwargs={"slug": "vallon"}), query)


def subjects(answer: Any) -> list[str]:
    return [mail.subject.partition("] ")[2] for mail in answer.context["mails"]]


def test_a_household_reads_its_own_mails_newest_first(vallon: Cast):
    write(vallon.alice, "première", "seconde")
    write(vallon.bob, "à Bob")
    other = cast("ruchette", "La Ruchette")
    write(other.alice, "ailleurs")
    answer = get(client_of(vallon.person(vallon.alice)), "mine")
    assert subjects(answer) == ["seconde", "première"]
    assert "&lt;b&gt;vite" in answer.content.decode()


def test_mails_come_page_by_page(vallon: Cast):
    write(vallon.alice, *[str(n) for n in range(PER_PAGE + 2)])
    alice = client_of(vallon.person(vallon.alice))
    first = get(alice, "mine")
    second = get(alice, "mine", avant=first.context["older_than"])
    assert (subjects(second), second.context["older_than"]) == (["1", "0"], None)
    assert [get(alice, "mine", avant=odd).status_code for odd in ("²", "x", "9" * 40)] == [200] * 3


def test_the_outbox_shows_every_state_in_words(vallon: Cast):
    waiting, sent, given_up = write(vallon.alice, "attend", "part", "revient")
    OutgoingMail.objects.filter(pk=sent.pk).update(sent_at=TUESDAY)
    OutgoingMail.objects.filter(pk=given_up.pk).update(attempts=ATTEMPTS_MAX, last_error="Connection refused")
    shown = get(client_of(vallon.nadia), "outbox").content.decode()
    for said in ("en attente", "envoyé", "échec", f"{ATTEMPTS_MAX} essais\u202f: Connection refused"):
        assert said in shown
    assert waiting.subject in shown


def test_the_outbox_is_sought_by_member(vallon: Cast):
    write(vallon.alice, "à Alice")
    write(vallon.bob, "à Bob")
    nadia = client_of(vallon.nadia)
    assert subjects(get(nadia, "outbox")) == ["à Bob", "à Alice"]
    assert subjects(get(nadia, "outbox", q="ALICÉ")) == ["à Alice"]
    assert subjects(get(nadia, "outbox", q="2")) == ["à Bob"]
    assert subjects(get(nadia, "outbox", q="bob@vallon")) == ["à Bob"]
    assert subjects(get(nadia, "outbox", q="personne")) == []


def test_the_outbox_is_for_those_who_may(vallon: Cast):
    assert get(client_of(vallon.person(vallon.alice)), "outbox").status_code == 403
    assert get(client_of(cast("ruchette", "La Ruchette").nadia), "outbox").status_code == 404


@pytest.mark.parametrize(("page", "statements"), [("mine", 5), ("outbox", 5)])
def test_a_list_asks_as_much_for_three_as_for_one(
    page: str, statements: int, vallon: Cast, django_assert_num_queries: Any
):
    nadia = client_of(vallon.nadia)
    member = Membership.objects.get(group=vallon.group, adults__person=vallon.nadia)
    for subjects_written in (["une"], ["deux", "trois"]):
        write(member, *subjects_written)
        with django_assert_num_queries(statements):
            get(nadia, page)

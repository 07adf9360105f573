"""« Messages » and « Relances »: what is asked, shown before it is sent, and said afterwards."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cabas.announcements.models import Announcement, MessageTemplate
from cabas.announcements.reminding import remind
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.correcting import correct
from tests.cast import TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db
STATEMENTS = {"messages": 7, "reminders": 12}
WRITTEN = {"to": "tous", "subject": "Bonjour [prénom]", "body": "À jeudi."}


@pytest.fixture
def vallon() -> Cast:
    return cast()


@pytest.fixture
def nadia(vallon: Cast) -> Client:
    client = Client()
    client.force_login(vallon.nadia)
    return client


def address(page: str, **names: Any) -> str:
    return reverse(f"announcements:{page}", kwargs={"slug": "vallon", **names})


def post(client: Client, action: str, **said: Any) -> Any:
    return client.post(address("compose"), {**WRITTEN, "key": str(uuid4()), "action": action, **said})


def test_how_many_and_who_are_shown_before_it_is_sent(nadia: Client):
    answer = post(nadia, "preview")
    shown = answer.content.decode()
    for said in ("3 personnes", "Nadia Belkacem, Bob Lenoir, Alice Martin", "Ce que lira Nadia", "Bonjour Nadia"):
        assert said in shown
    assert OutgoingMail.objects.count() == 0


def test_it_is_sent_to_whom_was_shown_and_can_be_undone(nadia: Client):
    sent = post(nadia, "send", seen="3")
    announcement = Announcement.objects.get()
    assert (sent.status_code, sent.url, OutgoingMail.objects.count()) == (302, announcement.get_absolute_url(), 3)
    page = nadia.get(sent.url).content.decode()
    assert "Annuler l’envoi" in page
    nadia.post(address("call_back", number=1))
    assert OutgoingMail.objects.count() == 0
    assert "rappelé, personne ne l’a reçu" in nadia.get(address("messages")).content.decode()


def test_a_list_that_changed_since_it_was_shown_is_shown_again(nadia: Client):
    answer = post(nadia, "send", seen="2")
    assert (answer.status_code, OutgoingMail.objects.count()) == (409, 0)
    assert "La liste n’est plus celle de l’aperçu" in answer.content.decode()


def test_what_cannot_be_filled_in_is_said_beside_its_field_and_what_was_typed_stays(nadia: Client):
    answer = post(nadia, "preview", body="Bonjour [truc]")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "[truc]" in answer.context["form"].errors["body"][0]
    assert "Bonjour [truc]</textarea>" in shown


def test_a_text_is_kept_opened_again_and_dropped(nadia: Client):
    post(nadia, "keep", name="Jeudi")
    kept = MessageTemplate.objects.get()
    opened = nadia.get(address("compose"), {"modele": kept.pk}).context["form"].initial
    assert (kept.name, opened["subject"], opened["body"]) == ("Jeudi", WRITTEN["subject"], WRITTEN["body"])
    nadia.post(address("template_dropping", template=kept.pk))
    assert not MessageTemplate.objects.exists()


def test_who_keeps_the_accounts_alone_writes_to_who_owes_alone(vallon: Cast):
    bob = vallon.person(vallon.bob)
    set_roles(vallon.group, bob, [Role.TREASURER], by=None, at=TUESDAY)
    client = Client()
    client.force_login(bob)
    lists = [lists for _heading, lists in client.get(address("compose")).context["form"].fields["to"].choices[1:]]
    assert lists == [[("doivent", "Doivent de l’argent")]]
    assert post(client, "send", seen="3").status_code == 422


def test_who_owes_is_reminded_in_two_taps_from_the_balances(vallon: Cast, nadia: Client):
    correct(vallon.bob, -Money.of("4"), why="Essai", on=TUESDAY.date(), key=key(), by=vallon.nadia, at=TUESDAY)
    balances = nadia.get(reverse("treasury:balances", kwargs={"slug": "vallon"})).content.decode()
    assert "Relancer 1 membre" in balances
    page = nadia.get(address("reminders"))
    assert "Envoyer 1 relance" in page.content.decode()
    sent = {"key": page.context["key"], "member": [each.member.number for each in page.context["ready"]]}
    for _ in range(2):
        nadia.post(address("reminders"), sent)
    assert OutgoingMail.objects.filter(kind="E15").count() == 1
    again = nadia.get(address("reminders"))
    assert (len(again.context["ready"]), len(again.context["others"]), len(again.context["sendings"])) == (0, 1, 1)


def test_nobody_ticked_is_not_taken_for_nobody_to_remind(vallon: Cast, nadia: Client):
    correct(vallon.bob, -Money.of("4"), why="Essai", on=TUESDAY.date(), key=key(), by=vallon.nadia, at=TUESDAY)
    sent = nadia.post(address("reminders"), {"key": uuid4()}, follow=True).content.decode()
    assert "Personne n’est coché\u202f: cochez au moins un membre." in sent
    assert "Envoyer 1 relance" in sent


@pytest.mark.parametrize("page", ["messages", "reminders"])
def test_a_list_asks_as_much_for_three_as_for_one(page: str, vallon: Cast, nadia: Client, django_assert_num_queries):
    for member in Membership.objects.filter(group=vallon.group).with_people():
        correct(member, -Money.of("4"), why="Essai", on=TUESDAY.date(), key=key(), by=vallon.nadia, at=TUESDAY)
    for number in (1, 2, 3):
        post(nadia, "send", seen="3", subject=f"n° {number}")
        remind(vallon.group, [number], key=uuid4(), by=vallon.nadia, at=TUESDAY)
        if number == 2:
            continue
        with django_assert_num_queries(STATEMENTS[page]):
            nadia.get(address(page))

"""Who is invited comes in by the button of the mail; a list is looked at first; nobody is invited twice a day."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from cabas.groups.models import Adult, Membership
from cabas.households.inviting import InvitedToday, NobodyToInvite, invite, invite_all
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

ORIGIN = "https://cabas.example.org"
LIST = "Awa Diop <awa@x.fr>\nalice@vallon.example.org\nJean Petit\nzoe@y.fr"


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def nadia(play: Cast) -> Client:
    client = Client()
    client.force_login(play.nadia)
    return client


def invited() -> list[str]:
    return list(OutgoingMail.objects.filter(kind="E17").order_by("pk").values_list("to", flat=True))


def test_whoever_never_came_in_is_invited_once_a_day(play: Cast) -> None:
    User.objects.filter(pk=play.nadia.pk).update(last_login=TUESDAY)
    assert invite_all(play.group, origin=ORIGIN, at=TUESDAY) == 2
    with pytest.raises(NobodyToInvite):
        invite_all(play.group, origin=ORIGIN, at=TUESDAY + timedelta(hours=3))
    with pytest.raises(InvitedToday) as refusal:
        invite(play.alice, play.person(play.alice), origin=ORIGIN, at=TUESDAY)
    assert str(refusal.value).startswith("Alice Martin a déjà reçu une invitation aujourd’hui.")
    User.objects.filter(email="bob@vallon.example.org").update(last_login=TUESDAY)
    assert invite_all(play.group, origin=ORIGIN, at=TUESDAY + timedelta(days=1)) == 1
    assert invited() == ["alice@vallon.example.org", "bob@vallon.example.org", "alice@vallon.example.org"]


def link_of_the_mail() -> str:
    with time_machine.travel(TUESDAY, tick=False):
        send_waiting.call()
    return re.search(r"(?:http://testserver|https://cabas.example.org)(/bienvenue/\S+)", str(mail.outbox[-1].body))[1]  # type: ignore[index]


def test_the_button_of_the_mail_opens_the_group_once_and_is_not_kept(play: Cast) -> None:
    person = play.person(play.alice)
    invite(play.alice, person, origin=ORIGIN, at=TUESDAY)
    link = link_of_the_mail()
    assert link not in OutgoingMail.objects.get().body
    client = Client()
    assert (client.get(link).status_code, "_auth_user_id" in client.session) == (200, False)
    assert client.post(link)["Location"] == "/g/vallon/"
    assert client.session["_auth_user_id"] == str(person.pk)
    again = Client().get(link)
    assert (again.status_code, "Recevoir un code à alice@vallon.example.org" in again.content.decode()) == (404, True)


@pytest.mark.parametrize("change", ["address", "household"])
def test_the_link_of_somebody_else_opens_nothing(play: Cast, change: str) -> None:
    person = play.person(play.alice)
    invite(play.alice, person, origin=ORIGIN, at=TUESDAY)
    link = link_of_the_mail()
    if change == "address":
        User.objects.filter(pk=person.pk).update(email="autre@x.fr")
    else:
        Membership.objects.filter(pk=play.alice.pk).update(left_on=TUESDAY.date())
    assert [Client().post(link).status_code, Client().get("/bienvenue/x/").status_code] == [404, 404]


def test_a_list_is_looked_at_then_added_and_invited_once(play: Cast, nadia: Client) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        preview = nadia.post("/g/vallon/gestion/membres/inviter/", {"people": LIST})["Location"]
        shown = nadia.get(preview).content.decode()
        assert [words in shown for words in ("Inviter 2 personnes", "Ligne 3", "déjà membre")] == [True, True, True]
        corrected = nadia.get(f"/g/vallon/gestion/membres/inviter/?liste={preview.split('/')[-2]}").content.decode()
        assert "Jean Petit" in corrected
        assert nadia.post(preview)["Location"] == nadia.post(preview)["Location"] == "/g/vallon/gestion/membres/"
    assert invited() == ["awa@x.fr", "zoe@y.fr"]
    people = Adult.objects.filter(person__email__in=invited()).order_by("pk")
    assert [adult.person.full_name for adult in people.select_related("person")] == ["Awa Diop", "Zoe"]


def test_who_came_by_an_address_alone_says_their_name_at_the_first_sign_in(play: Cast, nadia: Client) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        nadia.post(nadia.post("/g/vallon/gestion/membres/inviter/", {"people": "zoe@y.fr"})["Location"])
    link, client = link_of_the_mail(), Client()
    assert client.post(link, {"first_name": "Zoé", "last_name": ""}).status_code == 422
    said = {"first_name": "Zoé", "last_name": "Élan", "password": "un-bon-mot-long"}
    assert client.post(link, said)["Location"] == "/g/vallon/"
    zoe = User.objects.get(email="zoe@y.fr")
    assert (zoe.full_name, zoe.check_password("un-bon-mot-long")) == ("Zoé Élan", True)
    assert Membership.objects.get(adults__person=zoe).sort_name == "elan zoe"


def test_the_list_of_members_says_who_never_came_in_and_invites_them(play: Cast, nadia: Client) -> None:
    members = "/g/vallon/gestion/membres/"
    shown = nadia.get(f"{members}?etat=jamais-connectes").content.decode()
    assert ("Alice Martin" in shown, "Nadia Belkacem</a>" in shown) == (True, False)
    with time_machine.travel(TUESDAY, tick=False):
        assert nadia.post(f"{members}1/invitation/", {"person": play.person(play.alice).pk}).status_code == 302
        nadia.post(f"{members}invitations/")
    assert invited() == ["alice@vallon.example.org", "bob@vallon.example.org"]

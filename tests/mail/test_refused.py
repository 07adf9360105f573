"""An address that its server refuses is marked, and its mails are not tried again; a storm of mails is one run."""

import smtplib
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django_tasks_db.models import DBTaskResult

from cabas.groups.models import Membership
from cabas.mail.bouncing import NoBounce, read_bounce
from cabas.mail.models import OutgoingMail, State
from cabas.mail.queueing import Letter, queue
from cabas.mail.refusing import mark_refused
from cabas.mail.tasks import send_waiting
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db


class Refuses(BaseEmailBackend):
    code = 550

    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (self.code, b"no such user")})


class RefusesForNow(Refuses):
    code = 450


class NoPassword(BaseEmailBackend):
    def send_messages(self, _messages: Any) -> int:
        raise smtplib.SMTPAuthenticationError(535, b"bad password")


@pytest.fixture
def vallon() -> Cast:
    return cast()


def sent(monkeypatch: pytest.MonkeyPatch, vallon: Cast, server: type[BaseEmailBackend]) -> tuple[User, OutgoingMail]:
    monkeypatch.setattr("cabas.mail.tasks.get_connection", lambda **options: server(**options))
    alice = Membership.objects.with_people().select_related("group").get(pk=vallon.alice.pk)
    [mail] = queue([Letter(alice, "E3", "Votre commande", "Bonjour")], at=TUESDAY)
    send_waiting.call()
    mail.refresh_from_db()
    return User.objects.get(pk=vallon.person(vallon.alice).pk), mail


def test_an_address_that_is_refused_for_good_is_marked_at_once(monkeypatch: pytest.MonkeyPatch, vallon: Cast):
    alice, mail = sent(monkeypatch, vallon, Refuses)
    assert (alice.is_email_refused, mail.state, mail.last_error) == (True, State.GIVEN_UP, "550 no such user")


@pytest.mark.parametrize("server", [RefusesForNow, NoPassword])
def test_what_may_pass_or_is_the_server_s_own_fault_marks_nobody(
    monkeypatch: pytest.MonkeyPatch, vallon: Cast, server: type[BaseEmailBackend]
):
    alice, mail = sent(monkeypatch, vallon, server)
    assert (alice.is_email_refused, mail.state, mail.attempts) == (False, State.WAITING, 1)


def test_another_address_is_another_matter_and_one_that_takes_a_mail_is_good_again(vallon: Cast):
    alice = vallon.person(vallon.alice)
    mark_refused(alice.email or "", at=TUESDAY)
    alice.refresh_from_db()
    assert alice.is_email_refused
    alice.email = "autre@example.org"
    assert not alice.is_email_refused
    queue([Letter(vallon.alice, "E3", "Votre commande", "Bonjour")], at=TUESDAY)
    send_waiting.call()
    alice.refresh_from_db()
    assert (alice.is_email_refused, alice.email_refused_at) == (False, None)


def test_what_many_mails_queue_is_one_run(vallon: Cast):
    alice = Membership.objects.with_people().select_related("group").get(pk=vallon.alice.pk)
    for number in range(5):
        queue([Letter(alice, "E3", f"Votre commande {number}", "Bonjour")], at=TUESDAY)
    runs = DBTaskResult.objects.ready().filter(task_path=send_waiting.module_path)
    assert runs.count() == 5
    assert (send_waiting.call(), runs.count()) == (5, 0)


BOUNCE = """\
From: MAILER-DAEMON@mail.example.org
To: cabas@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; alice@vallon.example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "is_marked"),
    [("failed", "5.1.1", True), ("delayed", "4.4.1", False), ("failed", "4.2.2", False), ("delivered", "2.0.0", False)],
)
def test_a_mail_that_comes_back_marks_the_address_it_could_not_reach(
    vallon: Cast, action: str, status: str, is_marked: bool
):
    read_bounce(BOUNCE.format(action=action, status=status).encode(), at=TUESDAY)
    assert User.objects.get(pk=vallon.person(vallon.alice).pk).is_email_refused == is_marked


@pytest.mark.parametrize("text", [b"", b"Bonjour", b"Subject: Re: panier\n\nMerci"])
def test_what_reports_nothing_is_refused_by_name(text: bytes):
    with pytest.raises(NoBounce):
        read_bounce(text, at=TUESDAY)

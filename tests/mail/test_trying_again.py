"""What a mail server that was away kept from leaving is tried for a night, and leaves once a host’s test arrives."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as mailbox
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from cabas.groups.models import Membership
from cabas.mail.models import ATTEMPTS_MAX, OutgoingMail, State
from cabas.mail.queueing import Letter, queue
from cabas.mail.refusing import mark_refused
from cabas.mail.tasks import REST, send_waiting
from cabas.mail.trying_again import STILL_OF_USE, try_again
from tests.cast import TUESDAY, cast

pytestmark = pytest.mark.django_db


class NoServer(BaseEmailBackend):
    def send_messages(self, _messages: Any) -> int:
        raise TimeoutError


@pytest.fixture
def failed(monkeypatch: pytest.MonkeyPatch) -> OutgoingMail:
    """A mail that the server did not take."""
    alice = Membership.objects.with_people().select_related("group").get(pk=cast().alice.pk)
    [mail] = queue([Letter(alice, "E3", "Votre commande", "Bonjour")], at=TUESDAY)
    with monkeypatch.context() as away:
        away.setattr("cabas.mail.tasks.get_connection", lambda **options: NoServer(**options))
        send_waiting.call()
    mail.refresh_from_db()
    return mail


def test_it_rests_longer_each_time_sixteen_hours_in_all(failed: OutgoingMail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cabas.mail.tasks.get_connection", lambda **options: NoServer(**options))
    rests = []
    while failed.attempts < ATTEMPTS_MAX:
        assert failed.try_after
        rests.append(round((failed.try_after - timezone.now()) / timedelta(minutes=1)))
        OutgoingMail.objects.update(try_after=timezone.now())
        send_waiting.call()
        failed.refresh_from_db()
    assert (rests, sum(REST, timedelta())) == ([5, 30, 180, 720], timedelta(hours=15, minutes=35))
    assert (failed.state, failed.last_error) == (State.GIVEN_UP, "TimeoutError")


@pytest.mark.parametrize("attempts", [1, ATTEMPTS_MAX])
def test_once_the_server_is_back_it_leaves_at_once_given_up_or_not(failed: OutgoingMail, attempts: int) -> None:
    OutgoingMail.objects.update(attempts=attempts)
    assert (try_again(at=TUESDAY), send_waiting.call(), len(mailbox.outbox)) == (1, 1, 1)
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (State.SENT, 1)


def test_what_is_old_refused_erased_held_or_in_a_worker_s_hands_is_left_alone(failed: OutgoingMail) -> None:
    assert try_again(at=TUESDAY + STILL_OF_USE) == 0
    for changed in ({"to": ""}, {"is_held": True}, {"last_error": ""}):
        OutgoingMail.objects.filter(pk=failed.pk).update(**changed)
        assert try_again(at=TUESDAY) == 0
        failed.save()
    mark_refused(failed.to, at=TUESDAY)
    assert try_again(at=TUESDAY) == 0

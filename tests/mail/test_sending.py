"""A mail leaves once, after its cause is sure, and is tried again when the mail server is not there."""

import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as mailbox
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as Box
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cabas.groups.models import Membership
from cabas.mail.models import OutgoingMail, State
from cabas.mail.queueing import Letter, queue
from cabas.mail.tasks import BATCH, send_waiting
from tests.cast import TUESDAY, cast
from tests.racing import race_threads


class NoServer(BaseEmailBackend):
    def send_messages(self, _messages: Any) -> int:
        raise ConnectionRefusedError("Connection refused")


class SlowServer(Box):
    """Long enough for another worker to look at the same mails."""

    def send_messages(self, messages: Any) -> int:
        time.sleep(0.02)
        return super().send_messages(messages)


class Dies(BaseEmailBackend):
    """The machine stops while a mail is on its way."""

    def send_messages(self, _messages: Any) -> int:
        raise SystemExit


def use(monkeypatch: pytest.MonkeyPatch, backend: type[BaseEmailBackend]) -> None:
    monkeypatch.setattr("cabas.mail.tasks.get_connection", lambda **options: backend(**options))


def write(count: int = 1) -> list[OutgoingMail]:
    alice = Membership.objects.with_people().select_related("group").get(pk=cast(f"vallon-{time.time_ns()}").alice.pk)
    letters = [Letter(alice, "E3", f"Votre commande {n}", "Bonjour,\nElle est enregistrée.") for n in range(count)]
    with transaction.atomic():
        return queue(letters, at=TUESDAY)


def run_all() -> None:
    """What the worker does until nothing is ready, on this test's own connection."""
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )
    while task := DBTaskResult.objects.ready().first():
        task.claim("test")
        worker.run_task(task)


def let_time_pass(minutes: int) -> None:
    earlier = timezone.now() - timedelta(minutes=minutes)
    OutgoingMail.objects.filter(try_after__isnull=False).update(try_after=earlier)
    DBTaskResult.objects.filter(run_after__year__lt=9999).update(run_after=earlier)


def ready() -> int:
    return DBTaskResult.objects.filter(status="READY").count()


@pytest.mark.django_db
def test_a_mail_leaves_with_the_group_s_name_in_its_subject():
    [written] = write()
    run_all()
    [sent] = mailbox.outbox
    assert (sent.to, sent.subject, sent.body) == ([written.to], written.subject, written.body)
    written.refresh_from_db()
    assert (written.state, written.attempts, written.try_after) == (State.SENT, 1, None)


@pytest.mark.django_db
def test_a_mail_whose_cause_is_rolled_back_was_never_written():
    alice = cast().alice
    alice = Membership.objects.with_people().select_related("group").get(pk=alice.pk)
    before = ready()

    def write_and_fail() -> None:
        with transaction.atomic():
            queue([Letter(alice, "E3", "Votre commande", "Bonjour")], at=TUESDAY)
            assert ready() == before + 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert (OutgoingMail.objects.count(), ready()) == (0, before)


@pytest.mark.django_db
def test_a_mail_is_tried_five_times_then_given_up(monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, NoServer)
    [written] = write()
    for attempt in range(1, 8):
        run_all()
        written.refresh_from_db()
        assert written.attempts == min(attempt, 5)
        let_time_pass(1)
    assert (written.state, written.last_error) == (State.GIVEN_UP, "Connection refused")
    run_all()
    assert ready() == 0


@pytest.mark.django_db
def test_it_is_not_tried_again_before_its_time(monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, NoServer)
    [written] = write()
    for _ in range(3):
        send_waiting.call()
    written.refresh_from_db()
    assert (written.attempts, written.state) == (1, State.WAITING)


@pytest.mark.django_db
def test_a_mail_leaves_once_the_server_is_back(monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, NoServer)
    [written] = write()
    run_all()
    use(monkeypatch, Box)
    let_time_pass(1)
    run_all()
    written.refresh_from_db()
    assert (written.state, written.attempts, written.last_error, len(mailbox.outbox)) == (State.SENT, 2, "", 1)


@pytest.mark.django_db
def test_what_a_dead_worker_had_taken_is_sent_by_the_next_run(monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, Dies)
    written = write(2)
    with pytest.raises(SystemExit):
        send_waiting.call()
    use(monkeypatch, Box)
    DBTaskResult.objects.filter(run_after__year=9999).delete()  # the task that the dead worker was running
    let_time_pass(1)
    run_all()
    assert [mail.to for mail in written] == [message.to[0] for message in mailbox.outbox]


@pytest.mark.django_db
def test_more_than_a_batch_leaves_in_one_go():
    write(2 * BATCH + 1)
    run_all()
    assert len(mailbox.outbox) == 2 * BATCH + 1


@pytest.mark.django_db
def test_an_address_that_no_server_takes_does_not_hold_the_others():
    wrong, right = write(2)
    OutgoingMail.objects.filter(pk=wrong.pk).update(subject="deux\nlignes")
    run_all()
    wrong.refresh_from_db()
    assert (wrong.state, [message.subject for message in mailbox.outbox]) == (State.WAITING, [right.subject])


@pytest.mark.django_db(transaction=True)
def test_the_database_is_free_while_a_mail_is_sent(monkeypatch: pytest.MonkeyPatch):
    held: list[bool] = []

    class Looks(Box):
        def send_messages(self, messages: Any) -> int:
            held.append(transaction.get_connection().in_atomic_block)
            return super().send_messages(messages)

    use(monkeypatch, Looks)
    write()
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    assert held == [False]


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, SlowServer)
    written = write(30)

    def work(_position: int) -> str:
        while send_waiting.call():
            pass
        return "done"

    assert race_threads(4, work) == Counter({"done": 4})
    run_all()
    assert Counter(message.subject for message in mailbox.outbox) == Counter(mail.subject for mail in written)

"""Once a day the worker forgets what nobody will open again, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cabas.catalogs.models import Product
from cabas.clock import done_tasks
from cabas.distributions import late_drafts
from cabas.distributions.drafts import add_to_draft
from cabas.distributions.models import Draft, DraftLine
from cabas.groups import import_drafts
from cabas.groups.models import ImportDraft
from cabas.hosting import tasks
from cabas.mail import old_texts
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast

MOMENT = timedelta(seconds=1)


@pytest.fixture
def play(db: None) -> Cast:
    return cast()


@pytest.mark.django_db
def test_a_session_that_is_over_goes_and_whoever_is_signed_in_stays(client: Client) -> None:
    client.force_login(cast().nadia)
    [session] = Session.objects.all()
    for at, left in ((session.expire_date, 1), (session.expire_date + MOMENT, 0)):
        tasks.tidy_up(at=TUESDAY, true_time=at)
        assert Session.objects.count() == left


@pytest.mark.django_db
def test_done_tasks_go_after_a_day_failed_and_cut_off_ones_after_thirty_and_what_waits_stays() -> None:
    at = timezone.now()
    ages = {
        TaskResultStatus.SUCCESSFUL: done_tasks.DONE_KEPT,
        TaskResultStatus.FAILED: done_tasks.FAILED_KEPT,
        TaskResultStatus.RUNNING: done_tasks.FAILED_KEPT,
    }
    DBTaskResult.objects.all().delete()
    for status, kept in {**ages, TaskResultStatus.READY: timedelta(days=400)}.items():
        for age in (kept - MOMENT, kept + MOMENT):
            result = send_waiting.enqueue()
            ended = None if status in (TaskResultStatus.RUNNING, TaskResultStatus.READY) else at - age
            row = DBTaskResult.objects.filter(pk=result.id)
            row.update(status=status, started_at=at - age, finished_at=ended, enqueued_at=at - age)
    assert done_tasks.forget_done(at=at) == 3
    left = DBTaskResult.objects.values_list("status", flat=True)
    assert sorted(left) == sorted([*ages, TaskResultStatus.READY, TaskResultStatus.READY])


def test_a_file_that_was_looked_at_and_not_imported_goes_after_a_day(play: Cast) -> None:
    facts = {"purpose": "members", "file_name": "m.csv", "rows": [["Alice"]], "by_key": {}}
    ImportDraft.objects.create(group=play.group, by=play.nadia, made_at=TUESDAY, **facts)
    counts = []
    for age in (import_drafts.KEPT_FOR, import_drafts.KEPT_FOR + MOMENT):
        import_drafts.forget_old(at=TUESDAY + age)
        counts.append(ImportDraft.objects.count())
    assert counts == [1, 0]


def test_what_was_chosen_and_never_ordered_goes_thirty_days_after_the_distribution(play: Cast) -> None:
    add_to_draft(play.distribution, play.alice, play.bread.pk, 1, at=TUESDAY)
    play.order(play.bob, {play.bread: 1})
    counts = []
    for age in (timedelta(), late_drafts.KEPT + timedelta(days=1)):
        late_drafts.forget_late(at=THURSDAY_EVENING + age)
        counts.append((Draft.objects.count(), DraftLine.objects.count()))
    assert counts == [(1, 1), (0, 0)]
    assert (play.distribution.baskets.count(), Product.objects.filter(pk=play.bread.pk).count()) == (1, 1)


def test_the_text_of_a_mail_goes_after_two_years_and_that_it_was_sent_stays(
    play: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(old_texts, "AT_ONCE", 2)
    facts: dict[str, Any] = {"group": play.group, "kind": "E3", "to": "a@example.org", "subject": "Votre commande"}

    def write(queued_at: datetime, *, sent: bool = True) -> None:
        OutgoingMail.objects.create(body="Bonjour", queued_at=queued_at, sent_at=queued_at if sent else None, **facts)

    old = TUESDAY - old_texts.KEPT - MOMENT
    for _ in range(3):
        write(old)
    write(old, sent=False)
    write(old + 2 * MOMENT)
    assert old_texts.forget_texts(at=TUESDAY) == 3
    mails = OutgoingMail.objects.order_by("pk")
    assert [mail.body for mail in mails] == ["", "", "", "Bonjour", "Bonjour"]
    assert {(mail.kind, mail.subject) for mail in mails} == {("E3", "Votre commande")}


@pytest.mark.django_db
def test_what_cannot_go_now_keeps_nothing_else_from_going(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def busy(**_when: datetime) -> None:
        raise OperationalError("database is locked")

    client.force_login(cast().nadia)
    monkeypatch.setattr(tasks, "forget_done", busy)
    monkeypatch.setattr(tasks, "forget_over", busy)
    swept: list[datetime] = []
    monkeypatch.setattr(tasks, "sweep", swept.append)
    tasks.tidy_up(at=TUESDAY, true_time=TUESDAY)
    assert (swept, [line.message for line in caplog.records]) == ([TUESDAY], ["Tidying up"] * 2)


@pytest.mark.django_db
def test_it_puts_itself_in_the_queue_for_the_next_day_once() -> None:
    DBTaskResult.objects.all().delete()
    tasks.tidy.call()
    tasks.tidy.call()
    [following] = DBTaskResult.objects.filter(task_path=tasks.tidy.module_path)
    assert timedelta(hours=23) < following.run_after - timezone.now() <= timedelta(days=1)

"""The worker sends what waits, oldest first; what fails is tried again later and later, five times.

A mail is taken in a short transaction and sent outside of it: a slow mail server never holds the database. Whoever took
it has it for a while; a worker that dies leaves it to the next run, which was put in the queue with the taking.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cabas.clock import now
from cabas.mail.attaching import all_made
from cabas.mail.choosing_link import choosing_link, list_headers
from cabas.mail.models import ATTEMPTS_MAX, OutgoingMail
from cabas.mail.refusing import arrived, mark_refused, refuses, refuses_for_good, said_by
from cabas.mail.senders import from_group, who_answers
from cabas.mail.withholding import is_withheld, whole
from cabas.ui.two_parts import in_two_parts

# A mail server may be away for a night: five attempts last sixteen hours.
REST = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3), timedelta(hours=12))
TAKEN_FOR = timedelta(minutes=10)
SECONDS_MAX = 20  # for one mail: a batch ends before what it took is free again
BATCH = 20


@task()
def send_waiting() -> int:
    """Send what waits. Returns how many mails left; two workers at once send each mail once."""
    until = timezone.now() + TAKEN_FOR  # the true time, even where the clock of a demo stands still
    mails = _take(until)
    if not mails:
        return 0
    connection = get_connection(timeout=SECONDS_MAX)
    send = partial(_send, connection=connection, answering=who_answers(mails))
    sent = [mail.to for mail in mails if timezone.now() < until and send(mail)]
    arrived(sent)
    return len(sent)


@transaction.atomic
def _take(until: datetime) -> list[OutgoingMail]:
    """The mails that this run alone may send, and in the queue the run that looks after them."""
    _stand_for_the_others()
    due = OutgoingMail.objects.due(at=timezone.now()).order_by("pk").select_for_update(skip_locked=True, of=("self",))
    mails = list(due.select_related("group")[: BATCH + 1])
    taken = mails[:BATCH]
    if not taken:
        return []
    begun = {"attempts": F("attempts") + 1, "try_after": until, "last_error": ""}
    OutgoingMail.objects.filter(pk__in=[mail.pk for mail in taken]).update(**begun)
    send_waiting.using(run_after=until).enqueue()
    if len(mails) > BATCH:
        send_waiting.enqueue()
    return taken


def _stand_for_the_others() -> None:
    """The runs that are ready have nothing to do that this one does not, or asks for: what they were queued with is
    there to be taken. Each order queues one, and hundreds would come to nothing one after the other."""
    ready = DBTaskResult.objects.ready().filter(task_path=send_waiting.module_path).select_for_update(skip_locked=True)
    DBTaskResult.objects.filter(pk__in=list(ready.values_list("pk", flat=True))).delete()


def _send(mail: OutgoingMail, *, connection: object, answering: Mapping[int, str]) -> bool:
    """Send one mail and write down what became of it."""
    try:
        _message(mail, connection, answering).send()
    except (OSError, ValueError) as failure:  # the server refused or was not there; the address or the subject is wrong
        _failed(mail, failure)
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=now(), last_error="", try_after=None)
    return True


def _message(mail: OutgoingMail, connection: object, answering: Mapping[int, str]) -> EmailMultiAlternatives:
    group = mail.group.name if mail.group else ""
    body = whole(mail.body, mail.attached) if is_withheld(mail.attached) else mail.body
    link = choosing_link(mail)
    message = in_two_parts(
        mail.subject,
        body,
        mail.to,
        group=group,
        choices=link,
        from_email=from_group(group),
        connection=connection,
    )
    answer = mail.reply_to or answering.get(mail.group_id or 0, "")
    message.reply_to = [answer] if answer else []
    message.extra_headers.update(list_headers(mail, link))
    if mail.attached and not is_withheld(mail.attached):
        for each in all_made(mail.attached):
            message.attach(*each)
    return message


@transaction.atomic
def _failed(mail: OutgoingMail, failure: Exception) -> None:
    """Written down, and tried again later; an address that is refused for good is not."""
    again = timezone.now() + REST[min(mail.attempts, len(REST) - 1)]
    attempts = ATTEMPTS_MAX if refuses_for_good(failure) else mail.attempts + 1
    said = {"last_error": said_by(failure)[:200], "try_after": again, "attempts": attempts}
    OutgoingMail.objects.filter(pk=mail.pk).update(**said)
    if attempts < ATTEMPTS_MAX:
        send_waiting.using(run_after=again).enqueue()
    elif refuses(failure):
        mark_refused(mail.to, at=now())

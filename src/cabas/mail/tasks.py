"""The worker sends what waits, oldest first; what fails is tried again later, five times."""

from datetime import timedelta

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django_tasks import task

from cabas.clock import now
from cabas.mail.models import OutgoingMail

ATTEMPTS_MAX = 5
RETRY_AFTER = timedelta(minutes=5)
BATCH = 50


@task()
def send_waiting() -> int:
    """Send what waits. Returns how many mails left; a mail is locked while it is sent, so two workers send it once."""
    sent = 0
    connection = get_connection()
    for pk in (
        OutgoingMail.objects.waiting()
        .filter(attempts__lt=ATTEMPTS_MAX)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    ):
        with transaction.atomic():
            mail = OutgoingMail.objects.select_for_update(skip_locked=True).filter(pk=pk, sent_at__isnull=True).first()
            if mail is None:
                continue
            try:
                EmailMessage(mail.subject, mail.body, to=[mail.to], connection=connection).send()
            except OSError as failure:
                mail.attempts += 1
                mail.last_error = str(failure)[:200]
            else:
                mail.sent_at = now()
                mail.last_error = ""
                sent += 1
            mail.save(update_fields=["attempts", "last_error", "sent_at"])
    _try_the_rest_later()
    return sent


def _try_the_rest_later() -> None:
    waiting = OutgoingMail.objects.waiting().filter(attempts__lt=ATTEMPTS_MAX)
    if waiting.filter(attempts=0).exists():
        send_waiting.enqueue()
    elif waiting.exists():
        send_waiting.using(run_after=now() + RETRY_AFTER).enqueue()

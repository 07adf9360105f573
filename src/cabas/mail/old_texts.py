"""The text of a mail is kept two years; that it was sent, to whom, when and about what stays longer.

A group of 300 households is written some hundred megabytes a year, nearly all of it texts that nobody opens again.
"""

from datetime import datetime, timedelta

from cabas.mail.models import OutgoingMail

KEPT = timedelta(days=2 * 365)
AT_ONCE = 500  # mails: others write meanwhile


def forget_texts(*, at: datetime) -> int:
    """Returns how many texts are gone. What still waits keeps its own."""
    old = OutgoingMail.objects.filter(queued_at__lt=at - KEPT, sent_at__isnull=False).exclude(body="")
    count = 0
    while some := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        count += OutgoingMail.objects.filter(pk__in=some).update(body="", attached=None)
    return count

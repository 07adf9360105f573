"""Once the mail server takes mail again, what failed while it was away leaves at once; what is two days old stays."""

from datetime import datetime, timedelta

from django.db import transaction

from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting
from cabas.people.models import User

STILL_OF_USE = timedelta(days=2)


@transaction.atomic
def try_again(*, at: datetime) -> int:
    """Those that rest after a failure or were given up, but for addresses that are refused. Returns how many.

    A mail has its last error while it rests, none while a worker has it: what is being sent is not sent twice.
    """
    failed = OutgoingMail.objects.leaving().filter(is_held=False, queued_at__gt=at - STILL_OF_USE)
    refused = User.objects.exclude(refused_email="").values("refused_email")
    again = failed.exclude(last_error="").exclude(to="").exclude(to__in=refused)
    count = again.update(attempts=0, try_after=None)
    if count:
        send_waiting.enqueue()
    return count

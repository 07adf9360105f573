"""The worker tells what is due of each group, and lets the evening's mails leave; every 15 minutes."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import Error
from django_tasks import task

from cabas.announcements.evening_before import tell_the_day_before
from cabas.announcements.files import sweep
from cabas.announcements.mondays import tell_the_treasury
from cabas.announcements.orders_closing import tell_closing
from cabas.announcements.orders_open import tell_open
from cabas.announcements.years import tell_the_year
from cabas.clock import now
from cabas.clock.rounds import Round
from cabas.groups.models import Group
from cabas.mail.gathering import gather
from cabas.mail.tasks import send_waiting

TELLERS: tuple[Callable[..., int], ...] = (tell_open, tell_closing, tell_the_day_before, tell_the_year)
TELLERS_OF_MONEY: tuple[Callable[..., int], ...] = (tell_the_treasury,)
logger = logging.getLogger("cabas")


@task()
def tell() -> None:
    """Look at every group, and put the next look in the queue."""
    ROUND.go_on()
    at = now()
    for group in Group.objects.filter(suspended_at=None).select_related("book", "payment_settings").order_by("pk"):
        tell_group(group, at=at)
    gather(at=at)
    sweep(at=at)
    ROUND.forget()


def tell_group(group: Group, *, at: datetime) -> None:
    """What one of them cannot say now stops nobody: it is said at the next look."""
    settings = getattr(group, "payment_settings", None)
    has_payments = settings is not None and settings.since is not None
    for teller in (*TELLERS, *(TELLERS_OF_MONEY if has_payments else ())):
        try:
            teller(group, at=at)
        except Error:
            logger.exception("%s, %s", group, teller.__name__)


ROUND = Round(tell, every=timedelta(minutes=15), others=[send_waiting])

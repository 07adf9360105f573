"""The worker tells what is due of each group, and lets the evening's mails leave; every 15 minutes.

The chain keeps itself going: each run puts the next one in the queue first, and the worker begins it when it starts.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import Error
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cabas.announcements.evening_before import tell_the_day_before
from cabas.announcements.mondays import tell_the_treasury
from cabas.announcements.orders_closing import tell_closing
from cabas.announcements.orders_open import tell_open
from cabas.announcements.years import tell_the_year
from cabas.clock import now
from cabas.groups.models import Group
from cabas.mail.gathering import gather
from cabas.mail.tasks import send_waiting

EVERY = timedelta(minutes=15)
KEPT = timedelta(days=1)
TELLERS: tuple[Callable[..., int], ...] = (tell_open, tell_closing, tell_the_day_before, tell_the_year)
TELLERS_OF_MONEY: tuple[Callable[..., int], ...] = (tell_the_treasury,)
logger = logging.getLogger("cabas")


@task()
def tell() -> None:
    """Look at every group, and put the next look in the queue."""
    keep_telling()
    at = now()
    for group in Group.objects.filter(suspended_at=None).select_related("book", "payment_settings").order_by("pk"):
        tell_group(group, at=at)
    gather(at=at)
    done = DBTaskResult.objects.filter(task_path__in=[tell.module_path, send_waiting.module_path], status="SUCCESSFUL")
    done.filter(finished_at__lt=timezone.now() - KEPT).delete()


def tell_group(group: Group, *, at: datetime) -> None:
    """What one of them cannot say now stops nobody: it is said at the next look."""
    settings = getattr(group, "payment_settings", None)
    has_payments = settings is not None and settings.since is not None
    for teller in (*TELLERS, *(TELLERS_OF_MONEY if has_payments else ())):
        try:
            teller(group, at=at)
        except Error:
            logger.exception("%s, %s", group, teller.__name__)


def tell_from_now_on() -> None:
    """Look at once: the worker has just started."""
    tell.enqueue()


def keep_telling() -> None:
    """Put the next look in the queue, unless one is there."""
    if not DBTaskResult.objects.filter(status="READY", task_path=tell.module_path).exists():
        tell.using(run_after=timezone.now() + EVERY).enqueue()

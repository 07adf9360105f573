"""The worker tends what awaits its validation: it reminds, and validates what is exactly paid; every 15 minutes.

The chain keeps itself going: each run puts the next one in the queue first, and the worker begins it when it starts.
"""

import logging
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cabas.clock import now
from cabas.closing.automatic import NotExactlyPaid, NotYet, validate_by_itself
from cabas.closing.telling import remind
from cabas.distributions.awaiting import awaiting_validation
from cabas.distributions.blocking import owing_validation
from cabas.distributions.refusals import DistributionValidated
from cabas.distributions.validation import WeightsEstimated
from cabas.groups.models import Group
from cabas.ledger.refusals import LedgerRefusal
from cabas.membership_fees.reminding import remind_at_renewals

EVERY = timedelta(minutes=15)
NOT_BY_ITSELF = (NotYet, NotExactlyPaid, WeightsEstimated, DistributionValidated, LedgerRefusal)
logger = logging.getLogger("cabas")


@task()
def tend() -> None:
    """Look at every group that has payments on, and put the next look in the queue."""
    keep_tending()
    at = now()
    remind_at_renewals(at=at)
    for group in Group.objects.filter(payment_settings__since__isnull=False).select_related("book", "payment_settings"):
        tend_group(group, at=at)
    done = DBTaskResult.objects.filter(task_path=tend.module_path, status="SUCCESSFUL")
    done.filter(finished_at__lt=timezone.now() - timedelta(days=1)).delete()


def tend_group(group: Group, *, at: datetime) -> None:
    """First what validates itself: of that nobody is reminded."""
    for distribution in owing_validation(group, at):
        distribution.group = group
        try:
            validate_by_itself(distribution, at=at)
        except NOT_BY_ITSELF as refusal:
            logger.debug("%s: %s", distribution, refusal)
    awaiting = awaiting_validation(group, at)
    for each in awaiting:
        each.distribution.group = group
    remind(awaiting, at=at)


def tend_from_now_on() -> None:
    """Look at once: the worker has just started."""
    tend.enqueue()


def keep_tending() -> None:
    """Put the next look in the queue, unless one is there."""
    if not DBTaskResult.objects.filter(status="READY", task_path=tend.module_path).exists():
        tend.using(run_after=timezone.now() + EVERY).enqueue()

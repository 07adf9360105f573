"""Notices of online payments are looked at as they come; what was lost is looked for every few minutes.

The chain of looks keeps itself going: each run puts the next one in the queue first. The worker begins it again when it
starts, and so does whoever begins an online payment.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cabas.clock import now
from cabas.distributions.paying_online import look_at_notices, recover
from cabas.groups.models import Group
from cabas.payments.online.interface import ProviderAway, ProviderRefusal
from cabas.payments.online.keys import NoKeys
from cabas.payments.online.models import ProviderKeys

FAILURES = (NoKeys, ProviderAway, ProviderRefusal)
logger = logging.getLogger("cabas")


@task()
def look_at(group: int) -> int:
    """Look at the notices that wait for this group; where the provider is away, the next look finds them."""
    try:
        return look_at_notices(Group.objects.select_related("book").get(pk=group), at=now())
    except FAILURES as failure:
        logger.info("Paiements en ligne : %s", failure)
        return 0


def look_soon(group: int) -> None:
    """Put a look at this group's notices in the queue, unless one waits there: it will see them all."""
    asked = {"args": [group], "kwargs": {}}
    if not DBTaskResult.objects.filter(status="READY", task_path=look_at.module_path, args_kwargs=asked).exists():
        look_at.enqueue(group)


@task()
def look_again() -> None:
    """Recover what was lost, in every group that has keys."""
    if not ProviderKeys.objects.exists():
        return
    keep_looking()
    for group in Group.objects.filter(provider_keys__isnull=False).select_related("book", "provider_keys"):
        try:
            recover(group, at=now())
        except FAILURES as failure:
            logger.info("Paiements en ligne : %s", failure)
    paths = [look_again.module_path, look_at.module_path]
    done = DBTaskResult.objects.filter(task_path__in=paths, status="SUCCESSFUL")
    done.filter(finished_at__lt=timezone.now() - timedelta(days=1)).delete()


def look_from_now_on() -> None:
    """Look at once, where a group has keys: what happened while nobody looked may be lost."""
    if ProviderKeys.objects.exists():
        look_again.enqueue()


def keep_looking() -> None:
    """Put the next look in the queue, unless one is there."""
    if not DBTaskResult.objects.filter(status="READY", task_path=look_again.module_path).exists():
        after = timezone.now() + timedelta(seconds=settings.ONLINE_LOOK_AGAIN_SECONDS)
        look_again.using(run_after=after).enqueue()

"""Notices of online payments are looked at as they come; what was lost is looked for every few minutes.

Only where a group has keys; whoever begins an online payment begins the looks again.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cabas.clock import now
from cabas.clock.rounds import Round
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
    ROUND.go_on()
    for group in Group.objects.filter(provider_keys__isnull=False).select_related("book", "provider_keys"):
        try:
            recover(group, at=now())
        except FAILURES as failure:
            logger.info("Paiements en ligne : %s", failure)
    ROUND.forget()


ROUND = Round(look_again, every=timedelta(seconds=settings.ONLINE_LOOK_AGAIN_SECONDS), others=[look_at])

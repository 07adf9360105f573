"""The worker looks every 15 minutes what is to be told about duties.

The chain keeps itself going: each run puts the next one in the queue first, and the worker begins it when it starts.
"""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cabas.clock import now
from cabas.groups.models import Group
from cabas.volunteering.telling import tell_group

EVERY = timedelta(minutes=15)
KEPT = timedelta(days=1)


@task()
def tell() -> None:
    """Look at every group that has roles, and put the next look in the queue."""
    keep_telling()
    with_roles = Group.objects.filter(duty_roles__removed_at=None, duty_roles__isnull=False)
    for group in with_roles.filter(suspended_at=None).distinct():
        tell_group(group, at=now())
    done = DBTaskResult.objects.filter(task_path=tell.module_path, status="SUCCESSFUL")
    done.filter(finished_at__lt=timezone.now() - KEPT).delete()


def tell_from_now_on() -> None:
    """Look at once: the worker has just started."""
    tell.enqueue()


def keep_telling() -> None:
    """Put the next look in the queue, unless one is there."""
    if not DBTaskResult.objects.filter(status="READY", task_path=tell.module_path).exists():
        tell.using(run_after=timezone.now() + EVERY).enqueue()

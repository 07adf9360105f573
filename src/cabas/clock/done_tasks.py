"""What the worker did is forgotten after a day; what failed, or was cut off in the middle, after thirty."""

from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

DONE_KEPT = timedelta(days=1)
FAILED_KEPT = timedelta(days=30)


def forget_done(*, at: datetime) -> int:
    """By the true time, that of the queue. Returns how many are gone; what waits or runs is left alone."""
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=at - DONE_KEPT)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=at - FAILED_KEPT)
    cut_off = Q(status=TaskResultStatus.RUNNING, started_at__lt=at - FAILED_KEPT)  # its worker was killed
    return DBTaskResult.objects.filter(done | failed | cut_off).delete()[0]

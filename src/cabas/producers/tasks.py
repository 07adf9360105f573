"""The worker sends vendors the orders that are closed, every five minutes.

The chain keeps itself going: each run puts the next one in the queue first, and the worker begins it when it starts.
"""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cabas.clock import now
from cabas.producers.sending import closed_orders, send_once

EVERY = timedelta(minutes=5)


@task()
def send_closed_orders() -> None:
    """Look at every vendor whose order is closed, and put the next look in the queue."""
    keep_sending()
    at = now()
    for vendor, distribution in closed_orders(at):
        send_once(vendor, distribution, at=at)
    done = DBTaskResult.objects.filter(task_path=send_closed_orders.module_path, status="SUCCESSFUL")
    done.filter(finished_at__lt=timezone.now() - timedelta(days=1)).delete()


def send_from_now_on() -> None:
    """Look at once: the worker has just started."""
    send_closed_orders.enqueue()


def keep_sending() -> None:
    """Put the next look in the queue, unless one is there."""
    if not DBTaskResult.objects.filter(status="READY", task_path=send_closed_orders.module_path).exists():
        send_closed_orders.using(run_after=timezone.now() + EVERY).enqueue()

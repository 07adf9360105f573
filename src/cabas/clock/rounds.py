"""What the worker looks at again and again: each run puts the next one in the queue first, and the chain never ends.

The worker begins every round when it starts. What a round did is forgotten after a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Round:
    """A task, run `every` so long, by the true time: that of a demonstration may stand still.

    `others`: tasks of the same room, of which what is done is forgotten too.
    """

    task: Task[..., Any]
    every: timedelta
    others: Sequence[Task[..., Any]] = ()

    def begin(self) -> None:
        """Look at once: the worker has just started."""
        self.task.enqueue()

    def go_on(self) -> None:
        """Put the next look in the queue, unless one is there."""
        if not DBTaskResult.objects.filter(status="READY", task_path=self.task.module_path).exists():
            self.task.using(run_after=timezone.now() + self.every).enqueue()

    def forget(self) -> None:
        """Drop what was done a day ago."""
        paths = [task.module_path for task in (self.task, *self.others)]
        done = DBTaskResult.objects.filter(task_path__in=paths, status="SUCCESSFUL")
        done.filter(finished_at__lt=timezone.now() - KEPT).delete()

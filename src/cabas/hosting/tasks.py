"""The worker tidies once a day: what nobody will ever open again is forgotten, whatever its room."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import Error
from django.utils import timezone
from django_tasks import task

from cabas.catalogs.photos import sweep
from cabas.clock import now
from cabas.clock.done_tasks import forget_done
from cabas.clock.rounds import Round
from cabas.distributions.late_drafts import forget_late
from cabas.groups.import_drafts import forget_old
from cabas.mail.old_texts import forget_texts
from cabas.people.old_sessions import forget_over

logger = logging.getLogger("cabas")


@task()
def tidy() -> None:
    """Put the next time in the queue, then throw away."""
    ROUND.go_on()
    tidy_up(at=now(), true_time=timezone.now())


def tidy_up(*, at: datetime, true_time: datetime) -> None:
    """`true_time` differs where the clock of a demonstration stands still: sessions and the queue do not follow it.

    What cannot be thrown away now stops nothing: it is at the next time.
    """
    rules: Iterable[Callable[[], object]] = (
        lambda: forget_over(at=true_time),
        lambda: forget_done(at=true_time),
        lambda: forget_old(at=at),
        lambda: forget_late(at=at),
        lambda: forget_texts(at=at),
        lambda: sweep(true_time),
    )
    for rule in rules:
        try:
            rule()
        except (Error, OSError):
            logger.exception("Tidying up")


ROUND = Round(tidy, every=timedelta(days=1))

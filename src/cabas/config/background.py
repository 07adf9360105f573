"""Tasks run beside the server in a process of their own, which is silent until one fails."""

import logging
import os
import sys
from collections.abc import Callable
from time import sleep

RESTART_AFTER = 2.0  # seconds
LOGGERS = ("django_tasks", "django_tasks_db")
ROUNDS = (  # what is looked at again and again, from the start of the worker
    "cabas.distributions.online_tasks.ROUND",
    "cabas.producers.tasks.ROUND",
    "cabas.closing.tasks.ROUND",
    "cabas.announcements.tasks.ROUND",
    "cabas.volunteering.tasks.ROUND",
    "cabas.hosting.tasks.ROUND",
)


def main() -> None:
    """Run the tasks until a signal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cabas.config.settings")
    from django.core.management import execute_from_command_line

    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR)
    for name in LOGGERS:
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).propagate = False
    _run_until_told(lambda: _work(execute_from_command_line))


def _work(execute: Callable[[list[str]], None]) -> None:
    import django
    from django.utils.module_loading import import_string

    django.setup()
    for name in ROUNDS:
        import_string(name).begin()
    execute([sys.argv[0], "db_worker"])


def _run_until_told(work: Callable[[], None]) -> None:
    """Begin again where the database was busy or away for a while: a pause in the background stops nobody."""
    from django.db import OperationalError, close_old_connections

    while True:
        try:
            return work()
        except OperationalError as failure:
            logging.getLogger("cabas").warning("Le travail de fond reprend : %s", failure)
            close_old_connections()
            sleep(RESTART_AFTER)


if __name__ == "__main__":
    main()

"""Tasks run beside the server in a process of their own, which is silent until one fails."""

import logging
import os
import sys

LOGGERS = ("django_tasks", "django_tasks_db")


def main() -> None:
    """Run the tasks until a signal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cabas.config.settings")
    from django.core.management import execute_from_command_line

    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR)
    for name in LOGGERS:
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).propagate = False
    execute_from_command_line([sys.argv[0], "db_worker"])


if __name__ == "__main__":
    main()

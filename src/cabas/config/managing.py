"""`./cabas manage …` is Django's own command line, on the data folder given by --data."""

import sys

from cabas.config.data_folder import choose_from


def run(arguments: list[str]) -> int:
    """Hand over to Django."""
    from django.core.management import execute_from_command_line

    words = choose_from(arguments)
    sys.argv[1:] = words
    execute_from_command_line(["./cabas manage", *words])
    return 0

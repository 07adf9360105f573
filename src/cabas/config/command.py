"""The command line: each word opens one module, which does the work."""

import os
import sys
from collections.abc import Callable
from importlib import import_module

from cabas.config import usage
from cabas.config.refusals import CommandRefused
from cabas.config.saying import complain, in_any_terminal, no_right, typeset

COMMANDS = {
    "up": "cabas.config.serving",
    "demo": "cabas.config.demonstration",
    "audit": "cabas.config.proving",
    "backup": "cabas.config.backup",
    "restore": "cabas.config.restoring",
    "test": "cabas.config.testing",
    "check": "cabas.config.checking",
    "shots": "cabas.config.shots",
    "bench": "cabas.config.benching",
    "soak": "cabas.config.soaking",
    "manage": "cabas.config.managing",
    "bounce": "cabas.config.returned_mail",
    "rules": "cabas.config.rules",
    "translations": "cabas.config.translating",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    in_any_terminal()
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in ("-h", "--help", "help", "aide"):
        print(typeset(usage.TEXT))
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cabas.config.settings")
    try:
        return _command(words[0])(words[1:])
    except CommandRefused as refusal:
        complain(refusal)
        return 1
    except PermissionError as failure:
        complain(no_right(failure))
        return 1
    except BrokenPipeError:  # `| head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130


def _command(word: str) -> Callable[[list[str]], int]:
    if word not in COMMANDS:
        raise CommandRefused(f"« {word} » n’est pas une commande de Cabas ; ./cabas les montre toutes.")
    run: Callable[[list[str]], int] = import_module(COMMANDS[word]).run
    return run


if __name__ == "__main__":
    sys.exit(main())

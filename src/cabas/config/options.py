"""What a command does not understand is refused in one sentence, like everything else it refuses."""

import argparse
from typing import NoReturn

from cabas.config.refusals import CommandRefused


class Options(argparse.ArgumentParser):
    """A parser of the words after a command."""

    def __init__(self, command: str) -> None:
        super().__init__(prog=f"./cabas {command}", add_help=False, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Refuse, with what argparse says between brackets: it names the word at fault."""
        raise CommandRefused(f"Je ne comprends pas cette commande ; ./cabas montre ce qui existe ({message}).")

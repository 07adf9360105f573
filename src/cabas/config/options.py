"""What a command does not understand is refused in one sentence, like everything else it refuses."""

import argparse
import re
from typing import IO, NoReturn

from cabas.config import usage
from cabas.config.refusals import CommandRefused
from cabas.config.saying import typeset

IN_FRENCH = (  # what argparse says of a word, what we say of it
    (r"unrecognized arguments: (.+)", r"« \1 » est de trop"),
    (r"the following arguments are required: .+", "il manque le nom d’un fichier"),
    (r"argument (\S+): invalid int value: '(.*)'", r"\1 attend un nombre, « \2 » n’en est pas un"),
    (r"argument (\S+): expected one argument", r"\1 attend une valeur"),
)


class Options(argparse.ArgumentParser):
    """A parser of the words after a command. `--help` shows every command: there is one page of help."""

    def __init__(self, command: str) -> None:
        super().__init__(prog=f"./cabas {command}", add_help=False, allow_abbrev=False)
        self.add_argument("-h", "--help", action="help")

    def print_help(self, file: IO[str] | None = None) -> None:  # type: ignore[override]
        """The page that `./cabas` alone shows."""
        print(typeset(usage.TEXT), file=file)

    def error(self, message: str) -> NoReturn:
        """Refuse, with the word at fault between brackets."""
        for said, french in IN_FRENCH:
            message = re.sub(f"^{said}$", french, message)
        raise CommandRefused(f"Je ne comprends pas cette commande ; ./cabas montre ce qui existe ({message}).")

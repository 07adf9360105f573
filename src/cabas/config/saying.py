"""A command says what it does while it does it, one short French line each, in the typography of the pages.

Imported by the launcher before the environment exists: only the standard library here.
"""

import errno
import os
import re
import sys
from io import TextIOWrapper

DISK_IS_FULL = "Le disque est plein : libérez de la place, puis recommencez."


def in_any_terminal() -> None:
    """What an old encoding cannot show is replaced: no command stops for a narrow space."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def say(sentence: str) -> None:
    """Print one line at once, also when the output is a file."""
    print(typeset(f"• {sentence}"), flush=True)


def complain(sentence: object) -> None:
    """Print why a command does not do its work."""
    print(typeset(str(sentence)), file=sys.stderr, flush=True)


def typeset(sentence: str) -> str:
    """The sources hold plain spaces; people read narrow ones before ; : ! ? and inside « »."""
    return re.sub(r"(?<=«) | (?=[;:!?»])", "\u202f", sentence)


def count(number: int, one: str, several: str) -> str:
    """« 1 migration », « 3 migrations »."""
    return f"{number} {one if abs(number) < 2 else several}"


def no_right(failure: PermissionError) -> str:
    """Which file or folder, and what to do: root ran a command once, and the account of Cabas the next time."""
    found = str(failure.filename or "un fichier")
    place = found if os.path.exists(found) else os.path.dirname(found) or found
    return (
        f"Ce compte n’a pas le droit de lire ou d’écrire {place} : "
        "lancez la commande sous le compte de Cabas, ou donnez-le-lui (chown)."
    )


def is_full_disk(failure: BaseException) -> bool:
    """Did this fail because the disk has no room, whoever says it: the system, SQLite or PostgreSQL?"""
    if isinstance(failure, OSError) and failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    words = str(failure).lower()
    return "disk is full" in words or "no space left" in words or "could not extend file" in words

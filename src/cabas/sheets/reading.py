"""Any CSV, XLSX or ODS file, and any paste, becomes one rectangle of text, or is refused by name."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cabas.sheets.cells import unprotect
from cabas.sheets.refusals import FileTooLarge, FileUnreadable, ReadingTookTooLong, SheetIsEmpty, from_message

FILE_BYTES_MAX = 5 * 1024 * 1024
SECONDS_MAX = 15

logger = logging.getLogger(__name__)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Table:
    """Rows of equal length, cells without surrounding blanks; row 0 is line 1 of the file, empty lines included."""

    rows: list[list[str]]
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0])


def read_table(name: str, content: bytes) -> Table:
    """The table in a file; `name` is only used to speak of it.

    Raises a FileRefused: FileTooLarge, ContentTooLarge, TooManyCells, SheetIsEmpty, FileUnreadable,
    OldOrLockedWorkbook, ReadingTookTooLong.
    """
    if len(content) > FILE_BYTES_MAX:
        raise FileTooLarge(file=name, limit=FILE_BYTES_MAX // (1024 * 1024))
    answer = _ask_child(name, content)
    if "refused" in answer:
        raise from_message(answer, name)
    rows = _rectangle([[_clean(cell) for cell in row] for row in answer["rows"]])
    if not rows:
        raise SheetIsEmpty(file=name)
    return Table(rows, answer["sheet"], tuple(answer["other_sheets"]))


def read_pasted(text: str) -> Table:
    """The table in a text pasted from a spreadsheet or a page. Raises as read_table."""
    return read_table(_("texte collé"), text.encode("utf-8", "replace"))


def _ask_child(name: str, content: bytes) -> dict[str, Any]:
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "cabas.sheets.child"],
            input=content,
            capture_output=True,
            timeout=SECONDS_MAX,
            env=_bare_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise ReadingTookTooLong(file=name) from late
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise ReadingTookTooLong(file=name)
    if child.returncode != 0:
        logger.warning("The reading child ended with %s: %s", child.returncode, _last_words(child.stderr))
        raise FileUnreadable(file=name)
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer


def _bare_environment() -> dict[str, str]:
    """Where the code is and nothing else: no secret key, no database address."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}


def _last_words(stderr: bytes) -> str:
    return stderr[-1000:].decode("utf-8", "replace")


def _clean(cell: str) -> str:
    """One spelling of each accented letter and line end, no blanks around, no apostrophe left from our own exports."""
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    return unprotect(unicodedata.normalize("NFC", _CONTROL.sub("", lines)).strip())


def _rectangle(rows: list[list[str]]) -> list[list[str]]:
    """Rows padded to one width; the empty rows and columns after the last written cell are dropped."""
    width = max((_written_width(row) for row in rows), default=0)
    height = max((index for index, row in enumerate(rows, 1) if any(row)), default=0)
    return [(row + [""] * width)[:width] for row in rows[:height]]


def _written_width(row: list[str]) -> int:
    return max((index for index, cell in enumerate(row, 1) if cell), default=0)

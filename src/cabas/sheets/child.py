"""A stranger's file is parsed in a process of its own, with little memory, little time and nothing to steal.

Run as `python -m cabas.sheets.child`: the file comes on stdin, one JSON object leaves on stdout. It knows no Django, no
database and no settings. If the parser aborts, only this process dies.
"""

import json
import resource
import sys
from typing import Any

from cabas.sheets.refusals import FileRefused, OldOrLockedWorkbook, as_message
from cabas.sheets.texts import read_text
from cabas.sheets.workbooks import read_workbook

MEMORY_BYTES_MAX = 512 * 1024 * 1024
PROCESSOR_SECONDS_MAX = 8

ZIP = b"PK\x03\x04"
COMPOUND_DOCUMENT = bytes.fromhex("d0cf11e0a1b11ae1")


def limit_self() -> None:
    """Too much memory aborts, too much time kills, and no file can be written or dumped."""
    if sys.platform != "darwin":  # macOS refuses to limit address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS_MAX, PROCESSOR_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(content: bytes) -> dict[str, Any]:
    """The kind is read from the content: a name can be anything."""
    try:
        if content.startswith(COMPOUND_DOCUMENT):
            raise OldOrLockedWorkbook
        if content.startswith(ZIP):
            rows, sheet, others = read_workbook(content)
            return {"rows": rows, "sheet": sheet, "other_sheets": others}
        return {"rows": read_text(content), "sheet": "", "other_sheets": []}
    except FileRefused as refusal:
        return as_message(refusal)


if __name__ == "__main__":
    limit_self()
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)

"""The time is the time in Paris; a demo may stand still at one moment.

Rules receive `at=`: only views, commands and tasks ask what time it is.
"""

import json
import os
import tempfile
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

PARIS = ZoneInfo("Europe/Paris")


class NotADemo(RuntimeError):
    """The clock of a real installation cannot be set."""


class NaiveMoment(ValueError):
    """A moment without a time zone: nobody can tell when that was."""


def now() -> datetime:
    """This moment, in Paris; in a demo, the moment at which its clock was stopped."""
    return _demo_moment() or datetime.now(PARIS)


def today() -> date:
    return now().date()


def local_date(at: datetime) -> date:
    """The day it was in Paris at that moment."""
    if at.tzinfo is None:
        raise NaiveMoment(f"{at} has no time zone")
    return at.astimezone(PARIS).date()


def set_demo_clock(moment: datetime | None) -> None:
    """Stop the demo's clock at this moment, or let it run (None); `NotADemo` elsewhere."""
    if not settings.IS_DEMO:
        raise NotADemo("only the clock of a demo can be set")
    if moment is not None and moment.tzinfo is None:
        raise NaiveMoment(f"{moment} has no time zone")
    path = _demo_file()
    content: dict[str, Any] = json.loads(path.read_text() or "{}") if path.exists() else {}
    content["clock"] = moment.astimezone(PARIS).isoformat() if moment else None
    _replace(path, json.dumps(content, ensure_ascii=False, indent=2))


def _demo_file() -> Path:
    return Path(settings.DATA) / "demo.json"


def _demo_moment() -> datetime | None:
    if not settings.IS_DEMO:
        return None
    path = _demo_file()
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    # The inode too: two writes within one tick of the file system's clock must both be seen.
    return _read_moment(path, facts.st_mtime_ns, facts.st_ino)


@lru_cache(maxsize=1)
def _read_moment(path: Path, _modified: int, _inode: int) -> datetime | None:
    written = json.loads(path.read_text() or "{}").get("clock")
    return datetime.fromisoformat(written).astimezone(PARIS) if written else None


def _replace(path: Path, text: str) -> None:
    """Write beside, then rename: a reader sees the old file or the new one, never half of one."""
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    os.replace(beside, path)

"""A paper that goes with a mail is made when the mail leaves: what waits in the queue is its name, not its bytes.

The rooms above make the papers; `MAIL_PAPERS` in the settings says which function makes which.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.module_loading import import_string

PDF = "application/pdf"
TYPES = {"pdf": PDF, "jpg": "image/jpeg", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class PaperGone(ValueError):
    """What the paper was about is no longer there, or nobody here makes such a paper."""


def paper(name: str, file: str, **about: int | str) -> dict[str, Any]:
    """What a letter carries: the paper of this name in `MAIL_PAPERS`, as a file, made later from what it is about."""
    return {"paper": name, "file": file, "about": about}


def papers(*each: dict[str, Any]) -> dict[str, Any]:
    """What a letter carries where several papers go with it."""
    return {"papers": list(each)}


def each_of(attached: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The papers that go with a mail, by name; a secret that it carries is none."""
    if not attached or "secret" in attached:
        return []
    return list(attached.get("papers", [attached]))


def all_made(attached: dict[str, Any]) -> list[tuple[str, bytes, str]]:
    """Each paper that goes with a mail, made now: see `made`."""
    return [made(each) for each in each_of(attached)]


def made(attached: dict[str, Any]) -> tuple[str, bytes, str]:
    """The file's name, its bytes and their type, made now. Raises `PaperGone`, and what the paper's maker raises."""
    path = settings.MAIL_PAPERS.get(attached["paper"])
    if path is None:
        raise PaperGone(attached["paper"])
    make: Callable[..., bytes] = import_string(path)
    try:
        return attached["file"], make(**attached["about"]), _type(attached["file"])
    except ObjectDoesNotExist as gone:
        raise PaperGone(str(gone)) from gone


def _type(file: str) -> str:
    return TYPES[file.rsplit(".", 1)[-1]]

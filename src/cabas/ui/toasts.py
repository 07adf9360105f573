"""What was done is said in a toast, with « Annuler » when it can be undone; what was refused is said in a notice."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

UNDO = "undo "


@dataclass(frozen=True)
class Undo:
    """The form behind « Annuler »: where it posts, and what."""

    url: str
    fields: dict[str, str] = field(default_factory=dict)


def toast(
    request: HttpRequest, text: str, undo_url: str | None = None, undo_fields: dict[str, Any] | None = None
) -> None:
    """Say on the next page that something was done; with `undo_url`, offer to undo it by a POST of `undo_fields`."""
    tags = UNDO + json.dumps({"url": undo_url, "fields": _texts(undo_fields)}) if undo_url else ""
    messages.success(request, text, extra_tags=tags)


def alert(request: HttpRequest, text: str) -> None:
    """Say on the next page that something was refused, and why."""
    messages.error(request, text)


def undo_of(message: Message) -> Undo | None:
    """How to undo what this message tells, or None."""
    tags = message.extra_tags or ""
    if not tags.startswith(UNDO):
        return None
    return Undo(**json.loads(tags.removeprefix(UNDO)))


def is_alert(message: Message) -> bool:
    return (message.level or 0) >= messages.WARNING


def _texts(fields: dict[str, Any] | None) -> dict[str, str]:
    return {name: str(value) for name, value in (fields or {}).items()}

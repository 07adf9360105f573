"""What a phone sends: acts as JSON, each with its key, its fields as they were typed, and when it was done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cabas.distributions.models import Distribution
from cabas.money import Money
from cabas.stand.views._commands import COMMANDS

BODY_MAX = 256 * 1024
ACTS_MAX = 200
FIELDS_MAX = 120
TEXT_MAX = 500
NUMBER_MAX = 1_000_000
CENTS_MAX = 10**12
STAND_OPENS_BEFORE = timedelta(hours=12)


class ActsUnreadable(Exception):
    """No page of ours sends this."""

    def __str__(self) -> str:
        return _("Cette demande est illisible\u202f: rien n’a été enregistré. Rechargez la page.")


@dataclass(frozen=True)
class SentAct:
    """One act. `number` is that of the basket; `ago`: how long before the sending it was done, by the phone's clock."""

    key: UUID
    number: int
    kind: str
    fields: Mapping[str, str]
    shown: Money | None
    ago: timedelta
    was_offline: bool

    def made_at(self, distribution: Distribution, at: datetime) -> datetime:
        """When it was done: never later than now, nor long before the distribution; the phone's hour may be wrong."""
        earliest = min(at, distribution.starts_at - STAND_OPENS_BEFORE)
        return max(earliest, min(at, at - self.ago))


@dataclass(frozen=True)
class Sending:
    """Acts in the order in which they were done; `person` is the mark of whoever did them."""

    person: str
    acts: list[SentAct]


def read_sending(body: bytes) -> Sending:
    """Raises `ActsUnreadable`."""
    if len(body) > BODY_MAX:
        raise ActsUnreadable
    try:
        content = json.loads(body)
        acts = content["acts"]
        if not isinstance(acts, list) or not 0 < len(acts) <= ACTS_MAX:
            raise ActsUnreadable
        sent_at = _moment(content.get("sent_at"))
        return Sending(str(content.get("person", ""))[:40], [_act(each, sent_at) for each in acts])
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        raise ActsUnreadable from None


def _act(each: Any, sent_at: datetime | None) -> SentAct:
    if each["kind"] not in COMMANDS:
        raise ActsUnreadable
    made_at = _moment(each.get("made_at"))
    return SentAct(
        key=UUID(each["key"]),
        number=_whole(each["basket"], NUMBER_MAX),
        kind=each["kind"],
        fields=_fields(each.get("fields", {})),
        shown=None if each.get("shown") is None else Money(_whole(each["shown"], CENTS_MAX)),
        ago=sent_at - made_at if sent_at and made_at else timedelta(0),
        was_offline=each.get("was_offline") is True,
    )


def _fields(sent: Any) -> dict[str, str]:
    if len(sent) > FIELDS_MAX:
        raise ActsUnreadable
    fields = {name: text for name, text in sent.items() if name not in {"csrfmiddlewaretoken", "key"}}
    if not all(
        isinstance(text, str) and len(name) <= TEXT_MAX and len(text) <= TEXT_MAX for name, text in fields.items()
    ):
        raise ActsUnreadable
    if any("\x00" in name + text for name, text in fields.items()):  # no column of PostgreSQL holds it
        raise ActsUnreadable
    return fields


def _whole(sent: Any, most: int) -> int:
    if type(sent) is not int or not 0 <= sent <= most:
        raise ActsUnreadable
    return sent


def _moment(sent: Any) -> datetime | None:
    found = parse_datetime(sent) if isinstance(sent, str) else None
    return found if found is not None and found.tzinfo is not None else None

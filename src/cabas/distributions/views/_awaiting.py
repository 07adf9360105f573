"""What the lists of distributions to validate show: each with its own form, and one for all that are ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cabas.distributions.awaiting import Awaiting, awaiting_validation
from cabas.distributions.blocking import Backlog, backlog
from cabas.distributions.views._act_key import fresh_key
from cabas.groups.access import GroupRequest
from cabas.groups.rights import Right
from cabas.money import Money


@dataclass(frozen=True)
class Ready:
    """The form that validates these as they are shown: its key, what it says of each, and their sum."""

    awaiting: Sequence[Awaiting]
    key: str

    @property
    def seen(self) -> list[str]:
        """« 118:101275 »: the number of each distribution and the cents that the page shows."""
        return [f"{each.distribution.number}:{each.total.cents}" for each in self.awaiting]

    @property
    def count(self) -> int:
        return len(self.awaiting)

    @property
    def total(self) -> Money:
        return Money.sum(each.total for each in self.awaiting)


@dataclass(frozen=True)
class Row:
    """A distribution to validate; `ready` is its form where all is settled."""

    awaiting: Awaiting
    ready: Ready | None


def backlog_for(request: GroupRequest, at: datetime) -> dict[str, Any]:
    """How far the group is from being blocked, for the notice that only those who validate are shown. One statement."""
    return {"backlog": backlog(request.group, at), "may_validate": Right.VALIDATE in request.rights}


def awaiting_for(request: GroupRequest, at: datetime) -> dict[str, Any]:
    """The distributions to validate, and the notice. Three statements at most."""
    found = awaiting_validation(request.group, at)
    ready = [each for each in found if each.is_ready]
    return {
        "backlog": Backlog(len(found)),
        "may_validate": Right.VALIDATE in request.rights,
        "awaiting": [Row(each, Ready([each], fresh_key()) if each.is_ready else None) for each in found],
        "ready": Ready(ready, fresh_key()) if len(ready) > 1 else None,
    }

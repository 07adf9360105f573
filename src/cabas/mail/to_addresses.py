"""What is written to one address in the name of a group: to somebody who may be of no household there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cabas.groups.models import Group
from cabas.ledger.inserting import insert
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting
from cabas.people.models import User


@dataclass(frozen=True)
class Note:
    """A subject without the group's name, and a plain text, as those of `queueing.Letter`."""

    group: Group
    to: str
    kind: str
    subject: str
    body: str
    person: User | None = None
    attached: dict[str, Any] | None = None


def queue_notes(notes: Iterable[Note], *, at: datetime) -> list[OutgoingMail]:
    """Queue each note. Two statements for any number of them."""
    mails = [
        OutgoingMail(
            group=note.group,
            person=note.person,
            kind=note.kind,
            to=note.to,
            subject=f"[{note.group.name}] {note.subject}"[:200],
            body=note.body,
            attached=note.attached,
            queued_at=at,
        )
        for note in notes
    ]
    insert(mails)
    if mails:
        send_waiting.enqueue()
    return mails

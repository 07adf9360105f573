"""What is written to somebody who is of no household: an address, and nobody's page to read it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cabas.groups.models import Group
from cabas.ledger.inserting import insert
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting


@dataclass(frozen=True)
class Note:
    """A subject without the group's name, and a plain text, as those of `queueing.Letter`."""

    group: Group
    to: str
    kind: str
    subject: str
    body: str


def queue_notes(notes: Iterable[Note], *, at: datetime) -> list[OutgoingMail]:
    """Queue each of them in the transaction of its cause."""
    mails = [
        OutgoingMail(
            group=note.group,
            kind=note.kind,
            to=note.to,
            subject=f"[{note.group.name}] {note.subject}"[:200],
            body=note.body,
            queued_at=at,
        )
        for note in notes
    ]
    insert(mails)
    if mails:
        send_waiting.enqueue()
    return mails

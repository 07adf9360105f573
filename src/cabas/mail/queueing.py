"""A mail is queued in the transaction of its cause: both happen, or neither."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cabas.groups.models import Membership
from cabas.ledger.inserting import insert
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting
from cabas.people.models import User


@dataclass(frozen=True)
class Letter:
    """What is told to a household: a subject without the group's name, and a plain text, from which both parts come.

    How the text is read as blocks: `ui.mail_text`. `attached`: the paper that goes with it (`attaching.paper`). `only`:
    to this adult alone.
    """

    membership: Membership
    kind: str
    subject: str
    body: str
    attached: dict[str, Any] | None = None
    only: User | None = None

    @property
    def readers(self) -> list[User]:
        """Whom it reaches."""
        people: list[User] = self.membership.people if self.only is None else [self.only]
        return [person for person in people if person.email]


def queue(letters: Iterable[Letter], *, at: datetime) -> list[OutgoingMail]:
    """Queue each letter for every adult of the household who has an e-mail. Two statements for any number of letters.

    The memberships must be fetched `with_people`, with their group.
    """
    mails = [
        OutgoingMail(
            group=letter.membership.group,
            membership=letter.membership,
            person=person,
            kind=letter.kind,
            to=person.email or "",
            subject=f"[{letter.membership.group.name}] {letter.subject}"[:200],
            body=letter.body,
            attached=letter.attached,
            queued_at=at,
        )
        for letter in letters
        for person in letter.readers
    ]
    insert(mails)
    if mails:
        send_waiting.enqueue()
    return mails

"""A mail is queued in the transaction of its cause: both happen, or neither."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cabas.groups.models import Membership
from cabas.ledger.inserting import insert
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting


@dataclass(frozen=True)
class Letter:
    """What is told to a household: a subject without the group's name, and a plain text."""

    membership: Membership
    kind: str
    subject: str
    body: str


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
            to=person.email,
            subject=f"[{letter.membership.group.name}] {letter.subject}"[:200],
            body=letter.body,
            queued_at=at,
        )
        for letter in letters
        for person in letter.membership.people
        if person.email
    ]
    insert(mails)
    if mails:
        send_waiting.enqueue()
    return mails

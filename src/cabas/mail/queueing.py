"""A mail is queued in the transaction of its cause: both happen, or neither."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from cabas.groups.models import Membership
from cabas.ledger.inserting import insert
from cabas.mail.kinds import ALWAYS, kind_of
from cabas.mail.models import OutgoingMail
from cabas.mail.preferences import ALL, Choice, choices
from cabas.mail.tasks import send_waiting
from cabas.people.models import User


@dataclass(frozen=True)
class Letter:
    """What is told to a household: a subject without the group's name, and a plain text, from which both parts come.

    How the text is read as blocks: `ui.mail_text`. `attached`: the paper that goes with it (`attaching.paper`). `only`:
    to this adult alone. `reply_to`: who wrote it, where somebody did.
    """

    membership: Membership
    kind: str
    subject: str
    body: str
    attached: dict[str, Any] | None = None
    only: User | None = None
    reply_to: str = ""

    @property
    def readers(self) -> list[User]:
        """Whom it reaches."""
        people: list[User] = self.membership.people if self.only is None else [self.only]
        return [person for person in people if person.email]


def queue(
    letters: Iterable[Letter], *, at: datetime, batch: UUID | None = None, after: timedelta | None = None
) -> list[OutgoingMail]:
    """Queue each letter for every adult of the household who has an e-mail and wants to receive its kind.

    Two statements for any number of letters, three where some are of a kind that can be turned off. The memberships
    must be fetched `with_people`, with their group. `batch`: what these mails have in common. `after`: so long may
    they be called back before they leave.
    """
    addressed = [(letter, person) for letter in letters for person in letter.readers]
    chosen = _chosen(addressed)
    leaves_at = timezone.now() + after if after else None  # the true time: that of a demo may stand still
    mails = [
        _mail(letter, person, chosen(letter, person), at=at, batch=batch, try_after=leaves_at)
        for letter, person in addressed
        if chosen(letter, person).wants(letter.kind)
    ]
    insert(mails)
    if mails:
        (send_waiting.using(run_after=leaves_at) if leaves_at else send_waiting).enqueue()
    return mails


def _chosen(addressed: Sequence[tuple[Letter, User]]) -> Callable[[Letter, User], Choice]:
    """What each reader wants. No statement where all is of a kind that everybody receives at once."""
    asked = [(letter, person) for letter, person in addressed if kind_of(letter.kind).level != ALWAYS]
    if not asked:
        return lambda _letter, _person: ALL
    found = choices({person.pk for _, person in asked}, {letter.membership.group_id for letter, _ in asked})
    return lambda letter, person: found.get((letter.membership.group_id, person.pk), ALL)


def _mail(letter: Letter, person: User, choice: Choice, **said: Any) -> OutgoingMail:
    group = letter.membership.group
    return OutgoingMail(
        group=group,
        membership=letter.membership,
        person=person,
        kind=letter.kind,
        to=person.email or "",
        subject=f"[{group.name}] {letter.subject}"[:200],
        body=letter.body,
        attached=letter.attached,
        reply_to=letter.reply_to,
        is_held=choice.keeps_for_the_evening(letter.kind),
        queued_at=said.pop("at"),
        **said,
    )

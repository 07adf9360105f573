"""A message to a list is queued in one act, may be called back whole until its first mail leaves, and is sent once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cabas.announcements.audiences import KIND, Audience, Recipient
from cabas.announcements.files import attached_to, waiting_for
from cabas.announcements.models import Announcement, MessageFile
from cabas.announcements.placeholders import Filling, filling
from cabas.groups.models import Group, Membership
from cabas.mail.models import OutgoingMail, OutgoingMailQuerySet
from cabas.mail.queueing import Letter, queue
from cabas.people.models import User
from cabas.ui.language import in_french

TEST_KIND = "E37 test"  # received at once whatever its writer chose to receive
CALLED_BACK_WITHIN = timedelta(minutes=2)


class NobodyToWriteTo(Exception):
    """The list is empty, or nobody in it has an address and wants messages."""

    def __str__(self) -> str:
        return _("Personne dans cette liste ne peut recevoir ce message\u202f: rien n’est parti.")


class LeftAlready(Exception):
    """A mail of it is on its way, or was."""

    def __str__(self) -> str:
        return _("Le message est déjà parti\u202f: il ne peut plus être rappelé.")


@dataclass(frozen=True)
class Message:
    """What is written: what stands in brackets is filled in for each reader."""

    subject: str
    body: str

    def to(self, reader: Recipient, with_: Filling) -> tuple[str, str]:
        return with_.filled(self.subject, reader), with_.filled(self.body, reader)


@transaction.atomic
@in_french
def send(
    group: Group, audience: Audience, message: Message, *, key: UUID, by: User, at: datetime, leaves_after: timedelta
) -> Announcement:
    """Queue it for everybody in the list. Sent again under the same key it is what was sent, and nothing more.

    Raises `NobodyToWriteTo`, and what `placeholders.filling` raises. Ten statements, whatever the number of readers.
    """
    Group.objects.select_for_update().get(pk=group.pk)  # locked first: the same form may come twice at once
    if before := Announcement.objects.filter(group=group, key=key).first():
        before.group = group
        return before
    if not audience.recipients:
        raise NobodyToWriteTo
    files = list(waiting_for(group, key, by))
    letters = _letters(group, audience, message, attached_to(files), by=by, at=at)
    mails = queue(letters, at=at, batch=key, after=leaves_after)
    highest = Announcement.objects.filter(group=group).aggregate(highest=Max("number"))["highest"] or 0
    sent = Announcement.objects.create(
        group=group,
        number=highest + 1,
        key=key,
        audience=audience.code,
        audience_about=audience.about,
        subject=message.subject,
        body=message.body,
        recipient_count=len(mails),
        by=by,
        at=at,
    )
    if files:
        MessageFile.objects.filter(pk__in=[each.pk for each in files]).update(announcement=sent)
    return sent


@in_french
def _letters(
    group: Group, audience: Audience, message: Message, attached: dict[str, Any] | None, *, by: User, at: datetime
) -> list[Letter]:
    with_ = filling(group, (message.subject, message.body), audience.distribution, at=at)
    written = [(reader, *message.to(reader, with_)) for reader in audience.recipients]
    reply_to = by.email or ""
    return [
        Letter(reader.membership, KIND, subject, body, attached, only=reader.person, reply_to=reply_to)
        for reader, subject, body in written
    ]


@transaction.atomic
@in_french
def send_test(
    group: Group,
    message: Message,
    audience: Audience,
    *,
    to: Membership,
    by: User,
    at: datetime,
    files: Sequence[MessageFile] = (),
) -> None:
    """To oneself alone, at once, filled in as for oneself. Raises what `placeholders.filling` raises."""
    reader = Recipient(to, by)
    subject, body = message.to(reader, filling(group, (message.subject, message.body), audience.distribution, at=at))
    said = _("Essai\u202f: %(subject)s") % {"subject": subject}
    queue([Letter(to, TEST_KIND, said, body, attached_to(files), only=by, reply_to=by.email or "")], at=at)


@transaction.atomic
def call_back(announcement: Announcement, *, at: datetime) -> None:
    """Nobody receives it: all its mails are still here, or it is refused. Called back twice it is called back."""
    here = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if here.cancelled_at:
        return
    taken, _by_model = waiting(here).delete()
    if taken != here.recipient_count:
        raise LeftAlready
    here.files.all().delete()
    Announcement.objects.filter(pk=here.pk).update(cancelled_at=at)


def waiting(announcement: Announcement) -> OutgoingMailQuerySet:
    """Its mails of which none was tried."""
    return OutgoingMail.objects.filter(
        group=announcement.group_id, batch=announcement.key, attempts=0, sent_at__isnull=True
    )

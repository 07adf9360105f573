"""A few files go with a message: PDF, or pictures without anything but their pixels; kept with it, gone with it.

What is given while a message is being written waits under its key, a day at most.
"""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cabas.announcements.models import Announcement, MessageFile
from cabas.catalogs.photos import PhotoRefused, read_photo
from cabas.groups.models import Group, Membership
from cabas.mail.attaching import paper, papers
from cabas.mail.models import OutgoingMail
from cabas.people.models import User

FILES_MAX = 3
BYTES_MAX = 3 * 1024 * 1024  # each goes to everybody in the list
PDF_BEGINS = b"%PDF-"
QUALITY = 80
WAITS = timedelta(days=1)
PAPER = "message file"  # in MAIL_PAPERS


class FileRefused(Exception):
    """What was given cannot go with a message."""


class TooManyFiles(FileRefused):
    """More than a mail carries well."""

    def __str__(self) -> str:
        return _("Trois fichiers au plus vont avec un message\u202f: retirez-en un.")


class FileTooBig(FileRefused):
    """More than a mail server takes in the name of everybody."""

    def __str__(self) -> str:
        return _("Un fichier pèse 3 Mo au plus\u202f: réduisez-le, ou mettez dans le texte un lien vers lui.")


class NotForAMessage(FileRefused):
    """Neither a PDF nor a picture, whatever its name says."""

    def __str__(self) -> str:
        return _("Ce fichier n’est ni un PDF ni une image. Enregistrez-le en PDF, puis joignez-le.")


@transaction.atomic
def give(group: Group, key: UUID, name: str, file: IO[bytes], *, by: User, at: datetime) -> MessageFile:
    """Keep a file for the message of this key, which is not sent yet. Raises `FileRefused`."""
    Group.objects.select_for_update().get(pk=group.pk)  # locked first: two tabs may add the last one
    waiting = waiting_for(group, key, by)
    if waiting.count() >= FILES_MAX or Announcement.objects.filter(group=group, key=key).exists():
        raise TooManyFiles
    content = file.read(BYTES_MAX + 1)
    if len(content) > BYTES_MAX:
        raise FileTooBig
    content, extension = (content, "pdf") if content.startswith(PDF_BEGINS) else (_picture(content), "jpg")
    stem = slugify(PurePath(name).stem)[:80] or "fichier"
    same = waiting.filter(name=f"{stem}.{extension}").exists()
    named = f"{stem}-{waiting.count() + 1}.{extension}" if same else f"{stem}.{extension}"
    return MessageFile.objects.create(group=group, key=key, name=named, content=content, by=by, at=at)


def _picture(content: bytes) -> bytes:
    try:
        photo = read_photo(io.BytesIO(content))
    except PhotoRefused as refusal:
        raise NotForAMessage from refusal
    written = io.BytesIO()
    photo.image.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def waiting_for(group: Group, key: UUID, by: User) -> "QuerySet[MessageFile]":
    """The files that this person gave to the message of this key, not sent yet."""
    return MessageFile.objects.filter(group=group, key=key, by=by, announcement=None).defer("content").order_by("pk")


def attached_to(files: Sequence[MessageFile]) -> dict[str, Any] | None:
    """What each mail of the message carries."""
    return papers(*(paper(PAPER, each.name, given=each.pk) for each in files)) if files else None


def bytes_of(given: int) -> bytes:
    """When a mail leaves. Raises `MessageFile.DoesNotExist`."""
    return bytes(MessageFile.objects.get(pk=given).content)


def readable(group: Group, member: Membership | None, *, is_writer: bool) -> "QuerySet[MessageFile]":
    """The files of what this household was sent; whoever writes messages sees them all."""
    files = MessageFile.objects.filter(group=group, announcement__isnull=False)
    if is_writer:
        return files
    received = OutgoingMail.objects.filter(batch=OuterRef("key"), membership=member, group=group)
    return files.filter(Exists(received) if member else Q(pk__in=()))


def sweep(*, at: datetime) -> int:
    """What was given to messages that were never sent is forgotten."""
    return MessageFile.objects.filter(announcement=None, at__lt=at - WAITS).delete()[0]

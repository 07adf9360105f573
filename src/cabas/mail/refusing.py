"""An address that its server refuses is marked on its person, until the person has another one or a mail arrives."""

import smtplib
from collections.abc import Collection
from datetime import datetime

from cabas.people.models import User, stored_email

FOR_GOOD = 500  # a reply of 5xx says: not now, not later (RFC 5321, 4.2.1)


def refuses_for_good(failure: Exception) -> bool:
    """Did its server say that this address takes no mail? A failure of the server itself says nothing of it."""
    if not isinstance(failure, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= FOR_GOOD for code, _said in failure.recipients.values())


def refuses(failure: Exception) -> bool:
    """Was it the address that was refused, for good or for the moment?"""
    return isinstance(failure, smtplib.SMTPRecipientsRefused)


def said_by(failure: Exception) -> str:
    """The server's own line where it refused the address: « 550 no such user »."""
    if not isinstance(failure, smtplib.SMTPRecipientsRefused):
        return str(failure) or type(failure).__name__
    return ", ".join(f"{code} {_read(said)}" for code, said in failure.recipients.values())


def _read(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def mark_refused(address: str, *, at: datetime) -> int:
    """Mark it on its person, if one has it. Returns how many were marked that were not."""
    known = User.objects.filter(email=stored_email(address)).exclude(refused_email=stored_email(address) or "")
    marked: int = known.update(refused_email=stored_email(address) or "", email_refused_at=at)
    return marked


def arrived(addresses: Collection[str]) -> None:
    """A server took a mail for these: what was refused before is over."""
    User.objects.filter(refused_email__in=addresses).exclude(refused_email="").update(
        refused_email="", email_refused_at=None
    )

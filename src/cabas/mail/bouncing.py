"""A mail that came back says which address could not be reached: a delivery status notification (RFC 3464)."""

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default
from email.utils import parseaddr

from django.utils.translation import gettext as _

from cabas.mail.refusing import mark_refused

STATUS = "message/delivery-status"
FAILED, FOR_GOOD = "failed", "5."


class NoBounce(ValueError):
    """No report about a delivery."""

    def __str__(self) -> str:
        return _("Ce message ne dit rien d’une distribution d’e-mail\u202f: rien n’a changé.")


def read_bounce(content: bytes, *, at: datetime) -> list[str]:
    """Mark the addresses that this message says are refused for good; returns those. Raises `NoBounce`."""
    message = message_from_bytes(content, policy=default)
    reports = [part for part in message.walk() if part.get_content_type() == STATUS]
    if not reports:
        raise NoBounce
    refused = sorted({address for report in reports for address in _refused(report)})
    for address in refused:
        mark_refused(address, at=at)
    return refused


def _refused(report: Message) -> Iterator[str]:
    """Its recipients, each in a block of fields of its own, that are not reached now and never will be."""
    blocks = report.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message):
            continue
        action, status = str(block.get("Action", "")).strip().lower(), str(block.get("Status", "")).strip()
        _kind, _semicolon, recipient = str(block.get("Final-Recipient", "")).partition(";")
        address = parseaddr(recipient.strip())[1].lower()
        if action == FAILED and status.startswith(FOR_GOOD) and address:
            yield address

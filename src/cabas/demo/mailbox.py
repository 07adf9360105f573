"""The mail of a demonstration never leaves: it is read in the application."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from cabas.clock import now
from cabas.mail.models import OutgoingMail

SIGN_IN_CODE = "E19"


class DemoMailbox(BaseEmailBackend):
    """The `EMAIL_BACKEND` of a demonstration. A mail of the queue is a row already; a sign-in code becomes one."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.to:
                _keep(message, address)
        return len(email_messages)


def _keep(message: EmailMessage, address: str) -> None:
    if OutgoingMail.objects.waiting().filter(to=address, subject=message.subject, body=message.body).exists():
        return
    moment = now()
    OutgoingMail.objects.create(
        kind=SIGN_IN_CODE,
        to=address,
        subject=str(message.subject),
        body=str(message.body),
        queued_at=moment,
        sent_at=moment,
    )

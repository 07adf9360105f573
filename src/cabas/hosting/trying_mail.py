"""A test mail leaves at once, and what the mail server answered is told in plain words, with its own line."""

import smtplib
import socket
import ssl
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext as _

from cabas.ui.two_parts import in_two_parts

SECONDS_MAX = 10


@dataclass(frozen=True)
class Refusal:
    """Why the test mail did not leave: a sentence, and the raw line of the server or of the system."""

    sentence: str
    line: str


def send_test(to: str) -> Refusal | None:
    """Send a mail to this address and wait for the answer. None: the server took it."""
    subject = _("Essai d’envoi")
    body = _("Ce message montre que Cabas peut envoyer des e-mails. Il n’y a rien à faire.")
    connection = get_connection(timeout=SECONDS_MAX)
    try:
        in_two_parts(subject, body, to, connection=connection).send()
    except (OSError, ValueError) as failure:  # every refusal of smtplib is an OSError
        return Refusal(_sentence(failure), _line(failure))
    finally:
        connection.close()  # a server that refuses the password is still on the line
    return None


def _sentence(failure: Exception) -> str:
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    for kind, sentence in (
        (smtplib.SMTPAuthenticationError, _("Le serveur ne reconnaît pas le nom ou le mot de passe.")),
        (smtplib.SMTPSenderRefused, _("Le serveur refuse l’adresse d’expédition.")),
        (smtplib.SMTPRecipientsRefused, _("Le serveur refuse votre adresse.")),
        (smtplib.SMTPDataError, _("Le serveur refuse le message.")),
        (smtplib.SMTPNotSupportedError, _("Le serveur ne propose pas le chiffrement demandé.")),
        (smtplib.SMTPServerDisconnected, _("Le serveur a raccroché\u202f: vérifiez le port, et smtps.")),
        (smtplib.SMTPException, _("Le serveur a répondu autre chose que prévu.")),
        (socket.gaierror, _("Aucun serveur ne porte ce nom.")),
        (ssl.SSLError, _("Le chiffrement ne se fait pas\u202f: vérifiez le port, et smtps.")),
        (TimeoutError, _("Le serveur n’a pas répondu à temps.")),
        (ConnectionRefusedError, _("Rien n’écoute à cette adresse.")),
    ):
        if isinstance(failure, kind):
            return f"{server}\u202f: {sentence}"
    return _("%(server)s\u202f: l’envoi a échoué.") % {"server": server}


def _line(failure: Exception) -> str:
    """The server's own words where it said some."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(failure.recipients.values()))
        return f"{code} {_read(said)}"
    if isinstance(failure, smtplib.SMTPResponseException):
        return f"{failure.smtp_code} {_read(failure.smtp_error)}"
    return str(failure) or type(failure).__name__


def _read(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said

"""A mail leaves in two parts made from one text: plain for every reader, and HTML with the same words."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cabas.ui.mail_look import dressed, style_sheet
from cabas.ui.mail_text import blocks


def in_two_parts(
    subject: str,
    text: str,
    to: str,
    *,
    group: str = "",
    choices: str = "",
    from_email: str | None = None,
    connection: Any = None,
) -> EmailMultiAlternatives:
    """The message to this address. `group`: the name that stands in brackets before the subject, if one does.
    `choices`: where its reader chooses what to receive, said at the foot of both parts."""
    plain = f"{text}\n\n-- \n{_('Choisir les e-mails que je reçois')}\u202f: {choices}" if choices else text
    message = EmailMultiAlternatives(subject, plain, from_email, [to], connection=connection)
    message.attach_alternative(html_part(subject, text, group=group, choices=choices), "text/html")
    return message


def html_part(subject: str, text: str, *, group: str = "", choices: str = "") -> str:
    """The HTML of a mail: the fact of its subject as a title, then its text."""
    title = subject.removeprefix(f"[{group}] ")
    context = {"title": title, "group": group, "blocks": blocks(text), "look": style_sheet(), "choices": choices}
    return dressed(render_to_string("ui/mail.html", context))

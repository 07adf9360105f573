"""A secret that a mail carries is written when the mail leaves: what is kept, and read again, has a mark in its place.

The rooms above say the secret; `MAIL_SECRETS` in the settings says which function says which.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils.module_loading import import_string

from cabas.mail.attaching import PaperGone

MARK = "[lien personnel]"


def withheld(name: str, **about: int | str) -> dict[str, Any]:
    """What a letter carries as `attached`: the secret of this name in `MAIL_SECRETS`, said in the place of `MARK`."""
    return {"secret": name, "about": about}


def is_withheld(attached: dict[str, Any] | None) -> bool:
    return attached is not None and "secret" in attached


def whole(body: str, attached: dict[str, Any] | None) -> str:
    """The text with its secret. Raises `attaching.PaperGone` where there is none any more."""
    secret = attached or {}
    say: Callable[..., str] = import_string(settings.MAIL_SECRETS[secret["secret"]])
    try:
        return body.replace(MARK, say(**secret["about"]))
    except ObjectDoesNotExist as gone:
        raise PaperGone(str(gone)) from gone

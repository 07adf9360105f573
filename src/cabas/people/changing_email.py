"""A person's address changes when a code sent to the new one comes back; the old one is told.

Whether somebody has the new address is said only to whoever reads its mail: nobody can try addresses here.
"""

import time
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from cabas.people.invented import is_invented
from cabas.people.models import User, stored_email

VALID_SECONDS = 15 * 60
TRIES_MAX = 3


class SameEmail(Exception):
    def __str__(self) -> str:
        return _("C’est déjà votre adresse.")


class InventedPerson(Exception):
    """No real address becomes that of somebody of a group of examples."""

    def __str__(self) -> str:
        return _("Cette personne est inventée, et son adresse aussi\u202f: aucun e-mail ne lui parvient.")


class CodeRefused(Exception):
    """Not the code that was sent; it can be typed again."""

    def __str__(self) -> str:
        return _("Ce n’est pas le bon code. Regardez le dernier message reçu.")


class CodeOver(Exception):
    """Too old, or typed wrong too often: a new one must be asked for."""

    def __str__(self) -> str:
        return _("Ce code n’est plus valable\u202f: demandez-en un nouveau.")


class EmailTaken(Exception):
    def __str__(self) -> str:
        return _("Une autre personne a déjà cette adresse e-mail\u202f: la vôtre n’a pas changé.")


@dataclass(frozen=True)
class Change:
    """A change that waits for its code: what is remembered between two pages, without the code itself."""

    email: str
    seal: str
    at: float  # seconds, as `time.time` gives them
    tries: int = 0

    @property
    def is_over(self) -> bool:
        return self.tries >= TRIES_MAX or time.time() - self.at > VALID_SECONDS


def begin(person: User, email: str, code: str) -> Change:
    """The change of this address for another one, to be confirmed by `code`. Raises `SameEmail`, `InventedPerson`."""
    if is_invented(person.email):
        raise InventedPerson
    wanted = stored_email(email) or ""
    if wanted == person.email:
        raise SameEmail
    return Change(wanted, _seal(wanted, code), time.time())


def require_code(change: Change, typed: str) -> None:
    """Raises `CodeOver`, `CodeRefused`."""
    if change.is_over:
        raise CodeOver
    if not constant_time_compare(change.seal, _seal(change.email, "".join(typed.split()))):
        raise CodeRefused


def take_address(person: User, change: Change) -> None:
    """The new address is the person's own; the code was right. Raises `EmailTaken`."""
    person.email = change.email
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:
        person.refresh_from_db(fields=["email"])
        raise EmailTaken from None


def _seal(email: str, code: str) -> str:
    return salted_hmac("cabas.people.changing_email", f"{email} {code}").hexdigest()

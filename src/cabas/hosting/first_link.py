"""The first host enters by a link that works once, within seven days, and only while nobody is host."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.hosting.models import FirstLink
from cabas.people.models import User

VALID_FOR = timedelta(days=7)


class LinkUnusable(Exception):
    """The link was used, is too old, was replaced by a newer one, or never existed: it is not said which."""


class EmailKnown(Exception):
    """Somebody of this installation has this address: whoever holds the link must sign in as that person first."""

    def __str__(self) -> str:
        return _(
            "Quelqu’un a déjà cette adresse ici. Si c’est vous, connectez-vous d’abord, puis rouvrez ce lien\u202f; "
            "sinon, donnez une autre adresse."
        )


@dataclass(frozen=True)
class Newcomer:
    first_name: str
    last_name: str
    email: str
    password: str


@transaction.atomic
def offer_link(*, at: datetime) -> str | None:
    """A new token in the place of the one before; None where there is a host already. Only its hash is stored."""
    if User.objects.filter(is_host=True).exists():
        return None
    FirstLink.objects.all().delete()
    token = secrets.token_urlsafe(32)
    FirstLink.objects.create(token_hash=_hash(token), expires_at=at + VALID_FOR)
    return token


def require_usable(token: str, *, at: datetime) -> None:
    """Raises `LinkUnusable`."""
    link = FirstLink.objects.filter(token_hash=_hash(token)).first()
    if link is None or not link.is_usable(at):
        raise LinkUnusable


@transaction.atomic
def welcome_host(token: str, newcomer: Newcomer, *, at: datetime) -> User:
    """Create the first person of the installation, its host. Raises `LinkUnusable`, `EmailKnown`."""
    _use(token, at)
    if User.objects.filter(email=newcomer.email.strip().lower()).exists():
        raise EmailKnown
    return User.objects.create_user(
        newcomer.email,
        newcomer.password,
        first_name=newcomer.first_name,
        last_name=newcomer.last_name,
        joined_at=at,
        is_host=True,
    )


@transaction.atomic
def make_host(token: str, person: User, *, at: datetime) -> None:
    """Somebody who is known already becomes host. Raises `LinkUnusable`."""
    _use(token, at)
    person.is_host = True
    person.save(update_fields=["is_host"])


def _use(token: str, at: datetime) -> None:
    """One statement: of two people who open the link at once, one is the host."""
    open_links = FirstLink.objects.filter(token_hash=_hash(token), used_at__isnull=True, expires_at__gt=at)
    if not open_links.update(used_at=at):
        raise LinkUnusable


def _hash(token: str) -> str:
    """A token is long and random: a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()

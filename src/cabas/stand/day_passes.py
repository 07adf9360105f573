"""A coordinator gives a member the link of one stand for one evening, and takes it back at once."""

import hashlib
import uuid
from base64 import urlsafe_b64encode
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.models import Distribution
from cabas.groups.models import Adult
from cabas.people.models import User
from cabas.stand.models import DayPass

SALT = "cabas.stand.day_pass"


class NotAMember(Exception):
    """A pass is signed as somebody of a household of the group."""

    def __str__(self) -> str:
        return _("Choisissez une personne du groupe\u202f: ce qui est fait au stand est signé de son nom.")


class PassUnusable(Exception):
    """The link was revoked, is of another day, or never existed: it is not said which."""


@transaction.atomic
def give_pass(distribution: Distribution, person: User, *, by: User | None, at: datetime) -> DayPass:
    """The pass of this person for this stand; who holds one gets a new link, and the old one opens nothing any more.

    `by` nobody: a role that opens the stand brings it.
    Raises `NotAMember`.
    """
    Distribution.objects.select_for_update().get(pk=distribution.pk)  # one pass a person, given one at a time
    here = Adult.objects.filter(group=distribution.group_id, person=person, membership__left_on__isnull=True)
    if not here.exists():
        raise NotAMember
    standing = DayPass.objects.filter(distribution=distribution, person=person, revoked_at__isnull=True)
    standing.update(revoked_at=at, revoked_by=by)
    seed = uuid.uuid4()
    return DayPass.objects.create(
        group_id=distribution.group_id,
        distribution=distribution,
        person=person,
        seed=seed,
        token_hash=_hash(_token(seed)),
        made_at=at,
        made_by=by,
    )


def revoke_pass(day_pass: DayPass, *, by: User, at: datetime) -> None:
    """From the next request on, the browsers that opened it are outside. Twice is once."""
    DayPass.objects.filter(pk=day_pass.pk, revoked_at__isnull=True).update(revoked_at=at, revoked_by=by)


def pass_of_link(token: str, *, at: datetime) -> DayPass:
    """The standing pass that this link names, whatever the day. Raises `PassUnusable`."""
    passes = DayPass.objects.standing().filter(token_hash=_hash(token))
    found = passes.select_related("person", "group", "distribution__place").first()
    if found is None or found.distribution.day < local_date(at):
        raise PassUnusable
    return found


def say_opened(day_pass: DayPass, *, at: datetime) -> None:
    """A browser opened it; the first time is kept."""
    DayPass.objects.filter(pk=day_pass.pk, opened_at__isnull=True).update(opened_at=at)


def token_of(day_pass: DayPass) -> str:
    """What its link ends with: made again from its seed and the key of the installation, stored nowhere."""
    return _token(day_pass.seed)


def _token(seed: uuid.UUID) -> str:
    digest = salted_hmac(SALT, str(seed), algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _hash(token: str) -> str:
    """A token is long and random: a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()

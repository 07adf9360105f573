"""A group with payments on takes no orders while 4 of its distributions that began and have orders are not validated.

Computed, never stored: validating one lifts it, undoing a validation blocks again. Shop, checkout and confirmation of
an order are blocked, for every member; validation, the stand, accounts and paying what is ordered are not. The founding
document says « the 4 last », its screen « more than 4 »: we block at 4, on purpose stricter than the screen.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cabas.distributions.models import Distribution, DistributionQuerySet, OrderLine, Validation
from cabas.groups.models import Group
from cabas.prepared import prepared

BLOCKED_FROM = 4
TOLD_FROM = 2


class GroupBlocked(Exception):
    """The group takes no orders before one of its distributions is validated."""

    def __str__(self) -> str:
        return _("Les commandes sont en pause\u202f: rien n’a été enregistré.")


class GroupSuspended(GroupBlocked):
    """A host suspended the group, or it has moved."""

    def __str__(self) -> str:
        return _("Le groupe est suspendu\u202f: rien n’a été enregistré.")


@dataclass(frozen=True)
class Backlog:
    """How many validations are owed, and so how far the group is from being blocked."""

    count: int

    @property
    def is_blocked(self) -> bool:
        return self.count >= BLOCKED_FROM

    @property
    def is_next_to_blocked(self) -> bool:
        """Does one more block the group?"""
        return self.count == BLOCKED_FROM - 1

    @property
    def is_told(self) -> bool:
        """Is it time to tell those who validate?"""
        return self.count >= TOLD_FROM

    @property
    def to_validate(self) -> int:
        """How many must be validated before the members may order again."""
        return max(0, self.count - BLOCKED_FROM + 1)

    @property
    def limit(self) -> int:
        return BLOCKED_FROM

    @property
    def slots(self) -> list[bool]:
        """The picture: as many places as block the group, those that are taken first."""
        return [place < self.count for place in range(BLOCKED_FROM)]


def owing_validation(group: Group, at: datetime) -> DistributionQuerySet:
    """The distributions that count, the oldest first; none where payments are off."""
    return _owing(group.pk, at).order_by("starts_at", "pk")


def _owing(group: int, at: datetime) -> DistributionQuerySet:
    """Only the group's own rows are looked at: other groups cost nothing. Orders last, for the few that remain."""
    validated = Validation.objects.live().filter(group=group, distribution=OuterRef("pk"))
    ordered = OrderLine.objects.filter(distribution=OuterRef("pk"), quantity__gt=0)
    begun = Distribution.objects.filter(~Exists(validated), group=group).standing().started(at)
    return begun.filter(Exists(ordered), starts_at__gte=F("group__payment_settings__since"))


@prepared
def _owing_ids(group: int, at: datetime) -> "QuerySet[Distribution, int]":
    return _owing(group, at).values_list("pk", flat=True)


def backlog(group: Group, at: datetime) -> Backlog:
    """How many validations are owed. One statement."""
    return Backlog(len(_owing_ids(group.pk, at)))


def is_blocked(group: Group, at: datetime) -> bool:
    """Do the members have to wait before they order? One statement."""
    return backlog(group, at).is_blocked


def require_not_blocked(group: Group, at: datetime) -> None:
    """Raises `GroupBlocked`, `GroupSuspended`. One statement."""
    if group.is_suspended:
        raise GroupSuspended
    if is_blocked(group, at):
        raise GroupBlocked

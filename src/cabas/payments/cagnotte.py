"""A cagnotte pays orders from the account; a member's own order brings it down to the group's floor, never below.

The floor is 0, unless the group allows negatives: then there is none, or the one that the group set. It binds what
members take themselves: weighing and coordinators' corrections are never refused, and taking less is always possible.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.prepared import prepared
from cabas.ui.formats import euros

NOTHING = Money(0)


class WithFloor(Protocol):
    """What the group decided of its cagnottes; `cagnotte_limit` counts where negatives are allowed."""

    @property
    def allows_negative(self) -> bool: ...
    @property
    def cagnotte_limit(self) -> Money | None: ...


@dataclass(frozen=True)
class Drawn:
    """What an order of this `total` makes of a cagnotte: `before` is what it holds without this order."""

    before: Money
    total: Money
    missing: Money

    @property
    def after(self) -> Money:
        return self.before - self.total


class CagnotteShort(Exception):
    """An order takes more from the cagnotte than it may; `missing` is by how much."""

    def __init__(self, missing: Money) -> None:
        self.missing = missing

    def __str__(self) -> str:
        return _("Il manque %(missing)s sur votre cagnotte pour cette commande. Rien n’a été enregistré.") % {
            "missing": euros(self.missing)
        }


def has_cagnottes(settings: PaymentSettings | None) -> bool:
    """Do the members of this group order on their cagnotte?"""
    return settings is not None and settings.is_on and settings.accepts_cagnotte


def group_has_cagnottes(group: int) -> bool:
    """The same by the id of the group. One statement."""
    return bool(_with_cagnottes(group))


def has_cagnottes_beside() -> Exists:
    """The same beside each row of a queryset that has a group."""
    return Exists(_accepting(OuterRef("group")))


@prepared
def _with_cagnottes(group: int) -> "QuerySet[PaymentSettings, int]":
    return _accepting(group).values_list("pk", flat=True)


def _accepting(group: Any) -> QuerySet[PaymentSettings]:
    return PaymentSettings.objects.filter(group=group, accepts_cagnotte=True, since__isnull=False)


def floor_of(settings: WithFloor) -> Money | None:
    """The lowest balance to which an order may bring a cagnotte; None where there is none."""
    if not settings.allows_negative:
        return NOTHING
    return None if settings.cagnotte_limit is None else -settings.cagnotte_limit


def missing(settings: WithFloor, balance: Money, more: Money) -> Money:
    """What a cagnotte of this balance lacks for `more` to be taken; nothing where no more is taken than before."""
    floor = floor_of(settings)
    if floor is None or more <= NOTHING:
        return NOTHING
    return max(NOTHING, floor - (balance - more))


def drawn(settings: WithFloor, balance: Money, ordered: Money, total: Money) -> Drawn:
    """What ordering for `total` instead of `ordered`, which was taken already, makes of a cagnotte of this balance."""
    return Drawn(balance + ordered, total, missing(settings, balance, total - ordered))


def require_enough(settings: WithFloor, balance: Money, more: Money) -> None:
    """Raises `CagnotteShort`. Under the lock of the book: the balance is then the one that is taken from."""
    if lacking := missing(settings, balance, more):
        raise CagnotteShort(lacking)

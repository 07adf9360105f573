"""What keeps a person from being erased: money or orders that wait, or an office that nobody else holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from cabas.distributions.leaving import BalanceStands, Obstacles, OrdersStand, obstacles_of
from cabas.groups.models import Adult, Group, Membership, Role, RoleHolder
from cabas.groups.roles import LastAdministrator
from cabas.people.models import User


@dataclass(frozen=True)
class Standing:
    """What stands in the way in one group, in words; `membership` where it is about a household that may settle it."""

    group: Group | None
    words: str
    membership: Membership | None = None


def standing_in_the_way(person: User) -> list[Standing]:
    """Everything that is to be done first, group by group."""
    return [*_households(person), *_administrations(person), *_hosting(person)]


def households_of(person: User) -> list[tuple[Membership, bool]]:
    """Every household of this person, also one that left, and whether they are alone in it."""
    adults = Adult.objects.filter(person=person).annotate(seats=Count("membership__adults"))
    fetched = adults.select_related("membership__account", "membership__group__book").order_by("pk")
    return [(adult.membership, adult.seats == 1) for adult in fetched]


def _households(person: User) -> Iterator[Standing]:
    own = [membership for membership, is_alone in households_of(person) if is_alone]
    for membership, here in zip(own, obstacles_of(own), strict=True):
        if not here.is_free:
            yield Standing(membership.group, _said(here), membership)


def _said(here: Obstacles) -> str:
    return str(OrdersStand(here.distributions) if here.distributions else BalanceStands(here.balance))


def _administrations(person: User) -> Iterator[Standing]:
    held = RoleHolder.objects.filter(role=Role.ADMINISTRATOR)
    others = held.filter(group=OuterRef("group")).exclude(person=person)
    for holder in held.filter(~Exists(others), person=person).select_related("group"):
        yield Standing(holder.group, str(LastAdministrator()))


def _hosting(person: User) -> Iterator[Standing]:
    if person.is_host and not User.objects.filter(is_host=True).exclude(pk=person.pk).exists():
        yield Standing(None, _("Personne d’autre ne tient cette installation\u202f: donnez-la d’abord à quelqu’un."))

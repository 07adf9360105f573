"""Roles are given to persons; a group always keeps an administrator."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.groups.models import OFFICES, Group, Role, RoleHolder
from cabas.groups.rights import Right, rights_of
from cabas.people.models import User

ABOUT_MAX = 200


class LastAdministrator(Exception):
    """Nobody removes the last administrator of a group, nor their own right when it is the last."""

    def __str__(self) -> str:
        return _("Le groupe doit garder au moins une personne à l’administration.")


class HoldsRoles(Exception):
    """Roles of somebody else are taken away by those who give them only."""

    def __init__(self, person: User) -> None:
        self.person = person

    def __str__(self) -> str:
        return _(
            "%(name)s a des droits dans le groupe\u202f: une personne à l’administration les retire d’abord, "
            "à la page «\u202fDroits\u202f»."
        ) % {"name": self.person.full_name}


def set_roles(group: Group, person: User, roles: Iterable[str], *, by: User | None, at: datetime) -> None:
    """Make these, and no others, the offices of this person. Raises `LastAdministrator`.

    A role about certain catalogs or a farm is neither given nor taken here.
    """
    with transaction.atomic():
        _lock(group)
        _hold(group, person, {Role(role) for role in roles}, by=by, at=at)


def change_roles(
    group: Group, person: User, *, seen: Collection[str], wanted: Collection[str], by: User, at: datetime
) -> None:
    """Give what is wanted and was not `seen`, take what was seen and is not wanted: another tab's changes stay.

    Raises `LastAdministrator`.
    """
    with transaction.atomic():
        _lock(group)
        offices = RoleHolder.objects.filter(group=group, person=person, role__in=OFFICES)
        held = set(offices.values_list("role", flat=True))
        roles = (held | (set(wanted) - set(seen))) - (set(seen) - set(wanted))
        _hold(group, person, {Role(role) for role in roles}, by=by, at=at)


def give_role(group: Group, person: User, role: Role, about: str, *, by: User | None, at: datetime) -> None:
    """Give a role about something, or say anew what it is about."""
    given = {"about": about[:ABOUT_MAX]}
    found = RoleHolder.objects.filter(group=group, person=person, role=role)
    if not found.update(**given):
        RoleHolder.objects.create(group=group, person=person, role=role, given_at=at, given_by=by, **given)


def take_role(group: Group, person: User, role: Role) -> None:
    """Take a role about something away; nothing happens where the person does not hold it."""
    RoleHolder.objects.filter(group=group, person=person, role=role).delete()


def _lock(group: Group) -> None:
    Group.objects.select_for_update().get(pk=group.pk)


def _hold(group: Group, person: User, wanted: set[Role], *, by: User | None, at: datetime) -> None:
    """These offices and no others, under the lock."""
    held = RoleHolder.objects.filter(group=group, person=person, role__in=OFFICES)
    held.exclude(role__in=wanted).delete()
    known = set(RoleHolder.objects.filter(group=group, person=person).values_list("role", flat=True))
    RoleHolder.objects.bulk_create(
        RoleHolder(group=group, person=person, role=role, given_at=at, given_by=by) for role in sorted(wanted - known)
    )
    if not RoleHolder.objects.filter(group=group, role=Role.ADMINISTRATOR).exists() and by is not None:
        raise LastAdministrator


@transaction.atomic
def drop_roles(group: Group, people: Collection[User], *, by: User, at: datetime) -> None:
    """Take all roles but the producer's from these persons, whose household leaves: a farm needs no household.

    Raises `HoldsRoles`, `LastAdministrator`.
    """
    offices = RoleHolder.objects.filter(group=group, person__in=people, role__in=OFFICES)
    held = set(offices.values_list("person", flat=True))
    holders = [person for person in people if person.pk in held]
    others = [person for person in holders if person.pk != by.pk]
    if others and Right.GIVE_ROLES not in rights_of(by, group):
        raise HoldsRoles(others[0])
    for person in holders:
        set_roles(group, person, [], by=by, at=at)
    RoleHolder.objects.filter(group=group, person__in=people, role=Role.CATALOG_COORDINATOR).delete()

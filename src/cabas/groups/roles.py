"""Roles are given to persons; a group always keeps an administrator."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.groups.models import Group, Role, RoleHolder
from cabas.groups.rights import Right, rights_of
from cabas.people.models import User


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
    """Make these, and no others, the roles of this person. Raises `LastAdministrator`."""
    wanted = {Role(role) for role in roles}
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=group.pk)
        held = RoleHolder.objects.filter(group=group, person=person)
        held.exclude(role__in=wanted).delete()
        known = set(held.values_list("role", flat=True))
        RoleHolder.objects.bulk_create(
            RoleHolder(group=group, person=person, role=role, given_at=at, given_by=by)
            for role in sorted(wanted - known)
        )
        if not RoleHolder.objects.filter(group=group, role=Role.ADMINISTRATOR).exists() and by is not None:
            raise LastAdministrator


@transaction.atomic
def drop_roles(group: Group, people: Collection[User], *, by: User, at: datetime) -> None:
    """Take all roles from these persons, who are leaving the group. Raises `HoldsRoles`, `LastAdministrator`."""
    held = set(RoleHolder.objects.filter(group=group, person__in=people).values_list("person", flat=True))
    holders = [person for person in people if person.pk in held]
    others = [person for person in holders if person.pk != by.pk]
    if others and Right.GIVE_ROLES not in rights_of(by, group):
        raise HoldsRoles(others[0])
    for person in holders:
        set_roles(group, person, [], by=by, at=at)

"""Roles are given to persons; a group always keeps an administrator."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.groups.models import Group, Role, RoleHolder
from cabas.people.models import User


class LastAdministrator(Exception):
    """Nobody removes the last administrator of a group, nor their own right when it is the last."""

    def __str__(self) -> str:
        return _("Le groupe doit garder au moins une personne à l’administration.")


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

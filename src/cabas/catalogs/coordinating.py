"""A person may keep all catalogs, which is the whole coordination, or certain ones: these, their products and orders.

Who keeps certain ones finds no other, and keeps neither accounts nor members.
"""

from collections.abc import Collection
from datetime import datetime
from operator import attrgetter

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cabas.catalogs.models import Catalog, CatalogCoordinator
from cabas.groups.models import Group, Role, RoleHolder
from cabas.groups.rights import Right
from cabas.groups.roles import change_roles, give_role, take_role
from cabas.people.models import User

KEEPERS = (Right.MANAGE_CATALOGS, Right.KEEP_SOME_CATALOGS)


class NoCatalogChosen(Exception):
    """Certain catalogs were said, and none was named."""

    def __str__(self) -> str:
        return _("Choisissez au moins un catalogue.")


def catalogs_kept(group: Group, person: User, rights: Collection[Right]) -> "QuerySet[Catalog]":
    """The catalogs of the group that this person may keep."""
    catalogs = Catalog.objects.filter(group=group)
    if Right.MANAGE_CATALOGS in rights:
        return catalogs
    if Right.KEEP_SOME_CATALOGS not in rights:
        return catalogs.none()
    return catalogs.filter(coordinators__person=person)


def coordinated_by(group: Group, person: User) -> list[int]:
    """The ids of the certain catalogs of this person."""
    own = CatalogCoordinator.objects.filter(group=group, person=person)
    return list(own.values_list("catalog", flat=True))


@transaction.atomic
def coordinate(group: Group, person: User, catalogs: Collection[Catalog], *, by: User, at: datetime) -> None:
    """These catalogs and no others, instead of the whole coordination. Raises `NoCatalogChosen`."""
    if not catalogs:
        raise NoCatalogChosen
    change_roles(group, person, seen=[Role.COORDINATOR], wanted=[], by=by, at=at)
    _forget(group, person)
    CatalogCoordinator.objects.bulk_create(
        CatalogCoordinator(group=group, catalog=catalog, person=person, given_at=at, given_by=by)
        for catalog in catalogs
    )
    about = ", ".join(catalog.name for catalog in sorted(catalogs, key=attrgetter("sort_name")))
    give_role(group, person, Role.CATALOG_COORDINATOR, about, by=by, at=at)


@transaction.atomic
def coordinate_all(group: Group, person: User, *, by: User, at: datetime) -> None:
    """The whole coordination: what it opens is more than catalogs."""
    change_roles(group, person, seen=[], wanted=[Role.COORDINATOR], by=by, at=at)
    _forget(group, person)
    take_role(group, person, Role.CATALOG_COORDINATOR)


@transaction.atomic
def coordinate_none(group: Group, person: User, *, by: User, at: datetime) -> None:
    """No catalog any more. Raises `LastAdministrator`."""
    change_roles(group, person, seen=[Role.COORDINATOR], wanted=[], by=by, at=at)
    _forget(group, person)
    take_role(group, person, Role.CATALOG_COORDINATOR)


def _forget(group: Group, person: User) -> None:
    CatalogCoordinator.objects.filter(group=group, person=person).delete()


def is_coordinator(group: Group, person: User) -> bool:
    """Of all catalogs."""
    return RoleHolder.objects.filter(group=group, person=person, role=Role.COORDINATOR).exists()

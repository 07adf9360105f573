"""What each role may do in a group. No role implies another: a coordinator who keeps the books holds two roles."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef

from cabas.groups.models import Group, Role, RoleHolder
from cabas.people.models import User


class Right(StrEnum):
    SERVE = "serve"
    VALIDATE = "validate"
    UNDO_VALIDATION = "undo_validation"
    PLAN = "plan"
    GIVE_PASSES = "give_passes"
    ORDER_FOR_MEMBERS = "order_for_members"
    READ_ACCOUNTS = "read_accounts"
    KEEP_ACCOUNTS = "keep_accounts"
    MANAGE_CATALOGS = "manage_catalogs"
    MANAGE_MEMBERS = "manage_members"
    READ_MAIL = "read_mail"
    WRITE_MESSAGES = "write_messages"
    SET_PAYMENTS = "set_payments"
    GIVE_ROLES = "give_roles"
    SET_GROUP = "set_group"
    KEEP_SOME_CATALOGS = "keep_some_catalogs"
    DELIVER = "deliver"


RIGHTS_OF: dict[str, frozenset[Right]] = {
    Role.COORDINATOR: frozenset(
        {
            Right.SERVE,
            Right.VALIDATE,
            Right.PLAN,
            Right.GIVE_PASSES,
            Right.ORDER_FOR_MEMBERS,
            Right.READ_ACCOUNTS,
            Right.KEEP_ACCOUNTS,
            Right.MANAGE_CATALOGS,
            Right.MANAGE_MEMBERS,
            Right.READ_MAIL,
            Right.WRITE_MESSAGES,
        }
    ),
    Role.TREASURER: frozenset({Right.SERVE, Right.VALIDATE, Right.READ_ACCOUNTS, Right.KEEP_ACCOUNTS, Right.READ_MAIL}),
    Role.ADMINISTRATOR: frozenset(
        {
            Right.VALIDATE,
            Right.UNDO_VALIDATION,
            Right.PLAN,
            Right.READ_ACCOUNTS,
            Right.MANAGE_MEMBERS,
            Right.READ_MAIL,
            Right.WRITE_MESSAGES,
            Right.SET_PAYMENTS,
            Right.GIVE_ROLES,
            Right.SET_GROUP,
        }
    ),
    Role.CATALOG_COORDINATOR: frozenset({Right.KEEP_SOME_CATALOGS}),
    Role.PRODUCER: frozenset({Right.DELIVER}),
}


def rights_of(person: User, group: Group) -> frozenset[Right]:
    """All that this person may do in this group beyond being a member."""
    return rights_by_group(person, [group])[group.pk]


def rights_by_group(person: User, groups: Collection[Group]) -> dict[int, frozenset[Right]]:
    """The same in each of these groups, by the group's id. One statement."""
    rights: dict[int, frozenset[Right]] = {group.pk: frozenset() for group in groups}
    held = RoleHolder.objects.filter(group__in=groups, person=person)
    for group_id, role in held.values_list("group", "role"):
        rights[group_id] |= RIGHTS_OF[role]
    return rights


def held_roles(person: int, group: str) -> dict[str, Exists]:
    """Annotations for `rights_held`: which roles the person of this id holds in the group that a field names."""
    held = RoleHolder.objects.filter(group=OuterRef(group), person=person)
    return {f"is_{role.value}": Exists(held.filter(role=role)) for role in Role}


def rights_held(row: Any) -> frozenset[Right]:
    """What the roles of a row open, fetched with `held_roles`. No statement."""
    return frozenset[Right]().union(*(RIGHTS_OF[role] for role in Role if getattr(row, f"is_{role.value}")))

"""A host suspends a group with a reason, or says where it has moved: no order, no joining, a calm page for its members.

Its administrators and treasurers still reach accounts, exports and validations, so that everybody gets their money
back; the host, who sees none of it, lifts the suspension.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.groups.models import Group, Role
from cabas.groups.rights import RIGHTS_OF, Right

ROLES_LEFT = (Role.TREASURER, Role.ADMINISTRATOR)
RIGHTS_LEFT = frozenset(
    {Right.READ_ACCOUNTS, Right.KEEP_ACCOUNTS, Right.VALIDATE, Right.UNDO_VALIDATION, Right.READ_MAIL}
)


class ReasonMissing(Exception):
    """The members are told why: a suspension has a reason."""

    def __str__(self) -> str:
        return _("Dites pourquoi\u202f: les membres le liront.")


def rights_left(row: Any) -> frozenset[Right]:
    """What the roles of a row, fetched with `held_roles`, open while the group is suspended. No statement."""
    held = [RIGHTS_OF[role] for role in ROLES_LEFT if getattr(row, f"is_{role.value}")]
    return RIGHTS_LEFT.intersection(frozenset[Right]().union(*held))


def suspend(group: Group, *, why: str, moved_to: str = "", at: datetime) -> None:
    """Suspend it, or say otherwise why it is; `moved_to`: the address where it now is. Raises `ReasonMissing`."""
    if not (why.strip() or moved_to):
        raise ReasonMissing
    group.suspended_at = group.suspended_at or at
    group.suspended_why, group.moved_to = why.strip(), moved_to
    group.save(update_fields=["suspended_at", "suspended_why", "moved_to"])


def lift_suspension(group: Group) -> None:
    """The group is as it was."""
    group.suspended_at, group.suspended_why, group.moved_to = None, "", ""
    group.save(update_fields=["suspended_at", "suspended_why", "moved_to"])

"""A mail comes from the group by its name, and an answer to it reaches a human of the group."""

from collections.abc import Collection
from email.utils import formataddr, parseaddr

from django.conf import settings

from cabas.groups.models import Role, RoleHolder
from cabas.mail.models import OutgoingMail

ANSWERING = (Role.COORDINATOR, Role.ADMINISTRATOR)


def from_group(name: str) -> str:
    """« Les Paniers du Vallon <cabas@…> »: the group's name, at the address of the installation."""
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])) if name else settings.DEFAULT_FROM_EMAIL


def who_answers(mails: Collection[OutgoingMail]) -> dict[int, str]:
    """The address of who coordinates each of these groups, the longest there first; else of who administers it.

    One statement.
    """
    holders = RoleHolder.objects.filter(group__in={mail.group_id for mail in mails}, role__in=ANSWERING)
    known = holders.exclude(person__email=None).order_by("pk").values_list("group", "role", "person__email")
    found: dict[int, str] = {}
    for role in ANSWERING:
        for group, held, address in known:
            if held == role and address:
                found.setdefault(group, address)
    return found

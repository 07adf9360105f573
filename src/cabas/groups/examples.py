"""A group of examples holds no real address but its founder's: whatever is written there becomes one of nobody.

So it takes nobody of a real group in, its people can be removed with it, and no mail could reach them if one left.
"""

from django.conf import settings
from django.db.models import QuerySet

from cabas.groups.models import Group
from cabas.people.invented import NOWHERE, invented_address
from cabas.people.models import stored_email


def real_groups() -> "QuerySet[Group]":
    """Those of an installation: a group of examples is none, but in a demonstration, where there are no others."""
    groups = Group.objects.all()
    return groups if settings.IS_DEMO else groups.filter(book__is_disposable=False)


def domain_of(group: Group) -> str:
    """Where the people of this group of examples have their addresses: no other group has it."""
    return f"exemple-{group.pk}{NOWHERE}"


def address_in(group: Group, email: str | None) -> str | None:
    """The address to keep for somebody of this group: the one that was written, in a real group."""
    written = stored_email(email)
    if written is None or not group.is_example or written.endswith(f"@{domain_of(group)}"):
        return written
    return invented_address(written, domain_of(group))

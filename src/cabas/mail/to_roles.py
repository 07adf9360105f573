"""What concerns those who hold a role is written to each of them once, whatever the number of their roles."""

from collections.abc import Collection

from cabas.groups.models import Membership, RoleHolder
from cabas.mail.queueing import Letter


def letters_to(group: int, roles: Collection[str], kind: str, subject: str, body: str) -> list[Letter]:
    """To whoever holds one of these roles and is of a household of the group. Three statements."""
    holders = RoleHolder.objects.filter(group=group, role__in=roles)
    households = Membership.objects.filter(group=group, adults__person__in=holders.values("person")).distinct()
    told = set(holders.values_list("person", flat=True))
    return [
        Letter(household, kind, subject, body, only=person)
        for household in households.select_related("group").with_people()
        for person in household.people
        if person.pk in told
    ]

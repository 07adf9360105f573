"""A household of a group is sought by name, number, phone or e-mail: one rule for every list of the office.

For pages whose readers may see phones and e-mails: whoever is found by part of a phone has that part in it.
"""

from django.db.models import Q

from cabas.groups.models import Adult, Group, Membership, MembershipQuerySet
from cabas.people.seeking import reached_by


def households_sought(group: Group, sought: str) -> MembershipQuerySet:
    """Those that match; all where nothing is sought. One statement, only where it may be a phone or an e-mail."""
    members = Membership.objects.filter(group=group)
    matching = members.matching(sought)
    if (reached := reached_by(sought)) is None:
        return matching
    adults = Adult.objects.filter(group=group).values_list("membership", "person__email", "person__phone")
    found = {member for member, email, phone in adults if reached(email, phone)}
    return members.filter(Q(pk__in=found) | Q(pk__in=matching.values("pk")))

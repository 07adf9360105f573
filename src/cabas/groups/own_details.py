"""People say themselves what they are called, once for all their groups: every household of theirs is found by it."""

from django.db import transaction

from cabas.groups.members import search_name, sort_name
from cabas.groups.models import Membership
from cabas.people.models import User


@transaction.atomic
def save_details(person: User) -> None:
    """Save the name and the phone of this person, and how their households are sought and sorted."""
    person.save(update_fields=["first_name", "last_name", "phone"])
    members = list(Membership.objects.filter(adults__person=person).with_people())
    for member in members:
        member.search_name, member.sort_name = search_name(member.people), sort_name(member.people)
    Membership.objects.bulk_update(members, ["search_name", "sort_name"])

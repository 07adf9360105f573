"""How a group shows itself is saved whole: its page, its door, whom it names."""

from collections.abc import Iterable

from django.db import transaction

from cabas.groups.models import Group
from cabas.joining.models import ShownContact, Welcome
from cabas.people.models import User


@transaction.atomic
def save_welcome(welcome: Welcome, contacts: Iterable[User]) -> None:
    """Save it, and name these persons and no other."""
    group: Group = welcome.group
    Group.objects.select_for_update().get(pk=group.pk)  # two who save at once, the first time too
    welcome.pk = welcome.pk or Welcome.objects.filter(group=group).values_list("pk", flat=True).first()
    welcome.save(force_insert=welcome.pk is None)
    ShownContact.objects.filter(group=group).delete()
    ShownContact.objects.bulk_create(ShownContact(group=group, person=person) for person in contacts)

"""« Annuler l’import » takes out the households that a file brought, but those to whom something happened since.

An account that moved, a sign-in, a role, an order: then the household stays, and is named.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext as _

from cabas.groups.models import Adult, Group, MemberImport, Membership, RoleHolder
from cabas.ledger.locking import lock
from cabas.ledger.models import Account
from cabas.people.models import User


class ImportUndone(Exception):
    """An import is undone once."""

    def __str__(self) -> str:
        return _("Cet import est déjà annulé.")


@dataclass(frozen=True)
class Undone:
    """`count` rows of it are as they were before; `left`: the names of those that stay."""

    count: int
    left: Sequence[str]


def held(model: type[models.Model], rows: Collection[int], beside: Collection[type[models.Model]] = ()) -> set[int]:
    """Of these rows, by id, those that a row of another table speaks of, tables of `beside` apart.

    Whatever the rooms above keep of them is asked too: nothing that somebody counts on is ever taken away.
    """
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.related_model not in beside:
            name = relation.field.name  # type: ignore[union-attr]
            speaking = relation.related_model._default_manager.filter(**{f"{name}__in": rows})  # type: ignore[union-attr]
            found |= set(speaking.values_list(name, flat=True))
    return found


@transaction.atomic
def undo_member_import(done: MemberImport, *, at: datetime) -> Undone:
    """Take the households of this import out of the group, with their people and empty accounts. Raises
    `ImportUndone`."""
    lock(done.group.book_id)
    if not MemberImport.objects.filter(pk=done.pk, undone_at__isnull=True).update(undone_at=at):
        raise ImportUndone
    brought = list(
        Membership.objects.filter(group=done.group, pk__in=done.members).select_related("account").with_people()
    )
    stay = _to_whom_something_happened(done.group, brought)
    gone = [member for member in brought if member.pk not in stay]
    people = [person.pk for member in gone for person in member.people]
    Adult.objects.filter(membership__in=gone).delete()
    Membership.objects.filter(pk__in=[member.pk for member in gone]).delete()
    Account.objects.filter(pk__in=[member.account_id for member in gone]).delete()
    _forget(people)
    return Undone(len(gone), [member.full_name for member in brought if member.pk in stay])


def _to_whom_something_happened(group: Group, brought: Sequence[Membership]) -> set[int]:
    """Moved, ordered, left, invited to a role, or signed in since."""
    stay = held(Membership, [member.pk for member in brought], beside=[Adult])
    stay |= {member.pk for member in brought if member.account.last_entry or member.left_on}
    people = {person.pk: member.pk for member in brought for person in member.people}
    holders = RoleHolder.objects.filter(group=group, person__in=people).values_list("person", flat=True)
    return stay | {people[person] for person in holders}


def _forget(people: Sequence[int]) -> None:
    """Those who are in no other household, hold no role and never signed in are not kept."""
    unknown = User.objects.filter(pk__in=people, last_login__isnull=True, is_host=False)
    unknown.exclude(pk__in=held(User, people)).delete()

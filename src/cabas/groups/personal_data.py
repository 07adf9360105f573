"""A person's name and e-mail are theirs alone once they signed in, belong to another group or keep the installation.

Otherwise whoever manages the members of one group could become somebody of another, by writing their own address there.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cabas.groups.models import Adult, Group, RoleHolder
from cabas.groups.rights import Right, rights_of
from cabas.people.models import User


class NotTheGroups(Exception):
    """This is not the group's to change; the sentence says whose it is."""

    def __init__(self, field: str, person: User, why: str) -> None:
        self.field, self.person, self.why = field, person, why

    def __str__(self) -> str:
        return self.why


@dataclass(frozen=True)
class Freedom:
    """What the editor may change of a person; `why` says it where they may not."""

    identity: bool = True  # name and e-mail
    phone: bool = True
    why: str = ""


def freedoms(group: Group, people: Collection[User], *, by: User) -> dict[int, Freedom]:
    """What `by` may change of each of these persons of the group, by their id. Four statements."""
    elsewhere = _elsewhere(group, people)
    may_give_roles = Right.GIVE_ROLES in rights_of(by, group)
    holders = set(RoleHolder.objects.filter(group=group, person__in=people).values_list("person", flat=True))
    shielded = (
        set() if may_give_roles else holders
    )  # nobody comes to hold, under another address, what they cannot give
    return {person.pk: _freedom(person, person.pk in elsewhere, person.pk in shielded) for person in people}


def _freedom(person: User, is_elsewhere: bool, is_shielded: bool) -> Freedom:
    if is_elsewhere:
        why = _("Cette personne tient elle-même ses coordonnées, à la page «\u202fMes coordonnées\u202f».")
        return Freedom(identity=False, phone=False, why=why)
    if person.last_login or person.is_host:
        why = _("Cette personne tient elle-même son nom et son e-mail, à la page «\u202fMes coordonnées\u202f».")
        return Freedom(identity=False, why=why)
    if is_shielded:
        why = _(
            "Cette personne a des droits dans le groupe\u202f: seule l’administration change son nom et son e-mail."
        )
        return Freedom(identity=False, why=why)
    return Freedom()


def _elsewhere(group: Group, people: Collection[User]) -> set[int]:
    """Those who are, were or have a role in another group."""
    households = Adult.objects.filter(person__in=people).exclude(group=group)
    roles = RoleHolder.objects.filter(person__in=people).exclude(group=group)
    return {*households.values_list("person", flat=True), *roles.values_list("person", flat=True)}

"""A group is open, keeps a waiting list, is closed or complete; reached, its number of households makes it complete."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cabas.groups.models import Group
from cabas.joining.models import JoiningRequest, Registration, Welcome

TAKING = (Registration.OPEN, Registration.WAITING)
WORDS = {
    Registration.CLOSED: gettext_lazy("Les inscriptions sont fermées pour l’instant."),
    Registration.FULL: gettext_lazy("Le groupe est complet\u202f: il n’accueille plus personne pour l’instant."),
}


class NotTaking(Exception):
    """The group takes nobody now."""

    def __init__(self, state: Registration) -> None:
        self.state = state

    def __str__(self) -> str:
        return str(WORDS[self.state])


class GroupFull(Exception):
    """The group has all the households that it takes."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __str__(self) -> str:
        return _(
            "Le groupe a ses %(most)s foyers\u202f: augmentez ce nombre à la page «\u202fPage du groupe et "
            "inscriptions\u202f», ou attendez un départ."
        ) % {"most": self.most}


def has_room(group: Group, welcome: Welcome) -> bool:
    """Is there room for one more household? One statement where a number was set, none otherwise."""
    if welcome.households_max is None:
        return True
    return group.memberships.filter(passage__isnull=True, left_on__isnull=True).count() < welcome.households_max


def registration_of(group: Group, welcome: Welcome) -> Registration:
    """What the group answers at this moment; a group of examples takes nobody."""
    if group.is_suspended or group.is_example:
        return Registration.CLOSED
    asked = Registration(welcome.registration)
    return Registration.FULL if asked in TAKING and not has_room(group, welcome) else asked


def require_room(group: Group, welcome: Welcome) -> None:
    """Raises `GroupFull`."""
    if not has_room(group, welcome):
        raise GroupFull(welcome.households_max or 0)


def count_waiting(group: Group) -> int:
    """How many requests are on the list."""
    return JoiningRequest.objects.filter(group=group).waiting().count()

"""A member who gives to another says the number and the name: one of the two mistyped gives nothing to anybody."""

from django.utils.translation import gettext as _

from cabas.groups.models import Group, Membership
from cabas.people.names import search_form


class NobodyOfThisName(Exception):
    """No current household has this number and this name. Who has the number is not said."""

    def __str__(self) -> str:
        return _("Aucun membre n’a ce numéro et ce nom. Écrivez les deux, comme «\u202f12 Diop\u202f».")


def receiver_said(group: Group, typed: str) -> Membership:
    """« 12 Diop »: the household of this number, where one of its people has this name. Raises `NobodyOfThisName`."""
    number, _space, name = typed.strip().partition(" ")
    words = search_form(name).split()
    if number.isdecimal() and words:
        found = Membership.objects.current().filter(group=group).matching(number).select_related("account")
        for member in found.with_people():
            if all(word in member.search_name.split() for word in words):
                member.group = group
                return member
    raise NobodyOfThisName

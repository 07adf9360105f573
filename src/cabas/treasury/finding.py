"""A member is found by what somebody types: number, phone, name or e-mail in part, reference of a transfer."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cabas.groups.models import Group, Membership
from cabas.payments.transfer_references import references_typed
from cabas.people.names import search_form
from cabas.people.seeking import Reached, reached_by
from cabas.treasury.overview import MemberBalance, balances_of

SHOWN_MAX = 4


class NobodyFound(Exception):
    """No member has this number, name, phone, e-mail or reference."""

    def __init__(self, typed: str) -> None:
        self.typed = typed

    def __str__(self) -> str:
        if not self.typed:
            return _("Indiquez le membre\u202f: nom, numéro, téléphone ou e-mail.")
        words = _("Aucun membre ne correspond à «\u202f%(typed)s\u202f».")
        return words % {"typed": self.typed}


class SeveralFound(Exception):
    """Several members have this in their name, phone or e-mail: the number says which one."""

    def __init__(self, found: Sequence[MemberBalance]) -> None:
        self.found = found

    def __str__(self) -> str:
        named = ", ".join(f"{member.number} {member.name}" for member in self.found[:SHOWN_MAX])
        more = "…" if len(self.found) > SHOWN_MAX else ""
        words = _("Plusieurs membres\u202f: %(named)s. Tapez le numéro.")
        return words % {"named": named + more}


class Directory:
    """The members of a group with where they stand, to find many of them among."""

    def __init__(self, members: Sequence[MemberBalance]) -> None:
        self.members = members
        self._by_number = {member.number: member for member in members}
        self._forms = [(search_form(member.name), member) for member in members]

    def find(self, typed: str) -> MemberBalance:
        """The one member that this means. « 12 Awa Diop » is number 12. Raises `NobodyFound`, `SeveralFound`."""
        typed = typed.strip()
        numbers = self._numbers(typed)
        if numbers is not None:
            found = [self._by_number[number] for number in numbers if number in self._by_number]
        elif (reached := reached_by(typed)) is not None:
            found = self._reached(reached, typed.casefold())
        else:
            found = self._named(search_form(typed))
        if not found:
            raise NobodyFound(typed)
        if len(found) > 1:
            raise SeveralFound(found)
        return found[0]

    def _numbers(self, typed: str) -> list[int] | None:
        """Those that the text says; None where it says a name, an e-mail, or a phone: « 06 12 34 » is not number 6."""
        first, _space, rest = typed.partition(" ")
        is_short = len(first) <= len(str(max(self._by_number, default=0)))
        if first.isdecimal() and is_short and (not rest or any(character.isalpha() for character in rest)):
            return [int(first)]
        return list({reference.member for reference in references_typed(typed)}) or None

    def _reached(self, reached: Reached, address: str) -> list[MemberBalance]:
        """A whole e-mail is that member, also where it ends another one."""
        found = [member for member in self.members if member.is_reached(reached)]
        whole = [member for member in found if any(person.email == address for person in member.people)]
        return whole or found

    def _named(self, form: str) -> list[MemberBalance]:
        """A whole name is that member, also where it begins another one."""
        words = form.split()
        found = [(name, member) for name, member in self._forms if words and all(word in name for word in words)]
        whole = [member for name, member in found if name == form]
        return whole if len(whole) == 1 else [member for _name, member in found]


def member_found(group: Group, typed: str) -> Membership:
    """The same alone, with its account and its group. Raises `NobodyFound`, `SeveralFound`."""
    found = Directory(balances_of(group)).find(typed)
    member = group.memberships.select_related("account").with_people().get(number=found.number)
    member.group = group
    return member

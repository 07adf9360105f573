"""Who a line speaks of: known by e-mail, else by names in any order, without accents; what is uncertain is proposed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from cabas.groups.models import Group, Membership
from cabas.people.names import search_form

PROPOSED_MAX = 3
LIKENESS_MIN = 0.75  # « jeane petti » is 0.86 like « jean petit », 0.57 like « lise petit »
AND = "et"  # « Camille et Alex Moreau »


@dataclass(frozen=True)
class Recognised:
    """The one household that it surely is; else those that it may be, the likeliest first."""

    member: Membership | None
    proposed: tuple[Membership, ...] = ()


@dataclass
class Directory:
    """The households of a group, sought by what files write of people."""

    members: Sequence[Membership]
    _by_email: dict[str, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    _by_words: dict[frozenset[str], list[Membership]] = field(default_factory=lambda: defaultdict(list))
    _by_written: dict[str, list[Membership]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for member in self.members:
            self._add(member)

    def recognise(self, name: str, email: str = "", *, with_proposals: bool = True) -> Recognised:
        """Who this is. Certain: one household that has not left, and that the e-mail and the name do not contradict."""
        words = _words(name)
        by_email = self._by_email.get(email.strip().lower(), [])
        by_name = self._by_words.get(words, []) if words else []
        found = [*by_email, *(member for member in by_name if member not in by_email)]
        is_certain = len(found) == 1 and found[0].left_on is None
        if is_certain:
            return Recognised(found[0])
        if not with_proposals:
            return Recognised(None)
        return Recognised(None, tuple(_each_once([*found, *self._holding(words), *self._alike(name)])[:PROPOSED_MAX]))

    def _add(self, member: Membership) -> None:
        people = member.people
        names = [person.full_name for person in people]
        if len(people) > 1:
            names.append(" ".join(names))
        for words in {_words(name) for name in names}:
            self._by_words[words].append(member)
        for person in people:
            if person.email:
                self._by_email[person.email.lower()].append(member)
            for written in {f"{person.first_name} {person.last_name}", f"{person.last_name} {person.first_name}"}:
                self._by_written[search_form(written)].append(member)

    def _holding(self, words: frozenset[str]) -> list[Membership]:
        """Those whose name has all these words, and others."""
        if not words:
            return []
        return [member for known, members in self._by_words.items() if words < known for member in members]

    def _alike(self, name: str) -> list[Membership]:
        """Those whose name is written nearly so."""
        near = get_close_matches(search_form(name), list(self._by_written), n=2 * PROPOSED_MAX, cutoff=LIKENESS_MIN)
        return [member for written in near for member in self._by_written[written]]


def directory_of(group: Group) -> Directory:
    """Every household of the group, who left too, each with its account. Two statements."""
    return Directory(list(Membership.objects.filter(group=group).select_related("account").with_people().by_name()))


def _words(name: str) -> frozenset[str]:
    """The words of a name whatever their order; « et » joins two people and names none."""
    return frozenset(word for word in search_form(name).split() if word != AND)


def _each_once(members: Iterable[Membership]) -> list[Membership]:
    return list({member.pk: member for member in members}.values())

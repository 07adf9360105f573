"""Two households of a group may be the same people entered twice: one name, or one phone, is in both."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cabas.groups.models import Adult, Group
from cabas.people.phones import digits


@dataclass(frozen=True)
class Pair:
    """The numbers of two households, the older one first, and what makes one think of it."""

    first: int
    second: int
    has_one_name: bool
    has_one_phone: bool


def possible_doubles(group: Group) -> list[Pair]:
    """Every two current households with somebody of the same name, in any order, or with the same phone. One statement.

    Two e-mails are no proof of two persons: whoever has two addresses is entered twice.
    """
    adults = Adult.objects.filter(group=group, membership__left_on=None, membership__passage=None)
    names: dict[frozenset[str], set[int]] = defaultdict(set)
    phones: dict[str, set[int]] = defaultdict(set)
    for number, name, phone in adults.values_list("membership__number", "person__search_name", "person__phone"):
        if words := frozenset(name.split()):
            names[words].add(number)
        if found := digits(phone):
            phones[found].add(number)
    named, phoned = set(_pairs(names)), set(_pairs(phones))
    return [Pair(*pair, pair in named, pair in phoned) for pair in sorted(named | phoned)]


def _pairs(numbers: dict[frozenset[str], set[int]] | dict[str, set[int]]) -> Iterator[tuple[int, int]]:
    for same in numbers.values():
        for first in same:
            yield from ((first, second) for second in same if second > first)

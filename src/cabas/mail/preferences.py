"""A person chooses, in each group, what to receive by mail: all, the essential, or only what concerns money."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from cabas.groups.models import Group
from cabas.mail.kinds import ALWAYS, Level, is_wanted, kind_of, level_without
from cabas.mail.models import MailPreference
from cabas.people.models import User


@dataclass(frozen=True)
class Choice:
    """What somebody wants; `is_daily`: what is not urgent leaves once a day, together."""

    level: str = Level.ALL
    is_daily: bool = False

    def wants(self, kind: str) -> bool:
        return is_wanted(kind, self.level)

    def keeps_for_the_evening(self, kind: str) -> bool:
        return self.is_daily and kind_of(kind).waits


ALL = Choice()


def choice_of(person: User, group: Group) -> Choice:
    """What this person chose; all, at once, where they chose nothing."""
    return choices([person.pk], [group.pk]).get((group.pk, person.pk), ALL)


def choices(people: Collection[int], groups: Collection[int]) -> dict[tuple[int, int], Choice]:
    """By group and person, of those who chose. One statement."""
    chosen = MailPreference.objects.filter(person__in=people, group__in=groups)
    return {
        (group, person): Choice(level, is_daily)
        for group, person, level, is_daily in chosen.values_list("group", "person", "level", "is_daily")
    }


def choose(person: User, group: Group, level: str, *, is_daily: bool) -> None:
    """What this person receives of this group from now on."""
    said = {"level": Level(level), "is_daily": is_daily}
    MailPreference.objects.update_or_create(group=group, person=person, defaults=said)


@transaction.atomic
def stop(person: User, group: Group, kind: str) -> Choice:
    """No more of this kind: one step down from where it belongs, and not above where the person is already.

    What everybody receives goes on.
    """
    before = choice_of(person, group)
    if kind_of(kind).level != ALWAYS and before.wants(kind):
        choose(person, group, level_without(kind), is_daily=before.is_daily)
    return choice_of(person, group)

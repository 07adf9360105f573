"""A group begins with three answers: its name, its place, the day and the hours at which it meets."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from cabas.groups.models import Group
from cabas.hosting.founding import NewGroup, found_whole_group
from cabas.people.models import User
from cabas.starting.models import Beginning, Way

AHEAD_MIN = timedelta(days=7)  # time to bring members and products
LASTS = timedelta(weeks=25)


@dataclass(frozen=True)
class Weekly:
    """The day of the week, as `date.weekday` counts, from when to when."""

    weekday: int
    starts: time
    ends: time


@transaction.atomic
def begin(
    new: NewGroup, way: Way, weekly: Weekly | None, *, by: User, at: datetime, is_disposable: bool = False
) -> Group:
    """Found the group whole; its first steps are shown until they are put away. Raises `SlugRefused`."""
    group = found_whole_group(new, by=by, at=at, is_disposable=is_disposable)
    group.is_starting = True
    group.save(update_fields=["is_starting"])
    Beginning.objects.create(group=group, way=way, **(vars(weekly) if weekly else {}))
    return group


def put_away(group: Group) -> None:
    """The first steps stand on no page any more, but in « Réglages »."""
    Group.objects.filter(pk=group.pk).update(is_starting=False)


def take_out(group: Group) -> None:
    """They are shown again."""
    Group.objects.filter(pk=group.pk).update(is_starting=True)


def say_no_balances(group: Group, *, has_none: bool) -> None:
    """The group takes over no balance; or it does after all."""
    Beginning.objects.update_or_create(group=group, defaults={"has_no_balances": has_none})


def first_evening(weekly: Weekly, today: date) -> date:
    """The first such day that leaves a week."""
    earliest = today + AHEAD_MIN
    return earliest + timedelta(days=(weekly.weekday - earliest.weekday()) % 7)

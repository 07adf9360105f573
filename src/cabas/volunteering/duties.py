"""A distribution needs the general roles of its group and those of its catalogs, each with so many people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from cabas.clock import PARIS, local_date
from cabas.distributions.models import Distribution, Participation
from cabas.distributions.models.distribution import DURATION_MAX
from cabas.groups.models import Group
from cabas.people.models import User
from cabas.prepared import prepared
from cabas.volunteering.models import OPENS, Adjustment, Duty, DutyRole, DutySettings

EVENING = "group__distributions"  # from a role: each distribution of its group


class Need(NamedTuple):
    """A role at a distribution: how many are `wanted`, how many are there, and whether the person who asks is."""

    distribution: int
    role: int
    name: str
    instructions: str
    opens_stand: bool
    wanted: int
    taken: int
    is_mine: bool
    opens_days_before: int

    @property
    def missing(self) -> int:
        return max(0, self.wanted - self.taken)


@dataclass(frozen=True)
class EveningDuties:
    """The duties of a distribution: its needs, and who is there, by role."""

    distribution: Distribution
    needs: Sequence[Need]
    people: dict[int, list[User]] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        return sum(need.missing for need in self.needs)

    @property
    def is_mine(self) -> bool:
        """Is the person who asks on duty there?"""
        return any(need.is_mine for need in self.needs)

    @property
    def rows(self) -> list[tuple[Need, list[User]]]:
        return [(need, self.people.get(need.role, [])) for need in self.needs]


def settings_of(group: Group) -> DutySettings:
    """As the group chose, else the defaults. One statement."""
    return DutySettings.objects.filter(group=group).first() or DutySettings(group=group)


def needs_coming(group: int, person: int, at: datetime, until: datetime) -> list[Need]:
    """Of all distributions that are not over and begin before `until`, the next first. One statement."""
    return [need for row in _coming(group, person, at, until) if (need := Need._make(row)).wanted or need.taken]


def needs_of(distribution: Distribution, person: User | None = None, *, also_none: bool = False) -> list[Need]:
    """Of this one; `also_none`: with the roles that want nobody there. One statement."""
    here = {"group": distribution.group_id, EVENING: distribution.pk}
    found = [Need._make(row) for row in _rows(person.pk if person else 0, here)]
    return [need for need in found if also_none or need.wanted or need.taken]


def opened_until(settings: DutySettings, at: datetime) -> datetime:
    """For the distributions before this midnight, in Paris, members sign up by now."""
    return datetime.combine(local_date(at) + settings.opens + timedelta(days=1), time(), PARIS)


def duties_coming(group: Group, person: User, at: datetime, until: datetime) -> list[EveningDuties]:
    """Of every distribution that needs somebody, with who is there. Three statements."""
    distributions = Distribution.objects.filter(group=group, starts_at__lt=until).standing().to_come(at)
    needs = needs_coming(group.pk, person.pk, at, until)
    found = [one for one in distributions.select_related("place") if any(need.distribution == one.pk for need in needs)]
    people = people_on_duty(found)
    return [
        EveningDuties(one, [need for need in needs if need.distribution == one.pk], people.get(one.pk, {}))
        for one in found
    ]


def duties_of(distribution: Distribution, person: User | None = None, *, also_none: bool = False) -> EveningDuties:
    """Of one distribution. Two statements."""
    needs = needs_of(distribution, person, also_none=also_none)
    return EveningDuties(distribution, needs, people_on_duty([distribution]).get(distribution.pk, {}))


def people_on_duty(distributions: Iterable[Distribution]) -> dict[int, dict[int, list[User]]]:
    """Who is there, by distribution and role, in the order of signing up. One statement."""
    duties = Duty.objects.filter(distribution__in=list(distributions)).standing().select_related("person")
    found: dict[int, dict[int, list[User]]] = {}
    for duty in duties.order_by("pk"):
        found.setdefault(duty.distribution_id, {}).setdefault(duty.role_id, []).append(duty.person)
    return found


@prepared
def _coming(group: int, person: int, at: datetime, until: datetime) -> "QuerySet[DutyRole, Any]":
    """None lasts longer than a day: an index finds them, whatever the years behind."""
    evenings = {"starts_at__gt": at - DURATION_MAX, "ends_at__gt": at, "starts_at__lt": until}
    here: dict[str, Any] = {f"{EVENING}__{name}": value for name, value in evenings.items()}
    return _rows(person, here | {"group": group, f"{EVENING}__cancelled_at": None})


def _rows(person: int, here: dict[str, Any]) -> "QuerySet[DutyRole, Any]":
    """A row for each role of the group at each of these distributions, as `Need` has it."""
    at_it: dict[str, Any] = {"distribution": OuterRef(EVENING), "role": OuterRef("pk")}
    duties = Duty.objects.filter(**at_it).standing()
    adjusted = Adjustment.objects.filter(**at_it).values("people_wanted")
    comes = Participation.objects.filter(distribution=OuterRef(EVENING), catalog=OuterRef("catalog"))
    usual = Case(
        When(Q(catalog=None) | Exists(comes), then=F("people_wanted")), default=Value(0), output_field=IntegerField()
    )
    there = duties.order_by().values("role").annotate(count=Count("pk")).values("count")
    return (
        DutyRole.objects.filter(removed_at=None, **here)
        .order_by(f"{EVENING}__starts_at", EVENING, F("catalog").asc(nulls_first=True), "pk")
        .annotate(
            wanted=Coalesce(Subquery(adjusted), usual, output_field=IntegerField()),
            taken=Coalesce(Subquery(there), Value(0), output_field=IntegerField()),
            is_mine=Exists(duties.filter(person=person)),
            opens=Coalesce(F("group__duty_settings__opens_days_before"), Value(OPENS), output_field=IntegerField()),
        )
        .values_list(EVENING, "pk", "name", "instructions", "opens_stand", "wanted", "taken", "is_mine", "opens")
    )

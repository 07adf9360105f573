"""What a host sees of each group: how many it is, when it last met, how many validations it owes; never its money.

A group of examples is not among them: it counts for nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, DateField, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cabas.distributions.models import Basket, Distribution
from cabas.groups.examples import real_groups
from cabas.groups.models import Group, Membership


@dataclass(frozen=True)
class Totals:
    """The groups of an installation together."""

    groups: int
    members: int


def groups_listed(*, at: datetime) -> "QuerySet[Group]":
    """By name, each with `members`, `last_day` and `unvalidated`. One statement."""
    members = _counted(Membership.objects.current().filter(group=OuterRef("pk")))
    began = Distribution.objects.filter(group=OuterRef("pk")).standing().started(at)
    ordered = began.filter(pk__in=Basket.objects.not_empty().values("distribution"))
    return (
        real_groups()
        .order_by("name", "pk")
        .annotate(
            members=members,
            last_day=Subquery(began.order_by("-starts_at").values("day")[:1], output_field=DateField()),
            unvalidated=_counted(ordered.unvalidated()),
        )
    )


def totals(groups: "list[Group]") -> Totals:
    """Of groups that were listed. No statement."""
    return Totals(len(groups), sum(group.members for group in groups))  # type: ignore[attr-defined]


def _counted(rows: "QuerySet[Membership] | QuerySet[Distribution]") -> Coalesce:
    counted = rows.order_by().values("group").annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))

"""Among the baskets of an evening, those whose household has no fee recorded for the year are told it is to renew."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from cabas.groups.models import Group
from cabas.membership_fees.asking import Fee
from cabas.membership_fees.models import FeeAmount, FeeSettings


@dataclass(frozen=True)
class ToRenew:
    """What a group asks for the year of a day, of these households (by id)."""

    fee: Fee
    households: frozenset[int]

    def of(self, household: int) -> Fee | None:
        return self.fee if household in self.households else None


def to_renew(group: Group, households: Collection[int], *, on: date) -> ToRenew | None:
    """None where the group asks nothing. One statement, for any number of households."""
    rows = list(_settings_with_recorded(group, households, (on.year - 1, on.year)))
    if not rows:
        return None
    settings = rows[0]
    settings.group = group
    period = settings.period_of(on)
    amount = settings.this_amount if period.year == on.year else settings.last_amount
    if amount is None:
        return None
    known = {row.household for row in rows if row.of_year == period.year}
    return ToRenew(Fee(settings, period, amount), frozenset(households) - known)


def _settings_with_recorded(group: Group, households: Collection[int], years: tuple[int, int]) -> "QuerySet[Any]":
    """A row for each fee of these households, one at least; the year follows the renewal day, so two are asked."""
    standing = Q(
        group__membership_fees__membership__in=households,
        group__membership_fees__year__in=years,
        group__membership_fees__undone_at=None,
    )
    last, this = years
    return FeeSettings.objects.filter(group=group, asked_on__isnull=False).annotate(
        recorded=FilteredRelation("group__membership_fees", condition=standing),
        household=F("recorded__membership"),
        of_year=F("recorded__year"),
        last_amount=_amount_of(last),
        this_amount=_amount_of(this),
    )


def _amount_of(year: int) -> Subquery:
    known = FeeAmount.objects.filter(group=OuterRef("group"), from_year__lte=year).order_by("-from_year")
    return Subquery(known.values("amount")[:1])

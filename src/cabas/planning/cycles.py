"""A cycle plans its distributions in one act; a day that is taken at that place, or is over, is skipped and said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cabas.catalogs.models import Catalog
from cabas.distributions.models import Distribution, Participation
from cabas.distributions.planning import require_order
from cabas.groups.models import Group, Place
from cabas.ledger.locking import lock
from cabas.people.models import User
from cabas.planning.models import Cycle, CycleDay
from cabas.planning.repeating import Hours, days


class NothingToPlan(Exception):
    """No day is left to plan."""

    def __str__(self) -> str:
        return _("Aucune date n’est à créer\u202f: gardez-en au moins une qui soit libre.")


@dataclass(frozen=True)
class Repetition:
    """What a coordinator says of a cycle."""

    rhythm: str
    first_on: date
    last_on: date
    hours: Hours


@dataclass(frozen=True)
class ProposedDay:
    """A day of a cycle, before it is planned: `why_not` says why it cannot be, `said` which catalogs do not run."""

    day: date
    closes_at: datetime
    why_not: str = ""
    said: str = ""


def proposed_days(group: Group, wanted: Repetition, catalogs: Sequence[Catalog], *, at: datetime) -> list[ProposedDay]:
    """Each day of the cycle, with which of these catalogs it has. One statement.

    Raises `TooManyDays`, `planning.DatesOutOfOrder`.
    """
    require_order(wanted.hours.on(wanted.first_on))
    found = days(wanted.rhythm, wanted.first_on, wanted.last_on)
    taken = _taken(group, wanted.hours.place, found)
    return [_proposed(day, wanted.hours, catalogs, taken, at) for day in found]


def _proposed(
    day: date, hours: Hours, catalogs: Sequence[Catalog], taken: Collection[date], at: datetime
) -> ProposedDay:
    closes_at = hours.on(day).orders_close_at
    if day in taken:
        return ProposedDay(day, closes_at, _("déjà une distribution à cet endroit"))
    if closes_at <= at:
        return ProposedDay(day, closes_at, _("les commandes seraient déjà closes"))
    lacking = [catalog.name for catalog in catalogs if not catalog.runs_on(day)]
    if catalogs and len(lacking) == len(catalogs):
        return ProposedDay(day, closes_at, _("aucun des catalogues choisis ne se commande ce jour-là"))
    said = _("sans %(names)s") % {"names": ", ".join(lacking)} if lacking else ""
    return ProposedDay(day, closes_at, said=said)


def _taken(group: Group, place: str, found: Sequence[date]) -> set[date]:
    there = Distribution.objects.standing().filter(group=group, place__name=place.strip(), day__in=found)
    return set(there.values_list("day", flat=True))


@transaction.atomic
def plan_cycle(
    group: Group,
    wanted: Repetition,
    catalogs: Sequence[Catalog],
    *,
    without: Collection[date] = (),
    by: User,
    at: datetime,
) -> Cycle:
    """Plan every day that can be, `without` those that were ticked off. Some ten statements for any number of days.

    Raises `TooManyDays`, `NothingToPlan`, `planning.DatesOutOfOrder`.
    """
    lock(group.book_id)  # numbers are given one at a time
    proposed = proposed_days(group, wanted, catalogs, at=at)
    kept = [each.day for each in proposed if not each.why_not and each.day not in without]
    if not kept:
        raise NothingToPlan
    place, _is_new = Place.objects.get_or_create(group=group, name=wanted.hours.place.strip())
    distributions = _planned(group, place, wanted.hours, kept)
    Participation.objects.bulk_create(
        Participation(group=group, distribution=distribution, catalog=catalog)
        for distribution in distributions
        for catalog in catalogs
        if catalog.runs_on(distribution.day)
    )
    cycle = _cycle(group, wanted, by, at)
    cycle.save()
    CycleDay.objects.bulk_create(CycleDay(group=group, cycle=cycle, distribution=each) for each in distributions)
    return cycle


def _planned(group: Group, place: Place, hours: Hours, kept: Sequence[date]) -> list[Distribution]:
    last = Distribution.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    evenings = [(day, hours.on(day)) for day in kept]
    return Distribution.objects.bulk_create(
        Distribution(
            group=group,
            number=number,
            place=place,
            day=day,
            starts_at=evening.starts_at,
            ends_at=evening.ends_at,
            orders_open_at=evening.orders_open_at,
            orders_close_at=evening.orders_close_at,
        )
        for number, (day, evening) in enumerate(evenings, last + 1)
    )


def _cycle(group: Group, wanted: Repetition, by: User | None, at: datetime) -> Cycle:
    last = Cycle.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    cycle = Cycle(
        group=group,
        number=last + 1,
        rhythm=wanted.rhythm,
        first_on=wanted.first_on,
        last_on=wanted.last_on,
        made_at=at,
        made_by=by,
    )
    put_hours(cycle, wanted.hours)
    return cycle


def put_hours(cycle: Cycle, hours: Hours) -> None:
    """The cycle has these hours; not saved."""
    cycle.place_name = hours.place.strip()
    cycle.starts, cycle.ends = hours.starts, hours.ends
    cycle.opens_before, cycle.opens = hours.opens_before, hours.opens
    cycle.closes_before, cycle.closes = hours.closes_before, hours.closes


def hours_of(cycle: Cycle) -> Hours:
    """The hours that the cycle has."""
    return Hours(
        cycle.place_name,
        cycle.starts,
        cycle.ends,
        cycle.opens_before,
        cycle.opens,
        cycle.closes_before,
        cycle.closes,
    )

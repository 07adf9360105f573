"""A distribution is planned with its place, its hours and the catalogs that take part; one per place and day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cabas.catalogs.dates import dates_said
from cabas.catalogs.models import Catalog
from cabas.clock import local_date
from cabas.distributions.models import Distribution, Participation
from cabas.distributions.refusals import DistributionCancelled, DistributionValidated
from cabas.groups.models import Group, Place
from cabas.ledger.locking import lock
from cabas.ui.formats import day_long

DAYS_AHEAD_MAX = 366


class DatesOutOfOrder(Exception):
    """Orders open, then close, then the distribution starts, then ends. `field` is the one to correct."""

    def __init__(self, sentence: str, field: str) -> None:
        self.sentence, self.field = sentence, field

    def __str__(self) -> str:
        return self.sentence


class CatalogNotRunning(DatesOutOfOrder):
    """A catalog is not sold on that day."""

    def __init__(self, catalog: Catalog, day: date) -> None:
        self.catalog, self.day = catalog, day
        said = {"catalog": catalog.name, "dates": dates_said(catalog), "day": day_long(day)}
        sentence = _(
            "«\u202f%(catalog)s\u202f» se commande %(dates)s, pas pour le %(day)s\u202f: décochez ce catalogue, ou "
            "changez ses dates."
        )
        super().__init__(sentence % said, field="catalogs")


class DayTaken(Exception):
    """There is a distribution at this place on this day."""

    def __init__(self, place: str, starts_at: datetime) -> None:
        self.place, self.starts_at = place, starts_at

    def __str__(self) -> str:
        said = {"place": self.place, "day": day_long(self.starts_at)}
        return _("Il y a déjà une distribution le %(day)s à cet endroit (%(place)s).") % said


@dataclass(frozen=True)
class Evening:
    """When and where: aware moments, and the name of a place (a new name makes a new place)."""

    place: str
    starts_at: datetime
    ends_at: datetime
    orders_open_at: datetime
    orders_close_at: datetime


@transaction.atomic
def plan(group: Group, evening: Evening, catalogs: Sequence[Catalog], *, at: datetime) -> Distribution:
    """Plan a distribution. Raises `DatesOutOfOrder`, `CatalogNotRunning`, `DayTaken`."""
    require_order(evening)
    require_running(catalogs, local_date(evening.starts_at))
    require_to_come(evening.orders_close_at, at)
    lock(group.book_id)  # numbers are given one at a time
    place = free_place(group, evening, at)
    last = Distribution.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    distribution = Distribution.objects.create(
        group=group,
        number=last + 1,
        place=place,
        day=local_date(evening.starts_at),
        starts_at=evening.starts_at,
        ends_at=evening.ends_at,
        orders_open_at=evening.orders_open_at,
        orders_close_at=evening.orders_close_at,
    )
    let_take_part(distribution, catalogs)
    return distribution


def locked(distribution: Distribution) -> Distribution:
    """The distribution as it now is, its book locked: orders and validations wait.

    Raises `DistributionValidated`, `DistributionCancelled`.
    """
    lock(distribution.group.book_id)
    here = Distribution.objects.select_related("group").get(pk=distribution.pk)
    if here.validations.live().exists():
        raise DistributionValidated
    if here.is_cancelled:
        raise DistributionCancelled
    return here


def let_take_part(distribution: Distribution, catalogs: Iterable[Catalog]) -> None:
    """These catalogs, which did not yet, take part."""
    Participation.objects.bulk_create(
        Participation(group_id=distribution.group_id, distribution=distribution, catalog=catalog)
        for catalog in catalogs
    )


def free_place(group: Group, evening: Evening, at: datetime, *, besides: Distribution | None = None) -> Place:
    """The place of that name, made where it is new, free on that day. Under the lock of the book.

    Raises `DayTaken`, and `DatesOutOfOrder` more than a year ahead.
    """
    if evening.starts_at - at > timedelta(days=DAYS_AHEAD_MAX):
        raise DatesOutOfOrder(_("Choisissez un jour de distribution dans l’année qui vient."), field="day")
    place, _is_new = Place.objects.get_or_create(group=group, name=evening.place.strip())
    there = Distribution.objects.standing().filter(group=group, place=place, day=local_date(evening.starts_at))
    if (there.exclude(pk=besides.pk) if besides else there).exists():
        raise DayTaken(place.name, evening.starts_at)
    return place


def require_running(catalogs: Iterable[Catalog], day: date) -> None:
    """Each is sold on that day. Raises `CatalogNotRunning` for the first by name that is not."""
    for catalog in sorted(catalogs, key=lambda each: each.sort_name):
        if not catalog.runs_on(day):
            raise CatalogNotRunning(catalog, day)


def require_order(evening: Evening) -> None:
    """One thing comes after the other. Raises `DatesOutOfOrder`."""
    if evening.orders_open_at >= evening.orders_close_at:
        raise DatesOutOfOrder(_("Les commandes ferment après leur ouverture."), field="closes_on")
    if evening.orders_close_at > evening.starts_at:
        raise DatesOutOfOrder(_("La distribution commence après la fermeture des commandes."), field="closes_on")
    if evening.starts_at >= evening.ends_at:
        raise DatesOutOfOrder(_("La distribution finit après son début."), field="ends")


def require_to_come(closing: datetime, at: datetime) -> None:
    """Orders are never planned to close in the past. Raises `DatesOutOfOrder`."""
    if closing <= at:
        raise DatesOutOfOrder(
            _("Les commandes ferment dans l’avenir\u202f: choisissez une date à venir."), field="closes_on"
        )

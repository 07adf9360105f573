"""A distribution is planned with its place, its hours and the catalogs that take part; one per place and day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cabas.catalogs.models import Catalog
from cabas.clock import local_date
from cabas.distributions.models import Distribution, Participation
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
    """Plan a distribution. Raises `DatesOutOfOrder`, `DayTaken`."""
    _require_order(evening, at)
    lock(group.book_id)  # numbers are given one at a time
    place, _is_new = Place.objects.get_or_create(group=group, name=evening.place.strip())
    day = local_date(evening.starts_at)
    if Distribution.objects.filter(group=group, place=place, day=day).exists():
        raise DayTaken(place.name, evening.starts_at)
    last = Distribution.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    distribution = Distribution.objects.create(
        group=group,
        number=last + 1,
        place=place,
        day=day,
        starts_at=evening.starts_at,
        ends_at=evening.ends_at,
        orders_open_at=evening.orders_open_at,
        orders_close_at=evening.orders_close_at,
    )
    Participation.objects.bulk_create(
        Participation(group=group, distribution=distribution, catalog=catalog) for catalog in catalogs
    )
    return distribution


def _require_order(evening: Evening, at: datetime) -> None:
    if evening.starts_at - at > timedelta(days=DAYS_AHEAD_MAX):
        raise DatesOutOfOrder(_("Choisissez un jour de distribution dans l’année qui vient."), field="day")
    if evening.orders_open_at >= evening.orders_close_at:
        raise DatesOutOfOrder(_("Les commandes ferment après leur ouverture."), field="closes_on")
    if evening.orders_close_at > evening.starts_at:
        raise DatesOutOfOrder(_("La distribution commence après la fermeture des commandes."), field="closes_on")
    if evening.starts_at >= evening.ends_at:
        raise DatesOutOfOrder(_("La distribution finit après son début."), field="ends")
    if evening.orders_close_at <= at:
        raise DatesOutOfOrder(
            _("Les commandes ferment dans l’avenir\u202f: choisissez une date à venir."), field="closes_on"
        )

"""A planned distribution may be changed until it starts; after that only its place and the hour at which it ends."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.catalogs.models import Catalog
from cabas.clock import local_date
from cabas.distributions.models import Distribution, OrderLine
from cabas.distributions.planning import (
    DatesOutOfOrder,
    Evening,
    free_place,
    let_take_part,
    locked,
    require_order,
    require_running,
    require_to_come,
)


class AlreadyStarted(Exception):
    """What the evening was announced with is not changed once it has started."""

    def __str__(self) -> str:
        return _(
            "Cette distribution a commencé\u202f: seuls le lieu et l’heure de fin changent encore. "
            "Rien n’a été enregistré."
        )


class CatalogOrdered(Exception):
    """Something of this catalog is ordered: it takes part."""

    def __init__(self, catalog: str, basket_count: int) -> None:
        self.catalog, self.basket_count = catalog, basket_count

    def __str__(self) -> str:
        return ngettext(
            "«\u202f%(catalog)s\u202f» est dans %(count)s panier\u202f: ce catalogue doit participer.",
            "«\u202f%(catalog)s\u202f» est dans %(count)s paniers\u202f: ce catalogue doit participer.",
            self.basket_count,
        ) % {"catalog": self.catalog, "count": self.basket_count}


@transaction.atomic
def replan(distribution: Distribution, evening: Evening, catalogs: Sequence[Catalog], *, at: datetime) -> Distribution:
    """Change a distribution into this evening, with these catalogs. Its number stays.

    Raises `DistributionValidated`, `AlreadyStarted`, `CatalogOrdered`, `DatesOutOfOrder`, `CatalogNotRunning`,
    `DayTaken`.
    """
    here = locked(distribution)
    taking_part = set(here.catalogs.all())
    if here.has_started(at):
        _require_only_its_end(here, evening, set(catalogs) != taking_part)
    _require_dates(here, evening, at)
    day = local_date(evening.starts_at)
    require_running(catalogs if day != here.day else set(catalogs) - taking_part, day)
    _require_not_ordered(here, taking_part - set(catalogs))
    here.place = free_place(here.group, evening, at, besides=here)
    here.day = day
    here.starts_at, here.ends_at = evening.starts_at, evening.ends_at
    here.orders_open_at, here.orders_close_at = evening.orders_open_at, evening.orders_close_at
    here.save()
    here.participations.exclude(catalog__in=catalogs).delete()
    let_take_part(here, [catalog for catalog in catalogs if catalog not in taking_part])
    return here


def _require_only_its_end(here: Distribution, evening: Evening, are_catalogs_changed: bool) -> None:
    was = (here.starts_at, here.orders_open_at, here.orders_close_at)
    if are_catalogs_changed or was != (evening.starts_at, evening.orders_open_at, evening.orders_close_at):
        raise AlreadyStarted


def _require_dates(here: Distribution, evening: Evening, at: datetime) -> None:
    """What stays as it was may be past; what is changed is to come."""
    require_order(evening)
    if evening.orders_close_at != here.orders_close_at:
        require_to_come(evening.orders_close_at, at)
    if evening.starts_at != here.starts_at and evening.starts_at <= at:
        raise DatesOutOfOrder(_("La distribution commence dans l’avenir\u202f: choisissez un jour à venir."), "day")


def _require_not_ordered(here: Distribution, leaving: Collection[Catalog]) -> None:
    for catalog in sorted(leaving, key=lambda catalog: catalog.sort_name):
        lines = OrderLine.objects.filter(distribution=here, product__catalog=catalog, quantity__gt=0)
        if baskets := lines.values("basket").distinct().count():
            raise CatalogOrdered(catalog.name, baskets)

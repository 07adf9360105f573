"""Catalogs of a distribution may have hours of their own; its orders span the earliest to the latest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.distributions.models import Distribution, Participation
from cabas.distributions.planning import locked
from cabas.ui.formats import datetime_short


@dataclass(frozen=True)
class OrderHours:
    """From when to when a catalog is ordered."""

    opens_at: datetime
    closes_at: datetime


class HoursOutOfOrder(Exception):
    """A catalog opens, closes, and then the distribution starts. `participation` is the one to correct."""

    def __init__(self, sentence: str, participation: int) -> None:
        self.sentence, self.participation = sentence, participation

    def __str__(self) -> str:
        return self.sentence


@transaction.atomic
def set_catalog_hours(distribution: Distribution, wanted: Mapping[int, OrderHours]) -> Distribution:
    """Each catalog, by id of its participation, has these hours; those of the distribution span them all.

    Raises `HoursOutOfOrder`, `DistributionValidated`.
    """
    here = locked(distribution)
    taking_part = list(here.participations.select_related("distribution"))
    hours = {each.pk: wanted.get(each.pk, OrderHours(each.opens_at, each.closes_at)) for each in taking_part}
    for pk, said in hours.items():
        _require_order(here, pk, said)
    if not hours:
        return here
    here.orders_open_at = min(said.opens_at for said in hours.values())
    here.orders_close_at = max(said.closes_at for said in hours.values())
    here.save(update_fields=["orders_open_at", "orders_close_at"])
    for each in taking_part:
        opens, closes = hours[each.pk].opens_at, hours[each.pk].closes_at
        each.orders_open_at = None if opens == here.orders_open_at else opens
        each.orders_close_at = None if closes == here.orders_close_at else closes
    Participation.objects.bulk_update(taking_part, ["orders_open_at", "orders_close_at"])
    return here


def _require_order(here: Distribution, participation: int, said: OrderHours) -> None:
    if said.opens_at >= said.closes_at:
        raise HoursOutOfOrder(_("Les commandes ferment après leur ouverture."), participation)
    if said.closes_at > here.starts_at:
        start = {"start": datetime_short(here.starts_at)}
        raise HoursOutOfOrder(
            _("Choisissez un moment avant le début de la distribution, %(start)s.") % start, participation
        )

"""Orders may be closed before their hour, and taken longer or again, at most until the distribution starts."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.distributions.models import Distribution
from cabas.distributions.planning import DatesOutOfOrder, locked, require_to_come
from cabas.ui.formats import datetime_short


class OrdersNotOpen(Exception):
    """Orders are closed already, or do not open yet: there is nothing to close."""

    def __str__(self) -> str:
        return _("Les commandes ne sont pas ouvertes\u202f: il n’y a rien à clore.")


class TooLateToReopen(Exception):
    """The distribution has started: its orders stay closed."""

    def __str__(self) -> str:
        return _("Cette distribution a commencé\u202f: ses commandes restent closes.")


@transaction.atomic
def close_orders(distribution: Distribution, *, at: datetime) -> Distribution:
    """Close the orders now; an order that waits for the lock is refused. Raises `OrdersNotOpen`,
    `DistributionValidated`."""
    here = locked(distribution)
    if not here.orders_open_at < at < here.orders_close_at:
        raise OrdersNotOpen
    return _closing_at(here, at)


@transaction.atomic
def take_orders_until(distribution: Distribution, closing: datetime, *, at: datetime) -> Distribution:
    """Extend the orders to another moment, or reopen them.

    Raises `TooLateToReopen`, `DistributionValidated`, and `DatesOutOfOrder` (at the field `closes_on`) for a moment
    that is past, not after the opening, or after the start.
    """
    here = locked(distribution)
    if here.has_started(at):
        raise TooLateToReopen
    require_to_come(closing, at)
    if closing > here.starts_at:
        start = {"start": datetime_short(here.starts_at)}
        raise DatesOutOfOrder(
            _("Choisissez un moment avant le début de la distribution, %(start)s.") % start, "closes_on"
        )
    if closing <= here.orders_open_at:
        raise DatesOutOfOrder(_("Les commandes ferment après leur ouverture."), "closes_on")
    return _closing_at(here, closing)


def _closing_at(here: Distribution, closing: datetime) -> Distribution:
    here.orders_close_at = closing
    here.save(update_fields=["orders_close_at"])
    return here

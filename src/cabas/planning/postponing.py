"""A distribution with orders is postponed: its orders stay, its closing moves by the same shift, its members are told.

The shift is that of a clock in Paris: a closing at 20 h stays at 20 h. Postponing is taken back as long as nothing was
changed since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cabas.clock import PARIS, local_date
from cabas.distributions.models import Distribution, Participation
from cabas.distributions.planning import (
    DatesOutOfOrder,
    Evening,
    free_place,
    locked,
    require_order,
)
from cabas.distributions.refusals import NothingToTakeBack
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.people.models import User
from cabas.planning.models import Postponement
from cabas.planning.notices import tell_postponed, tell_put_back
from cabas.planning.stakes import require_not_handed_out

MOVED = ["place", "day", "starts_at", "ends_at", "orders_open_at", "orders_close_at"]


@dataclass(frozen=True)
class Move:
    """Where and when instead. `closes_at` None: the closing moves as the start does."""

    place: str
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime | None = None
    why: str = ""


def shifted(moment: datetime, before: datetime, after: datetime) -> datetime:
    """The moment, as far from `after` as it was from `before` on a clock in Paris."""
    shift = _on_the_clock(after) - _on_the_clock(before)
    return (_on_the_clock(moment) + shift).replace(tzinfo=PARIS)


def postpone(distribution: Distribution, move: Move, *, key: str, by: User, at: datetime) -> Postponement:
    """Move it, and tell the members who have ordered. The same key moves once.

    Raises `DistributionValidated`, `BasketsHandedOut`, `DatesOutOfOrder`, `DayTaken`, `KeyReused`. The number of
    statements does not depend on that of the baskets.
    """

    def perform(_book: Book) -> dict[str, Any]:
        here = locked(distribution)
        require_not_handed_out(here)
        return {"postponement": _move(here, move, by, at).pk}

    asked = {
        "distribution": distribution.pk,
        "place": move.place,
        "starts": move.starts_at,
        "ends": move.ends_at,
        "closes": move.closes_at,
        "why": move.why,
    }
    book = distribution.group.book
    done = once(book, key=key, kind="postpone", asked=asked, by=by.pk, at=at, perform=perform)
    return Postponement.objects.get(pk=done.result["postponement"])


def _move(here: Distribution, move: Move, by: User, at: datetime) -> Postponement:
    evening = _evening(here, move, at)
    require_order(evening)
    if evening.starts_at <= at:
        raise DatesOutOfOrder(_("La distribution commence dans l’avenir\u202f: choisissez un jour à venir."), "day")
    own = [each for each in here.participations.all() if each.orders_open_at or each.orders_close_at]
    kept = Postponement(
        group_id=here.group_id,
        distribution=here,
        from_place_id=here.place_id,
        from_starts_at=here.starts_at,
        from_ends_at=here.ends_at,
        from_orders_open_at=here.orders_open_at,
        from_orders_close_at=here.orders_close_at,
        from_catalog_hours=[[each.pk, _written(each.orders_open_at), _written(each.orders_close_at)] for each in own],
        to_starts_at=evening.starts_at,
        why=move.why,
        at=at,
        by=by,
    )
    here.place = free_place(here.group, evening, at, besides=here)
    _put(here, evening)
    _shift_catalogs(own, kept.from_orders_close_at, evening.orders_close_at)
    kept.save()
    tell_postponed(here, kept, at=at)
    return kept


def _evening(here: Distribution, move: Move, at: datetime) -> Evening:
    closes_at = move.closes_at or shifted(here.orders_close_at, here.starts_at, move.starts_at)
    opens_at = here.orders_open_at
    if opens_at > at or opens_at >= closes_at:
        opens_at = shifted(opens_at, here.starts_at, move.starts_at)
    return Evening(move.place, move.starts_at, move.ends_at, opens_at, closes_at)


def _put(here: Distribution, evening: Evening) -> None:
    here.day = local_date(evening.starts_at)
    here.starts_at, here.ends_at = evening.starts_at, evening.ends_at
    here.orders_open_at, here.orders_close_at = evening.orders_open_at, evening.orders_close_at
    here.save(update_fields=MOVED)


def _shift_catalogs(own: Sequence[Participation], before: datetime, after: datetime) -> None:
    """Closings of catalogs move with that of the distribution; openings stay, unless they would come after."""
    for each in own:
        if each.orders_close_at:
            each.orders_close_at = shifted(each.orders_close_at, before, after)
            if each.orders_open_at and each.orders_open_at >= each.orders_close_at:
                each.orders_open_at = shifted(each.orders_open_at, before, after)
    Participation.objects.bulk_update(own, ["orders_open_at", "orders_close_at"])


@transaction.atomic
def take_back(postponement: Postponement, *, at: datetime) -> Distribution:
    """Put the distribution back where and when it was, and tell its members.

    Raises `NothingToTakeBack` where it was moved again or taken back since, `DatesOutOfOrder` where that evening is
    past, `DayTaken`, `DistributionValidated`, `BasketsHandedOut`.
    """
    here = locked(postponement.distribution)
    require_not_handed_out(here)
    was = Postponement.objects.select_related("from_place").get(pk=postponement.pk)
    if was.undone_at or here.starts_at != was.to_starts_at:
        raise NothingToTakeBack
    if was.from_starts_at <= at:
        raise DatesOutOfOrder(_("L’ancienne date est passée\u202f: choisissez un jour à venir."), "day")
    evening = Evening(
        was.from_place.name, was.from_starts_at, was.from_ends_at, was.from_orders_open_at, was.from_orders_close_at
    )
    here.place = free_place(here.group, evening, at, besides=here)
    _put(here, evening)
    _restore_catalogs(here, was.from_catalog_hours)
    was.undone_at = at
    was.save(update_fields=["undone_at"])
    tell_put_back(here, at=at)
    return here


def _restore_catalogs(here: Distribution, hours: Sequence[Sequence[Any]]) -> None:
    found = {each.pk: each for each in here.participations.all()}
    restored = []
    for pk, opens, closes in hours:
        if pk in found:
            found[pk].orders_open_at, found[pk].orders_close_at = _read(opens), _read(closes)
            restored.append(found[pk])
    Participation.objects.bulk_update(restored, ["orders_open_at", "orders_close_at"])


def latest(distribution: Distribution) -> Postponement | None:
    """The postponement that stands, if one does. One statement."""
    standing = Postponement.objects.filter(distribution=distribution, undone_at__isnull=True)
    return standing.select_related("from_place").order_by("-pk").first()


def _on_the_clock(moment: datetime) -> datetime:
    return moment.astimezone(PARIS).replace(tzinfo=None)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None

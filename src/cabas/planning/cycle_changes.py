"""A whole cycle is changed or removed where nobody has ordered and nothing has begun; the rest is kept, with why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cabas.catalogs.models import Catalog
from cabas.distributions.drafts import drop_drafts
from cabas.distributions.models import Basket, Distribution, Draft, Participation
from cabas.distributions.planning import require_order
from cabas.groups.models import Place
from cabas.ledger.locking import lock
from cabas.planning.cycles import put_hours
from cabas.planning.models import Cycle
from cabas.planning.repeating import Hours

CHANGED = ["place", "starts_at", "ends_at", "orders_open_at", "orders_close_at"]


@dataclass(frozen=True)
class KeptDay:
    """A distribution that stays as it is, and why."""

    distribution: Distribution
    why: str


@dataclass(frozen=True)
class Outlook:
    """What an act on the whole cycle would do: change (or remove) `free`, keep the rest."""

    free: Sequence[Distribution]
    kept: Sequence[KeptDay]


def outlook(cycle: Cycle, *, at: datetime) -> Outlook:
    """The distributions of a cycle, by day. Two statements for any number of them."""
    found = Distribution.objects.filter(cycle_day__cycle=cycle).with_validation().select_related("place")
    days = list(found.order_by("starts_at", "pk"))
    ordered, emptied = _ordered(cycle), _with_history(cycle)
    whys = {each.pk: _why_kept(each, ordered.get(each.pk, 0), each.pk in emptied, at) for each in days}
    return Outlook(
        free=[each for each in days if not whys[each.pk]],
        kept=[KeptDay(each, whys[each.pk]) for each in days if whys[each.pk]],
    )


def _ordered(cycle: Cycle) -> Mapping[int, int]:
    baskets = Basket.objects.filter(distribution__cycle_day__cycle=cycle).not_empty().order_by()
    return dict(baskets.values("distribution").annotate(count=Count("pk")).values_list("distribution", "count"))


def _with_history(cycle: Cycle) -> set[int]:
    """Those of which the accounts tell: baskets that were emptied, a validation that was undone."""
    told = Q(baskets__isnull=False) | Q(validations__isnull=False)
    return set(Distribution.objects.filter(told, cycle_day__cycle=cycle).values_list("pk", flat=True))


def _why_kept(distribution: Distribution, ordered: int, has_history: bool, at: datetime) -> str:
    if distribution.is_cancelled:
        return _("annulée")
    if distribution.is_validated:
        return _("validée")
    if distribution.has_started(at):
        return _("passée")
    if ordered:
        return ngettext("%(count)s panier commandé", "%(count)s paniers commandés", ordered) % {"count": ordered}
    return _("des paniers ont été commandés puis vidés") if has_history else ""


@transaction.atomic
def change_cycle(cycle: Cycle, hours: Hours, catalogs: Sequence[Catalog], *, at: datetime) -> Outlook:
    """Give these hours, this place and these catalogs to every distribution that can be changed; its day stays.

    Raises `planning.DatesOutOfOrder`. Some ten statements for any number of distributions.
    """
    lock(cycle.group.book_id)
    require_order(hours.on(cycle.first_on))
    found = outlook(cycle, at=at)
    place, _is_new = Place.objects.get_or_create(group=cycle.group, name=hours.place.strip())
    taken = _taken_by_others(found.free, place)
    free, kept = [], list(found.kept)
    for each in found.free:
        if why := _why_not(each, hours, taken, at):
            kept.append(KeptDay(each, why))
            continue
        _put(each, place, hours)
        free.append(each)
        taken.add(each.day)
    Distribution.objects.bulk_update(free, CHANGED)
    _let_take_part(cycle, free, catalogs)
    put_hours(cycle, hours)
    cycle.save()
    return Outlook(free, sorted(kept, key=lambda day: day.distribution.starts_at))


def _taken_by_others(free: Sequence[Distribution], place: Place) -> set[date]:
    there = Distribution.objects.standing().filter(place=place, day__in=[each.day for each in free])
    return set(there.exclude(pk__in=[each.pk for each in free]).values_list("day", flat=True))


def _why_not(distribution: Distribution, hours: Hours, taken: Collection[date], at: datetime) -> str:
    if distribution.day in taken:
        return _("déjà une distribution à cet endroit")
    if hours.on(distribution.day).orders_close_at <= at:
        return _("les commandes seraient déjà closes")
    return ""


def _put(distribution: Distribution, place: Place, hours: Hours) -> None:
    evening = hours.on(distribution.day)
    distribution.place = place
    distribution.starts_at, distribution.ends_at = evening.starts_at, evening.ends_at
    distribution.orders_open_at, distribution.orders_close_at = evening.orders_open_at, evening.orders_close_at


def _let_take_part(cycle: Cycle, free: Sequence[Distribution], catalogs: Sequence[Catalog]) -> None:
    """These catalogs on the days on which they run, at the hours of the distribution; nothing is ordered of others."""
    Participation.objects.filter(distribution__in=free).exclude(catalog__in=catalogs).delete()
    staying = Participation.objects.filter(distribution__in=free)
    staying.update(orders_open_at=None, orders_close_at=None)
    there = set(staying.values_list("distribution", "catalog"))
    Participation.objects.bulk_create(
        Participation(group_id=cycle.group_id, distribution=each, catalog=catalog)
        for each in free
        for catalog in catalogs
        if (each.pk, catalog.pk) not in there and catalog.runs_on(each.day)
    )


@transaction.atomic
def remove_cycle(cycle: Cycle, *, at: datetime) -> Outlook:
    """Delete every distribution that nobody has ordered for and that is to come, with its drafts; the rest is kept.

    The cycle itself goes once nothing of it is kept.
    """
    lock(cycle.group.book_id)
    found = outlook(cycle, at=at)
    free = [each.pk for each in found.free]
    drop_drafts(Draft.objects.filter(distribution__in=free))
    Distribution.objects.filter(pk__in=free).delete()
    if not found.kept:
        cycle.delete()
    return found

"""A catalog is shifted to another distribution: what was ordered of it goes to the same households' baskets there.

What is ordered keeps its terms, money follows by one change on each side, and means that were announced go along. The
whole is taken back as a set where nothing happened since (`restoring`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from cabas.catalogs.models import Catalog
from cabas.distributions.as_announced import unvalidated
from cabas.distributions.models import Basket, BasketChange, Distribution, DraftLine, OrderLine, Participation
from cabas.distributions.refusals import AmountsChanged
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.people.models import User
from cabas.planning.keeping import fetched, hours_of, with_outcome
from cabas.planning.models import TakenOut
from cabas.planning.moving_lines import Moved, move_all, moves
from cabas.planning.obstacles import InTheWay, require_on_offer, require_stock
from cabas.planning.shift_notices import tell_shifted
from cabas.planning.stakes import require_none_handed_out
from cabas.ui.formats import datetime_short, day_long


class NothingElse(InTheWay):
    """Nothing would be left to order: the distribution is postponed instead."""

    def __str__(self) -> str:
        return _("C’est le seul catalogue de cette distribution\u202f: reportez plutôt la distribution.")


class SameDay(InTheWay):
    """Its producer cannot come on that day."""

    def __str__(self) -> str:
        return _("Cette distribution est le même jour\u202f: choisissez-en une autre.")


class NotTakingPart(InTheWay):
    """The catalog does not take part in the other distribution."""

    def __init__(self, catalog: Catalog, target: Distribution) -> None:
        self.catalog, self.target = catalog, target

    def __str__(self) -> str:
        return _(
            "«\u202f%(catalog)s\u202f» ne participe pas à la distribution du %(day)s\u202f: cochez d’abord ce "
            "catalogue en la modifiant."
        ) % {"catalog": self.catalog.name, "day": day_long(self.target.day)}


class TargetClosed(InTheWay):
    """Orders of the catalog are closed there: its producer was told what to bring."""

    def __init__(self, target: Distribution, closes_at: datetime) -> None:
        self.target, self.closes_at = target, closes_at

    def __str__(self) -> str:
        said = {"day": day_long(self.target.day), "closing": datetime_short(self.closes_at)}
        return (
            _(
                "Les commandes du %(day)s sont closes depuis %(closing)s\u202f: rouvrez-les d’abord, ou choisissez une "
                "distribution plus tard."
            )
            % said
        )


class AlreadyWeighed(InTheWay):
    """Some of it is on the scales: it is there."""

    def __str__(self) -> str:
        return _("Des produits de ce catalogue sont déjà pesés\u202f: ils sont là, rien n’est à décaler.")


class NotDeliveredThere(InTheWay):
    """The same product is said not delivered in the other distribution."""

    def __str__(self) -> str:
        return _(
            "Un de ces produits est noté non livré dans l’autre distribution\u202f: annulez d’abord cette décision."
        )


def with_catalogs(*distributions: Distribution) -> None:
    """Fetch who takes part in them, once. One statement."""
    taking_part = Participation.objects.select_related("catalog__vendor")
    prefetch_related_objects(distributions, Prefetch("participations", taking_part))


def require_may_shift(here: Distribution, catalog: Catalog, target: Distribution, *, at: datetime) -> None:
    """The other distribution takes orders of this catalog still, or will. Raises `InTheWay`."""
    if target.day == here.day:
        raise SameDay
    taking_part = next((each for each in target.participations.all() if each.catalog_id == catalog.pk), None)
    if taking_part is None:
        raise NotTakingPart(catalog, target)
    taking_part.distribution = target
    if taking_part.closes_at <= at:
        raise TargetClosed(target, taking_part.closes_at)


def outlook(here: Distribution, catalog: Catalog, target: Distribution, *, at: datetime) -> list[Moved]:
    """What would go where, in memory; both are neither validated nor cancelled. Raises `InTheWay`, `BasketsHandedOut`.

    Six statements for any number of baskets.
    """
    with_catalogs(here, target)
    require_may_shift(here, catalog, target, at=at)
    taking_part = {each.catalog_id for each in here.participations.all()}
    if catalog.pk not in taking_part:
        raise NotTakingPart(catalog, here)
    if len(taking_part) == 1:
        raise NothingElse
    require_none_handed_out([here, target])
    baskets, there = _baskets(here, catalog, target)
    lines = [line for _basket, of_basket in baskets for line in of_basket]
    if any(line.grams is not None for line in lines):
        raise AlreadyWeighed
    require_on_offer(lines)
    require_stock(target, [(line, line.quantity) for line in lines])
    found = moves(baskets, target, there, at=at)
    if any(line.is_missing for each in found for line in each.into):
        raise NotDeliveredThere
    return found


def _baskets(
    here: Distribution, catalog: Catalog, target: Distribution
) -> tuple[list[tuple[Basket, list[OrderLine]]], dict[int, Basket]]:
    """Those with what is ordered of this catalog and is to come; and those of the other distribution, by household."""
    ordered = OrderLine.objects.filter(
        distribution=here, product__catalog=catalog, quantity__gt=0, is_missing=False, basket__membership=OuterRef("pk")
    )
    households = Membership.objects.filter(Exists(ordered))
    found = fetched(Basket.objects.filter(distribution__in=[here, target], membership__in=households))
    there = {basket.membership_id: basket for basket in found if basket.distribution_id == target.pk}
    return [
        (basket, [line for line in basket.current_lines if _is_of(line, catalog)])
        for basket in found
        if basket.distribution_id == here.pk
    ], there


def _is_of(line: OrderLine, catalog: Catalog) -> bool:
    return line.product.catalog_id == catalog.pk and not line.is_missing


def shift(
    distribution: Distribution,
    catalog: Catalog,
    target: Distribution,
    *,
    why: str,
    count: int,
    seen: Money,
    key: str,
    by: User,
    at: datetime,
) -> TakenOut:
    """Shift it; `count` baskets and the sum `seen` are what the page showed. The same key shifts once.

    Raises `AmountsChanged`, what `outlook` raises, and the ledger's `PeriodClosed`, `KeyReused`. The number of
    statements does not depend on that of the baskets.
    """

    def perform(book: Book) -> dict[str, Any]:
        here, there = unvalidated(distribution), unvalidated(target)
        there.group = here.group
        found = outlook(here, catalog, there, at=at)
        if (len(found), sum_of(found)) != (count, seen):
            raise AmountsChanged
        return {"taken": _shift(here, catalog, there, found, book, why=why, key=key, by=by, at=at).pk}

    asked: dict[str, Any] = {"distribution": distribution.pk, "catalog": catalog.pk, "target": target.pk}
    asked |= {"why": why, "count": count, "seen": seen.cents}
    book = distribution.group.book
    done = once(book, key=key, kind="shift catalog", asked=asked, by=by.pk, at=at, perform=perform)
    return TakenOut.objects.get(pk=done.result["taken"])


def sum_of(found: Sequence[Moved]) -> Money:
    """What these lines come to where they are."""
    return Money.sum(line.total for each in found for line in each.lines)


def _shift(
    here: Distribution,
    catalog: Catalog,
    there: Distribution,
    found: Sequence[Moved],
    book: Book,
    *,
    why: str,
    key: str,
    by: User,
    at: datetime,
) -> TakenOut:
    taken = TakenOut(
        group_id=here.group_id,
        kind=TakenOut.Kind.SHIFTED,
        distribution=here,
        catalog=catalog,
        target=there,
        hours=hours_of(here, catalog),
        after_number=book.last_number,
        why=why,
        at=at,
        by=by,
    )
    before = move_all(book, found, kind=BasketChange.Kind.SHIFTED, key=key, by=by, at=at)
    taken.baskets = with_outcome(before)
    taken.save()
    here.participations.filter(catalog=catalog).delete()
    DraftLine.objects.filter(draft__distribution=here, product__catalog=catalog).delete()
    tell_shifted(taken, found, at=at)
    return taken

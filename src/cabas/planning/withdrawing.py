"""A catalog is withdrawn from a distribution: what was ordered of it is not delivered, nobody pays it, all are told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from cabas.catalogs.models import Catalog
from cabas.distributions.amending import Edit
from cabas.distributions.amending_together import amend_all
from cabas.distributions.as_announced import unvalidated
from cabas.distributions.models import Basket, BasketChange, Distribution, DraftLine, OrderLine
from cabas.distributions.refusals import AmountsChanged
from cabas.groups.models import Adult
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.people.models import User
from cabas.planning.keeping import hours_of, kept, with_outcome
from cabas.planning.models import TakenOut
from cabas.planning.notices import Lacking, tell_withdrawn


class OnlyCatalog(Exception):
    """Nothing would be left to order: the distribution is cancelled instead."""

    def __str__(self) -> str:
        return _("C’est le seul catalogue de cette distribution\u202f: annulez plutôt la distribution.")


def lines_at_stake(distribution: Distribution, catalog: Catalog) -> list[OrderLine]:
    """What is ordered of this catalog, and not missing already, with its baskets and households. Two statements."""
    people = Prefetch("basket__membership__adults", Adult.objects.select_related("person"))
    found = OrderLine.objects.filter(
        distribution=distribution, product__catalog=catalog, quantity__gt=0, is_missing=False
    ).exclude(basket__absent_at__isnull=False)
    return list(found.select_related("basket__membership__account").prefetch_related(people).order_by("basket", "pk"))


def withdraw(
    distribution: Distribution, catalog: Catalog, *, count: int, seen: Money, key: str, by: User, at: datetime
) -> int:
    """Withdraw it; gives the number of baskets that change. `count` and the sum `seen` are what the page showed.

    Raises `AmountsChanged`, `OnlyCatalog`, `DistributionValidated`, `KeyReused`.
    """

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        taking_part = set(here.participations.values_list("catalog", flat=True))
        if catalog.pk not in taking_part:
            raise AmountsChanged
        if len(taking_part) == 1:
            raise OnlyCatalog
        lines = lines_at_stake(here, catalog)
        if (len({line.basket_id for line in lines}), Money.sum(line.total for line in lines)) != (count, seen):
            raise AmountsChanged
        _withdraw(here, catalog, lines, book, key=key, by=by, at=at)
        return {"count": count}

    asked = {"distribution": distribution.pk, "catalog": catalog.pk, "count": count, "seen": seen.cents}
    book = distribution.group.book
    done = once(book, key=key, kind="withdraw catalog", asked=asked, by=by.pk, at=at, perform=perform)
    changed: int = done.result["count"]
    return changed


def _withdraw(
    here: Distribution, catalog: Catalog, lines: Sequence[OrderLine], book: Book, *, key: str, by: User, at: datetime
) -> None:
    found = Basket.objects.filter(pk__in=[line.basket_id for line in lines]).with_amounts()
    baskets = {basket.pk: basket for basket in found.select_related("distribution")}
    by_basket: dict[int, list[OrderLine]] = defaultdict(list)
    for line in lines:
        by_basket[line.basket_id].append(line)
    lacking, edits, before = [], [], []
    for pk, of_basket in by_basket.items():
        basket = baskets[pk]
        basket.group, basket.membership = here.group, of_basket[0].basket.membership
        basket.membership.group = here.group
        amount = Money.sum(line.total for line in of_basket)
        lacking.append(Lacking(basket, [line.product_name for line in of_basket], amount))
        before.append(kept(basket, of_basket))
        edits.append((basket, [Edit(line, is_missing=True) for line in of_basket]))
    taken = TakenOut(
        group_id=here.group_id,
        kind=TakenOut.Kind.WITHDRAWN,
        distribution=here,
        catalog=catalog,
        hours=hours_of(here, catalog),
        after_number=book.last_number,
        at=at,
        by=by,
    )
    amend_all(book, edits, kind=BasketChange.Kind.MISSING, by=by, at=at, key=key)
    taken.baskets = with_outcome(before)
    taken.save()
    here.participations.filter(catalog=catalog).delete()
    DraftLine.objects.filter(draft__distribution=here, product__catalog=catalog).delete()
    tell_withdrawn(here, catalog, lacking, at=at)

"""A product is not delivered, or costs another price, for everybody of an evening: one act, and one undoes it exactly.

Who has paid already keeps the difference on their account. Undoing restores the lines as they were; those that somebody
changed since are left, and named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cabas.distributions.amending import Edit
from cabas.distributions.amending_together import amend_all
from cabas.distributions.as_announced import unvalidated
from cabas.distributions.models import BasketChange, Distribution, OrderLine
from cabas.distributions.refusals import AmountsChanged, NothingToTakeBack
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.people.models import User
from cabas.stand.models import ProductChange
from cabas.stand.product_lines import Effect, Holding, holdings_of, if_missing, if_priced

CHANGE_OF = {
    ProductChange.Kind.MISSING: BasketChange.Kind.MISSING,
    ProductChange.Kind.PRICE: BasketChange.Kind.PRICE,
}


@dataclass(frozen=True)
class Undone:
    """`count` baskets are as they were; `left`: the names of those whose line was changed since, or who are absent."""

    count: int
    left: Sequence[str]


def miss_for_all(
    distribution: Distribution, product: int, *, count: int, seen: Money, key: str, by: User, at: datetime
) -> int:
    """Nobody pays for what was not delivered. `count` baskets and the sum `seen` are what the page showed.

    Gives the id of the `ProductChange`. Raises `AmountsChanged`, `DistributionValidated`.
    """

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        effect = if_missing(holdings_of(here, product))
        edits = [Edit(holding.line, is_missing=True) for holding in effect.holdings]
        change = ProductChange(kind=ProductChange.Kind.MISSING)
        return _change(here, product, change, effect, edits, book, count=count, seen=seen, key=key, by=by, at=at)

    asked = {"distribution": distribution.pk, "product": product, "count": count, "seen": seen.cents}
    return _once(distribution, "product missing", asked, perform, key, by, at)


def change_price_for_all(
    distribution: Distribution, product: int, price: Money, *, count: int, seen: Money, key: str, by: User, at: datetime
) -> int:
    """Everybody pays the product at this price, of a piece or of a kilogram; the catalog keeps its own. As above."""

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        effect = if_priced(holdings_of(here, product), price)
        edits = [Edit(holding.line, price=price) for holding in effect.holdings]
        change = ProductChange(kind=ProductChange.Kind.PRICE, price=price)
        return _change(here, product, change, effect, edits, book, count=count, seen=seen, key=key, by=by, at=at)

    asked = {"distribution": distribution.pk, "product": product, "price": price.cents}
    asked |= {"count": count, "seen": seen.cents}
    return _once(distribution, "product price", asked, perform, key, by, at)


def undo_change(change: ProductChange, *, key: str, by: User, at: datetime) -> Undone:
    """Restore the lines that are as the change made them. Raises `NothingToTakeBack`, `DistributionValidated`."""

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(change.distribution)
        if not ProductChange.objects.filter(pk=change.pk, undone_at__isnull=True).update(undone_at=at, undone_by=by):
            raise NothingToTakeBack
        made = {each["line"]: each for each in change.lines}
        holdings = {each.line.pk: each for each in holdings_of(here, change.product_id) if each.line.pk in made}
        restored = [each for each in holdings.values() if _is_as_made(each, made)]
        edits = [(each.basket, [_restoring(each.line, made[each.line.pk]["before"])]) for each in restored]
        amend_all(book, edits, kind=CHANGE_OF[ProductChange.Kind(change.kind)], by=by, at=at, key=key)
        back = {each.line.pk for each in restored}
        return {"count": len(back), "left": [made[line]["name"] for line in made if line not in back]}

    book = change.distribution.group.book
    act = once(book, key=key, kind="undo product change", asked={"change": change.pk}, by=by.pk, at=at, perform=perform)
    return Undone(act.result["count"], act.result["left"])


def state(line: OrderLine) -> dict[str, Any]:
    """All that makes what a line costs."""
    return {
        "quantity": line.quantity,
        "grams": line.grams,
        "label": line.label_price.cents if line.label_price else None,
        "price": line.price.cents,
        "is_missing": line.is_missing,
        "total": line.total.cents,
    }


def _once(
    distribution: Distribution, kind: str, asked: dict[str, Any], perform: Any, key: str, by: User, at: datetime
) -> int:
    act = once(distribution.group.book, key=key, kind=kind, asked=asked, by=by.pk, at=at, perform=perform)
    made: int = act.result["change"]
    return made


def _change(
    here: Distribution,
    product: int,
    change: ProductChange,
    effect: Effect,
    edits: Sequence[Edit],
    book: Book,
    *,
    count: int,
    seen: Money,
    key: str,
    by: User,
    at: datetime,
) -> dict[str, Any]:
    if not effect.count or (effect.count, effect.amount) != (count, seen):
        raise AmountsChanged
    before = {holding.line.pk: state(holding.line) for holding in effect.holdings}
    change.group_id, change.distribution, change.product_id = here.group_id, here, product
    change.amount, change.made_at, change.made_by = effect.amount, at, by
    pairs = [(holding.basket, [edit]) for holding, edit in zip(effect.holdings, edits, strict=True)]
    amend_all(book, pairs, kind=CHANGE_OF[ProductChange.Kind(change.kind)], by=by, at=at, key=key)
    change.lines = [
        {
            "line": holding.line.pk,
            "name": holding.basket.membership.name,
            "before": before[holding.line.pk],
            "after": state(holding.line),
        }
        for holding in effect.holdings
    ]
    change.save()
    return {"change": change.pk}


def _is_as_made(holding: Holding, made: dict[int, dict[str, Any]]) -> bool:
    return not holding.is_absent and state(holding.line) == made[holding.line.pk]["after"]


def _restoring(line: OrderLine, before: dict[str, Any]) -> Edit:
    if line.is_missing and not before["is_missing"]:
        return Edit(line, is_missing=False)
    return Edit(line, price=Money(before["price"]))

"""Ordered lines go from one basket of a household to another with their terms; each side is one change of its basket.

A product that is in the other basket already keeps the price that it has there: a basket has one price for a product.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from cabas.distributions.amending import TERMS, Edit, taken_back
from cabas.distributions.amending_together import amend_all
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, BasketChange, Distribution, OrderLine
from cabas.groups.models import Membership
from cabas.ledger.inserting import insert
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.low_cagnotte import tell_all_if_low
from cabas.payments.means import Means, is_promise
from cabas.people.models import User
from cabas.planning.keeping import PROMISE, kept, with_all

NOTHING = Money(0)


@dataclass
class Moved:
    """What goes from `source` to `target`, which is not saved where the household has none yet."""

    source: Basket
    target: Basket
    lines: Sequence[OrderLine]
    into: Sequence[OrderLine]

    @property
    def out(self) -> list[Edit]:
        return [Edit(line, quantity=0) for line in self.lines]

    @property
    def inward(self) -> list[Edit]:
        pairs = zip(self.lines, self.into, strict=True)
        return [Edit(there, quantity=there.quantity + line.quantity) for line, there in pairs]


def named(line: OrderLine) -> str:
    """« 2 × Merguez », before it is moved."""
    return f"{line.quantity} × {line.product_name}" if line.quantity > 1 else line.product_name


def moves(
    baskets: Iterable[tuple[Basket, Sequence[OrderLine]]],
    target: Distribution,
    there: Mapping[int, Basket],
    owners: Mapping[int, Membership] | None = None,
    *,
    at: datetime,
) -> list[Moved]:
    """What each basket gives to that of `target`, by household; nothing is saved.

    `owners`: another household to whom the lines of a household go.
    """
    found = []
    for basket, lines in baskets:
        owner = (owners or {}).get(basket.membership_id, basket.membership)
        other = there.get(owner.pk)
        if other is None:
            other = _new_basket(basket, owner, target, at)
        elif not other.total:
            other.is_debited = basket.is_debited
        found.append(Moved(basket, other, lines, [_line_there(other, line) for line in lines]))
    return found


def move_all(
    book: Book, found: Sequence[Moved], *, kind: BasketChange.Kind, key: str, by: User, at: datetime
) -> list[dict[str, Any]]:
    """Do it, under the lock of the book. Gives what `keeping` needs to know of both sides.

    The number of statements does not depend on that of the baskets.
    """
    _make([each.target for each in found if not each.target.pk])
    insert([_of(each.target, line) for each in found for line in each.into if not line.pk])
    Basket.objects.bulk_update([each.target for each in found], ["is_debited"])
    before = [kept(each.source, each.lines) for each in found] + [kept(each.target, each.into) for each in found]
    inward = [(each.target, each.inward) for each in found]  # before the lines of the source are emptied
    out = amend_all(
        book, [(m.source, m.out) for m in found], kind=kind, by=by, at=at, key=f"{key}:out", tells_low=False
    )
    _carry_balances(found)
    into = amend_all(book, inward, kind=kind, by=by, at=at, key=f"{key}:in", tells_low=False)
    amounts = {each.basket.pk: each.amount for each in (*out, *into)}
    _carry_promises(found, amounts)
    _tell_if_low(found, {each.basket.pk: taken_back(each) for each in (*out, *into)}, at)
    return before


def _make(baskets: Sequence[Basket]) -> None:
    """With the next numbers of their distribution."""
    if baskets:
        there = Basket.objects.filter(distribution__in={basket.distribution_id for basket in baskets})
        last = dict(
            there.order_by().values("distribution").annotate(last=Max("number")).values_list("distribution", "last")
        )
        for basket in baskets:
            basket.number = last[basket.distribution_id] = last.get(basket.distribution_id, 0) + 1
        insert(baskets)


def _new_basket(basket: Basket, owner: Membership, target: Distribution, at: datetime) -> Basket:
    made = Basket(is_debited=basket.is_debited, committed_at=at)
    made.group, made.distribution, made.membership = target.group, target, owner
    made.balance, made.later_total, made.paid, made.forgiven = basket.balance, NOTHING, NOTHING, NOTHING
    return made


def _line_there(other: Basket, line: OrderLine) -> OrderLine:
    """The line of this product in the other basket, with the same terms where it orders none yet; not saved."""
    known = {each.product_id: each for each in other.lines.all()} if other.pk else {}
    there = known.get(line.product_id)
    if there is None:
        there = OrderLine(
            group_id=line.group_id, distribution=other.distribution, product=line.product, quantity=0, total=NOTHING
        )
    if not there.quantity:
        for name in TERMS:
            setattr(there, name, getattr(line, name))
        there.grams, there.label_price, there.is_missing = None, None, False
    return there


def _of(basket: Basket, line: OrderLine) -> OrderLine:
    line.basket = basket
    return line


def _carry_balances(found: Sequence[Moved]) -> None:
    """The account is one: what the first change gave back is there for the second."""
    for each in found:
        if each.source.membership.pk == each.target.membership.pk:
            each.target.balance = each.source.balance


def _carry_promises(found: Sequence[Moved], amounts: Mapping[int, Money]) -> None:
    """The announced means goes along, unless the other basket has one; what a transfer is told is what is due now."""
    changed = {basket.pk: basket for basket in with_all(pk for m in found for pk in (m.source.pk, m.target.pk))}
    for each in found:
        source, target = changed[each.source.pk], changed[each.target.pk]
        if not target.means:
            target.means, target.is_announced = source.means, is_promise(source.means)
        if not source.current_lines:
            source.means, source.is_announced, source.left_amount = "", False, NOTHING
        for basket in (source, target):
            lowered = amounts.get(basket.pk, NOTHING)
            basket.ordered_total = max(NOTHING, basket.ordered_total - lowered)
            is_told = basket.means == Means.TRANSFER and basket.is_announced
            basket.told_amount = due(basket).due if is_told else NOTHING
        each.target.means, each.target.told_amount = target.means, target.told_amount
        each.target.later_total, each.target.balance = target.later_total, target.balance
    Basket.objects.bulk_update([*changed.values()], PROMISE)


def _tell_if_low(found: Sequence[Moved], back: Mapping[int, Money], at: datetime) -> None:
    """What both changes together took from each account."""
    taken = [(m.target.membership, -back.get(m.source.pk, NOTHING) - back.get(m.target.pk, NOTHING)) for m in found]
    if found:
        tell_all_if_low(found[0].target.group, taken, at=at)

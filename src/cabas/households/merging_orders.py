"""What a household that closes has ordered and nobody has handed out goes to the baskets of the one that stays.

Two baskets for one distribution are put together, line by line. What is paid, handed out, weighed or said missing has
taken place under the number that closes: then its distribution is validated first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cabas.distributions.leaving import obstacles
from cabas.distributions.models import Basket, BasketChange, Distribution
from cabas.groups.models import Membership
from cabas.ledger.models import Book
from cabas.payments.means import Means
from cabas.people.models import User
from cabas.planning.keeping import fetched
from cabas.planning.moving_lines import Moved, move_all, moves


@dataclass(frozen=True)
class Orders:
    """`moving` go along; the distributions of `stuck` are to be validated first."""

    moving: Sequence[Basket]
    there: Sequence[Basket]
    stuck: Sequence[Distribution]


def orders_of(gone: Membership, stays: Membership) -> Orders:
    """Where neither validated. Four statements at most."""
    waiting = obstacles(gone).distributions
    if not waiting:
        return Orders([], [], [])
    households = [gone.pk, stays.pk]
    found = fetched(Basket.objects.filter(distribution__in=waiting, membership__in=households))
    there = [basket for basket in found if basket.membership_id == stays.pk]
    going = [basket for basket in found if basket.membership_id == gone.pk]
    stuck = {basket.distribution_id for basket in going if _has_taken_place(basket)}
    stuck |= {basket.distribution_id for basket in there if basket.served_at or basket.absent_at}
    stuck.update(_with_missing(going, there))
    moving = [basket for basket in going if basket.distribution_id not in stuck]
    return Orders(moving, there, [here for here in waiting if here.pk in stuck])


def move_orders(
    orders: Orders, gone: Membership, stays: Membership, book: Book, *, key: str, by: User, at: datetime
) -> Sequence[Moved]:
    """Under the lock of the book; each account has its own changes."""
    there = {basket.distribution_id: basket for basket in orders.there}
    found: list[Moved] = []
    for basket in orders.moving:
        basket.distribution.group = gone.group
        own = {stays.pk: there[basket.distribution_id]} if basket.distribution_id in there else {}
        lines = [(basket, basket.current_lines)]
        found += moves(lines, basket.distribution, own, {gone.pk: stays}, at=at)
    move_all(book, found, kind=BasketChange.Kind.MERGED, key=key, by=by, at=at)
    return found


def _has_taken_place(basket: Basket) -> bool:
    """Or may be paid by itself in the next minute."""
    awaits_card = basket.means == Means.ONLINE and basket.is_announced
    is_touched = any(line.grams is not None or line.is_missing for line in basket.current_lines)
    return bool(basket.served_at or basket.absent_at or basket.paid or awaits_card or is_touched)


def _with_missing(going: Sequence[Basket], there: Sequence[Basket]) -> list[int]:
    """Where the same product is said missing, or was weighed, in the basket that stays."""
    touched = {
        (basket.distribution_id, line.product_id)
        for basket in there
        for line in basket.current_lines
        if line.is_missing or line.grams is not None
    }
    lines = [(basket.distribution_id, line.product_id) for basket in going for line in basket.current_lines]
    return [evening for evening, product in lines if (evening, product) in touched]

"""« Commander » commits a basket: one difference is posted, at once, and the member's announced means follows it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cabas.distributions import notices, shelf
from cabas.distributions.amending import Amendment, Edit, apply, record, taken_back
from cabas.distributions.blocking import require_not_blocked
from cabas.distributions.choosing import Choice
from cabas.distributions.drafts import keep_as_ordered, keep_what_remains
from cabas.distributions.dues import due
from cabas.distributions.lines import new_line, renewed
from cabas.distributions.models import Basket, BasketChange, Distribution
from cabas.distributions.refusals import (
    CatalogClosed,
    ClosedLine,
    DistributionValidated,
    MeansNotAccepted,
    NothingOrdered,
    OrdersClosed,
    ProductNotOffered,
    Shortage,
    StaleBasket,
    StockGone,
)
from cabas.distributions.shelf import Offer
from cabas.distributions.under_lock import AsItIs, read_under_lock
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.cagnotte import require_enough
from cabas.payments.means import Means, is_promise
from cabas.people.models import User


@dataclass(frozen=True)
class Order:
    """What a member commits: quantities by product id and the version of the basket, as their page showed them."""

    quantities: Mapping[int, int]
    basket_version: int
    means: str = ""

    def asked_of(self, distribution: Distribution, membership: Membership) -> dict[str, Any]:
        """What an act keeps of it, to know the same order again."""
        return {
            "distribution": distribution.pk,
            "membership": membership.pk,
            "quantities": {str(product): quantity for product, quantity in sorted(self.quantities.items())},
            "version": self.basket_version,
            "means": self.means,
        }


def commit(
    distribution: Distribution, membership: Membership, order: Order, *, key: str, by: User, at: datetime
) -> Basket:
    """Commit the order of a household and queue its confirmation. The same key commits once.

    Raises `GroupBlocked`, `OrdersClosed`, `DistributionValidated`, `StaleBasket`, `NothingOrdered`, `MeansNotAccepted`,
    `ProductNotOffered`, `CatalogClosed` and `StockGone` (the draft then holds what remains possible),
    `payments.cagnotte.CagnotteShort` and `ledger.acts.KeyReused`.
    """
    asked = order.asked_of(distribution, membership)
    kept: list[Basket] = []

    def perform(_book: Book) -> dict[str, Any]:
        kept.append(_commit(distribution, membership, order, key, by, at))
        return {"basket": kept[0].pk}

    book = membership.group.book
    try:
        done = once(book, key=key, kind="order", asked=asked, by=by.pk, at=at, perform=perform)
    except StockGone as refusal:
        keep_what_remains(distribution, membership, list(refusal.shortages), at=at)
        raise
    except CatalogClosed as refusal:
        keep_as_ordered(distribution, membership, refusal.lines, at=at)
        raise
    return Basket.objects.get(pk=done.result["basket"]) if done.is_replay else kept[0]


def _commit(
    distribution: Distribution, membership: Membership, order: Order, key: str, by: User, at: datetime
) -> Basket:
    here = read_under_lock(distribution, membership)
    _require_may_order(here, membership, at)
    offers = {offer.product.pk: offer for offer in shelf.offers(here.distribution, membership)}
    _require_may_commit(order, here, offers, at)
    basket = basket_in(here, membership)
    previous_means, is_new = basket.means, basket.version == 0
    edits = edits_towards(basket, here.choice, order, offers)
    amendment = apply(basket, edits)
    _require_enough(here, order, amendment)
    to_pay = to_pay_for(here, amendment, order.means)
    basket.means = order.means if order.quantities and here.is_on else ""
    basket.is_announced = is_promise(basket.means)
    basket.committed_at = at
    basket.ordered_total = basket.total
    basket.told_amount = to_pay if basket.means == Means.TRANSFER else Money(0)
    if amendment is None:
        basket.save()
    else:
        kind = BasketChange.Kind.ORDER if is_new else BasketChange.Kind.CHANGE
        record(amendment, kind=kind, by=by, at=at, key=f"{key}:1", orders=here.orders)
    if amendment or basket.means != previous_means:
        lines = [edit.line for edit in edits]
        taken = taken_by(amendment)
        left = here.amounts.balance - taken
        notices.order_committed(basket, lines, to_pay, here.settings, taken=taken, left=left, at=at)
    return basket


def _require_may_order(here: AsItIs, membership: Membership, at: datetime) -> None:
    if not here.distribution.is_open(at):
        raise OrdersClosed(here.distribution)
    if here.is_validated:
        raise DistributionValidated
    require_not_blocked(membership.group, at)


def _require_may_commit(order: Order, here: AsItIs, offers: Mapping[int, Offer], at: datetime) -> None:
    _require_fresh(order, here.choice)
    if here.choice.basket is None and not order.quantities:
        raise NothingOrdered
    require_offered(order, offers, here.choice.committed)
    _require_open_catalogs(order, offers, here.choice.committed, at)
    require_stock(order, offers)
    if order.quantities and here.is_on and order.means not in here.accepted:
        raise MeansNotAccepted


def _require_fresh(order: Order, here: Choice) -> None:
    """The page must show what is saved: the same version of the basket, and the draft as it now is.

    A draft that was begun before the stand or the other adult changed the basket would undo that change.
    """
    if here.is_stale:
        raise StaleBasket(order.quantities, here.committed, here.basket, is_draft_stale=True)
    if order.basket_version != here.version or dict(order.quantities) != here.wanted:
        raise StaleBasket(order.quantities, here.wanted, here.basket)


def require_offered(order: Order, offers: Mapping[int, Offer], committed: Mapping[int, int]) -> None:
    """What is not proposed any more may stay in a basket or leave it, but not grow. Raises `ProductNotOffered`."""
    for product, quantity in order.quantities.items():
        if product not in offers and quantity > committed.get(product, 0):
            raise ProductNotOffered


def _require_open_catalogs(
    order: Order, offers: Mapping[int, Offer], committed: Mapping[int, int], at: datetime
) -> None:
    """What is ordered of a catalog that is closed was told to its producer: it stays. Raises `CatalogClosed`."""
    closed = [
        ClosedLine(pk, offer.product.name, committed.get(pk, 0), offer.opens_at, offer.closes_at)
        for pk, offer in offers.items()
        if not offer.is_open(at) and order.quantities.get(pk, 0) != committed.get(pk, 0)
    ]
    if closed:
        raise CatalogClosed(closed, at)


def require_stock(order: Order, offers: Mapping[int, Offer]) -> None:
    """No more than what the others left of each product. Raises `StockGone`."""
    shortages = [
        Shortage(pk, offers[pk].product.name, quantity, most)
        for pk, quantity in order.quantities.items()
        if pk in offers and (most := offers[pk].remaining) is not None and quantity > most
    ]
    if shortages:
        raise StockGone(shortages)


def _require_enough(here: AsItIs, order: Order, amendment: Amendment | None) -> None:
    """Where the cagnotte pays, the order passes only if what it takes is there: the account as it is under the lock."""
    if here.settings is not None and order.means == Means.CAGNOTTE:
        require_enough(here.settings, here.amounts.balance, taken_by(amendment))


def taken_by(amendment: Amendment | None) -> Money:
    """What it takes from the account; below zero where it gives back."""
    return Money(0) if amendment is None else -taken_back(amendment)


def basket_in(here: AsItIs, membership: Membership) -> Basket:
    """The basket of the household, else an empty one with the next number. Under the lock: no two get the same."""
    basket = here.choice.basket or Basket(number=here.next_number, total=Money(0))
    basket.group, basket.distribution, basket.membership = membership.group, here.distribution, membership
    basket.is_debited = here.amounts.is_debited
    return basket


def to_pay_for(here: AsItIs, amendment: Amendment | None, means: str) -> Money:
    """What remains to pay for the basket once it is amended, by this means."""
    amounts = replace(here.amounts, means=means)
    if amendment is not None:
        balance, total = amounts.balance + taken_back(amendment), amendment.basket.total
        amounts = replace(amounts, balance=balance, total=total)
    return due(amounts).due


def edits_towards(basket: Basket, here: Choice, order: Order, offers: Mapping[int, Offer]) -> list[Edit]:
    """From what the basket holds to what is ordered, in the order of the shelf; what had left it is new again."""
    lines = {line.product_id: line for line in here.lines}
    edits = [Edit(line, quantity=order.quantities.get(pk, 0)) for pk, line in lines.items() if line.quantity]
    for pk, offer in offers.items():
        if order.quantities.get(pk) and pk not in here.committed:
            line = renewed(lines[pk], offer.product) if pk in lines else new_line(basket, offer.product)
            edits.append(Edit(line, quantity=order.quantities[pk]))
    return edits

"""A coordinator orders for any household, before and after closing, until the distribution is validated; it is signed.

Hours, the blocking of the group and the floor of cagnottes bind members, not corrections. Only what changes is posted,
as one difference: a weight that is still right stays. The draft of the household is left alone; begun before, it is
stale by then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cabas.distributions import notices, shelf
from cabas.distributions.amending import Amendment, apply, record
from cabas.distributions.choosing import Choice
from cabas.distributions.models import Basket, BasketChange, Distribution, OrderLine
from cabas.distributions.ordering import (
    Order,
    basket_in,
    edits_towards,
    require_offered,
    require_stock,
    taken_by,
    to_pay_for,
)
from cabas.distributions.refusals import (
    AbsenceStands,
    BasketOfNothing,
    DistributionCancelled,
    DistributionValidated,
    HouseholdLeft,
    MeansNotTaken,
    StaleBasket,
)
from cabas.distributions.shelf import Offer
from cabas.distributions.under_lock import AsItIs, read_under_lock
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.cagnotte import has_cagnottes
from cabas.payments.means import Means, is_promise
from cabas.people.models import User


def order_for(
    distribution: Distribution, membership: Membership, order: Order, *, key: str, by: User, at: datetime
) -> Basket:
    """Make the basket of this household what is ordered, and tell it by mail. The same key orders once.

    `order.quantities` is all that the basket shall hold; without a means it is decided at the stand. The membership is
    fetched with its group's book, its account and `with_people`. Raises `DistributionValidated`, `StaleBasket`,
    `AbsenceStands`, `BasketOfNothing`, `HouseholdLeft`, `MeansNotTaken`, `ProductNotOffered`, `StockGone`,
    `ledger.acts.KeyReused`.
    """
    asked = order.asked_of(distribution, membership)

    def perform(_book: Book) -> dict[str, Any]:
        return {"basket": _order(distribution, membership, order, key, by, at).pk}

    book = membership.group.book
    done = once(book, key=key, kind="order for", asked=asked, by=by.pk, at=at, perform=perform)
    return Basket.objects.get(pk=done.result["basket"])


def _order(
    distribution: Distribution, membership: Membership, order: Order, key: str, by: User, at: datetime
) -> Basket:
    here = read_under_lock(distribution, membership, takes_draft=False)
    offers = {offer.product.pk: offer for offer in shelf.offers(here.distribution, membership)}
    _require_may_order(here, order, offers)
    _require_not_left(here, membership)
    basket = basket_in(here, membership)
    previous_means, is_new = basket.means, basket.version == 0
    plan = planned(basket, here.choice, order, offers)
    means = _means(here, order)
    amendment, to_pay = plan.amendment, to_pay_for(here, plan.amendment, means)
    _announce(basket, means, to_pay)
    basket.committed_at, basket.ordered_total = at, basket.total
    if amendment is None:
        basket.save()
    else:
        kind = BasketChange.Kind.ORDER if is_new else BasketChange.Kind.CHANGE
        record(amendment, kind=kind, by=by, at=at, key=f"{key}:1", orders=here.orders)
    if amendment or basket.means != previous_means:
        taken = taken_by(amendment)
        left = here.amounts.balance - taken
        notices.order_committed(basket, plan.lines, to_pay, here.settings, taken=taken, left=left, by=by, at=at)
    return basket


def _require_not_left(here: AsItIs, membership: Membership) -> None:
    """Under the lock: it may have left since the page was opened. What it had ordered before may still be corrected."""
    if not here.choice.committed and Membership.objects.left().filter(pk=membership.pk).exists():
        raise HouseholdLeft


@dataclass(frozen=True)
class Planned:
    """What an order makes of a basket, in memory: all its lines, and what changes; None where nothing does."""

    lines: Sequence[OrderLine]
    amendment: Amendment | None


def planned(basket: Basket, chosen: Choice, order: Order, offers: Mapping[int, Offer]) -> Planned:
    """Nothing is saved: the act records it, a page shows it. The basket and the lines of the choice are changed."""
    edits = edits_towards(basket, chosen, order, offers)
    changed = [replace(edit, is_missing=False) for edit in edits if edit.quantity != edit.line.quantity]
    return Planned([edit.line for edit in edits], apply(basket, changed))


def _require_may_order(here: AsItIs, order: Order, offers: Mapping[int, Offer]) -> None:
    chosen = here.choice
    if here.is_validated:
        raise DistributionValidated
    if here.distribution.is_cancelled:
        raise DistributionCancelled
    if order.basket_version != chosen.version:
        raise StaleBasket(order.quantities, chosen.committed, chosen.basket)
    if chosen.basket is not None and chosen.basket.absent_at is not None:
        raise AbsenceStands
    if chosen.basket is None and not order.quantities:
        raise BasketOfNothing
    require_offered(order, offers, chosen.committed)
    require_stock(order, offers)
    known = [*(here.settings.accepted if here.settings else []), chosen.basket.means if chosen.basket else ""]
    if order.means and order.means not in known:
        raise MeansNotTaken


def _means(here: AsItIs, order: Order) -> str:
    """None for an empty basket; where the cagnotte pays there is nothing to decide at the stand."""
    if not order.quantities:
        return ""
    return order.means or (Means.CAGNOTTE if has_cagnottes(here.settings) else "")


def _announce(basket: Basket, means: str, to_pay: Money) -> None:
    """Of a basket that was served, what was announced and is paid since is announced again only by another means."""
    if basket.served_at is None or means != basket.means:
        basket.is_announced = is_promise(means)
    basket.means = means
    basket.told_amount = to_pay if means == Means.TRANSFER else Money(0)

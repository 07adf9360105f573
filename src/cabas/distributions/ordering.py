"""« Commander » commits a basket: one difference is posted, at once, and the member's announced means follows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from cabas.catalogs.models import Product
from cabas.distributions import notices, shelf
from cabas.distributions.amending import Edit, amend
from cabas.distributions.choosing import Choice, choice
from cabas.distributions.drafts import drop_draft, keep_what_remains, lock_draft
from cabas.distributions.dues import due
from cabas.distributions.lines import new_line, renewed
from cabas.distributions.models import Basket, BasketChange, Distribution
from cabas.distributions.refusals import (
    DistributionValidated,
    MeansNotAccepted,
    NothingOrdered,
    OrdersClosed,
    ProductNotOffered,
    Shortage,
    StaleBasket,
    StockGone,
)
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.people.models import User


@dataclass(frozen=True)
class Order:
    """What a member commits: quantities by product id and the version of the basket, as their page showed them."""

    quantities: Mapping[int, int]
    basket_version: int
    means: str = ""


def commit(
    distribution: Distribution, membership: Membership, order: Order, *, key: str, by: User, at: datetime
) -> Basket:
    """Commit the order of a household and queue its confirmation. The same key commits once.

    Raises `OrdersClosed`, `DistributionValidated`, `StaleBasket`, `NothingOrdered`, `MeansNotAccepted`,
    `ProductNotOffered`, `StockGone` (the draft is then brought down to what remains) and `ledger.acts.KeyReused`.
    """
    asked = {
        "distribution": distribution.pk,
        "membership": membership.pk,
        "quantities": {str(product): quantity for product, quantity in sorted(order.quantities.items())},
        "version": order.basket_version,
        "means": order.means,
    }
    try:
        result = once(
            membership.group.book,
            key=key,
            kind="order",
            asked=asked,
            by=by.pk,
            at=at,
            perform=lambda _book: {"basket": _commit(distribution, membership, order, key, by, at).pk},
        )
    except StockGone as refusal:
        keep_what_remains(distribution, membership, list(refusal.shortages), at=at)
        raise
    return Basket.objects.get(pk=result.result["basket"])


def _commit(
    distribution: Distribution, membership: Membership, order: Order, key: str, by: User, at: datetime
) -> Basket:
    distribution.refresh_from_db()  # it may have been closed while we waited for the lock
    lock_draft(distribution, membership)
    if not distribution.is_open(at):
        raise OrdersClosed(distribution)
    if distribution.validations.live().exists():
        raise DistributionValidated
    here = choice(distribution, membership)
    products = {product.pk: product for product in shelf.products(distribution)}
    settings = PaymentSettings.objects.filter(group=membership.group_id).first()
    _require_may_commit(distribution, membership, order, here, products, settings)
    basket = here.basket or _new_basket(distribution, membership, at)
    previous_means, is_new = basket.means, basket.version == 0
    basket.means = order.means if order.quantities else ""
    basket.is_announced = bool(order.quantities)
    basket.committed_at = at
    change = amend(
        basket,
        _edits(basket, here, order, products),
        kind=BasketChange.Kind.ORDER if is_new else BasketChange.Kind.CHANGE,
        by=by,
        at=at,
        key=f"{key}:1",
    )
    basket.ordered_total = basket.total
    to_pay = due(Basket.objects.with_amounts().get(pk=basket.pk)).due
    basket.told_amount = to_pay if basket.means == Means.TRANSFER else Money(0)
    basket.save()
    drop_draft(distribution, membership)
    if change or basket.means != previous_means:
        notices.order_committed(basket, to_pay, settings, at=at)
    return basket


def _require_may_commit(
    distribution: Distribution,
    membership: Membership,
    order: Order,
    here: Choice,
    products: Mapping[int, Product],
    settings: PaymentSettings | None,
) -> None:
    _require_fresh(order, here)
    if here.basket is None and not order.quantities:
        raise NothingOrdered
    _require_offered(order, products, here.committed)
    _require_stock(distribution, membership, order, products)
    if order.quantities and (settings is None or order.means not in settings.accepted):
        raise MeansNotAccepted


def _require_fresh(order: Order, here: Choice) -> None:
    """The page must show what is saved: the same version of the basket, and the draft as it now is.

    A draft that was begun before the stand or the other adult changed the basket would undo that change.
    """
    if here.is_stale:
        raise StaleBasket(order.quantities, here.committed, here.basket, is_draft_stale=True)
    if order.basket_version != here.version or dict(order.quantities) != here.wanted:
        raise StaleBasket(order.quantities, here.wanted, here.basket)


def _require_offered(order: Order, products: Mapping[int, Product], committed: Mapping[int, int]) -> None:
    """What is not proposed any more may stay in a basket or leave it, but not grow."""
    for product, quantity in order.quantities.items():
        if product not in products and quantity > committed.get(product, 0):
            raise ProductNotOffered


def _require_stock(
    distribution: Distribution, membership: Membership, order: Order, products: Mapping[int, Product]
) -> None:
    limited = [products[pk] for pk in order.quantities if pk in products and products[pk].stock is not None]
    most = shelf.allowed(distribution, membership, limited)
    shortages = [
        Shortage(product.pk, product.name, order.quantities[product.pk], most[product.pk])
        for product in limited
        if order.quantities[product.pk] > most[product.pk]
    ]
    if shortages:
        raise StockGone(shortages)


def _new_basket(distribution: Distribution, membership: Membership, at: datetime) -> Basket:
    """An empty basket with the next number of the distribution. Under the lock: no two get the same."""
    last = distribution.baskets.aggregate(last=Max("number"))["last"] or 0
    return Basket.objects.create(
        group=membership.group,
        distribution=distribution,
        membership=membership,
        number=last + 1,
        committed_at=at,
        total=Money(0),
    )


def _edits(basket: Basket, here: Choice, order: Order, products: Mapping[int, Product]) -> list[Edit]:
    """From what the basket holds to what is ordered, in the order of the shelf; what had left it is new again."""
    lines = {line.product_id: line for line in here.lines}
    edits = [Edit(line, quantity=order.quantities.get(pk, 0)) for pk, line in lines.items() if line.quantity]
    for pk, product in products.items():
        if order.quantities.get(pk) and pk not in here.committed:
            line = renewed(lines[pk], product) if pk in lines else new_line(basket, product)
            edits.append(Edit(line, quantity=order.quantities[pk]))
    return edits

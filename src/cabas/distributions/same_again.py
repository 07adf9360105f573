"""« Reprendre ma dernière commande »: what of the last basket is still sold goes into the draft, at today's prices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cabas.distributions import shelf
from cabas.distributions.blocking import require_not_blocked
from cabas.distributions.choosing import Choice
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket, Distribution, OrderLine
from cabas.distributions.refusals import NothingToTakeBack, OrdersClosed
from cabas.groups.models import Membership
from cabas.money import Money
from cabas.prepared import prepared


@dataclass(frozen=True)
class LastOrder:
    """What the last basket held, by product; `names` are those of its products."""

    quantities: Mapping[int, int]
    names: Mapping[int, str]

    def total(self, offers: Sequence[shelf.Offer], at: datetime) -> Money:
        """What of it is sold comes to, at today's prices."""
        sold, _lacking = _sold(self, offers, at)
        return Choice().preview([offer.product for offer in offers], sold).total


@dataclass(frozen=True)
class TakenAgain:
    """`lacking`: the names of what is not sold any more, or not as much of it as last time."""

    lacking: Sequence[str]


def last_order(member: Membership) -> LastOrder | None:
    """The last basket of this household in which something is ordered. One statement."""
    rows = _last_lines(member.pk)
    if not rows:
        return None
    return LastOrder({row.product_id: row.quantity for row in rows}, {row.product_id: row.product_name for row in rows})


@prepared
def _last_lines(member: int) -> "QuerySet[OrderLine]":
    ordered = Exists(OrderLine.objects.filter(basket=OuterRef("pk"), quantity__gt=0))
    newest = Basket.objects.filter(ordered, membership=member).order_by("-distribution__starts_at", "-pk")
    return OrderLine.objects.filter(basket__in=newest.values("pk")[:1], quantity__gt=0).order_by("pk")


@transaction.atomic
def take_again(distribution: Distribution, member: Membership, *, at: datetime) -> TakenAgain:
    """Fill the draft with the last order. Raises `GroupBlocked`, `OrdersClosed`, and `NothingToTakeBack` where this
    household never ordered anything."""
    require_not_blocked(distribution.group, at)
    if not distribution.is_open(at):
        raise OrdersClosed(distribution)
    last = last_order(member)
    if last is None:
        raise NothingToTakeBack
    sold, lacking = _sold(last, shelf.offers(distribution, member), at)
    replace_draft(distribution, member, sold, at=at)
    return TakenAgain(lacking)


def _sold(last: LastOrder, offers: Sequence[shelf.Offer], at: datetime) -> tuple[dict[int, int], list[str]]:
    """How many of each can be had again, and the names of what is lacking, wholly or in part."""
    open_ones = {offer.product.pk: offer for offer in offers if offer.is_open(at)}
    sold, lacking = {}, []
    for product, quantity in last.quantities.items():
        offer = open_ones.get(product)
        most = 0 if offer is None else quantity if offer.remaining is None else min(quantity, offer.remaining)
        if most:
            sold[product] = most
        if most < quantity:
            lacking.append(last.names[product])
    return sold, lacking

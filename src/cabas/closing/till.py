"""What the till should hold after a distribution: its float, and what Cabas recorded for it or on its day, by means."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from cabas.closing.models import Count
from cabas.distributions.models import Distribution
from cabas.groups.models import Group
from cabas.money import Money
from cabas.payments.means import AT_THE_STAND, Means
from cabas.payments.models import Payment, Refund

NOTHING = Money(0)


@dataclass(frozen=True)
class Taken:
    """`cash`: what came into the box, less what was given back from it."""

    cash: Money = NOTHING
    given_back: Money = NOTHING
    cheques: int = 0
    cheques_total: Money = NOTHING
    cards: int = 0
    cards_total: Money = NOTHING

    def __bool__(self) -> bool:
        return bool(self.cash or self.given_back or self.cheques or self.cards)


@dataclass(frozen=True)
class Recorded:
    """`taken`: what the till should hold. `for_baskets`: number and sum, by means, of what paid its baskets."""

    taken: Taken
    for_baskets: Mapping[str, tuple[int, Money]]


def recorded(distribution: Distribution) -> Recorded:
    """What was received for its baskets, and at its stand: on its day, for no basket. Two statements.

    What pays a basket is in the till of that basket's distribution alone, whenever it was recorded. The ticket of the
    terminal knows days, not stands: there the whole day counts, as in `terminal_list`.
    """
    here, on_its_day = Q(receipt__basket__distribution=distribution), Q(received_on=distribution.day)
    at_the_stand = Q(means=Means.TERMINAL) | Q(means__in=AT_THE_STAND) & (here | Q(receipt=None))
    received = Payment.objects.live().filter(here | on_its_day, group=distribution.group_id)
    rows = (
        received.order_by("means")
        .values_list("means")
        .annotate(
            number=Number("pk", filter=at_the_stand),
            sum=Sum("amount", filter=at_the_stand),
            basket_number=Number("pk", filter=here),
            basket_sum=Sum("amount", filter=here),
        )
    )
    found = {
        means: (number, total or NOTHING, of_baskets, of_them or NOTHING)
        for means, number, total, of_baskets, of_them in rows
    }
    for_baskets = {means: (number, total) for means, (_n, _t, number, total) in found.items() if number}
    return Recorded(_taken(found, _given_back(distribution)), for_baskets)


def _taken(found: Mapping[str, tuple[int, Money, int, Money]], given_back: Money) -> Taken:
    none = (0, NOTHING, 0, NOTHING)
    cash, cheques, cards = (found.get(means, none) for means in (Means.CASH, Means.CHEQUE, Means.TERMINAL))
    return Taken(cash[1] - given_back, given_back, cheques[0], cheques[1], cards[0], cards[1])


def taken(distribution: Distribution) -> Taken:
    """What the till should hold. Two statements."""
    return recorded(distribution).taken


def _given_back(distribution: Distribution) -> Money:
    refunds = Refund.objects.live().filter(group=distribution.group_id, means=Means.CASH)
    total: Money | None = refunds.filter(refunded_on=distribution.day).aggregate(sum=Sum("amount"))["sum"]
    return total or NOTHING


def counts_that_stand(group: Group) -> "QuerySet[Count]":
    """Those that no later count of their distribution replaces, the latest distribution first."""
    later = Count.objects.filter(distribution=OuterRef("distribution"), pk__gt=OuterRef("pk"))
    return Count.objects.filter(~Exists(later), group=group).order_by("-distribution__starts_at", "-pk")


def counted_here_and_carried(distribution: Distribution) -> tuple[Count | None, Money]:
    """The count of this distribution that stands, and what the last one before it left in the box. One statement."""
    is_here = Q(distribution=distribution)
    is_before = Q(float_left__isnull=False, distribution__starts_at__lt=distribution.starts_at)
    found = list(counts_that_stand(distribution.group).filter(is_here | is_before).select_related("by")[:2])
    here = found[0] if found and found[0].distribution_id == distribution.pk else None
    before = next((count.float_left for count in found if count is not here), None)
    return here, before or NOTHING


def last_count(distribution: Distribution) -> Count | None:
    """The one of this distribution that stands. One statement."""
    return Count.objects.filter(distribution=distribution).select_related("transaction").newest_first().first()

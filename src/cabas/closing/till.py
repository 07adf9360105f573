"""What the till should hold after a distribution: its float, and what Cabas recorded for it or on its day, by means."""

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


def taken(distribution: Distribution) -> Taken:
    """What was received at the stand for its baskets, or on its day for no other stand. Two statements."""
    given_back = _given_back(distribution)
    rows = _received(distribution).values_list("means").annotate(number=Number("pk"), sum=Sum("amount"))
    found = {means: (number, total) for means, number, total in rows.order_by("means")}
    cheques, cheques_total = found.get(Means.CHEQUE, (0, NOTHING))
    cards, cards_total = found.get(Means.TERMINAL, (0, NOTHING))
    cash = found.get(Means.CASH, (0, NOTHING))[1] - given_back
    return Taken(cash, given_back, cheques, cheques_total, cards, cards_total)


def _received(distribution: Distribution) -> "QuerySet[Payment]":
    """The ticket of the terminal knows days, not stands: there the whole day counts, as in `terminal_list`."""
    here, on_its_day = Q(receipt__basket__distribution=distribution), Q(received_on=distribution.day)
    at_another_stand = Q(receipt__basket__distribution__day=distribution.day) & ~here
    received = Payment.objects.live().filter(here | on_its_day, group=distribution.group_id, means__in=AT_THE_STAND)
    return received.filter(Q(means=Means.TERMINAL) | Q(receipt=None) | ~at_another_stand)


def _given_back(distribution: Distribution) -> Money:
    refunds = Refund.objects.live().filter(group=distribution.group_id, means=Means.CASH)
    total: Money | None = refunds.filter(refunded_on=distribution.day).aggregate(sum=Sum("amount"))["sum"]
    return total or NOTHING


def counts_that_stand(group: Group) -> "QuerySet[Count]":
    """Those that no later count of their distribution replaces, the latest distribution first."""
    later = Count.objects.filter(distribution=OuterRef("distribution"), pk__gt=OuterRef("pk"))
    return Count.objects.filter(~Exists(later), group=group).order_by("-distribution__starts_at", "-pk")


def carried_float(distribution: Distribution) -> Money:
    """What the last count before this distribution left in the box for it. One statement."""
    before = counts_that_stand(distribution.group).filter(
        float_left__isnull=False, distribution__starts_at__lt=distribution.starts_at
    )
    return before.values_list("float_left", flat=True).first() or NOTHING


def last_count(distribution: Distribution) -> Count | None:
    """The one that stands. One statement."""
    return Count.objects.filter(distribution=distribution).select_related("by", "transaction").newest_first().first()

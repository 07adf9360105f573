"""What moving or cancelling a distribution touches is counted before: orders, what was received, what is promised."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Sum
from django.utils.translation import gettext as _

from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Distribution, Receipt
from cabas.distributions.refusals import DistributionCancelled, DistributionValidated
from cabas.groups.models import Adult
from cabas.money import Money

NOTHING = Money(0)


@dataclass(frozen=True)
class Stakes:
    """`basket_count` orders come to `total`; of these payments so many are received, so many announced.

    `given_back`: what the accounts of the members get back where all is cancelled.
    """

    basket_count: int = 0
    total: Money = NOTHING
    received_count: int = 0
    received: Money = NOTHING
    announced_count: int = 0
    announced: Money = NOTHING
    given_back: Money = NOTHING


class BasketsHandedOut(Exception):
    """The stand has served, or has said somebody absent: the evening took place."""

    def __str__(self) -> str:
        return _("Des paniers sont déjà servis ou notés absents au stand\u202f: cette distribution a lieu.")


def baskets_at_stake(distribution: Distribution) -> list[Basket]:
    """Those in which something is ordered or paid, with amounts, people and lines. Three statements."""
    people = Prefetch("membership__adults", Adult.objects.select_related("person"))
    found = Basket.objects.filter(distribution=distribution).not_empty().with_amounts().order_by("number")
    return list(found.select_related("distribution__place", "membership__account").prefetch_related(people, "lines"))


def stakes(distribution: Distribution) -> Stakes:
    """Two statements, for any number of baskets."""
    found = Basket.objects.filter(distribution=distribution).not_empty().with_amounts()
    baskets = list(found.select_related("membership__account"))
    receipts = Receipt.objects.live().filter(basket__distribution=distribution)
    sums = receipts.aggregate(sum=Sum("payment__amount"))
    return stakes_of(baskets, receipts.count() if sums["sum"] else 0, sums["sum"] or NOTHING)


def stakes_of(baskets: Sequence[Basket], received_count: int, received: Money) -> Stakes:
    promised = [amount for basket in baskets if basket.is_announced and (amount := due(basket).due)]
    return Stakes(
        basket_count=len(baskets),
        total=Money.sum(basket.total for basket in baskets),
        received_count=received_count,
        received=received,
        announced_count=len(promised),
        announced=Money.sum(promised),
        given_back=Money.sum(basket.total for basket in baskets if basket.is_debited),
    )


def require_not_handed_out(distribution: Distribution) -> None:
    """Raises `BasketsHandedOut`. One statement."""
    require_none_handed_out([distribution])


def require_none_handed_out(distributions: Sequence[Distribution]) -> None:
    """Of none of them. Raises `BasketsHandedOut`. One statement."""
    baskets = Basket.objects.filter(distribution__in=distributions)
    if (baskets.filter(served_at__isnull=False) | baskets.filter(absent_at__isnull=False)).exists():
        raise BasketsHandedOut


def require_unvalidated(distribution: Distribution) -> None:
    """As it was fetched, `with_validation`. Raises `DistributionValidated`, `DistributionCancelled`."""
    if distribution.is_validated:
        raise DistributionValidated
    if distribution.is_cancelled:
        raise DistributionCancelled

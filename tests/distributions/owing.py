"""Evenings that are over and that nobody validated."""

from datetime import timedelta

from cabas.distributions.models import Distribution
from cabas.distributions.serving import take_payment
from tests.cast import Cast, add_distribution, key

ORDERED_BEFORE = timedelta(days=2)


def past_evening(play: Cast, weeks: int, *, is_settled: bool = True) -> Distribution:
    """So many weeks before the distribution of the play: Bob ordered bread, and paid it at the stand when settled."""
    coming = play.distribution
    evening = add_distribution(play.group, coming.starts_at - timedelta(weeks=weeks), [play.catalog])
    play.distribution = evening
    basket = play.order(play.bob, {play.bread: 1}, at=evening.starts_at - ORDERED_BEFORE)
    play.distribution = coming
    if is_settled:
        take_payment(basket, "cheque", key=key(), by=play.nadia, at=evening.starts_at + timedelta(minutes=10))
    return evening


def past_evenings(play: Cast, count: int, *, settled: int | None = None) -> list[Distribution]:
    """So many, one a week, the oldest first; of these the latest `settled` are settled (all of them when absent)."""
    ready = count if settled is None else settled
    latest_first = [past_evening(play, weeks, is_settled=weeks <= ready) for weeks in range(1, count + 1)]
    return latest_first[::-1]  # told in this order, so that none of them blocks the next

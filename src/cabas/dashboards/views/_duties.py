"""What the home says of duties: one's own, and the first distribution that lacks somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cabas.clock import local_date
from cabas.distributions.models import Distribution
from cabas.groups.access import GroupRequest
from cabas.volunteering.duties import Need, needs_coming

SHOWN_FOR = timedelta(days=31)


@dataclass(frozen=True)
class Lacking:
    """A distribution that lacks somebody; `role` where one tap can settle it: only one role does."""

    distribution: Distribution
    count: int
    role: int | None


@dataclass(frozen=True)
class HomeDuties:
    """`mine`: each distribution and the role; nothing is shown to a group whose distributions need nobody."""

    mine: Sequence[tuple[Distribution, Need]]
    lacking: Lacking | None


def home_duties(request: GroupRequest, coming: Sequence[Distribution], at: datetime) -> HomeDuties | None:
    """Of the distributions that the home shows. One statement."""
    needs = needs_coming(request.group.pk, request.user.pk, at, at + SHOWN_FOR)
    if not needs:
        return None
    by_distribution = {each.pk: each for each in coming}
    here = [(by_distribution[need.distribution], need) for need in needs if need.distribution in by_distribution]
    mine = [(each, need) for each, need in here if need.is_mine]
    busy = {each.pk for each, _need in mine}
    return HomeDuties(mine, _first_lacking([pair for pair in here if pair[0].pk not in busy], at))


def _first_lacking(here: Sequence[tuple[Distribution, Need]], at: datetime) -> Lacking | None:
    """Among those for which one may sign up by now."""
    today = local_date(at)
    for first, _need in here:
        lacking = [need for each, need in here if each is first and need.missing]
        if lacking and today >= first.day - timedelta(days=lacking[0].opens_days_before):
            role = lacking[0].role if len(lacking) == 1 else None
            return Lacking(first, sum(need.missing for need in lacking), role)
    return None

"""A distribution to come, as a household sees it: what it ordered, what is to bring, and whether it may order now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from cabas.distributions.choosing import Choice, Preview, choices
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.views._wording import moment_to_come, time_left, to_bring
from cabas.groups.models import Membership
from cabas.money import Money
from cabas.payments.means import ICON_OF, Means
from cabas.prepared import prepared


@dataclass(frozen=True)
class Evening:
    """`due` is what is due of its basket while its means stands, None where none does; `is_paused`: the group is
    blocked, `owes`: the account is below zero."""

    distribution: Distribution
    choice: Choice
    at: datetime
    due: Money | None = None
    owes: bool = False
    is_paused: bool = False

    @property
    def is_open(self) -> bool:
        return self.distribution.is_open(self.at)

    @property
    def is_planned(self) -> bool:
        return self.at < self.distribution.orders_open_at

    @property
    def has_unsaved_changes(self) -> bool:
        """Only while they can still be committed: at closing the committed order stands."""
        return self.is_open and not self.is_paused and self.choice.has_unsaved_changes

    @property
    def order(self) -> Preview | None:
        return self.choice.order() if self.choice.has_order else None

    @property
    def opens(self) -> str:
        return moment_to_come(self.distribution.orders_open_at, self.at)

    @property
    def closes(self) -> str:
        return moment_to_come(self.distribution.orders_close_at, self.at)

    @property
    def left(self) -> str:
        return time_left(self.distribution.orders_close_at - self.at)

    @property
    def elapsed(self) -> str:
        """The share of the ordering time that has passed, in percent, as SVG writes it."""
        opens, closes = self.distribution.orders_open_at, self.distribution.orders_close_at
        return f"{100 * min(1.0, max(0.0, (self.at - opens) / (closes - opens))):.1f}"

    @property
    def is_to_pay(self) -> bool:
        """Is something of this basket still to be paid? Of a basket without a standing means the account says it."""
        if self.is_from_cagnotte:
            return False
        return bool(self.due) if self.due is not None else self.owes

    @property
    def is_from_cagnotte(self) -> bool:
        """Did the cagnotte pay it when it was ordered?"""
        return self.choice.basket is not None and self.choice.basket.means == Means.CAGNOTTE

    @property
    def means_icon(self) -> str:
        return ICON_OF[self.choice.basket.means] if self.choice.basket and self.due else "circle-check"

    @property
    def to_bring(self) -> str:
        """« Chèque à apporter jeudi » while the means stands and something of this basket is due."""
        basket = self.choice.basket
        return to_bring(basket.means, self.distribution.day, self.at) if basket and self.due else ""


def announced_of(member: Membership) -> list[Basket]:
    """The baskets of a household whose means still stands, with what `dues` asks of them. One statement."""
    return _announced(member.pk)


@prepared
def _announced(member: int) -> "QuerySet[Basket]":
    return Basket.objects.filter(membership=member).announced().with_amounts().select_related("distribution")


def evenings_of(
    member: Membership,
    distributions: Sequence[Distribution],
    at: datetime,
    *,
    announced: Sequence[Basket] = (),
    owes: bool = False,
    is_paused: bool = False,
) -> list[Evening]:
    """Each of these distributions with what this household chose there. Two statements for any number of them."""
    chosen: Mapping[int, Choice] = choices(distributions, member)
    dues = {basket.distribution_id: due(basket).due for basket in announced}
    return [Evening(each, chosen[each.pk], at, dues.get(each.pk), owes, is_paused) for each in distributions]

"""Where a member stands: à jour, à régler, doit or avoir; the only source of what the balance component shows.

à régler = min(sum of the baskets whose announced means still stands, max(0, - balance)); doit is the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.models import Basket
from cabas.groups.models import Membership
from cabas.money import Money
from cabas.payments.means import BY_MEANS
from cabas.ui import formats

NOTHING = Money(0)
NAMED_WEEKDAY_DAYS = 7


@dataclass(frozen=True)
class Standing:
    """`amount` is shown with `label`; `signed` is the balance; `second` is the announced part of a debt."""

    state: str
    label: str
    amount: Money
    signed: Money
    second: tuple[str, Money] | None = None


class Evening(Protocol):
    @property
    def day(self) -> date: ...
    @property
    def ends_at(self) -> datetime: ...


class Announced(Protocol):
    """What is said of an announced basket: a `Basket` with its distribution, or the same without a model."""

    @property
    def total(self) -> Money: ...
    @property
    def means(self) -> str: ...
    @property
    def distribution(self) -> Evening: ...


def standing_of(membership: Membership, *, at: datetime) -> Standing:
    """The standing of one member. Two statements."""
    account = membership.account
    account.refresh_from_db(fields=["balance"])
    announced = list(Basket.objects.filter(membership=membership).announced().select_related("distribution"))
    return standing(account.balance, announced, at=at)


def standing(balance: Money, announced: Sequence[Announced], *, at: datetime) -> Standing:
    """The standing of a member with this balance and these announced baskets, fetched with their distribution."""
    owed = max(NOTHING, -balance)
    to_pay = min(Money.sum(basket.total for basket in announced), owed)
    if balance > NOTHING:
        return Standing("avoir", _("avoir"), balance, balance)
    if not owed:
        return Standing("a-jour", _("à jour"), NOTHING, balance)
    label = _announced_label(announced, at)
    if to_pay == owed:
        return Standing("a-regler", label, to_pay, balance)
    return Standing("doit", _("doit"), owed - to_pay, balance, (label, to_pay) if to_pay else None)


def plain(balance: Money) -> Standing:
    """The standing at a past moment, where nothing is announced any more."""
    if balance > NOTHING:
        return Standing("avoir", _("avoir"), balance, balance)
    if balance < NOTHING:
        return Standing("doit", _("doit"), -balance, balance)
    return Standing("a-jour", _("à jour"), NOTHING, balance)


def _announced_label(announced: Sequence[Announced], at: datetime) -> str:
    """« à régler jeudi, par chèque »; the day only while it is to come, the means only when there is one."""
    days = frozenset(basket.distribution.day for basket in announced if basket.distribution.ends_at > at)
    means = frozenset(basket.means for basket in announced)
    return _to_settle(days, means, local_date(at), get_language())


@lru_cache(maxsize=256)
def _to_settle(days: frozenset[date], means: frozenset[str], today: date, _language: str | None) -> str:
    """Kept, because a list of members says the same few labels again and again."""
    words = [_("à régler")]
    if len(days) == 1:
        (day,) = days
        is_near = (day - today).days < NAMED_WEEKDAY_DAYS
        words.append(formats.weekday(day) if is_near else formats.day_short(day))
    text = " ".join(words)
    return f"{text}, {BY_MEANS[next(iter(means))]}" if len(means) == 1 else text

"""Where a member stands: à jour, à régler, doit, avoir or cagnotte; only this says what the balance component shows.

à régler = min(sum of the baskets whose announced means still stands, max(0, - balance)); doit is the rest. Where the
group's members order on their cagnotte, what is not below zero is that cagnotte.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.distributions.models import Basket
from cabas.groups.models import Membership
from cabas.money import Money
from cabas.payments.cagnotte import group_has_cagnottes
from cabas.payments.means import BY_MEANS
from cabas.prepared import prepared
from cabas.ui import formats

NOTHING = Money(0)
NAMED_WEEKDAY_DAYS = 7


class Standing(NamedTuple):
    """`amount` is shown with `label`; `signed` is the balance; `second` is the announced part of a debt."""

    state: str
    label: str
    amount: Money
    signed: Money
    second: tuple[str, Money] | None = None


def standing_of(membership: Membership, *, at: datetime) -> Standing:
    """The standing of one member. Three statements."""
    account = membership.account
    account.refresh_from_db(fields=["balance"])
    has_cagnotte = group_has_cagnottes(membership.group_id)
    return standing(account.balance, _announced(membership.pk), has_cagnotte=has_cagnotte, at=at)


@prepared
def _announced(membership: int) -> "QuerySet[Basket]":
    return Basket.objects.filter(membership=membership).announced().select_related("distribution")


def standing(balance: Money, announced: Sequence[Basket], *, has_cagnotte: bool, at: datetime) -> Standing:
    """The standing of a member with this balance and these announced baskets, fetched with their distribution."""
    total = Money.sum(basket.total for basket in announced)
    return parted(balance, total, _announced_label(announced, at), has_cagnotte=has_cagnotte)


def words() -> dict[str, str]:
    """How each state is said: asked once for a list."""
    return {
        "cagnotte": _("cagnotte"),
        "avoir": _("avoir"),
        "a-jour": _("à jour"),
        "a-regler": _("à régler"),
        "doit": _("doit"),
    }


def parted(
    balance: Money, announced: Money, label: str = "", *, has_cagnotte: bool, said: Mapping[str, str] | None = None
) -> Standing:
    """The same where baskets of this total are announced; `label` says what is to be done, else « à régler ».

    `said`: the `words`, where a list asked for them already.
    """
    said = said or words()
    if has_cagnotte and balance.cents >= 0:
        return Standing("cagnotte", said["cagnotte"], balance, balance)
    if balance.cents > 0:
        return Standing("avoir", said["avoir"], balance, balance)
    if not balance:
        return Standing("a-jour", said["a-jour"], NOTHING, balance)
    owed, label = -balance, label or said["a-regler"]
    if announced >= owed:
        return Standing("a-regler", label, owed, balance)
    return Standing("doit", said["doit"], owed - announced, balance, (label, announced) if announced else None)


def plain(balance: Money, *, has_cagnotte: bool = False) -> Standing:
    """The standing at a past moment, where nothing is announced any more."""
    return parted(balance, NOTHING, has_cagnotte=has_cagnotte)


def _announced_label(announced: Sequence[Basket], at: datetime) -> str:
    """« à régler jeudi, par chèque »; the day only while it is to come, the means only when there is one."""
    words = [_("à régler")]
    days = {basket.distribution.day for basket in announced if basket.distribution.ends_at > at}
    if len(days) == 1:
        words.append(coming(days.pop(), local_date(at)))
    means = {basket.means for basket in announced}
    text = " ".join(words)
    return f"{text}, {BY_MEANS[means.pop()]}" if len(means) == 1 else text


def coming(day: date, today: date) -> str:
    """« jeudi » where it is this week, else « jeu. 3 déc. »."""
    return formats.weekday(day) if (day - today).days < NAMED_WEEKDAY_DAYS else formats.day_short(day)

"""A household at the shop of one distribution: what it has chosen, what its account says, how it may pay."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cabas.distributions.choosing import Choice, choice
from cabas.distributions.dues import Settlement, to_settle_for_draft
from cabas.distributions.models import Basket, Distribution, Receipt
from cabas.distributions.models.sums import sum_of
from cabas.groups.models import Group, Membership
from cabas.money import Money
from cabas.payments.cagnotte import Drawn, drawn, has_cagnottes
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.prepared import prepared

NOTHING = Money(0)


@dataclass
class Amounts:
    """What `dues` asks of a basket, known even where there is none yet."""

    total: Money
    balance: Money
    later_total: Money
    paid: Money
    forgiven: Money = NOTHING  # nothing is forgiven while members may order
    means: str = ""
    is_debited: bool = True


@dataclass(frozen=True)
class Visit:
    distribution: Distribution
    choice: Choice
    amounts: Amounts
    last_means: str
    settings: PaymentSettings | None

    @property
    def accepted(self) -> list[Means]:
        """The means that the group accepts; none where nobody chose them yet."""
        return self.settings.accepted if self.settings else []

    @property
    def is_on(self) -> bool:
        """Are the group's payments on?"""
        return self.settings is not None and self.settings.is_on

    @property
    def usual_means(self) -> str:
        """What is chosen beforehand: the means of this order, else the last one used, else the first accepted."""
        announced = self.choice.basket.means if self.choice.basket else ""
        known = [means for means in (announced, self.last_means) if means in self.accepted]
        return next(iter([*known, *self.accepted]), "")

    def drawn(self, total: Money) -> Drawn | None:
        """What an order of this total would make of the cagnotte; None where members do not order on theirs."""
        if self.settings is None or not has_cagnottes(self.settings):
            return None
        return drawn(self.settings, self.amounts.balance, self.amounts.total, total)

    def settlement(self, total: Money) -> Settlement:
        """What would remain to pay for an order of this total."""
        return to_settle_for_draft(self.amounts, total)


def is_debited(basket: Basket | None, group: Group) -> bool:
    """Does the account of the member know the basket, once it is committed? An empty one is as a new one."""
    if basket is not None and basket.total:
        return basket.is_debited
    settings = getattr(group, "payment_settings", None)
    return settings is not None and settings.is_on


class NoSuchDistribution(LookupError):
    """The group has no distribution of this number."""


def visit(group: Group, membership: Membership, number: int) -> Visit:
    """Where this household stands with this distribution. Three statements. Raises `NoSuchDistribution`."""
    found: Any = next(iter(_rows(group.pk, number, membership.pk)), None)  # annotated
    if found is None:
        raise NoSuchDistribution
    chosen = choice(found, membership)
    total = chosen.basket.total if chosen.basket else Money(0)
    return Visit(
        distribution=found,
        choice=chosen,
        amounts=Amounts(
            total,
            membership.account.balance,
            found.later_total,
            found.paid,
            is_debited=is_debited(chosen.basket, found.group),
        ),
        last_means=found.last_means,
        settings=getattr(found.group, "payment_settings", None),
    )


@prepared
def _rows(group: int, number: int, membership: int) -> "QuerySet[Distribution]":
    """The distribution, with what its shop asks of the account."""
    return (
        Distribution.objects.filter(group=group, number=number)
        .select_related("place", "group__payment_settings")
        .annotate(
            later_total=sum_of(later_baskets(membership), "unpaid"),
            paid=sum_of(receipts_of(membership), "payment__amount"),
            last_means=Coalesce(Subquery(_used_means(membership)), Value("")),
        )
    )


def later_baskets(membership: int) -> "QuerySet[Basket]":
    """Those of this household that come after the distribution of the outer query, with `unpaid`."""
    return Basket.objects.filter(membership=membership).after(OuterRef("starts_at"), OuterRef("pk")).with_unpaid()


def receipts_of(membership: int) -> "QuerySet[Receipt]":
    """What was received of this household for the distribution of the outer query."""
    return Receipt.objects.live().filter(basket__membership=membership, basket__distribution=OuterRef("pk"))


def _used_means(membership: int) -> "QuerySet[Basket, str]":
    used = Basket.objects.filter(membership=membership).exclude(means="")
    return used.order_by("-committed_at", "-pk").values_list("means", flat=True)[:1]

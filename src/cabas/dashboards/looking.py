"""What a group is looked at for, to know what is to do there: nine statements at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cabas.clock import local_date
from cabas.distributions.blocking import owing_validation
from cabas.distributions.models import Basket, Distribution, OrderLine
from cabas.distributions.models.distribution import DURATION_MAX
from cabas.distributions.models.sums import sum_of
from cabas.distributions.standing import parted
from cabas.distributions.transfers_awaited import awaited_for_baskets, may_be_awaited
from cabas.groups.models import Group, Membership
from cabas.groups.rights import Right
from cabas.joining.models import JoiningRequest
from cabas.mail.models import ATTEMPTS_MAX, OutgoingMail
from cabas.money import Money
from cabas.payments.models import AnnouncedTransfer
from cabas.producers.models import OrderSent
from cabas.stand.models import OfflineAct
from cabas.treasury.ages import debt_ages
from cabas.treasury.filters import FIRST_DAY, OWES
from cabas.volunteering.duties import needs_coming

SOON = timedelta(days=8)
FAILED_FOR = timedelta(days=7)
OLD = FIRST_DAY["30"]
NOBODY = 0


@dataclass(frozen=True)
class Near:
    """A distribution that is in progress or comes soon: how many people it lacks, how many vendors wait for their
    order."""

    distribution: Distribution
    basket_count: int
    served_count: int
    unsent_count: int
    missing: int


@dataclass(frozen=True)
class Looked:
    """`owing`: the distributions that owe their validation. `old_debts`: what `old_debtors` owe together.

    `offline_cases`: what was done at a stand without network and is to be looked at, first that of `offline_at`, by
    its number. `transfers`: how many are awaited.
    """

    near: Sequence[Near]
    owing: Sequence[Distribution]
    old_debtors: int
    old_debts: Money
    requests: int = 0
    low_cagnottes: int = 0
    failed_mails: int = 0
    offline_cases: int = 0
    offline_at: int = 0
    transfers: int = 0


def look(group: Group, rights: frozenset[Right], *, at: datetime) -> Looked:
    """What these rights are shown."""
    debts = _old_debts(group, at) if Right.READ_ACCOUNTS in rights else []
    counts = _counts(group, at)
    if counts.pop("transfer_baskets") and Right.KEEP_ACCOUNTS in rights:
        counts["transfers"] += awaited_for_baskets(group)
    return Looked(
        near=_near(group, at),
        owing=list(owing_validation(group, at)) if Right.VALIDATE in rights else [],
        old_debtors=len(debts),
        old_debts=Money.sum(debts),
        **counts,
    )


def _near(group: Group, at: datetime) -> list[Near]:
    """Two statements."""
    soon = group.distributions.standing().filter(starts_at__gt=at - DURATION_MAX, starts_at__lt=at + SOON)
    here = Basket.objects.filter(distribution=OuterRef("pk")).not_empty()
    sent = OrderSent.objects.filter(distribution=OuterRef("distribution"), vendor=OuterRef("product__catalog__vendor"))
    ordered = OrderLine.objects.filter(~Exists(sent), distribution=OuterRef("pk"), quantity__gt=0, is_missing=False)
    found = soon.unvalidated().filter(ends_at__gt=at).order_by("starts_at")
    counted: QuerySet[Any] = found.annotate(
        basket_count=_count(here),
        served_count=_count(here.filter(served_at__isnull=False)),
        unsent_count=_count(ordered, Count("product__catalog__vendor", distinct=True)),
    )
    missing: dict[int, int] = {}
    for need in needs_coming(group.pk, NOBODY, at, at + SOON):
        missing[need.distribution] = missing.get(need.distribution, 0) + need.missing
    return [
        Near(each, each.basket_count, each.served_count, each.unsent_count, missing.get(each.pk, 0)) for each in counted
    ]


def _old_debts(group: Group, at: datetime) -> list[Money]:
    """What each member owes who owes since more than 30 days. Three statements at most."""
    announced = Basket.objects.filter(membership=OuterRef("pk")).announced()
    below = Membership.objects.filter(group=group, account__balance__lt=Money(0))
    rows = below.annotate(announced=sum_of(announced, "total")).values_list("account", "account__balance", "announced")
    found = {account: parted(balance, total, has_cagnotte=False) for account, balance, total in rows}
    owed = {account: here.amount for account, here in found.items() if here.state == OWES}
    today = local_date(at)
    return [owed[account] for account, age in debt_ages(list(owed)).items() if age.days(today) >= OLD]


def _counts(group: Group, at: datetime) -> dict[str, int]:
    """One statement for all that is only counted."""
    here = Group.objects.filter(pk=group.pk)
    settings = "group__payment_settings__"
    low = Membership.objects.current().filter(
        **{f"{settings}accepts_cagnotte": True, f"{settings}since__isnull": False},
        account__balance__lt=F(f"{settings}low_balance_threshold"),
    )
    given_up = OutgoingMail.objects.waiting().filter(attempts__gte=ATTEMPTS_MAX, queued_at__gt=at - FAILED_FOR)
    cases = OfflineAct.objects.open().filter(group=OuterRef("pk")).order_by("distribution__starts_at")
    counted = here.annotate(
        offline_cases=_count(cases),
        offline_at=Coalesce(Subquery(cases.values("distribution__number")[:1]), 0),
        transfers=_count(AnnouncedTransfer.objects.awaited().filter(group=OuterRef("pk"))),
        transfer_baskets=_count(may_be_awaited(OuterRef("pk"))),
        requests=_count(JoiningRequest.objects.waiting().filter(group=OuterRef("pk"))),
        low_cagnottes=_count(low.filter(group=OuterRef("pk"))),
        failed_mails=_count(given_up.filter(group=OuterRef("pk"))),
    )
    names = (
        "requests",
        "low_cagnottes",
        "failed_mails",
        "offline_cases",
        "offline_at",
        "transfers",
        "transfer_baskets",
    )
    return dict(zip(names, counted.values_list(*names).get(), strict=True))


def _count(rows: "QuerySet[Any]", count: Count | None = None) -> Coalesce:
    """How many rows, all of one group."""
    counts = rows.order_by().values("group").annotate(count=count or Count("pk")).values("count")
    return Coalesce(Subquery(counts), Value(0), output_field=IntegerField())

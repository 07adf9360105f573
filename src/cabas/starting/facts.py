"""What there is in a group that begins, asked at once: the list of first steps ticks nothing that is not there."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cabas.catalogs.models import Catalog, Product
from cabas.distributions.models import Distribution
from cabas.groups.models import Group, Membership, Place, RoleHolder
from cabas.payments.models import OpeningBalance, PaymentSettings
from cabas.planning.models import Cycle
from cabas.starting.beginning import Weekly
from cabas.starting.models import Beginning, Way


@dataclass(frozen=True)
class Facts:
    """`empty_catalog`: the number of the first catalog, where no product is in any."""

    way: Way
    weekly: Weekly | None
    place: str
    payments: PaymentSettings | None
    members: int
    products: int
    empty_catalog: int | None
    openings: int
    has_no_balances: bool
    shares_roles: bool
    distributions: int
    has_cycle: bool


def facts_of(group: Group) -> Facts:
    """Three statements, whatever the group holds."""
    here: Any = _asked(group.pk).get()
    beginning = Beginning.objects.filter(group=group).first() or Beginning()
    return Facts(
        way=Way(beginning.way),
        weekly=_weekly(beginning),
        place=here.place or "",
        payments=PaymentSettings.objects.filter(group=group).first(),
        members=here.members,
        products=here.products_known,
        empty_catalog=None if here.products_known else here.first_catalog,
        openings=here.openings,
        has_no_balances=beginning.has_no_balances,
        shares_roles=here.holders > 1,
        distributions=here.evenings,
        has_cycle=here.has_cycle,
    )


def _weekly(beginning: Beginning) -> Weekly | None:
    if beginning.weekday is None or beginning.starts is None or beginning.ends is None:
        return None
    return Weekly(beginning.weekday, beginning.starts, beginning.ends)


def _asked(group: int) -> "QuerySet[Group]":
    own = {"group": OuterRef("pk")}
    return Group.objects.filter(pk=group).annotate(
        place=Subquery(Place.objects.filter(**own).order_by("pk").values("name")[:1]),
        first_catalog=Subquery(Catalog.objects.filter(**own).order_by("number").values("number")[:1]),
        members=_count(Membership.objects.filter(**own, left_on__isnull=True)),
        products_known=_count(Product.objects.filter(**own)),
        openings=_count(OpeningBalance.objects.filter(**own, undone_at__isnull=True)),
        holders=_count(RoleHolder.objects.filter(**own), "person"),
        evenings=_count(Distribution.objects.standing().filter(**own)),
        has_cycle=Exists(Cycle.objects.filter(**own)),
    )


def _count(rows: "QuerySet[Any]", what: str = "pk") -> Coalesce:
    counted = rows.order_by().values("group").annotate(counted=Count(what, distinct=True)).values("counted")
    return Coalesce(Subquery(counted), 0)

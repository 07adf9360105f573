"""A distribution is an evening at a place, with the catalogs that take part and the hours between which one orders."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.models import Catalog
from cabas.groups.models import Group, Place

DURATION_MAX = timedelta(days=1)  # planned with one day and two hours


class State(models.TextChoices):
    """Where a distribution is in its life."""

    PLANNED = "planned", _("à venir")
    OPEN = "open", _("commandes ouvertes")
    CLOSED = "closed", _("commandes closes")
    STARTED = "started", _("à valider")
    VALIDATED = "validated", _("validée")
    CANCELLED = "cancelled", _("annulée")


class DistributionQuerySet(models.QuerySet["Distribution"]):
    def open(self, at: datetime) -> Self:
        """Those one can order for."""
        return self.filter(orders_open_at__lte=at, orders_close_at__gt=at, cancelled_at__isnull=True)

    def standing(self) -> Self:
        """Those that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def started(self, at: datetime) -> Self:
        return self.filter(starts_at__lte=at)

    def to_come(self, at: datetime) -> Self:
        """Those that are not over, the next first. None lasts longer than a day: an index finds them, whatever the
        years behind."""
        return self.filter(starts_at__gt=at - DURATION_MAX, ends_at__gt=at).order_by("starts_at")

    def with_validation(self) -> Self:
        """With `is_validated`: at most one validation of a distribution is live, so rows are not multiplied."""
        live = models.FilteredRelation("validations", condition=models.Q(validations__undone_at__isnull=True))
        is_validated = models.ExpressionWrapper(
            models.Q(live_validation__isnull=False), output_field=models.BooleanField()
        )
        return self.annotate(live_validation=live).annotate(is_validated=is_validated)

    def unvalidated(self) -> Self:
        """Those whose validation is to come: not one that was cancelled."""
        return self.standing().with_validation().filter(is_validated=False)

    def validated(self) -> Self:
        return self.with_validation().filter(is_validated=True)


class Distribution(models.Model):
    """One evening. `day` is the Paris date of `starts_at`, stored to be sorted and unique.

    Its orders are open from the earliest opening of its catalogs to their latest closing. Cancelled, it stays with its
    emptied baskets, and its day is free again.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="distributions")
    number = models.PositiveIntegerField(_("numéro"))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("lieu"))
    day = models.DateField(_("jour"))
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    orders_open_at = models.DateTimeField(_("ouverture des commandes"))
    orders_close_at = models.DateTimeField(_("fermeture des commandes"))
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(_("motif"), max_length=300, blank=True)
    catalogs: "models.ManyToManyField[Catalog, Participation]" = models.ManyToManyField(
        Catalog, through="Participation", related_name="distributions"
    )

    is_validated: bool  # by `with_validation()`

    objects = DistributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="distribution_number_once_per_group"),
            models.UniqueConstraint(
                fields=["group", "place", "day"],
                condition=models.Q(cancelled_at__isnull=True),
                name="one_distribution_per_place_and_day",
            ),
            models.CheckConstraint(
                condition=models.Q(orders_open_at__lt=models.F("orders_close_at"))
                & models.Q(orders_close_at__lte=models.F("starts_at"))
                & models.Q(starts_at__lt=models.F("ends_at")),
                name="orders_close_before_the_distribution",
            ),
        ]
        indexes = [models.Index(fields=["group", "starts_at"], name="distributions_by_date")]

    def __str__(self) -> str:
        return f"{self.group}, {self.day}"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def is_open(self, at: datetime) -> bool:
        """Can members order?"""
        return not self.is_cancelled and self.orders_open_at <= at < self.orders_close_at

    def has_started(self, at: datetime) -> bool:
        return self.starts_at <= at


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def with_hours(self) -> Self:
        """With the hours of orders of each catalog, `opens` and `closes`: `opens_at` and `closes_at` in a statement."""
        here = {name: models.F(f"distribution__{name}") for name in ("orders_open_at", "orders_close_at")}
        opens = Greatest(Coalesce("orders_open_at", here["orders_open_at"]), here["orders_open_at"])
        closes = Least(Coalesce("orders_close_at", here["orders_close_at"]), here["orders_close_at"])
        return self.annotate(opens=opens, closes=closes)

    def open(self, at: datetime) -> Self:
        """The catalogs of which one can order: `Participation.is_open` in a statement."""
        return self.with_hours().filter(opens__lte=at, closes__gt=at, distribution__cancelled_at__isnull=True)


class Participation(models.Model):
    """A catalog takes part in a distribution. Hours of its own lie within those of the distribution, null are those.

    Orders that are closed early are closed for every catalog; taken longer, they are for those without a closing of
    their own.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="participations")
    catalog = models.ForeignKey(Catalog, on_delete=models.PROTECT, related_name="participations")
    orders_open_at = models.DateTimeField(_("ouverture des commandes"), null=True, blank=True)
    orders_close_at = models.DateTimeField(_("fermeture des commandes"), null=True, blank=True)

    opens: datetime  # these two by `with_hours()`
    closes: datetime

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "distribution", "catalog"], name="catalog_takes_part_once"),
            models.CheckConstraint(
                condition=models.Q(orders_open_at__isnull=True)
                | models.Q(orders_close_at__isnull=True)
                | models.Q(orders_open_at__lt=models.F("orders_close_at")),
                name="catalog_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.catalog} ({self.distribution})"

    @property
    def opens_at(self) -> datetime:
        """From when its products are ordered; the distribution is fetched with it."""
        return opening_of(self.distribution, self.orders_open_at)

    @property
    def closes_at(self) -> datetime:
        """Until when its products are ordered; the distribution is fetched with it."""
        return closing_of(self.distribution, self.orders_close_at)

    def is_open(self, at: datetime) -> bool:
        """Can members order of this catalog?"""
        return not self.distribution.is_cancelled and self.opens_at <= at < self.closes_at


def opening_of(distribution: Distribution, own: datetime | None) -> datetime:
    """When orders of a catalog open: never before those of the distribution."""
    return max(own or distribution.orders_open_at, distribution.orders_open_at)


def closing_of(distribution: Distribution, own: datetime | None) -> datetime:
    """When orders of a catalog close: never after those of the distribution."""
    return min(own or distribution.orders_close_at, distribution.orders_close_at)

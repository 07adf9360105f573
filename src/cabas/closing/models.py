"""What was counted after a distribution, and what of it was told to those who close it: rows that are only added."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.distributions.models import Distribution
from cabas.groups.models import Group
from cabas.ledger.models import Transaction
from cabas.money import Money
from cabas.money.fields import MoneyField

NOTHING = Money(0)


class CountQuerySet(models.QuerySet["Count"]):
    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Count(models.Model):
    """The money of a distribution as somebody counted it, beside what Cabas had recorded at that moment.

    The newest of a distribution is the one that counts; it reversed the difference of the one before. What was not
    counted is None. `cash_float`: what the box held before. `float_left`: what stays in it for the next distribution.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="counts")
    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="counts")
    cash_float = MoneyField(_("fond de caisse"), default=NOTHING)
    cash_taken = MoneyField(default=NOTHING)
    cash_counted: "models.Field[Money | None, Money | None]" = MoneyField(  # type: ignore[assignment, misc]
        _("espèces comptées"), null=True, blank=True
    )
    float_left: "models.Field[Money | None, Money | None]" = MoneyField(  # type: ignore[assignment, misc]
        _("fond laissé dans la caisse"), null=True, blank=True
    )
    cheques_taken = models.PositiveIntegerField(default=0)
    cheques_total = MoneyField(default=NOTHING)
    cheques_counted = models.PositiveIntegerField(_("chèques comptés"), null=True, blank=True)
    cheques_sum: "models.Field[Money | None, Money | None]" = MoneyField(  # type: ignore[assignment, misc]
        _("somme des chèques"), null=True, blank=True
    )
    cards_taken = MoneyField(default=NOTHING)
    ticket: "models.Field[Money | None, Money | None]" = MoneyField(  # type: ignore[assignment, misc]
        _("ticket du terminal"), null=True, blank=True
    )
    why = models.CharField(_("raison de l’écart"), max_length=200, blank=True)
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    objects = CountQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["distribution", "-id"], name="counts_of_a_distribution"),
            models.Index(fields=["group", "-id"], name="counts_of_a_group"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(transaction__isnull=True) | ~models.Q(why=""), name="cash_difference_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.distribution_id}, {self.at}"

    @property
    def gap(self) -> Money | None:
        """How much more cash there was, or less, than the float and what was taken."""
        return None if self.cash_counted is None else self.cash_counted - self.cash_float - self.cash_taken


class Notice(models.Model):
    """A mail about closing that was queued: each is told once of a distribution."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["distribution", "kind"], name="notice_once_of_a_distribution")]

    def __str__(self) -> str:
        return f"{self.kind} {self.distribution_id}"

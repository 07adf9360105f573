"""A validation says who confirmed a distribution and when; undone, it says by whom and why, and stays."""

from typing import Self

from django.conf import settings
from django.db import models

from cabas.distributions.models.distribution import Distribution
from cabas.groups.models import Group
from cabas.ledger.models import Transaction
from cabas.money.fields import MoneyField


class ValidationQuerySet(models.QuerySet["Validation"]):
    def live(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)


class Validation(models.Model):
    """A distribution was validated. `transaction` is None where there was nothing to post."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="validations")
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, null=True, related_name="+")
    basket_count = models.PositiveIntegerField()
    total = MoneyField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    is_automatic = models.BooleanField(default=False)  # nobody signed it: all was exactly paid
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_why = models.CharField(max_length=200, blank=True)

    objects = ValidationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "distribution"],
                condition=models.Q(undone_at__isnull=True),
                name="one_live_validation_per_distribution",
            ),
            models.CheckConstraint(
                condition=models.Q(is_automatic=False) | models.Q(by__isnull=True), name="automatic_is_signed_by_nobody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.distribution_id}, {self.at}"

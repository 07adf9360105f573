"""A postponement keeps where and when a distribution was before, so that it can be taken back."""

from django.conf import settings
from django.db import models

from cabas.distributions.models import Distribution
from cabas.groups.models import Group, Place


class Postponement(models.Model):
    """`from_…` is what was before, `to_starts_at` what was announced instead."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="postponements")
    from_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    from_starts_at = models.DateTimeField()
    from_ends_at = models.DateTimeField()
    from_orders_open_at = models.DateTimeField()
    from_orders_close_at = models.DateTimeField()
    from_catalog_hours = models.JSONField(default=list)  # [participation, opening, closing] where they are its own
    to_starts_at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.distribution}, {self.from_starts_at} → {self.to_starts_at}"

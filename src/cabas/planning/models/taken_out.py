"""What one act took out of the baskets of a distribution is kept as a set, so that the whole can be put back."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.models import Catalog
from cabas.distributions.models import Distribution
from cabas.groups.models import Group


class TakenOut(models.Model):
    """`baskets` is what `planning.keeping` writes of each; `hours` those that the catalog had of its own.

    `after_number`: the last transaction of the book before the act; what moved money since has a higher one.
    """

    class Kind(models.TextChoices):
        CANCELLED = "cancelled", _("distribution annulée")
        WITHDRAWN = "withdrawn", _("catalogue retiré")
        SHIFTED = "shifted", _("catalogue décalé")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="taken_out")
    catalog = models.ForeignKey(Catalog, on_delete=models.CASCADE, null=True, related_name="+")
    target = models.ForeignKey(Distribution, on_delete=models.CASCADE, null=True, related_name="+")
    hours = models.JSONField(default=list)
    baskets: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    after_number = models.BigIntegerField()
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.distribution}, {self.get_kind_display()}"

"""What was decided of a product for a whole evening: not delivered, or at another price; and whether it was undone."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.models import Product
from cabas.distributions.models import Distribution
from cabas.groups.models import Group
from cabas.money.fields import MoneyField


class ProductChange(models.Model):
    """`amount` was given back to the members, below zero it was asked of them; `lines` are those that it changed, as
    {"line", "before", "after"} with what `product_changes.state` says of a line."""

    class Kind(models.TextChoices):
        MISSING = "missing", _("non livré")
        PRICE = "price", _("prix changé")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="product_changes")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    price: "models.Field[Any, Any]" = MoneyField(null=True)  # type: ignore[misc]
    amount = MoneyField()
    lines: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["distribution", "product"], name="changes_of_a_product")]

    def __str__(self) -> str:
        return f"{self.product}: {self.get_kind_display()}"

    @property
    def count(self) -> int:
        return len(self.lines)

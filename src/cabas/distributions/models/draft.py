"""A draft is what a household taps together in the shop; it owes nothing until it is committed."""

from django.db import models

from cabas.catalogs.models import Product
from cabas.distributions.models.distribution import Distribution
from cabas.groups.models import Group, Membership


class Draft(models.Model):
    """The draft of one household for one distribution, begun from this version of its basket (0: none yet)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="drafts")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="drafts")
    basket_version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "distribution", "membership"], name="one_draft_per_household")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} / {self.distribution_id}"


class DraftLine(models.Model):
    """So many of a product: pieces, or portions of a weighed product."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "draft", "product"], name="product_once_per_draft")]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_id}"

"""A person delivers for a vendor; an order was sent to a vendor; a vendor was paid; a catalog is kept by its vendor."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.models import Catalog, Product, Vendor
from cabas.distributions.models import Distribution
from cabas.groups.models import Group
from cabas.ledger.models import Transaction
from cabas.money import Money
from cabas.money.fields import MoneyField


class Producer(models.Model):
    """A person who sees what this vendor brings; of no household, perhaps. The role itself is a `RoleHolder`."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="producers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="farms")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vendor", "person"], name="producer_once_per_vendor")]

    def __str__(self) -> str:
        return f"{self.person}: {self.vendor}"


class KeptCatalog(models.Model):
    """The vendor keeps this catalog: prices, names, what is on offer, stock."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    catalog = models.OneToOneField(Catalog, on_delete=models.CASCADE, related_name="kept_by_vendor")
    since = models.DateTimeField()
    looks_first = models.BooleanField(default=False)  # the group sees a new product before it is sold
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.catalog)


class AwaitedProduct(models.Model):
    """A producer added this product, and the group is to look at it before it is sold."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="awaited")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.product)


class CatalogChange(models.Model):
    """What a producer changed of a product: `changes` says for each field its words, what it was and what it is."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="catalog_changes")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    changes: "models.JSONField[list[list[str]]]" = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["vendor", "-id"], name="catalog_changes_of_a_vendor")]

    def __str__(self) -> str:
        return f"{self.product_id}, {self.at:%d/%m/%Y}"


class OrderSent(models.Model):
    """An order was sent to a vendor: what it was then, and for which closing; `by` nobody where it left by itself."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="orders_sent")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="orders_sent")
    closed_at = models.DateTimeField()
    is_provisional = models.BooleanField(default=False)  # sent by somebody while one could still order
    quantities: "models.JSONField[dict[str, int]]" = models.JSONField(default=dict)
    total = MoneyField()
    addresses: "models.JSONField[list[str]]" = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["distribution", "vendor", "-id"], name="orders_sent_of_an_evening")]

    def __str__(self) -> str:
        return f"{self.vendor_id}, {self.distribution_id}: {self.at:%d/%m/%Y}"


class VendorPaymentQuerySet(models.QuerySet["VendorPayment"]):
    def standing(self) -> "VendorPaymentQuerySet":
        """Those that were not undone."""
        return self.filter(transaction__reversed_by__isnull=True)


class VendorMeans(models.TextChoices):
    """How a group pays a vendor."""

    TRANSFER = "transfer", _("Virement")
    CHEQUE = "cheque", _("Chèque")
    CASH = "cash", _("Espèces")


class VendorPayment(models.Model):
    """The group paid a vendor; undone, its transaction is reversed."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="payments")
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="+")
    means = models.CharField(_("moyen"), max_length=10, choices=VendorMeans.choices)
    amount = MoneyField(_("montant"))
    paid_on = models.DateField(_("payé le"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = VendorPaymentQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=Money(0)), name="vendor_payment_positive")]

    def __str__(self) -> str:
        return f"{self.vendor_id}: {self.amount}"

"""A vendor offers catalogs; a catalog holds products; a product has a price by the piece or by the kilogram."""

from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.pricing import portion_price
from cabas.groups.models import Group
from cabas.ledger.models import Account
from cabas.money import Money
from cabas.money.fields import MoneyField


class Vendor(models.Model):
    """Who grows, makes or brings the food. The group owes the vendor what was delivered: the vendor has an account."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="vendors")
    number = models.PositiveIntegerField(_("numéro"))
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nom"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    city = models.CharField(_("ville"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="vendor_number_once_per_group"),
            models.UniqueConstraint(fields=["group", "name"], name="vendor_name_once_per_group"),
        ]

    def __str__(self) -> str:
        return self.name


class Catalog(models.Model):
    """The products of one vendor that a group can order."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="catalogs")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="catalogs")
    number = models.PositiveIntegerField(_("numéro"))
    name = models.CharField(_("nom"), max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="catalog_number_once_per_group")]

    def __str__(self) -> str:
        return self.name


class ProductQuerySet(models.QuerySet["Product"]):
    def on_offer(self) -> Self:
        return self.filter(is_active=True)


class Family(models.TextChoices):
    """The shelves of the shop."""

    VEGETABLES = "vegetables", _("Légumes")
    FRUIT = "fruit", _("Fruits")
    BREAD = "bread", _("Pain")
    DAIRY = "dairy", _("Fromage")
    EGGS = "eggs", _("Œufs")
    MEAT = "meat", _("Viande")
    DRINKS = "drinks", _("Boissons")
    GROCERY = "grocery", _("Épicerie")


class Product(models.Model):
    """What a member can put in a basket.

    `price` is what the member pays, taxes included: for a piece, or for a kilogram when the product is weighed.
    A weighed product is ordered by portions of `portion_grams`, and billed by what the scales say.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="products")
    catalog = models.ForeignKey(Catalog, on_delete=models.CASCADE, related_name="products")
    reference = models.CharField(_("référence"), max_length=40, blank=True)
    name = models.CharField(_("nom"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    family = models.CharField(_("rayon"), max_length=12, choices=Family.choices, default=Family.GROCERY)
    price = MoneyField(_("prix TTC"))
    vat_rate = models.DecimalField(
        _("taux de TVA"),
        max_digits=4,
        decimal_places=2,
        default=Decimal("5.5"),
        validators=[MinValueValidator(0), MaxValueValidator(50)],
    )
    unit = models.CharField(
        _("unité"), max_length=40, blank=True, help_text=_("ce qu’est une pièce\u202f: botte, 6 œufs, 75 cl")
    )
    is_weighed = models.BooleanField(_("pesé"), default=False)
    portion_grams = models.PositiveIntegerField(_("poids estimé d’une portion (g)"), null=True, blank=True)
    stock = models.PositiveIntegerField(
        _("stock par distribution"), null=True, blank=True, help_text=_("vide\u202f: sans limite")
    )
    is_active = models.BooleanField(_("proposé"), default=True)
    search_name = models.CharField(max_length=200, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "catalog", "reference"],
                condition=~models.Q(reference=""),
                name="product_reference_once_per_catalog",
            ),
            models.CheckConstraint(
                condition=models.Q(is_weighed=False) | models.Q(portion_grams__gt=0),
                name="weighed_product_has_a_portion",
            ),
            models.CheckConstraint(condition=models.Q(price__gte=Money(0)), name="product_price_is_not_negative"),
        ]
        indexes = [models.Index(fields=["catalog", "is_active"], name="products_on_offer")]

    def __str__(self) -> str:
        return self.name

    @property
    def unit_estimate(self) -> Money:
        """What one costs: its price, or for a weighed product the price of a portion of the estimated weight."""
        return portion_price(self.price, self.portion_grams) if self.is_weighed else self.price


class CatalogCoordinator(models.Model):
    """A person keeps this catalog, and no other that is not said. The role itself is a `RoleHolder`."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    catalog = models.ForeignKey(Catalog, on_delete=models.CASCADE, related_name="coordinators")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["catalog", "person"], name="catalog_once_per_coordinator"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.catalog}"

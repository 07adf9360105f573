"""A vendor offers catalogs; a catalog holds products; a product has a price by the piece or by the kilogram."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.pricing import portion_price, without_fee
from cabas.catalogs.sorting import SortNameField
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
    sort_name = SortNameField()
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


NO_FEE = Decimal(0)
FEE_MAX = 50  # percent


def _percentage() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        _("frais (%)"),
        max_digits=4,
        decimal_places=2,
        default=NO_FEE,
        validators=[MinValueValidator(0), MaxValueValidator(FEE_MAX)],
    )


class CatalogQuerySet(models.QuerySet["Catalog"]):
    def kept(self) -> Self:
        """Those that are not archived."""
        return self.filter(archived_at__isnull=True)

    def not_over(self, on: date) -> Self:
        """Those that run on this day or begin later."""
        return self.kept().filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on))

    def running(self, on: date) -> Self:
        """Those that can take part in a distribution of this day."""
        begun = models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=on)
        return self.not_over(on).filter(begun)


class Catalog(models.Model):
    """The products of one vendor that a group can order, between two days where it says so.

    With a fee, what a member pays is the price of the vendor and so many percent of it, which the group keeps.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="catalogs")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="catalogs")
    number = models.PositiveIntegerField(_("numéro"))
    name = models.CharField(_("nom"), max_length=120)
    sort_name = SortNameField()
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    starts_on = models.DateField(_("début"), null=True, blank=True)
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    fee_name = models.CharField(_("nom des frais"), max_length=60, blank=True)
    fee_percent = _percentage()
    archived_at = models.DateTimeField(null=True)

    objects = CatalogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="catalog_number_once_per_group"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="catalog_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(fee_percent__gte=0) & models.Q(fee_percent__lte=FEE_MAX),
                name="catalog_fee_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def runs_on(self, day: date) -> bool:
        """Can it take part in a distribution of this day? `running` in Python, archived or not."""
        return (self.starts_on or day) <= day <= (self.ends_on or day)


class ProductQuerySet(models.QuerySet["Product"]):
    def on_offer(self) -> Self:
        return self.filter(is_active=True)

    def kept(self) -> Self:
        """Those that are not archived, on offer or not."""
        return self.filter(archived_at__isnull=True)

    def in_order(self) -> Self:
        """As their coordinator ordered them; those that nobody placed, by name."""
        return self.order_by("position", "sort_name", "pk")


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
    A weighed product is ordered by portions of `portion_grams`, and billed by what the scales say. `fee_percent` is
    that of its catalog; `price` has it in.
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
    crate_size = models.PositiveSmallIntegerField(_("pièces par caisse"), null=True, blank=True)
    is_active = models.BooleanField(_("proposé"), default=True)
    search_name = models.CharField(max_length=200, editable=False)
    sort_name = SortNameField()
    fee_percent = _percentage()
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    photo = models.CharField(max_length=32, blank=True)  # the unguessable part of its address
    photo_width = models.PositiveIntegerField(default=0)
    photo_height = models.PositiveIntegerField(default=0)

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
        indexes = [
            models.Index(fields=["catalog", "is_active"], name="products_on_offer"),
            models.Index(fields=["photo"], condition=~models.Q(photo=""), name="products_with_a_photo"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit_estimate(self) -> Money:
        """What one costs: its price, or for a weighed product the price of a portion of the estimated weight."""
        return portion_price(self.price, self.portion_grams) if self.is_weighed else self.price

    @property
    def vendor_price(self) -> Money:
        """What the vendor gets for a piece or a kilogram: the price without the fee of the group."""
        return without_fee(self.price, self.fee_percent)


class PriceChange(models.Model):
    """The price of a product was changed, by a person or by a file: what it was, and what it is from then on."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="price_changes")
    before = MoneyField()
    after = MoneyField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.before} -> {self.after}"


class ProductImport(models.Model):
    """What one file made of a catalog: `rows` says of each product which fields it changed, from what to what.

    A row is {"product", "name", "is_new", "before", "after"}; « Annuler l’import » reads them once.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    catalog = models.ForeignKey(Catalog, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=120)
    rows: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.at:%d/%m/%Y}"


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

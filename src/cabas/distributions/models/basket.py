"""A basket is what a household ordered for a distribution; each change is kept, with who, when and its transaction."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from cabas.catalogs.models import Product
from cabas.catalogs.pricing import pieces_price, weight_price, without_fee
from cabas.distributions.models.distribution import Distribution
from cabas.distributions.models.sums import sum_of
from cabas.distributions.models.validation import Validation
from cabas.groups.models import Group, Membership
from cabas.ledger.models import Transaction
from cabas.money import Money
from cabas.money.fields import MoneyField
from cabas.payments.means import Means
from cabas.payments.models import Payment


class BasketQuerySet(models.QuerySet["Basket"]):
    def not_empty(self) -> Self:
        """Those in which something was ordered, missing or not, or of which something was paid: the others are none."""
        ordered = OrderLine.objects.filter(basket=models.OuterRef("pk"), quantity__gt=0)
        paid = Receipt.objects.live().filter(basket=models.OuterRef("pk"))
        return self.filter(models.Exists(ordered) | models.Exists(paid))

    def after(self, starts_at: models.OuterRef | datetime, distribution: models.OuterRef | int) -> Self:
        """Those of later distributions; of two at the same moment the one that was planned last is the later."""
        is_same_moment = models.Q(distribution__starts_at=starts_at, distribution__gt=distribution)
        return self.filter(models.Q(distribution__starts_at__gt=starts_at) | is_same_moment)

    def with_unpaid(self) -> Self:
        """With `unpaid`: what its changes took from the balance and its receipts did not bring, at least nothing."""
        nothing = models.Value(Money(0), MoneyField())
        taken = sum_of(BasketChange.objects.filter(basket=models.OuterRef("pk")), "amount")
        received = sum_of(Receipt.objects.live().filter(basket=models.OuterRef("pk")), "payment__amount")
        return self.annotate(unpaid=Greatest(nothing, nothing - taken - received, output_field=MoneyField()))

    def announced(self) -> Self:
        """Those whose announced means still stands: no receipt, not left for later, distribution not validated."""
        validations = Validation.objects.live().filter(distribution=models.OuterRef("distribution"))
        return self.filter(is_announced=True).exclude(models.Exists(validations))

    def with_amounts(self) -> Self:
        """With what `dues.due` needs, in the same statement: `balance`, `later_total`, `paid` and `forgiven`.

        `later_total` is what remains to be paid of later baskets: what was received for them pays nothing earlier.
        """
        here = models.OuterRef("pk")
        later = Basket.objects.filter(membership=models.OuterRef("membership")).after(
            models.OuterRef("distribution__starts_at"), models.OuterRef("distribution")
        )
        forgiven = BasketChange.objects.filter(basket=here, kind=BasketChange.Kind.FORGIVEN)
        return self.annotate(
            balance=models.F("membership__account__balance"),
            later_total=sum_of(later.with_unpaid(), "unpaid"),
            paid=sum_of(Receipt.objects.live().filter(basket=here), "payment__amount"),
            forgiven=sum_of(forgiven, "amount"),
        )

    def with_receipts(self) -> Self:
        """With `least_receipt`, the smallest of the payments received for it: None where there is none."""
        live = Receipt.objects.live().filter(basket=models.OuterRef("pk")).order_by("payment__amount")
        return self.annotate(least_receipt=models.Subquery(live.values("payment__amount")[:1]))

    def with_people(self) -> Self:
        return self.select_related("membership__account").prefetch_related("membership__adults__person")


class Basket(models.Model):
    """One household, one distribution. `total` is the sum of its lines and of what was debited; the audit proves both.

    `version` counts the changes: a page that shows an older one cannot overwrite it.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="baskets")
    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="baskets")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="baskets")
    number = models.PositiveIntegerField(_("numéro"))
    means = models.CharField(_("moyen annoncé"), max_length=10, choices=Means.choices, blank=True)
    is_announced = models.BooleanField(
        default=False
    )  # cleared by a receipt or « Plus tard », restored by their undoing
    is_debited = models.BooleanField(
        default=True
    )  # False: committed while payments were off, its account knows nothing
    told_amount = MoneyField(default=Money(0))  # for a transfer: what the member was told to send
    total = MoneyField(default=Money(0))
    ordered_total = MoneyField(default=Money(0))  # as the member last committed it
    version = models.PositiveIntegerField(default=0)
    committed_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True)
    served_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    absent_at = models.DateTimeField(null=True)
    left_amount = MoneyField(default=Money(0))  # what was due of it when it was knowingly left owed
    kept_amount = MoneyField(default=Money(0))  # what was paid twice, and knowingly kept as an avoir

    balance: Money  # these four by `with_amounts()`
    later_total: Money
    paid: Money
    forgiven: Money
    least_receipt: Money | None  # by `with_receipts()`

    objects = BasketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "distribution", "membership"], name="one_basket_per_household"),
            models.UniqueConstraint(
                fields=["group", "distribution", "number"], name="basket_number_once_per_distribution"
            ),
            models.CheckConstraint(
                condition=models.Q(served_at__isnull=True) | models.Q(absent_at__isnull=True), name="served_or_absent"
            ),
            models.CheckConstraint(condition=models.Q(left_amount__gte=Money(0)), name="left_is_not_negative"),
            models.CheckConstraint(condition=models.Q(kept_amount__gte=Money(0)), name="kept_is_not_negative"),
        ]
        indexes = [
            models.Index(fields=["membership", "distribution"], name="baskets_of_a_member"),
            models.Index(fields=["membership"], condition=models.Q(is_announced=True), name="baskets_announced"),
        ]

    def __str__(self) -> str:
        return f"n° {self.number}"

    @property
    def is_left_owed(self) -> bool:
        """Was something of it knowingly left owed?"""
        return bool(self.left_amount)

    @property
    def current_lines(self) -> list["OrderLine"]:
        """What is ordered, missing or not. Free when prefetched."""
        return [line for line in self.lines.all() if line.quantity]

    @property
    def is_to_hand_out(self) -> bool:
        """Is there anything in it? Not where all that was ordered is missing."""
        return any(line.quantity and not line.is_missing for line in self.lines.all())

    @property
    def is_estimated(self) -> bool:
        """Does a line still wait for the scales?"""
        return any(line.is_unweighed for line in self.lines.all())


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def unweighed(self) -> Self:
        """Those that wait for the scales: `OrderLine.is_unweighed` in a statement."""
        return self.filter(
            is_weighed=True, grams__isnull=True, is_estimate_kept=False, quantity__gt=0, is_missing=False
        )


class OrderLine(models.Model):
    """So many of a product in a basket, at the price that was frozen when it was ordered."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")
    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    product_name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    price = MoneyField()  # of a piece, or of a kilogram when weighed
    is_weighed = models.BooleanField(default=False)
    portion_grams = models.PositiveIntegerField(null=True)
    quantity = models.PositiveIntegerField()  # pieces, or portions
    grams = models.PositiveIntegerField(null=True)  # what the scales said for the whole line
    # What its label says, where that was typed instead of a weight.
    label_price: "models.Field[Money | None, Money | None]" = MoneyField(null=True)  # type: ignore[assignment, misc]
    is_estimate_kept = models.BooleanField(default=False)  # validated without its weight: the estimate is final
    is_missing = models.BooleanField(default=False)  # ordered, not delivered
    total = MoneyField()
    # The percentage that the group adds, frozen with the price that has it in, and what it makes of `total`.
    fee_percent: "models.DecimalField[Decimal, Decimal]" = models.DecimalField(
        max_digits=4, decimal_places=2, default=Decimal(0)
    )
    fee = MoneyField(default=Money(0))

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["group", "basket", "product"], name="product_once_per_basket")]
        indexes = [models.Index(fields=["distribution", "product"], name="lines_of_a_product")]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.product_name}"

    @property
    def estimated_grams(self) -> int:
        return (self.portion_grams or 0) * self.quantity

    @property
    def is_unweighed(self) -> bool:
        is_open = self.grams is None and not self.is_estimate_kept
        return self.is_weighed and is_open and self.quantity > 0 and not self.is_missing

    def priced(self) -> Money:
        """What the line costs as it stands: nothing when missing, the estimate until it is weighed, what its label says
        to the cent."""
        if self.is_missing or not self.quantity:
            return Money(0)
        if self.is_weighed and self.label_price is not None:
            return self.label_price
        return self._at(self.price)

    def fee_of_total(self) -> Money:
        """What the group keeps of `total`: the rest is the vendor's, their own price for what was delivered."""
        if not self.fee_percent or not self.total:
            return Money(0)
        return max(Money(0), self.total - self._at(without_fee(self.price, self.fee_percent)))

    def _at(self, price: Money) -> Money:
        if self.is_weighed:
            return weight_price(price, self.estimated_grams if self.grams is None else self.grams)
        return pieces_price(price, self.quantity)


class BasketChange(models.Model):
    """What changed in a basket. `amount` is its effect on the member: an order of 23,40 is − 23,40.

    `details` is a list of {"product", "from", "to", "amount"}: quantities in words (« 240 g »), the amount in cents.
    Those of a note are its words: {"note"}.
    """

    class Kind(models.TextChoices):
        ORDER = "order", _("Commande")
        CHANGE = "change", _("Commande modifiée")
        WEIGHING = "weighing", _("Pesée")
        STAND = "stand", _("Changement au stand")
        MISSING = "missing", _("Produit manquant")
        FORGIVEN = "forgiven", _("Panier annulé")
        NOTE = "note", _("Note au stand")
        PRICE = "price", _("Prix changé")
        CANCELLED = "cancelled", _("Distribution annulée")
        SHIFTED = "shifted", _("Produits décalés")
        MERGED = "merged", _("Foyers réunis")
        RESTORED = "restored", _("Commande rétablie")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="changes")
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    version = models.PositiveIntegerField()
    amount = MoneyField()
    details: "models.JSONField[list[dict[str, Any]]]" = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["basket", "id"], name="changes_of_a_basket")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def live(self) -> Self:
        return self.filter(payment__transaction__reversed_by__isnull=True)


class Receipt(models.Model):
    """A payment received for a basket."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    basket = models.ForeignKey(Basket, on_delete=models.PROTECT, related_name="receipts")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="receipt")

    objects = ReceiptQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.payment)

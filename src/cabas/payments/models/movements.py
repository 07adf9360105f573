"""What is written on accounts beside orders: received, refunded, corrected, taken over from before."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group, Membership
from cabas.ledger.models import Transaction
from cabas.money import Money
from cabas.money.fields import MoneyField
from cabas.payments.means import Means

Written = TypeVar("Written", bound="Movement")


class MovementQuerySet(models.QuerySet[Written]):
    def live(self) -> Self:
        """Those that were not taken back."""
        return self.filter(transaction__reversed_by__isnull=True)


class Movement(models.Model):
    """What was written on the account of a member beside orders, with who and when; it is one transaction."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="%(class)ss")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="%(class)ss")
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="%(class)s")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True


class Payment(Movement):
    """Money that was received on the account of a member. What was only announced is not a payment.

    `replaces`: the same money, first written under the wrong means, or a cheque that had come back and was no return;
    that one is taken back. `moved_from`: the same money, first written on another member's account.
    """

    means = models.CharField(_("moyen"), max_length=10, choices=Means.choices)
    amount = MoneyField(_("montant"))
    received_on = models.DateField(_("reçu le"))
    reference = models.CharField(_("n° de chèque ou référence"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    moved_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="moved_to")

    objects = MovementQuerySet["Payment"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=Money(0)), name="payment_is_positive")]
        indexes = [models.Index(fields=["membership", "-id"], name="payments_of_a_member")]

    def __str__(self) -> str:
        return f"{self.get_means_display()}, {self.amount}"


class Refund(Movement):
    """Money given back to a member, out of what the group owed them."""

    means = models.CharField(_("moyen"), max_length=10, choices=Means.choices)
    amount = MoneyField(_("montant"))
    refunded_on = models.DateField(_("remboursé le"))
    reason = models.CharField(_("raison"), max_length=200)

    objects = MovementQuerySet["Refund"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=Money(0)), name="refund_is_positive")]

    def __str__(self) -> str:
        return f"{self.get_means_display()}, {self.amount}"


class Correction(Movement):
    """A gesture of the group, or an error put right: `amount` above zero credits the member, below zero debits."""

    amount = MoneyField(_("montant"))
    corrected_on = models.DateField(_("datée du"))
    reason = models.CharField(_("raison"), max_length=200)

    objects = MovementQuerySet["Correction"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(amount=Money(0)), name="correction_is_not_zero")]

    def __str__(self) -> str:
        return f"{self.amount}"


class OpeningSetQuerySet(models.QuerySet["OpeningSet"]):
    def with_sums(self) -> Self:
        """With how many balances each took over (`members`), what these had (`had`) and owed (`owed`), unsigned."""
        amount, nothing = models.F("openings__amount"), Money(0)
        had = models.Sum(amount, filter=models.Q(openings__amount__gt=nothing))
        opposite = models.ExpressionWrapper(-1 * amount, MoneyField())
        owed = models.Sum(opposite, filter=models.Q(openings__amount__lt=nothing))
        zero = models.Value(nothing, MoneyField())
        sums = {"had": Coalesce(had, zero), "owed": Coalesce(owed, zero)}
        return self.annotate(members=models.Count(amount), **sums)


class OpeningSet(models.Model):
    """Balances of a whole group that were taken over in one act, as they stood on a day; undone in one act too.

    `source`: the file, or the paste, that they were read from.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="opening_sets")
    number = models.PositiveIntegerField(_("numéro"))
    stood_on = models.DateField(_("soldes au"))
    source = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_reason = models.CharField(max_length=200, blank=True)

    objects = OpeningSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="opening_set_number_once_per_group"),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_reason="")
                | models.Q(undone_at__isnull=False) & ~models.Q(undone_reason=""),
                name="undone_opening_set_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.number}"


class OpeningBalance(Movement):
    """What a member had (`amount` above zero) or owed (below) before Cabas, as it stood on a day.

    `opening_set`: those it was taken over with, if any. `undone_at`: it was taken back; until then the member has no
    other.
    """

    opening_set = models.ForeignKey(OpeningSet, on_delete=models.PROTECT, null=True, related_name="openings")
    amount = MoneyField(_("montant"))
    stood_on = models.DateField(_("solde au"))
    undone_at = models.DateTimeField(null=True)

    objects = MovementQuerySet["OpeningBalance"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=Money(0)), name="opening_balance_is_not_zero"),
            models.UniqueConstraint(
                fields=["membership"], condition=models.Q(undone_at=None), name="one_live_opening_balance_of_a_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"


class Gift(Movement):
    """What a member gives out of their avoir: to another member (`receiver`), or to the group where it is None."""

    receiver = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="gifts_received")
    amount = MoneyField(_("montant"))
    given_on = models.DateField(_("donné le"))
    reason = models.CharField(_("raison"), max_length=200)

    objects = MovementQuerySet["Gift"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=Money(0)), name="gift_is_positive"),
            models.CheckConstraint(
                condition=models.Q(receiver__isnull=True) | ~models.Q(receiver=models.F("membership")),
                name="gift_is_to_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"

"""The means a group accepts; what is written on accounts: received, refunded, corrected, taken over from before."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group, Membership
from cabas.ledger.models import Transaction
from cabas.money import Money
from cabas.money.fields import MoneyField
from cabas.payments.means import TOPS_UP, Means

# The founding document's own words, kept to the letter.
CAGNOTTE_ALONE = gettext_lazy(
    "Le paiement Cagnotte ne peut pas être utilisé en même temps que d'autres moyens de paiements."
)


class Mode(models.TextChoices):
    """The two ways to pay, which exclude each other."""

    ALONG_ORDERS = "along_orders", _("Au fil des commandes")
    CAGNOTTE = "cagnotte", _("Cagnotte")


class PaymentSettings(models.Model):
    """How the members of one group pay: along the orders, by the means it accepts, or all from their cagnotte.

    `since` is when payments were turned on; None while they are off. What a cagnotte is topped up with stands in
    columns of its own, because the cagnotte excludes the means that pay orders. `cagnotte_limit` counts where negatives
    are allowed: how far below zero an order may bring a cagnotte.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="payment_settings")
    since = models.DateTimeField(null=True, blank=True)
    accepts_cheque = models.BooleanField(_("Chèques"), default=False)
    accepts_cash = models.BooleanField(_("Liquide (espèces)"), default=False)
    accepts_transfer = models.BooleanField(_("Virements"), default=False)
    accepts_terminal = models.BooleanField(_("Carte bancaire sur place (TPE)"), default=False)
    accepts_online = models.BooleanField(_("Paiement en ligne par carte bancaire"), default=False)
    accepts_cagnotte = models.BooleanField(_("Cagnotte"), default=False)
    tops_up_by_cheque = models.BooleanField(_("Chèques"), default=False)
    tops_up_by_cash = models.BooleanField(_("Liquide (espèces)"), default=False)
    tops_up_by_transfer = models.BooleanField(_("Virements"), default=False)
    tops_up_by_terminal = models.BooleanField(_("Carte bancaire sur place (TPE)"), default=False)
    tops_up_by_online = models.BooleanField(_("Paiement en ligne par carte bancaire"), default=False)
    allows_negative = models.BooleanField(_("Autoriser les cagnottes négatives"), default=False)
    cagnotte_limit: "models.Field[Money | None, Money | None]" = MoneyField(  # type: ignore[assignment, misc]
        _("jusqu’à combien sous zéro"), null=True, blank=True
    )
    low_balance_threshold: "models.Field[Money | None, Money | None]" = MoneyField(  # type: ignore[assignment, misc]
        _("prévenir sous"), null=True, blank=True
    )
    cheque_payee = models.CharField(_("Ordre des chèques"), max_length=120, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    account_holder = models.CharField(_("Titulaire du compte"), max_length=120, blank=True)
    has_online_keys = models.BooleanField(default=False, editable=False)  # written where the keys are entered

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepts_cagnotte=False)
                | models.Q(
                    accepts_cheque=False,
                    accepts_cash=False,
                    accepts_transfer=False,
                    accepts_terminal=False,
                    accepts_online=False,
                ),
                name="cagnotte_excludes_other_means",
                violation_error_message=CAGNOTTE_ALONE,
            ),
            models.CheckConstraint(
                condition=models.Q(cagnotte_limit__isnull=True) | models.Q(cagnotte_limit__gte=Money(0)),
                name="cagnotte_limit_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {', '.join(self.accepted)}"

    @property
    def is_on(self) -> bool:
        """Are payments turned on for the group?"""
        return self.since is not None

    @property
    def mode(self) -> Mode:
        return Mode.CAGNOTTE if self.accepts_cagnotte else Mode.ALONG_ORDERS

    def change_mode(self) -> None:
        """Go over to the other way; what was accepted for the one is accepted for the other, where it says nothing."""
        self.accepts_cagnotte = not self.accepts_cagnotte
        was, becomes = ("accepts", "tops_up_by") if self.accepts_cagnotte else ("tops_up_by", "accepts")
        is_silent = not any(getattr(self, f"{becomes}_{means}") for means in TOPS_UP)
        for means in TOPS_UP:
            if is_silent:
                setattr(self, f"{becomes}_{means}", getattr(self, f"{was}_{means}"))
            if self.accepts_cagnotte:
                setattr(self, f"accepts_{means}", False)

    @property
    def accepted(self) -> list[Means]:
        """The means that members may choose for an order; none while payments are off."""
        if not self.is_on:
            return []
        return [means for means in Means if getattr(self, f"accepts_{means}") and not self.lacks(means)]

    @property
    def tops_up_by(self) -> list[Means]:
        """The means with which members may top up their cagnotte; none in a group that has no cagnottes."""
        if not (self.is_on and self.accepts_cagnotte):
            return []
        return [means for means in TOPS_UP if getattr(self, f"tops_up_by_{means}") and not self.lacks(means)]

    def lacks(self, means: Means) -> bool:
        """Is a setting missing, without which nobody could pay so? Such a means is not offered."""
        needed = {Means.TRANSFER: bool(self.iban), Means.ONLINE: self.has_online_keys}
        return not needed.get(means, True)


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

    `replaces`: the same money, first written under the wrong means; that one is taken back.
    """

    means = models.CharField(_("moyen"), max_length=10, choices=Means.choices)
    amount = MoneyField(_("montant"))
    received_on = models.DateField(_("reçu le"))
    reference = models.CharField(_("n° de chèque ou référence"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

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


class OpeningBalance(Movement):
    """What a member had (`amount` above zero) or owed (below) before Cabas, as it stood on a day.

    `undone_at`: it was taken back; until then the member has no other.
    """

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

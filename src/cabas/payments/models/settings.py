"""The means a group accepts, the way its members pay, and what each means needs."""

from django.db import models
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group
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
    counts_money = models.BooleanField(_("Compter l’argent à la validation"), default=True)
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

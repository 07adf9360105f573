"""What was done at a stand without network: one row for each act that came later, with what is to be looked at."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.distributions.models import Basket, Distribution, Receipt
from cabas.groups.models import Group
from cabas.money import Money
from cabas.money.fields import MoneyField
from cabas.payments.means import Means
from cabas.payments.models import Payment


class Case(models.TextChoices):
    """Why somebody has to look at an act. The first three were recorded, nothing was recorded of the others."""

    TWICE = "twice", _("2 encaissements, à vérifier")
    DIFFERENCE = "difference", _("un autre montant était dû")
    WEIGHT = "weight", _("un poids n’a pas été pris")
    VALIDATED = "validated", _("distribution validée entre-temps")
    GONE = "gone", _("panier retiré entre-temps")
    REFUSED = "refused", _("refusé")


class Outcome(models.TextChoices):
    """How a case was settled."""

    KEPT = "kept", _("gardé tel quel")
    TAKEN_BACK = "taken_back", _("encaissement annulé")
    RECORDED = "recorded", _("porté au compte du membre")
    SET_ASIDE = "set_aside", _("écarté")


KINDS = {
    "receipts": _("Encaissement"),
    "servings": _("Panier servi"),
    "weighings": _("Pesée"),
    "lines": _("Quantité changée"),
    "missing": _("Produit manquant"),
    "notes": _("Note"),
    "undoing": _("Annulation"),
    "fees": _("Cotisation"),
}


class OfflineActQuerySet(models.QuerySet["OfflineAct"]):
    def open(self) -> Self:
        """Those that somebody has to look at. Of two receipts that were put right elsewhere, nothing is to be said."""
        others = Receipt.objects.live().filter(basket=models.OuterRef("basket")).exclude(pk=models.OuterRef("receipt"))
        mine = Receipt.objects.live().filter(pk=models.OuterRef("receipt"))
        is_twice = models.Exists(others) & models.Exists(mine) & models.Q(basket__kept_amount=Money(0))
        looked_at = self.exclude(case="").filter(settled_at__isnull=True)
        return looked_at.filter(~models.Q(case=Case.TWICE) | is_twice)


class OfflineAct(models.Model):
    """`made_at` is when it was done, by the phone's clock and never later than `received_at`; the ledger has the
    latter. `shown` is the amount that the phone showed, `found` what was due, `amount` the money that was taken."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="offline_acts")
    basket = models.ForeignKey(Basket, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveIntegerField()  # of the basket, also where there is none
    key = models.UUIDField()
    kind = models.CharField(max_length=12)
    fields = models.JSONField(default=dict)
    means = models.CharField(max_length=10, blank=True)
    amount: "models.Field[Money | None, Money | None]" = MoneyField(null=True)  # type: ignore[assignment, misc]
    shown: "models.Field[Money | None, Money | None]" = MoneyField(null=True)  # type: ignore[assignment, misc]
    found: "models.Field[Money | None, Money | None]" = MoneyField(null=True)  # type: ignore[assignment, misc]
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField()
    words = models.TextField(blank=True)  # what was done, as it was answered
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, null=True, related_name="+")
    case = models.CharField(max_length=12, choices=Case.choices, blank=True)
    sentence = models.TextField(blank=True)  # what there is to look at
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfflineActQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="offline_act_once")]
        indexes = [
            models.Index(
                fields=["distribution"],
                condition=models.Q(settled_at__isnull=True) & ~models.Q(case=""),
                name="offline_cases_open",
            )
        ]

    def __str__(self) -> str:
        return f"n° {self.number}, {self.kind}"

    @property
    def is_recorded(self) -> bool:
        """Was it done, whatever there is to look at?"""
        return self.case in {"", Case.TWICE, Case.DIFFERENCE, Case.WEIGHT}

    @property
    def is_money_unrecorded(self) -> bool:
        """Was money taken that no account knows?"""
        return not self.is_recorded and self.amount is not None and self.payment_id is None

    @property
    def kind_words(self) -> str:
        return str(KINDS.get(self.kind, self.kind))

    @property
    def means_words(self) -> str:
        return str(Means(self.means).label) if self.means in Means.values else ""

    @property
    def may_be_taken_back(self) -> bool:
        return self.case == Case.TWICE and self.receipt_id is not None

    @property
    def may_go_to_the_account(self) -> bool:
        return self.is_money_unrecorded and self.basket_id is not None

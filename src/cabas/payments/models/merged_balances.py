"""What the account of a household that was entered twice had or owed, when it went to the one that stays."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Membership
from cabas.money import Money
from cabas.money.fields import MoneyField
from cabas.payments.models.movements import Movement, MovementQuerySet


class MergedBalance(Movement):
    """`amount` as the receiver got it: above zero what the closed household had, below zero what it owed."""

    receiver = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="balances_merged")
    amount = MoneyField(_("montant"))
    merged_on = models.DateField()

    objects = MovementQuerySet["MergedBalance"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=Money(0)), name="merged_balance_is_not_zero"),
            models.CheckConstraint(
                condition=~models.Q(receiver=models.F("membership")), name="merged_balance_goes_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"

"""A cheque that the bank did not pay, and the fee that its member bears."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group
from cabas.money import Money
from cabas.money.fields import MoneyField
from cabas.payments.models.movements import Movement, MovementQuerySet, Payment


class ReturnedCheque(models.Model):
    """A cheque that came back unpaid: its payment is taken back. `undone_at`: it had not come back after all."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="returned_cheques")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="returned")
    returned_on = models.DateField(_("rejeté le"))
    reason = models.CharField(_("motif de la banque"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.payment}, {self.returned_on}"


class ReturnFee(Movement):
    """What the group asks of the member for a cheque that came back."""

    returned = models.OneToOneField(ReturnedCheque, on_delete=models.PROTECT, related_name="fee")
    amount = MoneyField(_("montant"))
    charged_on = models.DateField(_("datés du"))

    objects = MovementQuerySet["ReturnFee"].as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=Money(0)), name="return_fee_is_positive")]

    def __str__(self) -> str:
        return f"{self.amount}"

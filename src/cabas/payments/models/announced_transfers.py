"""A transfer that a member announced to the account, with the amount and the reference that they were told."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group, Membership
from cabas.money import Money
from cabas.money.fields import MoneyField
from cabas.payments.models.movements import Payment


class AnnouncedTransferQuerySet(models.QuerySet["AnnouncedTransfer"]):
    def awaited(self) -> Self:
        """Those that the member did not give up and that were not received, or whose payment was taken back."""
        came = models.Q(payment__isnull=False, payment__transaction__reversed_by__isnull=True)
        return self.filter(given_up_at__isnull=True).exclude(came)


class AnnouncedTransfer(models.Model):
    """Money on its way to the account of a member, for no basket: to top up a cagnotte, or to pay what is owed.

    A basket keeps what was told of its own transfer (`Basket.told_amount`). `reference` is the compact one.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="announced_transfers")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="announced_transfers")
    reference = models.CharField(_("référence"), max_length=24)
    amount = MoneyField(_("montant"))
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    payment = models.OneToOneField(Payment, on_delete=models.SET_NULL, null=True, related_name="announced_transfer")
    given_up_at = models.DateTimeField(null=True)

    objects = AnnouncedTransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=Money(0)), name="announced_transfer_is_positive"),
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(payment=None, given_up_at=None),
                name="one_awaited_transfer_to_an_account",
            ),
        ]
        indexes = [
            models.Index(fields=["group"], condition=models.Q(given_up_at=None), name="transfers_announced"),
            models.Index(fields=["membership", "-id"], name="transfers_of_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, {self.amount}"

"""What a group asks for a membership year, and what it knows of each household's; one fee stands for each year."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group, Membership
from cabas.ledger.models import Transaction
from cabas.membership_fees.periods import Period, Renewal
from cabas.money import Money
from cabas.money.fields import MoneyField
from cabas.payments.models import Payment

NAME_MAX = 40


class FeeSettings(models.Model):
    """Does the group ask a fee, under which name, renewed on which day. `asked_on`: since when it asks, or nothing.

    `reminded_year`: the last year for whose renewal the worker reminded the members.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="fee_settings")
    name = models.CharField(_("Nom"), max_length=NAME_MAX, blank=True)
    renewal_month = models.PositiveSmallIntegerField(_("Mois"), default=9)
    renewal_day = models.PositiveSmallIntegerField(_("Jour"), default=1)
    asked_on = models.DateField(null=True, blank=True)
    reminded_year = models.PositiveSmallIntegerField(null=True, editable=False)

    def __str__(self) -> str:
        return f"{self.group}: {self.said_name}"

    @property
    def is_asked(self) -> bool:
        return self.asked_on is not None

    @property
    def said_name(self) -> str:
        """« Adhésion », where the group gave no other."""
        return self.name or gettext("Adhésion")

    @property
    def renewal(self) -> Renewal:
        return Renewal(self.renewal_month, self.renewal_day)

    def period_of(self, day: date) -> Period:
        return self.renewal.period_of(day)

    def title(self, period: Period) -> str:
        """« Adhésion 2026-2027 », as accounts say it."""
        return f"{self.said_name} {period.label}"


class FeeAmount(models.Model):
    """What is asked for the years from this one on, until another amount is."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="fee_amounts")
    from_year = models.PositiveSmallIntegerField(_("à partir de"))
    amount = MoneyField(_("montant"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "from_year"], name="fee_amount_once_per_year"),
            models.CheckConstraint(condition=Q(amount__gt=Money(0)), name="fee_amount_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.from_year}: {self.amount}"


class FeeQuerySet(models.QuerySet["MembershipFee"]):
    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)


class MembershipFee(models.Model):
    """The fee of one household for one year: on its account, paid beside it, or not asked of it.

    `title` is what accounts and papers call it. `payment` is the money that was received with it, in the same act.
    """

    class Way(models.TextChoices):
        ON_ACCOUNT = "account", _("portée au compte")
        ELSEWHERE = "elsewhere", _("notée payée hors compte")
        EXEMPTED = "exempted", _("exemptée")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="membership_fees")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="fees")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=NAME_MAX + 20)
    way = models.CharField(max_length=10, choices=Way.choices)
    amount = MoneyField(_("montant"))
    reason = models.CharField(_("raison"), max_length=200, blank=True)
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, null=True, related_name="membership_fee")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="membership_fee")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = FeeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "year"],
                condition=Q(undone_at__isnull=True),
                name="membership_fee_once_per_year",
            ),
            models.CheckConstraint(
                condition=Q(way="account", transaction__isnull=False, amount__gt=Money(0))
                | Q(way="elsewhere", transaction__isnull=True, payment__isnull=True, amount__gt=Money(0))
                | Q(way="exempted", transaction__isnull=True, payment__isnull=True, amount=Money(0)),
                name="membership_fee_is_written_as_it_says",
            ),
        ]
        indexes = [models.Index(fields=["group", "year"], name="membership_fees_of_a_year")]

    def __str__(self) -> str:
        return f"{self.title}, {self.amount}"


class FeeReminder(models.Model):
    """That a household was told that its membership is to be renewed (E41)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="fee_reminders")
    year = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "sent_at"], name="fee_reminders_by_moment")]

    def __str__(self) -> str:
        return f"{self.membership_id}, {self.year}"

"""A group's keys at its provider, each payment begun there, what it took back, and the notices it sent."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.groups.models import Group, Membership
from cabas.ledger.models import Transaction
from cabas.money import Money
from cabas.money.fields import MoneyField
from cabas.payments.models import Payment, Refund


class ProviderKeys(models.Model):
    """The secrets that a provider gave to a group, sealed (`sealing`). `notices_until`: those before were looked at."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="provider_keys")
    provider = models.CharField(max_length=20)
    sealed_secret = models.TextField()
    sealed_webhook_secret = models.TextField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    tried_at = models.DateTimeField()
    notices_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.provider


class State(models.TextChoices):
    """What became of an online payment, in words."""

    PREPARING = "preparing", _("en préparation")
    OPEN = "open", _("pas encore payé")
    PROCESSING = "processing", _("en cours à la banque")
    PAID = "paid", _("payé")
    EXPIRED = "expired", _("non abouti")
    ODD = "odd", _("à regarder")


class OnlinePaymentQuerySet(models.QuerySet["OnlinePayment"]):
    def pending(self) -> Self:
        """Those of which the end is not known."""
        return self.filter(state__in=[State.PREPARING, State.OPEN, State.PROCESSING])


class OnlinePayment(models.Model):
    """A payment begun on the page of a provider. `payment` is what it credited, once it is paid.

    `state` is odd where money came in another currency than the book's (`currency` is then that one), and where the
    provider does not know the payment any more: nothing is credited, somebody looks at it.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="online_payments")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="online_payments")
    reference = models.UUIDField(default=uuid.uuid4, unique=True)
    provider = models.CharField(max_length=20)
    session_id = models.CharField(max_length=80, blank=True)
    intent_id = models.CharField(max_length=80, blank=True)
    url = models.TextField(blank=True)
    amount = MoneyField(_("montant"))
    received: "models.Field[Money | None, Money | None]" = MoneyField(_("reçu"), null=True)  # type: ignore[assignment, misc]
    currency = models.CharField(max_length=3)
    charges: "models.Field[Money | None, Money | None]" = MoneyField(_("frais"), null=True)  # type: ignore[assignment, misc]
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()  # by the provider's clock
    checked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="online")

    objects = OnlinePaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "session_id"], condition=~models.Q(session_id=""), name="online_session_once"
            ),
            models.UniqueConstraint(
                fields=["group", "intent_id"], condition=~models.Q(intent_id=""), name="online_intent_once"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=Money(0)), name="online_amount_is_positive"),
            models.CheckConstraint(
                condition=models.Q(state=State.PAID, payment__isnull=False)
                | (~models.Q(state=State.PAID) & models.Q(payment__isnull=True)),
                name="online_paid_is_credited",
            ),
        ]
        indexes = [
            models.Index(fields=["group", "-id"], name="online_payments_of_a_group"),
            models.Index(
                fields=["group"],
                condition=models.Q(state__in=["preparing", "open", "processing"]),
                name="online_payments_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.amount}"

    @property
    def is_pending(self) -> bool:
        """Is its end not known yet?"""
        return self.state in (State.PREPARING, State.OPEN, State.PROCESSING)

    @property
    def is_in_other_money(self) -> bool:
        """Did money come in another currency, which is not credited?"""
        return self.state == State.ODD and self.received is not None

    @property
    def differs(self) -> bool:
        """Did another amount come than the one that was asked?"""
        return self.state == State.PAID and self.received is not None and self.received != self.amount


class OnlineMovement(models.Model):
    """What a provider kept or took back of a payment, once each. A refund or a dispute is a `Refund` of the member's.

    Of charges, `amount` is what more is kept since the last time, below zero where some was given back. `transaction`
    is None where nothing moved: a refund that had failed, a dispute that was won, before we heard of it.
    """

    class Kind(models.TextChoices):
        CHARGES = "charges", _("frais")
        REFUND = "refund", _("remboursement")
        DISPUTE = "dispute", _("contestation")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    online = models.ForeignKey(OnlinePayment, on_delete=models.CASCADE, related_name="movements")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    provider_id = models.CharField(max_length=80)
    amount = MoneyField()
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, null=True, related_name="+")
    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, null=True, related_name="online")
    is_void = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "kind", "provider_id"], name="online_movement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.Kind(self.kind).label} {self.amount}"


class OnlineEvent(models.Model):
    """A notice of the provider, kept as it came and looked at once: only what tells which payment it is about."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    event_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=36, blank=True)
    session_id = models.CharField(max_length=80, blank=True)
    intent_id = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "event_id"], name="online_event_once")]
        indexes = [
            models.Index(fields=["group"], condition=models.Q(processed_at__isnull=True), name="online_events_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"

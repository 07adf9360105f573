"""Double entry, append only: the triggers of `guards` defend these tables; only `posting` writes to them."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cabas.money import Money, MoneyField

BOOK_SHIFT = 32
TRANSACTIONS_PER_BOOK = 2**BOOK_SHIFT


class LeavesColumnsToTriggers(models.Model):
    """A row saved from memory never rewrites what the database's triggers keep."""

    KEPT_BY_TRIGGERS: frozenset[str] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Save without the columns of `KEPT_BY_TRIGGERS`: a stale copy would put an old value back."""
        if not self._state.adding:
            mine = [field.name for field in self._meta.concrete_fields if not field.primary_key]
            asked = mine if update_fields is None else update_fields
            update_fields = [name for name in asked if name not in self.KEPT_BY_TRIGGERS]
        super().save(*args, update_fields=update_fields, **options)


class Book(LeavesColumnsToTriggers):
    """The accounts of one group, in one currency."""

    KEPT_BY_TRIGGERS = frozenset({"last_number", "head"})

    currency = models.CharField(_("monnaie"), max_length=3, default="EUR")
    last_number = models.BigIntegerField(_("dernier numéro"), default=0)
    head = models.CharField(_("tête de la chaîne"), max_length=64, default="", blank=True)
    closed_on = models.DateField(_("arrêté au"), null=True, blank=True)
    closed_number = models.BigIntegerField(_("dernier numéro lors de l’arrêté"), default=0)
    is_disposable = models.BooleanField(_("démonstration"), default=False)

    class Meta:
        verbose_name = _("livre")

    def __str__(self) -> str:
        return f"Book {self.pk}"

    @property
    def transaction_ids(self) -> tuple[int, int]:
        """The first and the last id that a transaction of this book can have."""
        first = self.pk << BOOK_SHIFT
        return first, first + TRANSACTIONS_PER_BOOK - 1


class Account(LeavesColumnsToTriggers):
    """Where amounts are kept: its balance is credit minus debit, moved only by its entries."""

    KEPT_BY_TRIGGERS = frozenset({"balance", "last_entry"})

    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts", db_index=False)
    number = models.PositiveIntegerField(_("numéro"))
    code = models.CharField(_("code"), max_length=40)
    kind = models.CharField(_("nature"), max_length=40)
    balance = MoneyField(_("solde"), default=Money(0))
    last_entry = models.BigIntegerField(_("dernière écriture"), default=0)

    class Meta:
        verbose_name = _("compte")
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="ledger_account_number"),
            models.UniqueConstraint(fields=["book", "code"], name="ledger_account_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Transaction(models.Model):
    """A dated event, sealed over two or more entries that sum to zero.

    Its id (book and number in one) is never shown nor sent as a number, JavaScript ends at 2**53: people see `number`.
    """

    id = models.BigIntegerField(primary_key=True)
    book = models.ForeignKey(Book, models.PROTECT, related_name="transactions", db_index=False)
    number = models.BigIntegerField(_("numéro"))
    occurred_on = models.DateField(_("date"))
    recorded_at = models.DateTimeField(_("enregistrée le"))
    kind = models.CharField(_("nature"), max_length=40)
    memo = models.CharField(_("libellé"), max_length=500, default="", blank=True)
    memo_salt = models.CharField(max_length=32, default="", blank=True)
    memo_digest = models.CharField(max_length=64, default="", blank=True)
    # Without a foreign key: a person may be erased later, the entry stays.
    recorded_by = models.BigIntegerField(_("par"), null=True)
    key = models.CharField(max_length=100, default="", blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("opération")
        constraints = [
            models.CheckConstraint(
                condition=Q(id=F("book") * TRANSACTIONS_PER_BOOK + F("number")), name="ledger_transaction_id"
            ),
            models.UniqueConstraint(fields=["book", "number"], name="ledger_transaction_number"),
            models.UniqueConstraint(fields=["book", "key"], condition=~Q(key=""), name="ledger_transaction_key"),
        ]

    def __str__(self) -> str:
        return f"n° {self.number}"

    @property
    def is_reversed(self) -> bool:
        return hasattr(self, "reversed_by")


class Entry(models.Model):
    """One signed amount on one account: credit above zero, debit below."""

    id = models.BigAutoField(primary_key=True)
    # Deferred (Django's default): entries come first, and cannot commit before their transaction seals them.
    transaction = models.ForeignKey(Transaction, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries", db_index=False)
    amount = MoneyField(_("montant"))

    class Meta:
        verbose_name = _("écriture")
        indexes = [models.Index(fields=["account", "id"], name="ledger_entry_account")]
        constraints = [models.CheckConstraint(condition=~Q(amount=Money(0)), name="ledger_entry_amount")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.amount}"


class Act(models.Model):
    """What one tap asked and what it got, so that the same tap counts once."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="acts", db_index=False)
    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    asked = models.CharField(max_length=64)
    result = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("acte")
        constraints = [models.UniqueConstraint(fields=["book", "key"], name="ledger_act_key")]

    def __str__(self) -> str:
        return self.key

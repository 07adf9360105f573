"""A debt is as old as the oldest order that credits do not cover: what is paid covers the oldest order first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Sum, Value, Window
from django.db.models.functions import Coalesce

from cabas.ledger.models import Account, Entry
from cabas.money import Money

LOOKED_AT_MAX = 40  # newest entries of an account: the answer costs the same after ten years
NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class DebtAge:
    """Since which day something is owed; where it `is_exact` not, since before that day."""

    day: date
    is_exact: bool = True

    def days(self, today: date) -> int:
        """So many days ago; at least so many where the day is not exact."""
        return max(0, (today - self.day).days)


def debt_age(account: int) -> DebtAge | None:
    """Since when the account of this id is below zero; None where it is not. Two statements at most."""
    return debt_ages([account]).get(account)


def debt_ages(accounts: Collection[int]) -> dict[int, DebtAge]:
    """The same of each of these accounts that is below zero, by its id. Two statements at most, whatever their number.

    Walking back from the newest order, debits add up until they make what is owed: there the debt begins.
    A transaction that was reversed, and its reversal, are no order and no credit.
    """
    debtors = Account.objects.filter(pk__in=accounts, balance__lt=NOTHING)
    ages = {account: DebtAge(day) for account, day in _beginnings(debtors)} if accounts else {}
    if beyond := set(accounts) - set(ages):
        horizon = Subquery(_last_looked_at().values("transaction__occurred_on"))
        days = debtors.filter(pk__in=beyond).annotate(day=horizon).exclude(day=None).values_list("pk", "day")
        ages |= {account: DebtAge(day, is_exact=False) for account, day in days}
    return ages


def _beginnings(debtors: QuerySet[Account]) -> QuerySet[Account, tuple[int, date]]:
    """The one debit of each account with which those walked reach what is owed, where it is near enough."""
    first = Coalesce(Subquery(_last_looked_at().values("id")), Value(0), output_field=BigIntegerField())
    # From the account to its entries, so that the index (account, id) is entered at the first one to look at.
    debits = debtors.annotate(first_looked_at=first).filter(
        entries__id__gte=F("first_looked_at"),
        entries__amount__lt=NOTHING,
        entries__transaction__reverses=None,
        entries__transaction__reversed_by=None,
    )
    newest_first = F("entries__id").desc()
    walked = Window(Sum("entries__amount"), partition_by=[F("pk")], order_by=newest_first)
    reaching = debits.annotate(debit=F("entries__amount"), walked=walked).filter(
        walked__lte=F("balance"), walked__gt=F("balance") + F("debit")
    )
    return reaching.values_list("pk", "entries__transaction__occurred_on")


def _last_looked_at() -> QuerySet[Entry]:
    """The oldest entry of the account of the outer statement that is looked at; none where there are fewer."""
    return Entry.objects.filter(account=OuterRef("pk")).order_by("-id")[LOOKED_AT_MAX - 1 : LOOKED_AT_MAX]

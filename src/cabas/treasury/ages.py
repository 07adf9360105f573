"""A debt is as old as the oldest order that credits do not cover: what is paid covers the oldest order first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

LOOKED_AT_FIRST = 8  # newest entries of an account, where most debts begin
LOOKED_AT_MAX = 40  # where the others do, or else are said to be older: the answer costs the same after ten years

# Written out, each step before the next, so that both engines go from the accounts to their newest entries and nowhere
# else: an ORM filter lets PostgreSQL seek the first entry to look at again for each entry. No reversed transaction
# counts, nor its reversal.
AGES = """
WITH debtors AS MATERIALIZED (
    SELECT id, balance, last_entry, (
        SELECT id FROM ledger_entry WHERE account_id = account.id ORDER BY id DESC LIMIT 1 OFFSET {skipped}
    ) AS horizon
    FROM ledger_account account WHERE balance < 0 AND id IN ({accounts})
), looked_at AS MATERIALIZED (
    SELECT debtors.id AS account, balance, entry.id, amount, transaction_id
    FROM debtors
    JOIN ledger_entry entry ON account_id = debtors.id AND entry.id BETWEEN COALESCE(horizon, 0) AND last_entry
    WHERE amount < 0
), orders AS MATERIALIZED (
    SELECT looked_at.*,
           (SELECT occurred_on FROM ledger_transaction WHERE id = transaction_id AND reverses_id IS NULL) AS ordered_on,
           (SELECT id FROM ledger_transaction WHERE reverses_id = transaction_id) AS taken_back_by
    FROM looked_at
), debits AS (
    SELECT account, balance, amount, ordered_on, SUM(amount) OVER (PARTITION BY account ORDER BY id DESC) AS walked
    FROM orders WHERE ordered_on IS NOT NULL AND taken_back_by IS NULL
), beginnings AS (
    SELECT account, ordered_on FROM debits WHERE walked <= balance AND walked - amount > balance
)
SELECT debtors.id, ordered_on, furthest.occurred_on
FROM debtors
LEFT JOIN beginnings ON account = debtors.id
LEFT JOIN ledger_entry entry ON entry.id = horizon
LEFT JOIN ledger_transaction furthest ON furthest.id = transaction_id
"""


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
    """
    ages = _looked_up(accounts, LOOKED_AT_FIRST)
    older = [account for account, age in ages.items() if not age.is_exact]
    return ages | _looked_up(older, LOOKED_AT_MAX)


def _looked_up(accounts: Collection[int], entries: int) -> dict[int, DebtAge]:
    if not accounts:
        return {}
    places = ", ".join(["%s"] * len(accounts))
    with connection.cursor() as cursor:
        cursor.execute(AGES.format(skipped=entries - 1, accounts=places), list(accounts))
        return {account: _age(beginning, furthest) for account, beginning, furthest in cursor.fetchall()}


def _age(beginning: date | str | None, furthest: date | str | None) -> DebtAge:
    day = beginning or furthest
    assert day is not None, "an account below zero has debits that make what it owes"
    # SQLite keeps days as texts.
    return DebtAge(date.fromisoformat(day) if isinstance(day, str) else day, is_exact=beginning is not None)

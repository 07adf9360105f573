"""What is due for one basket never counts a later basket, and is never asked twice.

What a member has on the account covers the oldest basket first (docs/decisions). So the due of a basket is what remains
to be paid of it, and at most what the member would owe if no later basket existed. Nothing is due for a basket that the
cagnotte paid: what it cost left the account when it was ordered, and a debt of the account is none of the basket.
Neither is anything due for a basket that was committed while payments were off: no account knows it.
"""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from cabas.money import Money
from cabas.payments.means import Means

NOTHING = Money(0)


class WithAmounts(Protocol):
    """A basket as `Basket.objects.with_amounts()` fetches it."""

    total: Money
    balance: Money
    later_total: Money
    paid: Money
    forgiven: Money
    means: str
    is_debited: bool


class Due(NamedTuple):
    """`due`: to take for this basket. `old_debt`: what the member owes besides, from before. `before`: the balance
    without this basket and its receipts, as the stand shows it."""

    due: Money
    old_debt: Money
    before: Money

    @property
    def is_zero(self) -> bool:
        return not self.due


def due(basket: WithAmounts, total: Money | None = None) -> Due:
    """What is due for a basket; `total` is what it would come to with weights that are typed but not posted yet."""
    balance = basket.balance.cents + basket.later_total.cents  # in cents: there are hundreds in a list
    if not basket.is_debited:
        return Due(due=NOTHING, old_debt=Money(max(0, -balance)), before=Money(balance))
    cost = basket.total.cents if total is None else total.cents
    balance += basket.total.cents - cost
    owed = max(0, -balance)
    settled = basket.paid.cents + basket.forgiven.cents
    unpaid = 0 if basket.means == Means.CAGNOTTE else max(0, cost - settled)
    due_now = min(unpaid, owed)
    return Due(due=Money(due_now), old_debt=Money(owed - due_now), before=Money(balance + cost - settled))


@dataclass(frozen=True)
class Settlement:
    """How an order will be paid: `total` = `paid` already for it + `credit_used` of the account + `due`."""

    total: Money
    paid: Money
    credit_used: Money
    due: Money
    old_debt: Money


def to_settle_for_draft(basket: WithAmounts, total: Money) -> Settlement:
    """What would remain to settle if the basket came to `total`; a household without a basket has one of nothing."""
    owed = due(basket, total)
    if not basket.is_debited:
        return Settlement(total, NOTHING, NOTHING, NOTHING, owed.old_debt)
    paid = min(basket.paid, total)
    return Settlement(total, paid, total - paid - owed.due, owed.due, owed.old_debt)

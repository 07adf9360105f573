"""What the provider keeps of a payment, or asks for a dispute, is the group's: a transaction beside the payment.

A dispute may cost more as it goes on, and less once it is won: each time the difference is written.
"""

from datetime import datetime
from typing import Any

from cabas.groups.chart import Kind
from cabas.ledger.models import Book
from cabas.ledger.posting import credit, debit, post
from cabas.money import Money
from cabas.payments.online.acts import once_for
from cabas.payments.online.models import OnlineMovement, OnlinePayment

CHARGES = "provider charges"


def keep(online: OnlinePayment, provider_id: str, charges: Money, at: datetime, *, may_shrink: bool = False) -> None:
    """Write what more it keeps since the last time; less only where it `may_shrink`: old answers say less too."""
    written = OnlineMovement.objects.filter(online=online, kind=OnlineMovement.Kind.CHARGES)
    before = [
        one.amount for one in written if one.provider_id == provider_id or one.provider_id.startswith(f"{provider_id}:")
    ]
    more = charges - Money.sum(before)
    if not more or (more < Money(0) and not may_shrink):
        return
    named = f"{provider_id}:{len(before)}" if before else provider_id

    def perform(book: Book) -> dict[str, Any]:
        group = online.group
        kept_by, kept_from = group.account(Kind.PROVIDER_CHARGES), group.account(Kind.ONLINE_PROVIDER)
        if more > Money(0):
            lines = [debit(kept_by, more), credit(kept_from, more)]
        else:
            lines = [debit(kept_from, -more), credit(kept_by, -more)]
        OnlineMovement.objects.create(
            group=group,
            online=online,
            kind=OnlineMovement.Kind.CHARGES,
            provider_id=named,
            amount=more,
            transaction=post(book, CHARGES, lines, by=None, at=at, key=f"online:charges:{named}:1"),
            at=at,
        )
        return {}

    once_for(online, f"online:charges:{named}", CHARGES, perform, at)

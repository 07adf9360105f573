"""Each part of an online payment is written once, under the lock of its book, whoever hears of it and how often."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.payments.online.models import OnlinePayment


def once_for(
    online: OnlinePayment, key: str, kind: str, perform: Callable[[Book], dict[str, Any]], at: datetime
) -> None:
    """Perform it, unless this key was used already."""
    asked = {"online": str(online.reference)}
    once(online.group.book, key=key, kind=kind, asked=asked, by=online.begun_by_id, at=at, perform=perform)

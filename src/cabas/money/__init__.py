"""Money is whole cents, in Python and in the database alike."""

from cabas.money.amount import Money, NothingToShareBy, NotWholeCents
from cabas.money.fields import MoneyField, NotMoney
from cabas.money.parsing import AmountUnreadable, parse_amount

__all__ = [
    "AmountUnreadable",
    "Money",
    "MoneyField",
    "NotMoney",
    "NotWholeCents",
    "NothingToShareBy",
    "parse_amount",
]

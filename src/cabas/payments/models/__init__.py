"""The means a group accepts; what is written on accounts: received, refunded, corrected, taken over from before."""

from cabas.payments.models.announced_transfers import AnnouncedTransfer
from cabas.payments.models.merged_balances import MergedBalance
from cabas.payments.models.movements import (
    Correction,
    Gift,
    Movement,
    MovementQuerySet,
    OpeningBalance,
    OpeningSet,
    Payment,
    Refund,
)
from cabas.payments.models.returned_cheques import ReturnedCheque, ReturnFee
from cabas.payments.models.settings import CAGNOTTE_ALONE, Mode, PaymentSettings

__all__ = [
    "CAGNOTTE_ALONE",
    "AnnouncedTransfer",
    "Correction",
    "Gift",
    "MergedBalance",
    "Mode",
    "Movement",
    "MovementQuerySet",
    "OpeningBalance",
    "OpeningSet",
    "Payment",
    "PaymentSettings",
    "Refund",
    "ReturnFee",
    "ReturnedCheque",
]

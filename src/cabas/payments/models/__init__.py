"""The means a group accepts; what is written on accounts: received, refunded, corrected, taken over from before."""

from cabas.payments.models.movements import Correction, Movement, MovementQuerySet, OpeningBalance, Payment, Refund
from cabas.payments.models.settings import CAGNOTTE_ALONE, Mode, PaymentSettings

__all__ = [
    "CAGNOTTE_ALONE",
    "Correction",
    "Mode",
    "Movement",
    "MovementQuerySet",
    "OpeningBalance",
    "Payment",
    "PaymentSettings",
    "Refund",
]

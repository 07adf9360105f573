"""A basket that is paid by transfer keeps the amount that its member was told; its reference is told from its numbers.

Every page shows what is due now. Where that is another amount than the one that was told, the page says so: a transfer
that left meanwhile is as good, and the difference stays on the account.
"""

from cabas.distributions.models import Basket
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.payments.transfer_references import TransferReference
from cabas.payments.transfers import TransferToMake, transfer_to_make


def reference_of(basket: Basket) -> TransferReference:
    """Of a basket that was fetched with its membership and its distribution."""
    return TransferReference(basket.membership.number, basket.distribution.number)


def transfer_of(basket: Basket, settings: PaymentSettings | None, due: Money) -> TransferToMake | None:
    """What is to be typed at the bank for this basket; None where it is paid otherwise, or nothing is due."""
    if basket.means != Means.TRANSFER or not due:
        return None
    return transfer_to_make(settings, reference_of(basket), due)

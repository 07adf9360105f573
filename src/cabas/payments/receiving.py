"""A payment received debits where the money is and credits the member; taken back, it is reversed, never deleted."""

from datetime import datetime

from django.utils.translation import gettext as _

from cabas.clock import local_date
from cabas.groups.models import Membership
from cabas.ledger.posting import credit, debit, post
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.payments.means import ACCOUNT_OF, Means
from cabas.payments.models import Payment
from cabas.people.models import User

RECEIVED = "payment received"


class NothingToReceive(Exception):
    """A payment of nothing, or of less than nothing."""

    def __str__(self) -> str:
        return _("Un paiement reçu est d’au moins 0,01 €.")


def receive(
    membership: Membership,
    means: str,
    amount: Money,
    *,
    by: User,
    at: datetime,
    key: str,
    reference: str = "",
) -> Payment:
    """Record money received. Called under the lock of the book (see `ledger.acts.once`). Raises `NothingToReceive`."""
    if amount <= Money(0):
        raise NothingToReceive
    group = membership.group
    transaction = post(
        group.book,
        RECEIVED,
        [debit(group.account(ACCOUNT_OF[means]), amount), credit(membership.account, amount)],
        by=by.pk,
        at=at,
        key=key,
    )
    return Payment.objects.create(
        group=group,
        membership=membership,
        transaction=transaction,
        means=Means(means),
        amount=amount,
        received_on=local_date(at),
        recorded_at=at,
        recorded_by=by,
        reference=reference,
    )


def take_back(payment: Payment, *, by: User, at: datetime, why: str, key: str) -> None:
    """Take a payment back by a reversal. Under the lock. Raises `ledger.reversing.AlreadyReversed`."""
    reverse(payment.transaction, by=by.pk, at=at, why=why, key=key)

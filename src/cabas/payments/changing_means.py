"""A payment written under the wrong means is taken back and received again the same day: the balance stays."""

from datetime import datetime

from django.utils.translation import gettext as _

from cabas.payments.models import Payment
from cabas.payments.reasons import WRONG_MEANS
from cabas.payments.receiving import receive, take_back
from cabas.people.models import User


class NothingChanges(Exception):
    """The means and the reference are those that stand."""

    def __str__(self) -> str:
        return _("C’est déjà ce qui est enregistré\u202f: choisissez un autre moyen, ou corrigez le numéro.")


def receive_again(payment: Payment, means: str, *, reference: str, key: str, by: User, at: datetime) -> Payment:
    """Take the payment back and receive it under this means and reference: same member, amount, day and note.

    Under the lock, inside another act. Raises `NothingChanges`, and the ledger's `AlreadyReversed`, `PeriodClosed`.
    """
    if (means, reference) == (payment.means, payment.reference):
        raise NothingChanges
    take_back(payment, by=by, at=at, why=WRONG_MEANS, key=f"{key}:1")
    return receive(
        payment.membership,
        means,
        payment.amount,
        by=by,
        at=at,
        key=f"{key}:2",
        on=payment.received_on,
        reference=reference,
        note=payment.note,
        replaces=payment,
    )

"""A payment written on the wrong account is taken back there and received on the right one, in one act."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.distributions.taking_back import take_back_from_account
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.payments.models import Payment
from cabas.payments.reasons import WRONG_ACCOUNT
from cabas.payments.receiving import receive
from cabas.payments.telling import tell_received
from cabas.payments.transfers_recognised import recognise
from cabas.people.models import User


class AlreadyTheirs(Exception):
    """The payment stands on the account of this member."""

    def __str__(self) -> str:
        return _("Ce paiement est déjà sur le compte de ce membre\u202f: choisissez-en un autre.")


class OfAnotherGroup(Exception):
    """No money goes from one group to another."""

    def __str__(self) -> str:
        return _("Ce compte est celui d’un autre groupe\u202f: rien n’a été enregistré.")


def move_payment(payment: Payment, to: Membership, *, key: str, by: User, at: datetime) -> Payment:
    """The same money, means, day and words on the account of `to`, of the same group; one act, counted once.

    The basket that it paid stays handed out and is owed again; `to` is told. Gives the payment that stands now.
    Raises `AlreadyTheirs`, `OfAnotherGroup`, `payments.receiving.PaidOnline`, and the ledger's `AlreadyReversed`,
    `PeriodClosed`, `KeyReused`.
    """
    if to.group_id != payment.group_id:
        raise OfAnotherGroup
    if to.pk == payment.membership_id:
        raise AlreadyTheirs

    def perform(_book: Book) -> dict[str, Any]:
        take_back_from_account(payment, why=WRONG_ACCOUNT, key=key, by=by, at=at)
        right = _receive(payment, to, f"{key}:9", by, at)
        recognise([right])
        tell_received([right], at=at)
        return {"payment": right.pk}

    asked = {"payment": payment.pk, "to": to.pk}
    done = once(payment.group.book, key=key, kind="move payment", asked=asked, by=by.pk, at=at, perform=perform)
    return Payment.objects.get(pk=done.result["payment"])


def _receive(payment: Payment, to: Membership, key: str, by: User, at: datetime) -> Payment:
    return receive(
        to,
        payment.means,
        payment.amount,
        by=by,
        at=at,
        key=key,
        on=payment.received_on,
        reference=payment.reference,
        note=payment.note,
        moved_from=payment,
    )

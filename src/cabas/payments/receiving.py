"""A payment received debits where the money is and credits the member; taken back, it is reversed, never deleted."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.ledger.posting import credit, debit, post
from cabas.ledger.refusals import LedgerRefusal
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.payments.means import ACCOUNT_OF, Means
from cabas.payments.models import Payment
from cabas.payments.telling import tell_received
from cabas.payments.transfers_recognised import recognise
from cabas.people.models import User

RECEIVED = "payment received"


class NothingToReceive(Exception):
    """A payment of nothing, or of less than nothing."""

    def __str__(self) -> str:
        return _("Un paiement reçu est d’au moins 0,01 €.")


class PaidOnline(LedgerRefusal):
    """Only the provider gives back what was paid on its page."""

    def __str__(self) -> str:
        return _(
            "Un paiement par carte en ligne ne s’annule pas ici\u202f: remboursez-le chez votre prestataire, "
            "le compte du membre suivra."
        )


def record_payment(
    membership: Membership,
    means: str,
    amount: Money,
    *,
    on: date | None = None,
    reference: str = "",
    note: str = "",
    key: str,
    by: User,
    at: datetime,
) -> Payment:
    """Record money that came to the account, not for a basket, and tell its member by mail; one act, counted once.

    `on`: the day it was received, today where it is not said. Raises `NothingToReceive`, and the ledger's
    `DatedInTheFuture`, `PeriodClosed`, `KeyReused`.
    """
    reference, note = reference.strip(), note.strip()

    def perform(_book: Book) -> dict[str, Any]:
        payment = receive(
            membership, means, amount, by=by, at=at, key=f"{key}:1", on=on, reference=reference, note=note
        )
        recognise([payment])
        tell_received([payment], at=at)
        return {"payment": payment.pk}

    asked = {"member": membership.pk, "means": str(means), "amount": amount.cents, "on": on}
    asked |= {"reference": reference, "note": note}
    done = once(membership.group.book, key=key, kind="receive", asked=asked, by=by.pk, at=at, perform=perform)
    return Payment.objects.get(pk=done.result["payment"])


def receive(
    membership: Membership,
    means: str,
    amount: Money,
    *,
    by: User,
    at: datetime,
    key: str,
    on: date | None = None,
    reference: str = "",
    note: str = "",
    replaces: Payment | None = None,
    moved_from: Payment | None = None,
) -> Payment:
    """Record money received, inside another act: under the lock of the book (see `ledger.acts.once`).

    `on`: the day it was received, today where it is not said. Raises `NothingToReceive`, and the ledger's
    `DatedInTheFuture`, `PeriodClosed`.
    """
    if amount <= Money(0):
        raise NothingToReceive
    group = membership.group
    transaction = post(
        group.book,
        RECEIVED,
        [debit(group.account(ACCOUNT_OF[means]), amount), credit(membership.account, amount)],
        by=by.pk,
        at=at,
        occurred_on=on,
        key=key,
    )
    return Payment.objects.create(
        group=group,
        membership=membership,
        transaction=transaction,
        means=Means(means),
        amount=amount,
        received_on=transaction.occurred_on,
        recorded_at=at,
        recorded_by=by,
        reference=reference,
        note=note,
        replaces=replaces,
        moved_from=moved_from,
    )


def take_back(payment: Payment, *, by: User, at: datetime, why: str, key: str, on: date | None = None) -> None:
    """Take a payment back by a reversal, dated today where `on` is not said. Under the lock.

    Raises `ledger.reversing.AlreadyReversed`, `PaidOnline`.
    """
    if payment.means == Means.ONLINE:
        raise PaidOnline
    reverse(payment.transaction, by=by.pk, at=at, why=why, key=key, on=on)

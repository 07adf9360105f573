"""Payments typed one under the other are recorded in one act, all or none, and taken back together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from cabas.groups.models import Group, Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Act, Book
from cabas.money import Money
from cabas.payments.low_cagnotte import tell_all_if_low
from cabas.payments.models import Payment
from cabas.payments.reasons import required
from cabas.payments.receiving_together import Incoming, receive_all, take_back_all
from cabas.payments.telling import tell_received
from cabas.payments.transfers_recognised import recognise
from cabas.people.models import User

KIND = "record payments"
LINES_MAX = 200


class NothingTyped(Exception):
    """No line says a payment."""

    def __str__(self) -> str:
        return _("Aucun paiement n’est saisi\u202f: remplissez au moins une ligne.")


class TooManyLines(Exception):
    """More than one act takes."""

    def __str__(self) -> str:
        words = _("Une saisie compte %(max)s lignes au plus\u202f: continuez dans une autre.")
        return words % {"max": LINES_MAX}


class NothingStands(Exception):
    """Everything of this batch was taken back, or put right, already."""

    def __str__(self) -> str:
        return _("Plus aucun paiement de cette saisie ne compte\u202f: il n’y a rien à annuler.")


@dataclass(frozen=True)
class TypedPayment:
    """One line: a member of the group, fetched with the account, and what came from them."""

    membership: Membership
    means: str
    amount: Money
    reference: str = ""


def record_payments(
    group: Group, typed: Sequence[TypedPayment], *, on: date | None = None, key: str, by: User, at: datetime
) -> Money:
    """Record these payments of a day, today where it is not said, and tell their members; gives their sum.

    One act, counted once, of as many statements for any number. Raises `NothingTyped`, `TooManyLines`,
    `receiving.NothingToReceive`, and the ledger's `ForeignAccount`, `DatedInTheFuture`, `PeriodClosed`, `KeyReused`.
    """
    if not typed:
        raise NothingTyped
    if len(typed) > LINES_MAX:
        raise TooManyLines

    def perform(book: Book) -> dict[str, Any]:
        incoming = [
            Incoming(one.membership, one.means, one.amount, f"{key}:{number}", one.reference)
            for number, one in enumerate(typed, start=1)
        ]
        ids = receive_all(book, incoming, by=by, at=at, on=on)
        payments = payments_of(ids)
        recognise(payments)
        tell_received(payments, at=at)
        return {"payments": ids, "sum": Money.sum(one.amount for one in typed).cents}

    lines = [[one.membership.pk, str(one.means), one.amount.cents, one.reference] for one in typed]
    asked = {"on": on, "lines": lines}
    done = once(group.book, key=key, kind=KIND, asked=asked, by=by.pk, at=at, perform=perform)
    return Money(done.result["sum"])


def take_back_payments(batch: Act, *, why: str, key: str, by: User, at: datetime) -> Money:
    """Reverse what still stands of a batch; what was put right since stays. Gives the sum that is taken back.

    One act, counted once. Raises `NothingStands`, `reasons.ReasonMissing`.
    """
    reason = required(why)

    def perform(_book: Book) -> dict[str, Any]:
        standing = [payment for payment in payments_of(batch.result["payments"]) if not payment.transaction.is_reversed]
        if not standing:
            raise NothingStands
        take_back_all(standing, by=by, at=at, why=reason, key=key)
        tell_all_if_low(standing[0].group, [(payment.membership, payment.amount) for payment in standing], at=at)
        return {"sum": Money.sum(payment.amount for payment in standing).cents}

    asked = {"batch": batch.key, "why": reason}
    done = once(batch.book, key=key, kind=f"undo {KIND}", asked=asked, by=by.pk, at=at, perform=perform)
    return Money(done.result["sum"])


def payments_of(ids: Sequence[int]) -> list[Payment]:
    """In the order in which they were typed, each with its member and whether it was taken back. Three statements."""
    people = Membership.objects.with_people()
    payments = Payment.objects.filter(pk__in=ids).select_related("transaction__reversed_by", "group__book")
    return list(payments.prefetch_related(Prefetch("membership", people)).order_by("pk"))

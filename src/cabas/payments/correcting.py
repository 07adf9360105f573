"""A correction credits or debits a member against the group's differences, with a reason; undone, it is reversed."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.ledger.posting import credit, debit, post
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.payments.low_cagnotte import tell_if_low
from cabas.payments.models import Correction
from cabas.payments.reasons import required
from cabas.people.models import User

CORRECTED = "correction"
NOTHING = Money(0)


class NothingToCorrect(Exception):
    """A correction of nothing."""

    def __str__(self) -> str:
        return _("Une correction est d’au moins 0,01 €.")


def correct(
    membership: Membership,
    amount: Money,
    *,
    why: str,
    on: date | None = None,
    key: str,
    by: User,
    at: datetime,
) -> Correction:
    """Credit a member (`amount` above zero) or debit them (below); `on` is the day, today where it is not said.

    One act, counted once. Raises `NothingToCorrect`, `reasons.ReasonMissing`, and the ledger's `DatedInTheFuture`,
    `PeriodClosed`, `KeyReused`.
    """
    reason = required(why)
    if not amount:
        raise NothingToCorrect

    def perform(_book: Book) -> dict[str, Any]:
        done = _write(membership, amount, reason, on, f"{key}:1", by, at)
        tell_if_low(membership, -amount, at=at)
        return {"correction": done.pk}

    asked = {"member": membership.pk, "amount": amount.cents, "why": reason, "on": on}
    done = once(membership.group.book, key=key, kind="correct", asked=asked, by=by.pk, at=at, perform=perform)
    return Correction.objects.get(pk=done.result["correction"])


def undo_correction(correction: Correction, *, why: str, key: str, by: User, at: datetime) -> None:
    """It was no error after all. Raises `reasons.ReasonMissing`, `ledger.reversing.AlreadyReversed`."""
    reason = required(why)

    def perform(_book: Book) -> dict[str, Any]:
        reverse(correction.transaction, by=by.pk, at=at, why=reason, key=f"{key}:1")
        tell_if_low(correction.membership, correction.amount, at=at)
        return {}

    asked = {"correction": correction.pk, "why": reason}
    once(correction.group.book, key=key, kind="undo correction", asked=asked, by=by.pk, at=at, perform=perform)


def _write(
    membership: Membership, amount: Money, reason: str, on: date | None, key: str, by: User, at: datetime
) -> Correction:
    group, size = membership.group, abs(amount)
    differences, member = group.account(Kind.DIFFERENCES), membership.account
    is_credit = amount > NOTHING
    lines = (
        [debit(differences, size), credit(member, size)]
        if is_credit
        else [
            debit(member, size),
            credit(differences, size),
        ]
    )
    transaction = post(group.book, CORRECTED, lines, by=by.pk, at=at, occurred_on=on, key=key)
    return Correction.objects.create(
        group=group,
        membership=membership,
        transaction=transaction,
        amount=amount,
        reason=reason,
        corrected_on=transaction.occurred_on,
        recorded_at=at,
        recorded_by=by,
    )

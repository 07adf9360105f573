"""A member gives out of their avoir, at most that, to another member or to the group; undone, it is reversed."""

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
from cabas.payments.avoirs import avoir_now
from cabas.payments.low_cagnotte import tell_if_low
from cabas.payments.models import Gift
from cabas.payments.reasons import required
from cabas.people.models import User
from cabas.ui.formats import euros

GIVEN = "gift"
NOTHING = Money(0)


class NothingToGive(Exception):
    """A gift of nothing, or of less than nothing."""

    def __str__(self) -> str:
        return _("Un don est d’au moins 0,01 €.")


class MoreThanGiverHas(Exception):
    """More than the group owes this member."""

    def __init__(self, avoir: Money) -> None:
        self.avoir = avoir

    def __str__(self) -> str:
        if not self.avoir:
            return _("Ce membre n’a pas d’avoir\u202f: il n’a rien à donner.")
        return _("L’avoir est de %(avoir)s\u202f: le don est de cette somme, ou de moins.") % {
            "avoir": euros(self.avoir)
        }


class GivenToThemselves(Exception):
    """A gift goes to somebody else."""

    def __str__(self) -> str:
        return _("C’est le membre qui donne\u202f: choisissez-en un autre, ou le groupe.")


def give(
    membership: Membership,
    receiver: Membership | None,
    amount: Money,
    *,
    why: str,
    on: date | None = None,
    key: str,
    by: User,
    at: datetime,
) -> Gift:
    """Give to `receiver`, of the same group, or to the group itself (None); `on` is the day, else today.

    One act, counted once. Raises `NothingToGive`, `MoreThanGiverHas`, `GivenToThemselves`, `reasons.ReasonMissing`, and
    the ledger's `ForeignAccount`, `DatedInTheFuture`, `PeriodClosed`, `KeyReused`.
    """
    reason = required(why)
    if amount <= NOTHING:
        raise NothingToGive
    if receiver is not None and receiver.pk == membership.pk:
        raise GivenToThemselves

    def perform(_book: Book) -> dict[str, Any]:
        if amount > (avoir := avoir_now(membership)):
            raise MoreThanGiverHas(avoir)
        gift = _write(membership, receiver, amount, reason, on, f"{key}:1", by, at)
        tell_if_low(membership, amount, at=at)
        return {"gift": gift.pk}

    asked: dict[str, Any] = {"member": membership.pk, "amount": amount.cents, "why": reason, "on": on}
    asked["receiver"] = receiver.pk if receiver else None
    done = once(membership.group.book, key=key, kind="give", asked=asked, by=by.pk, at=at, perform=perform)
    return Gift.objects.get(pk=done.result["gift"])


def undo_gift(gift: Gift, *, why: str, key: str, by: User, at: datetime) -> None:
    """It was not given after all, spent or not. Raises `reasons.ReasonMissing`, `reversing.AlreadyReversed`."""
    reason = required(why)

    def perform(_book: Book) -> dict[str, Any]:
        reverse(gift.transaction, by=by.pk, at=at, why=reason, key=f"{key}:1")
        if gift.receiver is not None:
            tell_if_low(gift.receiver, gift.amount, at=at)
        return {}

    asked = {"gift": gift.pk, "why": reason}
    once(gift.group.book, key=key, kind="undo gift", asked=asked, by=by.pk, at=at, perform=perform)


def _write(
    membership: Membership,
    receiver: Membership | None,
    amount: Money,
    reason: str,
    on: date | None,
    key: str,
    by: User,
    at: datetime,
) -> Gift:
    group = membership.group
    credited = receiver.account if receiver else group.account(Kind.GIFTS)
    lines = [debit(membership.account, amount), credit(credited, amount)]
    transaction = post(group.book, GIVEN, lines, by=by.pk, at=at, occurred_on=on, key=key)
    return Gift.objects.create(
        group=group,
        membership=membership,
        receiver=receiver,
        transaction=transaction,
        amount=amount,
        given_on=transaction.occurred_on,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )

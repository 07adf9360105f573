"""A refund gives back at most the avoir, with a means and a reason; undone, it is reversed with a reason."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.ledger.posting import credit, debit, post
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.payments.avoirs import avoir_now
from cabas.payments.low_cagnotte import tell_if_low
from cabas.payments.means import ACCOUNT_OF, Means
from cabas.payments.models import Refund
from cabas.payments.reasons import required
from cabas.people.models import User
from cabas.ui.formats import euros

REFUNDED = "refund"
NOTHING = Money(0)


class NothingToRefund(Exception):
    """A refund of nothing, or of less than nothing."""

    def __str__(self) -> str:
        return _("Un remboursement est d’au moins 0,01 €.")


class MoreThanAvoir(Exception):
    """More than the group owes this member."""

    def __init__(self, avoir: Money) -> None:
        self.avoir = avoir

    def __str__(self) -> str:
        if not self.avoir:
            return _("Ce membre n’a pas d’avoir\u202f: il n’y a rien à rembourser.")
        return _("L’avoir est de %(avoir)s\u202f: remboursez cette somme, ou moins.") % {"avoir": euros(self.avoir)}


class GivenBackOnline(Exception):
    """Only the provider gives money back to a card; its word then reaches the account by itself."""

    def __str__(self) -> str:
        return _(
            "Une carte en ligne se rembourse chez votre prestataire\u202f: le compte du membre suivra. Ici, choisissez "
            "un autre moyen."
        )


def refund(
    membership: Membership,
    means: str,
    amount: Money,
    *,
    why: str,
    on: date | None = None,
    key: str,
    by: User,
    at: datetime,
) -> Refund:
    """Give money back; `on` is the day, today where it is not said. One act, counted once.

    Raises `NothingToRefund`, `GivenBackOnline`, `MoreThanAvoir`, `reasons.ReasonMissing`, and the ledger's
    `DatedInTheFuture`, `PeriodClosed`, `KeyReused`.
    """
    reason = required(why)
    if amount <= NOTHING:
        raise NothingToRefund
    if means == Means.ONLINE:
        raise GivenBackOnline

    def perform(_book: Book) -> dict[str, Any]:
        if amount > (avoir := avoir_now(membership)):
            raise MoreThanAvoir(avoir)
        done = write_given_back(membership, means, amount, reason, on, f"{key}:1", by, at)
        tell_if_low(membership, amount, at=at)
        return {"refund": done.pk}

    asked = {"member": membership.pk, "means": str(means), "amount": amount.cents, "why": reason, "on": on}
    done = once(membership.group.book, key=key, kind="refund", asked=asked, by=by.pk, at=at, perform=perform)
    return Refund.objects.get(pk=done.result["refund"])


def undo_refund(refund: Refund, *, why: str, key: str, by: User, at: datetime) -> None:
    """The money was not given back after all. Raises `reasons.ReasonMissing`, `ledger.reversing.AlreadyReversed`."""
    reason = required(why)

    def perform(_book: Book) -> dict[str, Any]:
        reverse(refund.transaction, by=by.pk, at=at, why=reason, key=f"{key}:1")
        return {}

    asked = {"refund": refund.pk, "why": reason}
    once(refund.group.book, key=key, kind="undo refund", asked=asked, by=by.pk, at=at, perform=perform)


def write_given_back(
    membership: Membership,
    means: str,
    amount: Money,
    reason: str,
    on: date | None,
    key: str,
    by: User,
    at: datetime,
) -> Refund:
    """The same inside another act, under the lock, whatever the avoir: the money is gone already."""
    group = membership.group
    lines = [debit(membership.account, amount), credit(group.account(ACCOUNT_OF[means]), amount)]
    transaction = post(group.book, REFUNDED, lines, by=by.pk, at=at, occurred_on=on, key=key)
    return Refund.objects.create(
        group=group,
        membership=membership,
        transaction=transaction,
        means=Means(means),
        amount=amount,
        reason=reason,
        refunded_on=transaction.occurred_on,
        recorded_at=at,
        recorded_by=by,
    )

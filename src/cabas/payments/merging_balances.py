"""A household was entered twice: what the account that closes has, or owes, goes to the other by one transaction."""

from datetime import datetime

from django.utils.translation import gettext as _

from cabas.groups.models import Membership
from cabas.ledger.posting import credit, debit, post
from cabas.money import Money
from cabas.payments.models import MergedBalance
from cabas.people.models import User
from cabas.ui.language import in_french

MERGED = "merged balance"
NOTHING = Money(0)


@in_french
def merge_balance(
    gone: Membership, receiver: Membership, amount: Money, *, key: str, by: User, at: datetime
) -> MergedBalance:
    """Move `amount`, the balance of `gone`, to the account of `receiver`: what was owed where it is below zero.

    Inside an act of the caller, under the lock of the book. Raises the ledger's `PeriodClosed`.
    """
    had = amount > NOTHING
    giver, taker = (gone, receiver) if had else (receiver, gone)
    lines = [debit(giver.account, abs(amount)), credit(taker.account, abs(amount))]
    said = {"gone": gone.number, "number": receiver.number}
    memo = _("Fusion\u202f: solde du n° %(gone)s porté au n° %(number)s") % said
    transaction = post(gone.group.book, MERGED, lines, by=by.pk, at=at, memo=memo, key=key)
    return MergedBalance.objects.create(
        group=gone.group,
        membership=gone,
        receiver=receiver,
        transaction=transaction,
        amount=amount,
        merged_on=transaction.occurred_on,
        recorded_at=at,
        recorded_by=by,
    )

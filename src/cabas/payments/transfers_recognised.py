"""A transfer announced to the account is recognised by whose it is and its amount, wherever the treasury records it.

Otherwise it would still be awaited, and received a second time. One of another amount stays awaited: a person decides.
"""

from collections.abc import Sequence

from cabas.payments.means import Means
from cabas.payments.models import AnnouncedTransfer, Payment


def recognise(payments: Sequence[Payment]) -> None:
    """Of these payments to accounts, those that were announced are awaited no more. Under the lock of their book.

    Two statements at most; none where none is a transfer.
    """
    came = {(one.membership_id, one.amount): one for one in reversed(payments) if one.means == Means.TRANSFER}
    if not came:
        return
    awaited = AnnouncedTransfer.objects.awaited().filter(membership__in={membership for membership, _amount in came})
    known = [one for one in awaited if (one.membership_id, one.amount) in came]
    for one in known:
        one.payment = came[one.membership_id, one.amount]
    AnnouncedTransfer.objects.bulk_update(known, ["payment"])

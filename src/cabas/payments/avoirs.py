"""What the group owes a member is read under the lock: the member may have ordered since the page was shown."""

from cabas.groups.models import Membership
from cabas.ledger.models import Account
from cabas.money import Money


def avoir_now(membership: Membership) -> Money:
    """The avoir as the ledger says it now; nothing where the member owes. Under the lock of the book."""
    return max(Money(0), Account.objects.get(pk=membership.account_id).balance)

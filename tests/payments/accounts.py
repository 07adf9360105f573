"""Where the money of a play is, and where its members stand."""

from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.models import Account
from tests.cast import Cast


def balance(member: Membership) -> str:
    """« -12.50 »: what the ledger says now."""
    return str(Account.objects.get(pk=member.account_id).balance)


def held(play: Cast, kind: Kind) -> str:
    """What an account of the group holds: above zero, there is money in it."""
    return str(-play.group.account(kind).balance)

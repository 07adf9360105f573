"""An online payment is written down before the provider is asked for its page: whatever fails, it can be followed.

The provider is asked outside of any transaction: a slow one holds no book.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from cabas.groups.models import Membership
from cabas.money import Money
from cabas.payments.online.interface import Checkout, ProviderAway, ProviderRefusal
from cabas.payments.online.keys import provider_of
from cabas.payments.online.models import OnlinePayment, ProviderKeys, State
from cabas.people.models import User

OPEN_FOR = timedelta(hours=1)  # an abandoned one is known soon, and its member told
REUSED_UNTIL = timedelta(minutes=5)  # before its end: there must be time to pay on it


@dataclass(frozen=True)
class Wanted:
    """What it is for, and where the provider sends the member back to."""

    title: str
    return_url: str
    cancel_url: str


def write_down(membership: Membership, amount: Money, *, by: User, at: datetime) -> OnlinePayment:
    """The row of a payment that begins, nothing asked of the provider yet. Raises `keys.NoKeys`."""
    provider_of(membership.group)
    return OnlinePayment.objects.create(
        group=membership.group,
        membership=membership,
        provider=ProviderKeys.objects.get(group=membership.group).provider,
        amount=amount,
        currency=membership.group.book.currency,
        begun_at=at,
        begun_by=by,
        expires_at=timezone.now() + OPEN_FOR,
    )


def open_page(online: OnlinePayment, wanted: Wanted) -> OnlinePayment:
    """Ask the provider for the page. Raises `keys.NoKeys`, `ProviderAway`, `ProviderRefusal`: it is then over."""
    checkout = Checkout(
        reference=str(online.reference),
        amount=online.amount,
        currency=online.currency,
        title=wanted.title,
        email=(online.begun_by.email or "") if online.begun_by else "",
        return_url=wanted.return_url,
        cancel_url=wanted.cancel_url,
        expires_at=online.expires_at,
    )
    try:
        session = provider_of(online.group).begin(checkout)
    except (ProviderAway, ProviderRefusal):
        OnlinePayment.objects.filter(pk=online.pk, session_id="").update(state=State.EXPIRED, ended_at=timezone.now())
        raise
    online.session_id, online.url, online.expires_at, online.state = session.id, session.url, session.expires_at, "open"
    online.save(update_fields=["session_id", "url", "expires_at", "state"])
    return online


def may_go_on(online: OnlinePayment, amount: Money) -> bool:
    """Is this page still there, for this amount, and for long enough?"""
    is_there = online.state == State.OPEN and online.expires_at - REUSED_UNTIL > timezone.now()
    return is_there and online.amount == amount


def close(online: OnlinePayment) -> None:
    """Nobody shall pay on this page any more. Raises `keys.NoKeys`, `ProviderAway`, `ProviderRefusal`."""
    if online.session_id:
        provider_of(online.group).close(online.session_id)

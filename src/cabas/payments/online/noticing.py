"""A notice is kept at once and looked at later, once, whatever is repeated, late or out of order.

It only points at a payment: what happened to that payment is asked of the provider (`settling`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from cabas.groups.models import Group
from cabas.payments.online.interface import Notice, Provider
from cabas.payments.online.keys import provider_of
from cabas.payments.online.models import OnlineEvent, OnlinePayment, State
from cabas.payments.online.settling import Credited, Ended, settle

BATCH = 200
FOREIGN_AFTER = timedelta(days=3)  # of a payment that never was ours: the group may use its provider for other things
OVERLAP = timedelta(minutes=10)
UNSENT_AFTER = timedelta(minutes=15)


def take_in(group: Group, body: bytes, headers: Mapping[str, str], *, at: datetime) -> None:
    """Keep the notice of a request. Raises `interface.NotSigned`, `keys.NoKeys`."""
    keep(group, [provider_of(group).notice_of(body, headers)], at=at)


def keep(group: Group, notices: Iterable[Notice], *, at: datetime) -> None:
    """Keep those that are not kept yet."""
    rows = [
        OnlineEvent(
            group=group,
            event_id=notice.id,
            kind=notice.kind,
            reference=notice.reference[:36],
            session_id=notice.session_id,
            intent_id=notice.intent_id,
            received_at=at,
        )
        for notice in notices
    ]
    OnlineEvent.objects.bulk_create(rows, ignore_conflicts=True)


def look_at(group: Group, *, credited: Credited, unpaid: Ended, at: datetime) -> int:
    """Look at the notices that wait; returns how many payments were asked for. Raises `keys.NoKeys`, `ProviderAway`.

    A notice of a payment that is not known yet waits: the one that names it may come later.
    """
    waiting = list(OnlineEvent.objects.filter(group=group, processed_at__isnull=True).order_by("pk")[:BATCH])
    provider, asked = provider_of(group) if waiting else None, set()
    for event in waiting:
        online = _payment_of(event)
        if online is None and event.received_at > at - FOREIGN_AFTER:
            continue
        if online is not None and provider is not None and online.pk not in asked:
            asked.add(online.pk)
            refresh(online, provider, credited=credited, unpaid=unpaid, at=at)
        OnlineEvent.objects.filter(pk=event.pk).update(processed_at=at)
    return len(asked)


def refresh(
    online: OnlinePayment, provider: Provider, *, credited: Credited, unpaid: Ended, at: datetime
) -> OnlinePayment:
    """Ask the provider what became of a payment, and write what is new. Raises `ProviderAway`, `ProviderRefusal`."""
    return settle(online, provider.retrieve(online.session_id), credited=credited, unpaid=unpaid, at=at)


def recover(group: Group, *, credited: Credited, unpaid: Ended, at: datetime) -> None:
    """Find what was lost: the notices that never came, and payments of which nothing was heard.

    Raises `keys.NoKeys`, `ProviderAway`.
    """
    provider, kept, started = provider_of(group), group.provider_keys, timezone.now()
    keep(group, list(provider.notices_since(kept.notices_until - OVERLAP)), at=at)
    while look_at(group, credited=credited, unpaid=unpaid, at=at) >= BATCH:
        pass
    for online in OnlinePayment.objects.filter(group=group).pending().exclude(session_id="").select_related("group"):
        if online.state == State.PROCESSING or online.expires_at <= started:
            refresh(online, provider, credited=credited, unpaid=unpaid, at=at)
    unsent = OnlinePayment.objects.filter(group=group, state=State.PREPARING, expires_at__lte=started - UNSENT_AFTER)
    unsent.update(state=State.EXPIRED, ended_at=at)
    type(kept).objects.filter(pk=kept.pk).update(notices_until=started)


def _payment_of(event: OnlineEvent) -> OnlinePayment | None:
    """By our reference, by the session, or by the provider's payment."""
    found = OnlinePayment.objects.filter(group=event.group_id).select_related("group")
    for name in ("session_id", "intent_id", "reference"):
        value = getattr(event, name)
        if value and (online := found.filter(**{name: value}).first()):
            if not online.session_id and event.session_id:  # the answer that named it was lost
                online.session_id, online.state = event.session_id, State.OPEN
                online.save(update_fields=["session_id", "state"])
            return online if online.session_id else None
    return None

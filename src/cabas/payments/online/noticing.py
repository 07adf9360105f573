"""A notice is kept at once and looked at later, once, whatever is repeated, late or out of order.

It only points at a payment: what happened to that payment is asked of the provider (`settling`).
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from cabas.groups.models import Group
from cabas.payments.online.interface import KeysRefused, Notice, Provider, ProviderRefusal, UnknownThere
from cabas.payments.online.keys import provider_of
from cabas.payments.online.models import OnlineEvent, OnlinePayment, State
from cabas.payments.online.settling import Credited, Ended, give_up, settle

BATCH = 200
FOREIGN_AFTER = timedelta(days=3)  # of a payment that never was ours: the group may use its provider for other things
OVERLAP = timedelta(minutes=10)
UNSENT_AFTER = timedelta(minutes=15)
NAMES = ("session_id", "intent_id", "reference")
logger = logging.getLogger("cabas")


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

    A notice of a payment that is not known yet waits: the one that names it may come later. It keeps no other waiting.
    """
    provider, heard = provider_of(group), dict[int, bool]()
    for batch in _batches(group):
        named = _payments_of(group, batch)
        for event in batch:
            online = named.get(event.pk)
            if online is not None and online.pk not in heard:
                heard[online.pk] = _is_heard(online, provider, credited=credited, unpaid=unpaid, at=at)
            if heard[online.pk] if online is not None else event.received_at <= at - FOREIGN_AFTER:
                OnlineEvent.objects.filter(pk=event.pk).update(processed_at=at)
    return len(heard)


def _batches(group: Group) -> Iterator[list[OnlineEvent]]:
    """The notices that wait, from the first to the last."""
    last = 0
    waiting = OnlineEvent.objects.filter(group=group, processed_at__isnull=True).order_by("pk")
    while batch := list(waiting.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _is_heard(online: OnlinePayment, provider: Provider, *, credited: Credited, unpaid: Ended, at: datetime) -> bool:
    """Ask for one payment; False where the provider refuses to answer: the others go on, it is asked for again."""
    try:
        refresh(online, provider, credited=credited, unpaid=unpaid, at=at)
    except KeysRefused:
        raise
    except ProviderRefusal as refusal:
        logger.warning("Paiement en ligne %s : %s", online.reference, refusal)
        return False
    return True


def refresh(
    online: OnlinePayment, provider: Provider, *, credited: Credited, unpaid: Ended, at: datetime
) -> OnlinePayment:
    """Ask the provider what became of a payment, and write what is new. Raises `ProviderAway`, `ProviderRefusal`."""
    try:
        said = provider.retrieve(online.session_id)
    except UnknownThere:
        return give_up(online, at=at)
    return settle(online, said, credited=credited, unpaid=unpaid, at=at)


def recover(group: Group, *, credited: Credited, unpaid: Ended, at: datetime) -> None:
    """Find what was lost: the notices that never came, and payments of which nothing was heard.

    Raises `keys.NoKeys`, `ProviderAway`.
    """
    provider, kept, started = provider_of(group), group.provider_keys, timezone.now()
    keep(group, list(provider.notices_since(kept.notices_until - OVERLAP)), at=at)
    look_at(group, credited=credited, unpaid=unpaid, at=at)
    pending = OnlinePayment.objects.filter(group=group).pending().exclude(session_id="")
    for online in pending.select_related("group__book", "group__provider_keys"):
        if online.state == State.PROCESSING or online.expires_at <= started:
            _is_heard(online, provider, credited=credited, unpaid=unpaid, at=at)
    unsent = OnlinePayment.objects.filter(group=group, state=State.PREPARING, expires_at__lte=started - UNSENT_AFTER)
    unsent.update(state=State.EXPIRED, ended_at=at)
    type(kept).objects.filter(pk=kept.pk).update(notices_until=started)


def _payments_of(group: Group, events: Sequence[OnlineEvent]) -> dict[int, OnlinePayment]:
    """The payment of each notice that names one: by the session, by the provider's payment, by our reference."""
    references = [reference for event in events if (reference := _uuid(event.reference))]
    asked = Q(session_id__in=[event.session_id for event in events if event.session_id])
    asked |= Q(intent_id__in=[event.intent_id for event in events if event.intent_id]) | Q(reference__in=references)
    known = OnlinePayment.objects.filter(asked, group=group).select_related("group__book", "group__provider_keys")
    by_name = {(name, str(getattr(one, name))): one for one in known for name in NAMES}
    found = {}
    for event in events:
        names = [(name, getattr(event, name)) for name in NAMES if getattr(event, name)]
        online = next((by_name[name] for name in names if name in by_name), None)
        if online is not None and _has_session(online, event):
            found[event.pk] = online
    return found


def _uuid(reference: str) -> UUID | None:
    """None where the group uses its provider for other things, with references of another kind."""
    try:
        return UUID(reference)
    except ValueError:
        return None


def _has_session(online: OnlinePayment, event: OnlineEvent) -> bool:
    """Is it known where it is paid? Where the answer that named the page was lost, the notice names it."""
    if not online.session_id and event.session_id:
        online.session_id, online.state = event.session_id, State.OPEN
        online.save(update_fields=["session_id", "state"])
    return bool(online.session_id)

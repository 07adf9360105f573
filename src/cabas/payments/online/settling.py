"""What a provider says of a payment is written in the book, each part once: credited, kept, refunded, disputed.

The money is credited whatever happened meanwhile: orders closed, the group blocked, the order emptied. It is credited
as it came, also where another amount was asked; in another currency it is not: it is set aside, and those who look at
it are told. What the provider says late or twice changes nothing that it said before.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cabas.ledger.models import Book
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import Payment
from cabas.payments.online import telling
from cabas.payments.online.acts import once_for
from cabas.payments.online.charges import keep
from cabas.payments.online.interface import Snapshot, Stage, TakenBack, Taking
from cabas.payments.online.models import OnlineMovement, OnlinePayment, State
from cabas.payments.receiving import receive
from cabas.payments.refunding import write_given_back
from cabas.people.models import User

Credited = Callable[[OnlinePayment, Payment], None]
Ended = Callable[[OnlinePayment], bool]


def settle(online: OnlinePayment, said: Snapshot, *, credited: Credited, unpaid: Ended, at: datetime) -> OnlinePayment:
    """Write what is new. `credited` is called under the lock with what was received, `unpaid` where it came to nothing:
    it says whether the member still waits for it, and is to be told.
    """
    if said.intent_id and online.intent_id != said.intent_id:
        OnlinePayment.objects.filter(pk=online.pk).update(intent_id=said.intent_id)
    if said.stage == Stage.PAID and said.currency != online.group.book.currency:
        _set_aside(online, at, since="", received=said.amount, currency=said.currency)
    elif said.stage == Stage.PAID:
        _credit(online, said, credited, at)
        _write_charges(online, said, at)
        for taken in said.taken_back:
            _take_back(online, taken, at)
    elif said.stage == Stage.EXPIRED:
        _end(online, unpaid, at)
    else:
        state = State.PROCESSING if said.stage == Stage.PROCESSING else State.OPEN
        OnlinePayment.objects.filter(pk=online.pk).pending().update(state=state)
    OnlinePayment.objects.filter(pk=online.pk).update(checked_at=at)
    online.refresh_from_db()
    return online


def give_up(online: OnlinePayment, *, at: datetime) -> OnlinePayment:
    """The provider does not know it any more, with the keys the group has now: somebody looks at what was paid."""
    _set_aside(online, at, since=online.group.provider_keys.entered_at.isoformat())
    online.refresh_from_db()
    return online


def key_of(online: OnlinePayment) -> str:
    """Of the act that credits: the provider's session counts once."""
    return f"online:{online.session_id}"


def _credit(online: OnlinePayment, said: Snapshot, credited: Credited, at: datetime) -> None:
    def perform(_book: Book) -> dict[str, Any]:
        here = _current(online)
        payment = receive(
            here.membership, Means.ONLINE, said.amount, by=_who(here), at=at, key=f"{key_of(here)}:1", on=None
        )
        here.payment, here.state, here.received, here.ended_at = payment, State.PAID, said.amount, at
        here.save(update_fields=["payment", "state", "received", "ended_at"])
        credited(here, payment)
        telling.received(here, payment, at=at)
        return {"payment": payment.pk}

    once_for(online, key_of(online), "online payment", perform, at)


def _set_aside(online: OnlinePayment, at: datetime, *, since: str, **said: Any) -> None:
    """`since`: with which keys; those that are entered later ask again."""

    def perform(_book: Book) -> dict[str, Any]:
        here = _current(online)
        if here.state == State.PAID:
            return {}
        for name, value in {**said, "state": State.ODD, "ended_at": at}.items():
            setattr(here, name, value)
        here.save(update_fields=[*said, "state", "ended_at"])
        telling.set_aside(here, at=at)
        return {}

    once_for(online, f"{key_of(online)}:odd{since}", "online payment set aside", perform, at)


def _write_charges(online: OnlinePayment, said: Snapshot, at: datetime) -> None:
    """What the provider keeps, when it says so: the member is credited all that was paid, the group bears the rest."""
    if said.charges is None:
        return
    keep(online, online.session_id, said.charges, at)
    OnlinePayment.objects.filter(pk=online.pk, charges__isnull=True).update(charges=said.charges)


def _take_back(online: OnlinePayment, taken: TakenBack, at: datetime) -> None:
    """A refund or a dispute gives the money back to the member's card: the account owes it again, avoir or not."""
    done = OnlineMovement.objects.filter(group=online.group_id, kind=taken.taking, provider_id=taken.id).first()
    if done is None:
        once_for(online, f"online:{taken.id}", taken.taking, lambda _book: _write_taken(online, taken, at), at)
    elif taken.is_void and not done.is_void:
        once_for(online, f"online:{taken.id}:void", f"{taken.taking} void", lambda _book: _write_void(done, at), at)
    keep(online, taken.id, taken.charges, at, may_shrink=taken.is_void)


def _write_taken(online: OnlinePayment, taken: TakenBack, at: datetime) -> dict[str, Any]:
    here, refund = _current(online), None
    if not taken.is_void and taken.amount > Money(0):
        why = (
            _("Remboursé sur la carte") if taken.taking == Taking.REFUND else _("Paiement contesté auprès de la banque")
        )
        refund = write_given_back(
            here.membership, Means.ONLINE, taken.amount, why, None, f"online:{taken.id}:1", _who(here), at
        )
        telling.taken_back(here, taken, at=at)
        if taken.taking == Taking.DISPUTE:
            telling.disputed(here, taken, at=at)
    OnlineMovement.objects.create(
        group=here.group,
        online=here,
        kind=taken.taking,
        provider_id=taken.id,
        amount=taken.amount,
        transaction=refund.transaction if refund else None,
        refund=refund,
        is_void=taken.is_void,
        at=at,
    )
    return {}


def _write_void(done: OnlineMovement, at: datetime) -> dict[str, Any]:
    """The refund failed, or the dispute was won: what it had taken is given back."""
    is_dispute = done.kind == OnlineMovement.Kind.DISPUTE
    why = _("Contestation close en faveur du groupe") if is_dispute else _("Le remboursement sur la carte a échoué")
    if done.transaction is not None:
        reverse(done.transaction, by=None, at=at, why=why, key=f"online:{done.provider_id}:void:1")
    OnlineMovement.objects.filter(pk=done.pk).update(is_void=True)
    return {}


def _end(online: OnlinePayment, unpaid: Ended, at: datetime) -> None:
    def perform(_book: Book) -> dict[str, Any]:
        here = _current(online)
        if here.is_pending:
            OnlinePayment.objects.filter(pk=here.pk).update(state=State.EXPIRED, ended_at=at)
            if unpaid(here):
                telling.came_to_nothing(here, at=at)
        return {}

    once_for(online, f"{key_of(online)}:expired", "online payment expired", perform, at)


def _current(online: OnlinePayment) -> OnlinePayment:
    """As it is now, with its household. Under the lock."""
    found = OnlinePayment.objects.select_related("group__book", "membership__account", "membership__group__book")
    return found.prefetch_related("membership__adults__person").get(pk=online.pk)


def _who(online: OnlinePayment) -> User:
    """Who began it; where that person was erased, the first adult of the household."""
    who: User = online.begun_by or online.membership.people[0]
    return who

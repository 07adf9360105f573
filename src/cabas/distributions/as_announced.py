"""« Tout servi et reçu comme annoncé » settles in one act all that came as it was announced; exceptions remain cases.

For a group that skips the stand, or at the end of an evening: what is due and was to be brought is received, what owes
nothing is served, a transfer stays awaited and is never taken for received. Who announced nothing stays a case.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, When
from django.db.models import Case as Either
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cabas.distributions.closing_cases import Case, Reason, baskets_to_settle, cases
from cabas.distributions.models import Basket, Distribution, Receipt
from cabas.distributions.refusals import (
    AmountsChanged,
    DistributionCancelled,
    DistributionValidated,
    NothingToTakeBack,
    NotStarted,
    StandStillOpen,
)
from cabas.ledger.acts import once
from cabas.ledger.inserting import insert_rows
from cabas.ledger.models import Act, Book
from cabas.money import Money
from cabas.payments.means import FROM_AFAR, PROMISE_NOTHING, Means
from cabas.payments.receiving_together import Incoming, receive_all, take_back_all
from cabas.people.models import User
from cabas.ui.language import in_french

KIND = "receive as announced"
AND_VALIDATE = "receive as announced and validate"
KINDS = (KIND, AND_VALIDATE)


@dataclass(frozen=True)
class AsAnnounced:
    """What the act would do: receive these, hand out those of which nothing is due, and await these transfers."""

    received: Sequence[Case]
    handed_out: Sequence[Case]
    awaited: Sequence[Case]

    @property
    def count(self) -> int:
        return len(self.received) + len(self.handed_out) + len(self.awaited)

    @property
    def sum(self) -> Money:
        """What would be received."""
        return Money.sum(case.due.due for case in self.received)


def as_announced(unsettled: Sequence[Case]) -> AsAnnounced:
    """Which of these cases are as they were announced."""
    not_come = [case for case in unsettled if case.reason == Reason.NOT_COME and not case.may_be_as_announced]
    return AsAnnounced(
        received=[case for case in unsettled if case.may_be_as_announced],
        handed_out=[case for case in not_come if case.due.is_zero],
        awaited=[case for case in not_come if not case.due.is_zero and _awaits_transfer(case.basket)],
    )


def _awaits_transfer(basket: Basket) -> bool:
    return basket.is_announced and basket.means == Means.TRANSFER


def is_offered(distribution: Distribution, baskets: Sequence[Basket], *, at: datetime) -> bool:
    """Not before it has started; while the evening lasts, only where nobody uses the stand."""
    is_used = any(basket.served_at or basket.absent_at for basket in baskets)
    return distribution.has_started(at) and (distribution.ends_at <= at or not is_used)


def receive_as_announced(
    distribution: Distribution, *, count: int, seen: Money, key: str, by: User, at: datetime
) -> None:
    """Settle so many baskets, of which this sum is to be received, as the page showed it. 14 statements.

    Raises `NotStarted`, `StandStillOpen`, `DistributionValidated`, and `AmountsChanged` where the baskets or the sum
    are others by now.
    """

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        baskets = baskets_to_settle(here)
        return settle(here, baskets, book, count=count, seen=seen, key=key, by=by, at=at)

    asked = {"distribution": distribution.pk, "count": count, "seen": seen.cents}
    once(distribution.group.book, key=key, kind=KIND, asked=asked, by=by.pk, at=at, perform=perform)


def settle(
    here: Distribution,
    baskets: Sequence[Basket],
    book: Book,
    *,
    count: int,
    seen: Money,
    key: str,
    by: User,
    at: datetime,
) -> dict[str, Any]:
    """The same in an act that has its lock; gives what `take_back_as_announced` needs to know of it.

    The baskets, fetched by `baskets_to_settle`, are afterwards as they are in the database.
    """
    _require_offered(here, baskets, at)
    announced = as_announced(cases(baskets))
    if (announced.count, announced.sum) != (count, seen):
        raise AmountsChanged
    receipts = _receive(book, announced.received, key, by, at)
    settled = [case.basket for case in (*announced.received, *announced.handed_out)]
    awaited = [case.basket for case in announced.awaited]
    served = [basket.pk for basket in (*settled, *awaited) if basket.served_at is None]
    _serve(settled, awaited, by, at)
    return {"distribution": here.pk, "receipts": receipts, "served": served}


@in_french
def take_back_as_announced(distribution: Distribution, done: str, *, key: str, by: User, at: datetime) -> Money:
    """Undo the act of this key: what it received is reversed, whom it served is not served. Gives the sum taken back.

    What was done since stays: a receipt that was taken back, another one, a basket left owed.
    Raises `NothingToTakeBack`, `DistributionValidated`.
    """

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        act = Act.objects.filter(book=book, key=done, kind__in=KINDS).first()
        if act is None or act.result["distribution"] != here.pk:
            raise NothingToTakeBack
        receipts = list(
            Receipt.objects.live().filter(pk__in=act.result["receipts"]).select_related("payment__transaction")
        )
        why = _("«\u202fTout reçu comme annoncé\u202f» annulé")
        take_back_all([receipt.payment for receipt in receipts], by=by, at=at, why=why, key=key)
        _unserve(act, {receipt.basket_id for receipt in receipts})
        return {"sum": Money.sum(receipt.payment.amount for receipt in receipts).cents}

    asked = {"distribution": distribution.pk, "done": done}
    book = distribution.group.book
    act = once(book, key=key, kind=f"undo {KIND}", asked=asked, by=by.pk, at=at, perform=perform)
    return Money(act.result["sum"])


def unvalidated(distribution: Distribution) -> Distribution:
    """As it is now: it may have changed while we waited for the lock. Raises `DistributionValidated`."""
    here = Distribution.objects.with_validation().get(pk=distribution.pk)
    if here.is_validated:
        raise DistributionValidated
    if here.is_cancelled:
        raise DistributionCancelled
    here.group = distribution.group
    return here


def _require_offered(distribution: Distribution, baskets: Sequence[Basket], at: datetime) -> None:
    if not distribution.has_started(at):
        raise NotStarted
    if not is_offered(distribution, baskets, at=at):
        raise StandStillOpen


def _receive(book: Book, received: Sequence[Case], key: str, by: User, at: datetime) -> list[int]:
    """Gives the ids of the receipts."""
    incoming = [
        Incoming(case.basket.membership, case.basket.means, case.due.due, f"{key}:{case.basket.pk}")
        for case in received
    ]
    payments = receive_all(book, incoming, by=by, at=at)
    for case in received:
        case.basket.balance += case.due.due
        case.basket.paid += case.due.due
    rows = [(case.basket.group_id, case.basket.pk, payment) for case, payment in zip(received, payments, strict=True)]
    return insert_rows(Receipt, ["group_id", "basket_id", "payment_id"], rows, gives="id")


def _serve(settled: Sequence[Basket], awaited: Sequence[Basket], by: User, at: datetime) -> None:
    """In one statement. Who served first stays; only the transfers that are awaited are announced still."""
    waiting = {basket.pk for basket in awaited}
    Basket.objects.filter(pk__in=[*(basket.pk for basket in settled), *waiting]).update(
        served_by=Either(When(served_at=None, then=by.pk), default=F("served_by"), output_field=BigIntegerField()),
        served_at=Coalesce(F("served_at"), at),
        is_announced=Either(When(pk__in=waiting, then=True), default=False),
        left_amount=Money(0),
    )
    for basket in (*settled, *awaited):
        if basket.served_at is None:
            basket.served_at, basket.served_by_id = at, by.pk
        basket.is_announced, basket.left_amount = basket.pk in waiting, Money(0)


def _unserve(act: Act, unpaid: Collection[int]) -> None:
    """Those that the act served, unless somebody decided otherwise since; what they announced stands again.

    What came from afar stays, served or not; a transfer that was confirmed since says that the basket was handed out.
    """
    live = Receipt.objects.live()
    by_itself = Q(payment__means=Means.ONLINE) | Q(
        payment__means=Means.TRANSFER, payment__recorded_at__lt=act.recorded_at
    )
    at_the_stand = live.filter(basket__in=[*unpaid, *act.result["served"]]).exclude(by_itself)
    touched = Basket.objects.exclude(pk__in=at_the_stand.values("basket"))
    is_paid_from_afar = Q(Exists(live.filter(basket=OuterRef("pk"))), means__in=FROM_AFAR, is_announced=False)
    promises_nothing = Q(means__in=PROMISE_NOTHING) | is_paid_from_afar
    again = {"is_announced": Either(When(promises_nothing, then=False), default=True), "left_amount": Money(0)}
    served = touched.filter(pk__in=act.result["served"], served_at=act.recorded_at)
    served.filter(Q(pk__in=unpaid) | Q(left_amount=Money(0))).update(served_at=None, served_by=None, **again)
    touched.filter(pk__in=unpaid).update(**again)

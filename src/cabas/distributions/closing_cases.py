"""Before a distribution is validated, each basket is settled: served and nothing owed, or knowingly left owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet, TextChoices, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from cabas.distributions.basket_acts import current
from cabas.distributions.dues import Due, due
from cabas.distributions.forgiving import forgive, take_back_forgiveness
from cabas.distributions.models import Basket, Distribution, OrderLine
from cabas.distributions.paid_twice import is_paid_twice
from cabas.distributions.refusals import AlreadyServed, NotStarted
from cabas.distributions.serving import has_receipt
from cabas.groups.models import Adult
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.means import AT_THE_STAND, Means, is_promise
from cabas.people.models import User
from cabas.prepared import prepared


class Reason(TextChoices):
    """Why a basket is to be looked at."""

    NOT_COME = "not_come", _("pas venu")
    UNPAID = "unpaid", _("pas réglé")
    TRANSFER_AWAITED = "transfer_awaited", _("virement attendu")
    PAID_TWICE = "paid_twice", _("2 encaissements, à vérifier")


@dataclass(frozen=True)
class Case:
    """A basket that is not settled, with what is due for it."""

    basket: Basket
    reason: Reason
    due: Due

    @property
    def may_be_as_announced(self) -> bool:
        """Something is due, and was announced to be brought to the stand."""
        return self.basket.is_announced and self.basket.means in AT_THE_STAND and not self.due.is_zero


def baskets_of(distribution: Distribution) -> list[Basket]:
    """Every basket that counts, with amounts, people and lines, by number. Three statements for any number of them."""
    people = Prefetch("membership__adults", Adult.objects.select_related("person"))
    counted = _counted(distribution.pk).select_related("distribution", "membership__account")
    return [*counted.prefetch_related(people, "lines")]


def baskets_to_settle(distribution: Distribution) -> list[Basket]:
    """The same as an act needs them: without people, with lines only where something may be left to hand out.

    Two statements at most, for any number of them.
    """
    baskets = _with_accounts(distribution.pk)
    for basket in baskets:
        basket.distribution = distribution
    waiting = [basket for basket in baskets if not basket.served_at and not basket.absent_at and due(basket).is_zero]
    prefetch_related_objects(waiting, "lines")
    return baskets


@prepared
def _with_accounts(distribution: int) -> "QuerySet[Basket]":
    return _counted(distribution).select_related("membership__account")


def _counted(distribution: int) -> "QuerySet[Basket]":
    return (
        Basket.objects.filter(distribution=distribution).not_empty().with_amounts().with_receipts().order_by("number")
    )


def cases(baskets: Sequence[Basket]) -> list[Case]:
    """Those of these baskets, all of their distribution, that are not settled.

    The cagnotte settles a basket by itself. Nobody came for it only where the others were handed out at the stand.
    """
    is_stand_used = any(basket.served_at or basket.absent_at for basket in baskets)
    return [case for basket in baskets if (case := _case(basket, is_stand_used))]


def unweighed_lines(distribution: Distribution) -> QuerySet[OrderLine]:
    """Lines whose weight is still an estimate."""
    return OrderLine.objects.filter(distribution=distribution, basket__absent_at__isnull=True).unweighed()


def _case(basket: Basket, is_stand_used: bool) -> Case | None:
    owed = due(basket)
    if is_paid_twice(basket):
        return Case(basket, Reason.PAID_TWICE, owed)
    if basket.means == Means.CAGNOTTE and not is_stand_used:
        return None
    if basket.is_left_owed and owed.due <= basket.left_amount:
        return None
    if owed.is_zero and (basket.served_at or basket.absent_at):
        return None
    if owed.is_zero and not basket.is_to_hand_out:
        return None
    if not basket.served_at and not basket.absent_at:
        return Case(basket, Reason.NOT_COME, owed)
    if basket.means == Means.TRANSFER and basket.is_announced:
        return Case(basket, Reason.TRANSFER_AWAITED, owed)
    return Case(basket, Reason.UNPAID, owed)


def leave_owed(basket: Basket, *, is_absent: bool, key: str, by: User, at: datetime) -> None:
    """« Laisser dû », or « Absent, garder dû »: what is owed stays on the account, knowingly.

    Raises `NotStarted`, and `AlreadyServed` where the member is said absent and the basket was served meanwhile.
    """

    def perform(_book: Book) -> dict[str, Any]:
        here = _started(basket.pk, at)
        if is_absent:
            here.absent_at = _still_absent(here, at)
        here.left_amount = due(here).due
        here.is_announced = False
        here.save()
        return {}

    asked = {"basket": basket.pk, "is_absent": is_absent}
    once(basket.group.book, key=key, kind="leave owed", asked=asked, by=by.pk, at=at, perform=perform)


def forgive_absent(basket: Basket, *, key: str, by: User, at: datetime) -> Money:
    """« Annuler le panier » of somebody who did not come: what it cost is credited to the member, by the group.

    Gives what was credited. Raises `NotStarted`, `AlreadyServed`.
    """

    def perform(_book: Book) -> dict[str, Any]:
        here = _started(basket.pk, at)
        here.absent_at, here.is_announced, here.left_amount = _still_absent(here, at), False, Money(0)
        here.save()
        return {"forgiven": forgive(here, key=f"{key}:1", by=by, at=at).cents}

    asked = {"basket": basket.pk}
    act = once(basket.group.book, key=key, kind="forgive", asked=asked, by=by.pk, at=at, perform=perform)
    return Money(act.result["forgiven"])


def _started(basket_id: int, at: datetime) -> Basket:
    """The basket as it is now; nobody is absent before the distribution has started. Under the lock."""
    here = current(basket_id)
    if not here.distribution.has_started(at):
        raise NotStarted
    return here


def _still_absent(basket: Basket, at: datetime) -> datetime:
    """Since when its member is absent."""
    if basket.served_at is not None:
        raise AlreadyServed
    return basket.absent_at or at


def look_again(basket: Basket, *, key: str, by: User, at: datetime) -> None:
    """Undo « Absent », « Annuler le panier », « Laisser dû » or « Mettre en avoir »: it is to be looked at again."""

    def perform(_book: Book) -> dict[str, Any]:
        here = current(basket.pk)
        take_back_forgiveness(here, key=f"{key}:1", by=by, at=at)
        here.absent_at, here.left_amount, here.kept_amount = None, Money(0), Money(0)
        here.is_announced = is_promise(here.means) and not has_receipt(here)
        here.save()
        return {}

    asked = {"basket": basket.pk}
    once(basket.group.book, key=key, kind="look again", asked=asked, by=by.pk, at=at, perform=perform)

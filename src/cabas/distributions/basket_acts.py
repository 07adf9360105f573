"""An act on a basket is one act of the ledger: under the lock of its group's book, on the basket as it then is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet

from cabas.distributions.models import Basket, Validation
from cabas.distributions.refusals import AbsenceStands, DistributionCancelled, DistributionValidated, PassageSold
from cabas.ledger.acts import ActResult, once
from cabas.ledger.models import Book
from cabas.people.models import User
from cabas.prepared import prepared


def act_on(
    basket: Basket,
    kind: str,
    asked: dict[str, Any],
    perform: Callable[[Book], dict[str, Any]],
    key: str,
    by: User,
    at: datetime,
) -> ActResult:
    """Perform an act on a basket under the lock; the same key performs it once, other content is refused."""
    return once(
        basket.group.book, key=key, kind=kind, asked={"basket": basket.pk, **asked}, by=by.pk, at=at, perform=perform
    )


def current(basket_id: int) -> Basket:
    """The basket as it is now, with its amounts and account; refused once validated or cancelled. Under the lock.

    One statement. Raises `PassageSold` where it was sold to somebody without an account.
    """
    basket: Any = _rows(basket_id)[0]  # annotated
    if basket.is_validated:
        raise DistributionValidated
    if basket.distribution.is_cancelled:
        raise DistributionCancelled
    if basket.membership.passage:
        raise PassageSold
    return cast(Basket, basket)


@prepared
def _rows(basket: int) -> "QuerySet[Basket]":
    validations = Validation.objects.live().filter(distribution=OuterRef("distribution"))
    rows = Basket.objects.filter(pk=basket).with_amounts().annotate(is_validated=Exists(validations))
    return rows.select_related("distribution", "membership__account", "group__book")


def changeable(basket_id: int) -> Basket:
    """The basket as it is now. Raises `AbsenceStands` where its member was said absent: that is undone first."""
    here = current(basket_id)
    if here.absent_at is not None:
        raise AbsenceStands
    return here

"""Before validation each basket is settled: served and nothing owed, or what is owed knowingly left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cabas.distributions.dues import Due, due
from cabas.distributions.models import Basket, BasketChange, Distribution, OrderLine
from cabas.distributions.stand import current
from cabas.groups.chart import Kind
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.ledger.posting import credit, debit, post
from cabas.money import Money
from cabas.people.models import User


class Reason(models.TextChoices):
    """Why a basket is to be looked at."""

    NOT_COME = "not_come", _("pas venu")
    UNPAID = "unpaid", _("pas réglé")
    TRANSFER_AWAITED = "transfer_awaited", _("virement attendu")


@dataclass(frozen=True)
class Case:
    """A basket that is not settled, with what is due for it."""

    basket: Basket
    reason: Reason
    due: Due


def baskets_of(distribution: Distribution) -> list[Basket]:
    """Every basket that counts, with amounts, people and lines, by number. Four statements for any number of them."""
    return list(
        Basket.objects.filter(distribution=distribution)
        .not_empty()
        .with_amounts()
        .with_people()
        .prefetch_related("lines")
        .order_by("number")
    )


def cases(baskets: Sequence[Basket]) -> list[Case]:
    """Those of these baskets that are not settled."""
    return [case for basket in baskets if (case := _case(basket))]


def unweighed_lines(distribution: Distribution) -> list[OrderLine]:
    """Lines whose weight is still an estimate."""
    lines = OrderLine.objects.filter(
        distribution=distribution, is_weighed=True, grams__isnull=True, quantity__gt=0, is_missing=False
    )
    return list(lines.select_related("basket").order_by("product_name", "basket__number"))


def _case(basket: Basket) -> Case | None:
    owed = due(basket)
    if basket.is_left_owed or (owed.is_zero and (basket.served_at or basket.absent_at)):
        return None
    if not basket.served_at and not basket.absent_at:
        return Case(basket, Reason.NOT_COME, owed)
    if basket.means == "transfer" and basket.is_announced:
        return Case(basket, Reason.TRANSFER_AWAITED, owed)
    return Case(basket, Reason.UNPAID, owed)


def leave_owed(basket: Basket, *, is_absent: bool, key: str, by: User, at: datetime) -> None:
    """« Laisser dû », or « Absent, garder dû »: what is owed stays on the account, knowingly."""

    def perform(_book: Book) -> dict[str, Any]:
        here = current(basket.pk)
        here.is_left_owed = True
        here.is_announced = False
        if is_absent and here.served_at is None:
            here.absent_at = at
        here.save()
        return {}

    asked = {"basket": basket.pk, "is_absent": is_absent}
    once(basket.group.book, key=key, kind="leave owed", asked=asked, by=by.pk, at=at, perform=perform)


def forgive_absent(basket: Basket, *, key: str, by: User, at: datetime) -> None:
    """« Annuler le panier » of somebody who did not come: the group bears what was due, the vendors stay owed."""

    def perform(_book: Book) -> dict[str, Any]:
        here = current(basket.pk)
        forgiven = due(here).due
        here.absent_at, here.is_announced = at, False
        here.version += 1
        here.save()
        if forgiven:
            _post_forgiveness(here, forgiven, key, by, at)
        return {}

    once(basket.group.book, key=key, kind="forgive", asked={"basket": basket.pk}, by=by.pk, at=at, perform=perform)


def _post_forgiveness(basket: Basket, forgiven: Money, key: str, by: User, at: datetime) -> None:
    group = basket.group
    transaction = post(
        group.book,
        "basket forgiven",
        [debit(group.account(Kind.DIFFERENCES), forgiven), credit(basket.membership.account, forgiven)],
        by=by.pk,
        at=at,
        key=f"{key}:1",
    )
    BasketChange.objects.create(
        group_id=basket.group_id,
        basket=basket,
        transaction=transaction,
        kind=BasketChange.Kind.FORGIVEN,
        version=basket.version,
        amount=forgiven,
        details=[],
        by=by,
        at=at,
    )

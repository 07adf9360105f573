"""A distribution is validated once, after it has started: what is in progress becomes owed to vendors.

Validation is one transaction: orders in progress to each vendor. Payments of the stand are there already. Undone within
30 days, it is reversed, dated today; receipts stay.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cabas.distributions.closing_cases import Case, baskets_to_settle, cases, unweighed_lines
from cabas.distributions.models import Basket, Distribution, OrderLine, Validation
from cabas.distributions.refusals import AmountsChanged, DistributionCancelled, DistributionValidated, NotStarted
from cabas.distributions.validated_notices import basket_validated
from cabas.distributions.vendor_shares import vendor_shares
from cabas.groups.chart import Kind
from cabas.ledger.acts import once
from cabas.ledger.models import Book, Transaction
from cabas.ledger.posting import credit, debit, post
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.people.models import User

UNDO_DAYS_MAX = 30


class BasketsUnsettled(Exception):
    """Some baskets are still to be looked at."""

    def __init__(self, unsettled: Sequence[Case]) -> None:
        self.unsettled = unsettled

    def __str__(self) -> str:
        return _("Des paniers restent à regarder avant de valider.")


class WeightsEstimated(Exception):
    """Some weights are estimates, and nobody said that the estimates become final."""

    def __str__(self) -> str:
        return _(
            "Des produits n’ont pas été pesés. Cochez «\u202fGarder les poids estimés\u202f», ou pesez-les au stand."
        )


class TooLateToUndo(Exception):
    """A validation is undone within 30 days."""

    def __str__(self) -> str:
        return _("Une validation se défait dans les %(days)s jours.") % {"days": UNDO_DAYS_MAX}


class AlreadyUndone(Exception):
    """A validation is undone once."""

    def __str__(self) -> str:
        return _("Cette validation est déjà défaite.")


class ReasonMissing(Exception):
    """Undoing a validation says why."""

    def __str__(self) -> str:
        return _("Dites pourquoi la validation est défaite\u202f: ce sera gardé.")


def validate(
    distribution: Distribution,
    *,
    keeps_estimates: bool = False,
    seen: Money | None = None,
    key: str,
    by: User,
    at: datetime,
) -> Validation:
    """Validate a distribution and queue what members are told. `seen` is the total that the page showed.

    Raises `NotStarted`, `DistributionValidated`, `BasketsUnsettled`, `WeightsEstimated`, `AmountsChanged`.
    """

    made: list[Validation] = []

    def perform(book: Book) -> dict[str, Any]:
        _require_may_validate(distribution, keeps_estimates, at)
        baskets = baskets_to_settle(distribution)
        made.append(confirm(distribution, baskets, book, seen=seen, key=f"{key}:1", by=by, at=at))
        return {"validation": made[0].pk}

    asked = {
        "distribution": distribution.pk,
        "keeps_estimates": keeps_estimates,
        "seen": None if seen is None else seen.cents,
    }
    done = once(distribution.group.book, key=key, kind="validate", asked=asked, by=by.pk, at=at, perform=perform)
    return made[0] if made else Validation.objects.get(pk=done.result["validation"])


def _require_may_validate(distribution: Distribution, keeps_estimates: bool, at: datetime) -> None:
    here = Distribution.objects.with_validation().get(pk=distribution.pk)  # as it is now, under the lock
    if not here.has_started(at):
        raise NotStarted
    if here.is_validated:
        raise DistributionValidated
    if here.is_cancelled:
        raise DistributionCancelled
    if keeps_estimates:
        OrderLine.objects.filter(distribution=distribution).unweighed().update(is_estimate_kept=True)
    else:
        require_weighed(here)


def require_weighed(distribution: Distribution) -> None:
    """Raises `WeightsEstimated`."""
    if unweighed_lines(distribution).exists():
        raise WeightsEstimated


def confirm(
    distribution: Distribution,
    baskets: Sequence[Basket],
    book: Book,
    *,
    seen: Money | None,
    key: str,
    by: User,
    at: datetime,
) -> Validation:
    """Validate these baskets, all there are, in an act that has its lock; `key` is the one of the transaction.

    The distribution has started, and is not validated. Raises `BasketsUnsettled`, `AmountsChanged`.
    """
    _require_settled(baskets, seen)
    return write_validation(distribution, baskets, book, key=key, by=by, at=at)


def write_validation(
    distribution: Distribution, baskets: Sequence[Basket], book: Book, *, key: str, by: User | None, at: datetime
) -> Validation:
    """Post it, keep who and when, and tell the members; it is automatic where `by` is nobody. Under the lock."""
    validation = Validation.objects.create(
        group_id=distribution.group_id,
        distribution=distribution,
        transaction=_post(distribution, book, key, by, at),
        basket_count=len(baskets),
        total=Money.sum(basket.total for basket in baskets if basket.is_debited),
        by=by,
        at=at,
        is_automatic=by is None,
    )
    basket_validated(baskets, at=at)
    return validation


def _require_settled(baskets: Sequence[Basket], seen: Money | None) -> None:
    if unsettled := cases(baskets):
        raise BasketsUnsettled(unsettled)
    if seen is not None and seen != Money.sum(basket.total for basket in baskets):
        raise AmountsChanged


def _post(distribution: Distribution, book: Book, key: str, by: User | None, at: datetime) -> Transaction | None:
    """Orders in progress to the vendors, and to the fees of the group what is not theirs."""
    shares = vendor_shares(distribution)
    if not shares:
        return None
    orders = distribution.group.account(Kind.ORDERS_IN_PROGRESS)
    lines = [debit(orders, Money.sum(share.paid for share in shares))]
    lines += [credit(share.vendor.account, share.owed) for share in shares if share.owed]
    if fee := Money.sum(share.fee for share in shares):
        lines.append(credit(distribution.group.account(Kind.FEES), fee))
    return post(book, "distribution validated", lines, by=None if by is None else by.pk, at=at, key=key)


def undo_validation(validation: Validation, *, why: str, key: str, by: User, at: datetime) -> None:
    """Reverse a validation. Raises `ReasonMissing`, `TooLateToUndo`, `AlreadyUndone`."""
    if not why.strip():
        raise ReasonMissing
    if at - validation.at > timedelta(days=UNDO_DAYS_MAX):
        raise TooLateToUndo

    def perform(_book: Book) -> dict[str, Any]:
        undone = {"undone_at": at, "undone_by": by, "undone_why": why.strip()}
        if not Validation.objects.live().filter(pk=validation.pk).update(**undone):
            raise AlreadyUndone
        lines = OrderLine.objects.filter(distribution=validation.distribution_id, is_estimate_kept=True)
        lines.update(is_estimate_kept=False)  # they wait for the scales again
        if validation.transaction is not None:
            reverse(validation.transaction, by=by.pk, at=at, why=why, key=f"{key}:1")
        return {}

    asked = {"validation": validation.pk, "why": why.strip()}
    group = validation.group
    once(group.book, key=key, kind="undo validation", asked=asked, by=by.pk, at=at, perform=perform)

"""Two weeks after a distribution, what is exactly paid is validated by itself, signed by nobody and undoable.

Exactly paid: what each member has on the account, beside what later baskets still cost, is not below zero; the cagnotte
settles its baskets by itself. Anything else waits for somebody: a weight to read, a basket that was paid twice, what
was done without network and is still to be looked at. What somebody undid is not validated again behind their back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from cabas.closing.telling import tell_validated
from cabas.distributions.as_announced import unvalidated
from cabas.distributions.closing_cases import baskets_to_settle
from cabas.distributions.models import Basket, Distribution, Validation
from cabas.distributions.paid_twice import is_paid_twice
from cabas.distributions.validation import require_weighed, write_validation
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.payments.means import Means
from cabas.stand.offline_cases import how_many_open

AFTER = timedelta(days=14)


class NotYet(Exception):
    """A distribution validates itself two weeks after its end, at the soonest; and once."""

    def __str__(self) -> str:
        return _("Cette distribution ne se valide pas d’elle-même.")


class NotExactlyPaid(Exception):
    """A basket is not exactly paid: somebody has to look at it."""

    def __init__(self, baskets: Sequence[Basket]) -> None:
        self.baskets = baskets

    def __str__(self) -> str:
        return _("Tout n’est pas réglé\u202f: cette distribution ne se valide pas d’elle-même.")


def is_exactly_paid(basket: Basket) -> bool:
    """Fetched `with_amounts` and `with_receipts`. No account knows a basket from before payments were on."""
    if basket.means == Means.CAGNOTTE or not basket.is_debited:
        return True
    return basket.balance + basket.later_total >= Money(0) and not is_paid_twice(basket)


def validate_by_itself(distribution: Distribution, *, at: datetime) -> Validation:
    """Validate it, and tell its members and the coordination (E12).

    Raises `NotYet`, `NotExactlyPaid`, `DistributionValidated`, `WeightsEstimated`.
    """
    if distribution.ends_at + AFTER > at or distribution.validations.filter(undone_at__isnull=False).exists():
        raise NotYet
    if how_many_open(distribution):
        raise NotExactlyPaid([])
    made: list[Validation] = []

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        require_weighed(here)
        baskets = baskets_to_settle(here)
        if unpaid := [basket for basket in baskets if not is_exactly_paid(basket)]:
            raise NotExactlyPaid(unpaid)
        made.append(write_validation(here, baskets, book, key=f"{key}:1", by=None, at=at))
        tell_validated(made[0], at=at)
        return {"validation": made[0].pk}

    key, asked = f"automatic validation:{distribution.pk}", {"distribution": distribution.pk}
    book = distribution.group.book
    done = once(book, key=key, kind="validate by itself", asked=asked, by=None, at=at, perform=perform)
    return made[0] if made else Validation.objects.get(pk=done.result["validation"])

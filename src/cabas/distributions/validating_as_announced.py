"""Where all came as it was announced, it is received, served and validated in one act: one tap closes an evening.

Offered only where nothing else is to be looked at: no transfer that is awaited, no weight to read.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cabas.distributions.as_announced import AND_VALIDATE, AsAnnounced, settle, unvalidated
from cabas.distributions.closing_cases import Case, baskets_to_settle
from cabas.distributions.models import Distribution, Validation
from cabas.distributions.validation import confirm, require_weighed
from cabas.ledger.acts import once
from cabas.ledger.models import Act, Book
from cabas.money import Money
from cabas.people.models import User

SUFFIX = ":validation"  # of the key of its act, in the key of the validation's transaction


def is_all_as_announced(announced: AsAnnounced, unsettled: Sequence[Case]) -> bool:
    """Would nothing be left to look at?"""
    return not announced.awaited and announced.count == len(unsettled)


def validate_as_announced(
    distribution: Distribution, *, count: int, seen: Money, total: Money | None, key: str, by: User, at: datetime
) -> Validation:
    """Settle so many baskets, receive this sum, and validate baskets of this total, as the page showed them.

    Raises what `receive_as_announced` and `validate` raise; then nothing is received either.
    """
    made: list[Validation] = []

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        require_weighed(here)
        baskets = baskets_to_settle(here)
        given = settle(here, baskets, book, count=count, seen=seen, key=key, by=by, at=at)
        made.append(confirm(here, baskets, book, seen=total, key=f"{key}{SUFFIX}", by=by, at=at))
        return given | {"validation": made[0].pk}

    asked = {
        "distribution": distribution.pk,
        "count": count,
        "seen": seen.cents,
        "total": None if total is None else total.cents,
    }
    done = once(distribution.group.book, key=key, kind=AND_VALIDATE, asked=asked, by=by.pk, at=at, perform=perform)
    return made[0] if made else Validation.objects.get(pk=done.result["validation"])


def act_of(validation_key: str, book: Book) -> Act | None:
    """The act that received and validated, by the key of the validation's transaction; none for another validation."""
    if not validation_key.endswith(SUFFIX):
        return None
    return Act.objects.filter(book=book, key=validation_key.removesuffix(SUFFIX), kind=AND_VALIDATE).first()

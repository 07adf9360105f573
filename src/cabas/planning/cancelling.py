"""A distribution is cancelled: every basket is emptied, what was paid stays on the accounts, who had ordered is told.

Producers are owed nothing, for what they are owed is posted by a validation; they are told too. What was taken out is
kept, so that the whole is put back where nothing stands in the way (`restoring`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cabas.distributions.amending import Edit
from cabas.distributions.amending_together import amend_all
from cabas.distributions.as_announced import unvalidated
from cabas.distributions.drafts import drop_drafts
from cabas.distributions.models import Basket, BasketChange, Distribution, Draft
from cabas.distributions.refusals import AmountsChanged
from cabas.ledger.acts import once
from cabas.ledger.models import Book
from cabas.money import Money
from cabas.people.models import User
from cabas.planning.keeping import kept, with_outcome
from cabas.planning.models import TakenOut
from cabas.planning.notices import Lost, tell_cancelled
from cabas.planning.stakes import baskets_at_stake, require_not_handed_out

NOTHING = Money(0)


def cancel(
    distribution: Distribution, *, why: str, count: int, seen: Money, key: str, by: User, at: datetime
) -> Distribution:
    """Cancel it. `count` baskets and the sum `seen` are what the page showed. The same key cancels once.

    Raises `AmountsChanged`, `BasketsHandedOut`, `DistributionValidated` (`DistributionCancelled` too), `KeyReused`. The
    number of statements does not depend on that of the baskets.
    """

    def perform(book: Book) -> dict[str, Any]:
        here = unvalidated(distribution)
        require_not_handed_out(here)
        baskets = baskets_at_stake(here)
        if (len(baskets), Money.sum(basket.total for basket in baskets)) != (count, seen):
            raise AmountsChanged
        _cancel(here, baskets, book, why=why, key=key, by=by, at=at)
        return {"distribution": here.pk}

    asked = {"distribution": distribution.pk, "why": why, "count": count, "seen": seen.cents}
    done = once(distribution.group.book, key=key, kind="cancel", asked=asked, by=by.pk, at=at, perform=perform)
    return Distribution.objects.select_related("group").get(pk=done.result["distribution"])


def _cancel(
    here: Distribution, baskets: Sequence[Basket], book: Book, *, why: str, key: str, by: User, at: datetime
) -> None:
    for basket in baskets:
        basket.group = basket.membership.group = here.group
    lost = [Lost(basket, basket.total, basket.paid) for basket in baskets]
    before = [kept(basket, basket.current_lines) for basket in baskets]
    after_number = book.last_number
    edits = [(basket, [Edit(line, quantity=0) for line in basket.current_lines]) for basket in baskets]
    amend_all(book, edits, kind=BasketChange.Kind.CANCELLED, by=by, at=at, key=key)
    promised = Basket.objects.filter(distribution=here)
    promised.update(is_announced=False, told_amount=NOTHING, left_amount=NOTHING, means="")
    TakenOut.objects.create(
        group_id=here.group_id,
        kind=TakenOut.Kind.CANCELLED,
        distribution=here,
        baskets=with_outcome(before),
        after_number=after_number,
        why=why,
        at=at,
        by=by,
    )
    drop_drafts(Draft.objects.filter(distribution=here))
    here.cancelled_at, here.cancelled_why = at, why
    here.save(update_fields=["cancelled_at", "cancelled_why"])
    tell_cancelled(here, lost, at=at)

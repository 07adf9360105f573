"""Where the money of a distribution is: the terms of each basket add up to what it costs, and so does their sum."""

from collections.abc import Sequence
from dataclasses import dataclass

from cabas.distributions.dues import due
from cabas.distributions.models import Basket
from cabas.distributions.paid_twice import overpaid
from cabas.money import Money
from cabas.payments.means import Means

NOTHING = Money(0)


@dataclass(frozen=True)
class Terms:
    """Of one basket, or of several.

    `total` = `received` + `awaited` + `owed` + `credit_used` + `from_cagnottes` + `forgiven` + `unbilled` - `overpaid`.
    `awaited`: by transfers that were announced. `unbilled`: committed while payments were off, no account knows it.
    """

    total: Money
    received: Money
    awaited: Money
    owed: Money
    credit_used: Money
    from_cagnottes: Money
    forgiven: Money
    unbilled: Money
    overpaid: Money


@dataclass(frozen=True)
class Summary(Terms):
    """What validating will confirm, each from the baskets; and of how many members."""

    basket_count: int
    awaiting: Sequence[Basket]
    owing_count: int
    overpaid_count: int


def terms_of(basket: Basket) -> Terms:
    """Where the money of this basket is. It must be fetched `with_amounts`."""
    asked = due(basket).due
    is_transfer, is_cagnotte = basket.means == Means.TRANSFER, basket.means == Means.CAGNOTTE
    cost = basket.total if basket.is_debited else NOTHING
    unpaid = max(NOTHING, cost - basket.paid - basket.forgiven)
    return Terms(
        total=basket.total,
        received=basket.paid,
        awaited=asked if is_transfer else NOTHING,
        owed=NOTHING if is_transfer else asked,
        credit_used=NOTHING if is_cagnotte else unpaid - asked,
        from_cagnottes=unpaid if is_cagnotte else NOTHING,
        forgiven=basket.forgiven,
        unbilled=NOTHING if basket.is_debited else basket.total,
        overpaid=overpaid(basket),
    )


def summarise(baskets: Sequence[Basket]) -> Summary:
    """Where the money of these baskets is. They must be fetched `with_amounts`."""
    each = [terms_of(basket) for basket in baskets]
    return Summary(
        **{name: Money.sum(getattr(terms, name) for terms in each) for name in Terms.__dataclass_fields__},
        basket_count=len(baskets),
        awaiting=[basket for basket, terms in zip(baskets, each, strict=True) if terms.awaited],
        owing_count=sum(bool(terms.owed) for terms in each),
        overpaid_count=sum(bool(terms.overpaid) for terms in each),
    )

"""What committing an order needs to know is read once the book is locked: the evening, the account, order and draft."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cabas.distributions.choosing import Choice, committed_choice
from cabas.distributions.drafts import take_draft
from cabas.distributions.models import Basket, BasketChange, Distribution
from cabas.distributions.models.sums import sum_of
from cabas.distributions.visiting import NOTHING, Amounts, is_debited, later_baskets, receipts_of
from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.models import Account
from cabas.payments.means import Means
from cabas.payments.models import PaymentSettings
from cabas.prepared import prepared


@dataclass(frozen=True)
class AsItIs:
    """`amounts` are those before the order is committed; `orders` is the account of orders in progress."""

    distribution: Distribution
    choice: Choice
    amounts: Amounts
    settings: PaymentSettings | None
    orders: Account
    next_number: int

    @property
    def accepted(self) -> list[Means]:
        return self.settings.accepted if self.settings else []

    @property
    def is_on(self) -> bool:
        """Are the group's payments on?"""
        return self.settings is not None and self.settings.is_on

    @property
    def is_validated(self) -> bool:
        return self.distribution.is_validated


def read_under_lock(distribution: Distribution, membership: Membership, *, takes_draft: bool = True) -> AsItIs:
    """Where this household stands with this distribution; its draft is taken out (`drafts.take_draft`) or left there.

    Three statements at most, and one more where it has a basket.
    """
    found: Any = _rows(distribution.pk, membership.pk, membership.account_id)[0]  # annotated
    chosen = committed_choice(found, membership) if found.has_basket else Choice()
    if takes_draft:
        chosen = _with_draft(chosen, found, membership)
    return AsItIs(
        distribution=found,
        choice=chosen,
        amounts=Amounts(
            chosen.basket.total if chosen.basket else NOTHING,
            found.balance,
            found.later_total,
            found.paid,
            found.forgiven,
            is_debited=is_debited(chosen.basket, found.group),
        ),
        settings=getattr(found.group, "payment_settings", None),
        orders=found.orders,
        next_number=found.last_number + 1,
    )


@prepared
def _rows(distribution: int, membership: int, account: int) -> "QuerySet[Distribution]":
    """Everything but lines and draft, in one statement."""
    baskets = Basket.objects.filter(distribution=OuterRef("pk"))
    own = baskets.filter(membership=membership)
    changes = BasketChange.objects.filter(basket__membership=membership, basket__distribution=OuterRef("pk"))
    is_orders = Q(group__book__accounts__kind=Kind.ORDERS_IN_PROGRESS)
    return (
        Distribution.objects.filter(pk=distribution)
        .with_validation()
        .annotate(
            orders=FilteredRelation("group__book__accounts", condition=is_orders),
            balance=Subquery(Account.objects.filter(pk=account).values("balance")),
            later_total=sum_of(later_baskets(membership), "unpaid"),
            paid=sum_of(receipts_of(membership), "payment__amount"),
            forgiven=sum_of(changes.filter(kind=BasketChange.Kind.FORGIVEN), "amount"),
            has_basket=Exists(own),
            last_number=Coalesce(Subquery(baskets.order_by("-number").values("number")[:1]), Value(0)),
        )
        .select_related("place", "group__payment_settings", "orders")  # type: ignore[misc] # a filtered relation
    )


def _with_draft(committed: Choice, distribution: Distribution, membership: Membership) -> Choice:
    draft = take_draft(distribution, membership)
    if draft is None:
        return committed
    return replace(committed, drafted=draft.quantities, drafted_from=draft.basket_version)

"""Whatever people do, in whatever order, on two evenings: the books hold, and what is due is what the balance owes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from cabas.closing.till import recorded
from cabas.closing.views._sum import parts_of
from cabas.config.testing import IS_LONG
from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import baskets_of, cases
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, BasketChange, Distribution
from cabas.distributions.standing import standing_of
from cabas.distributions.summing_up import Terms, summarise, terms_of
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_book
from cabas.money import Money
from cabas.payments import auditing as payments_auditing
from cabas.payments.models import Payment
from tests.cast import Cast, cast
from tests.distributions.histories import (
    FIRST_ORDERS,
    LATER_STEPS,
    MOMENTS,
    NOTHING,
    History,
    Step,
    everything,
    refusals_at,
)

pytestmark = pytest.mark.django_db

EXAMPLES = 100 if IS_LONG and connection.vendor == "sqlite" else 5  # the same rules: fewer say what differs


@contextmanager
def rolled_back() -> Iterator[None]:
    """Each history begins with nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first_orders=FIRST_ORDERS, later_steps=LATER_STEPS)
def test_the_books_hold_after_each_step_of_any_history(first_orders: tuple[int, int], later_steps: list[Step]) -> None:
    orders = [Step(0, "order", who, 0, amount) for who, amount in enumerate(first_orders)]
    with rolled_back():
        history = History(cast())
        for step in [*orders, *later_steps]:
            before = everything()
            try:
                history.take(step)
            except refusals_at(step.moment):
                assert everything() == before
                continue
            assert_books_hold(history.play)
            for evening in history.evenings:
                assert_evening_adds_up(evening, history.left)
            for member in history.members:
                assert_member_adds_up(member, at=MOMENTS[step.moment])


def assert_books_hold(play: Cast) -> None:
    assert list(audit_book(play.group.book)) == []
    assert list(payments_auditing.audit_group(play.group)) == []
    assert list(audit_group(play.group)) == []


def assert_evening_adds_up(evening: Distribution, left: dict[int, Money]) -> None:
    """The sum of validating adds up; what is owed and asks for nothing was left knowingly, and no more than that."""
    baskets = baskets_of(evening)
    summary, received = summarise(baskets), recorded(evening).for_baskets
    for terms in (*map(terms_of, baskets), summary):
        assert_terms_add_up(terms)
    shown = parts_of(summary, {means: total for means, (_number, total) in received.items()})
    assert Money.sum(part.amount for part in shown) == summary.total
    to_look_at = {case.basket.pk for case in cases(baskets)}
    for basket in baskets:
        if due(basket).due and basket.pk not in to_look_at:
            assert due(basket).due <= basket.left_amount <= left[basket.pk]


def assert_terms_add_up(terms: Terms) -> None:
    """Each term is what it says, never below zero: no avoir is used twice. What is left of the total is none."""
    paid_by = [terms.received, terms.awaited, terms.owed, terms.credit_used, terms.from_cagnottes, terms.forgiven]
    assert min(*paid_by, terms.unbilled, terms.overpaid) >= NOTHING
    assert Money.sum(paid_by) + terms.unbilled - terms.overpaid == terms.total


def assert_member_adds_up(member: Membership, *, at: datetime) -> None:
    """The balance is what its causes make; what it owes is what is due for the baskets, each euro once.

    What is on the account pays the oldest basket first. So with u the unpaid part of each basket, oldest first, and a
    what was overpaid or given in advance, the due of basket i is max(0, u1 + … + ui - a) - max(0, u1 + … + ui-1 - a):
    summed over the baskets, max(0, u1 + … + un - a), which is max(0, - balance). The old debt seen at a basket is what
    is due for those before it; at the oldest one, what was owed before any basket.
    """
    member = Membership.objects.select_related("account").get(pk=member.pk)
    balance, owed = member.account.balance, max(NOTHING, -member.account.balance)
    payments = Payment.objects.live().filter(membership=member).values_list("amount", flat=True)
    changes = BasketChange.objects.filter(basket__membership=member).values_list("amount", flat=True)
    assert balance == Money.sum([*payments, *changes])
    dues = [
        due(basket)
        for basket in Basket.objects.with_amounts().filter(membership=member).order_by("distribution__starts_at")
    ]
    for earlier, one in enumerate(dues):
        assert one.old_debt == Money.sum(before.due for before in dues[:earlier])
    assert Money.sum(one.due for one in dues) == owed
    assert_standing_adds_up(member, owed, at=at)


def assert_standing_adds_up(member: Membership, owed: Money, *, at: datetime) -> None:
    """à régler + doit = max(0, - balance)."""
    standing = standing_of(member, at=at)
    announced = standing.second[1] if standing.second else NOTHING
    assert (standing.amount + announced if standing.state in ("doit", "a-regler") else NOTHING) == owed

"""Whatever people do, in whatever order: the books hold, and à régler + doit is what the balance says is owed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import forgive_absent, leave_owed
from cabas.distributions.models import Basket, Receipt, Validation
from cabas.distributions.refusals import AlreadySettled, DistributionValidated, OrdersClosed
from cabas.distributions.stand import (
    Weights,
    serve,
    set_missing,
    set_quantity,
    take_payment,
    undo_receipt,
    undo_serving,
)
from cabas.distributions.standing import standing_of
from cabas.distributions.validation import BasketsUnsettled, undo_validation, validate
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_book
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.receiving import NothingToReceive
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db

REFUSALS = (AlreadySettled, DistributionValidated, OrdersClosed, BasketsUnsettled, NothingToReceive)
Step = tuple[str, int, int]

KINDS = "order order pay pay pay_other later serve missing add undo unserve forgive leave validate unvalidate"
STEPS = st.lists(
    st.tuples(
        st.sampled_from(KINDS.split()),
        st.integers(0, 1),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=8,
)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Each history begins with nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class History:
    """What can happen to two households, each step by its name."""

    def __init__(self, play: Cast) -> None:
        self.play = play
        self.signed: dict[str, Any] = {"by": play.nadia, "at": THURSDAY_EVENING}

    def take(self, step: Step) -> None:
        name, who, amount = step
        member = (self.play.alice, self.play.bob)[who]
        if name == "order":
            return self._order(member, amount)
        if name in ("validate", "unvalidate"):
            return self._validation(name)
        basket = Basket.objects.filter(membership=member).select_related("group__book").first()
        return self._act(name, basket, amount) if basket else None

    def _order(self, member: Membership, amount: int) -> None:
        play = self.play
        means = list(Means)[amount]
        play.order(member, {play.vegetables: amount, play.cheese: amount // 2, play.bread: 1}, means=means, at=TUESDAY)

    def _validation(self, name: str) -> None:
        live = Validation.objects.live().first()
        if name == "validate":
            validate(self.play.distribution, keeps_estimates=True, key=key(), **self.signed)
        elif live:
            undo_validation(live, why="à revoir", key=key(), **self.signed)

    def _act(self, name: str, basket: Basket, amount: int) -> None:
        line = basket.lines.all()[amount % basket.lines.count()]
        receipt = Receipt.objects.live().filter(basket=basket).first()
        signed = {"key": key(), **self.signed}
        acts: dict[str, Callable[[], Any]] = {
            "pay": lambda: take_payment(basket, "cash", weights=Weights({line.pk: 100 + amount}), **signed),
            "pay_other": lambda: take_payment(basket, "cheque", amount=Money(700 * amount + 1), **signed),
            "later": lambda: serve(basket, is_left_owed=True, **signed),
            "serve": lambda: serve(basket, is_left_owed=False, **signed),
            "missing": lambda: set_missing(basket, line.pk, amount < 2, **signed),
            "add": lambda: set_quantity(basket, line.product, amount, **signed),
            "undo": lambda: receipt and undo_receipt(receipt, **signed),
            "unserve": lambda: None if receipt else undo_serving(basket, **signed),
            "forgive": lambda: forgive_absent(basket, **signed),
            "leave": lambda: leave_owed(basket, is_absent=bool(amount % 2), **signed),
        }
        acts[name]()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_books_hold_after_each_step_of_any_history(steps: list[Step]) -> None:
    with rolled_back():
        play = cast()
        history = History(play)
        for step in steps:
            try:
                history.take(step)
            except REFUSALS:
                continue  # refused by name: nothing may have changed, which the next lines prove
            assert list(audit_book(play.group.book)) == []
            assert list(audit_group(play.group)) == []
            for member in (play.alice, play.bob):
                assert_standing_adds_up(member)


def assert_standing_adds_up(member: Membership) -> None:
    """à régler + doit = max(0, - balance)."""
    member = Membership.objects.select_related("account").get(pk=member.pk)
    standing = standing_of(member, at=THURSDAY_EVENING)
    announced = standing.second[1] if standing.second else Money(0)
    owed = standing.amount + announced if standing.state in ("doit", "a-regler") else Money(0)
    assert owed == max(Money(0), -member.account.balance)

"""Whatever is cancelled, withdrawn, shifted and put back between orders and payments: the books always hold."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cabas.catalogs.models import Catalog
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.config.testing import IS_LONG
from cabas.distributions.auditing import audit_group
from cabas.distributions.models import Basket, Distribution, Participation
from cabas.distributions.planning import DayTaken
from cabas.distributions.refusals import DistributionValidated, NothingOrdered, NothingToTakeBack, OrdersClosed
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_book
from cabas.money import Money
from cabas.payments import auditing as payments_auditing
from cabas.payments.refunding import refund
from cabas.planning.cancelling import cancel
from cabas.planning.models import TakenOut
from cabas.planning.obstacles import InTheWay
from cabas.planning.restoring import restore
from cabas.planning.shifting import outlook, shift, sum_of
from cabas.planning.stakes import baskets_at_stake
from cabas.planning.withdrawing import OnlyCatalog, lines_at_stake, withdraw
from tests.cast import TUESDAY, add_distribution, add_product, cast, key
from tests.distributions.histories import everything
from tests.planning.test_cancelling import pay

pytestmark = pytest.mark.django_db

KINDS = ["order", "order", "order", "pay", "cancel", "shift", "shift", "withdraw", "restore", "restore", "refund"]
REFUSALS = (DayTaken, DistributionValidated, InTheWay, NothingOrdered, NothingToTakeBack, OnlyCatalog, OrdersClosed)


@dataclass(frozen=True)
class Step:
    kind: str
    who: int
    evening: int
    amount: int


STEP = st.builds(
    Step, kind=st.sampled_from(KINDS), who=st.integers(0, 1), evening=st.integers(0, 1), amount=st.integers(0, 3)
)


class Season:
    """Two households, two Thursdays that are open, bread and meat."""

    def __init__(self) -> None:
        self.play = cast()
        self.meat: Catalog = add_catalog(add_vendor(self.play.group, "Élevage du Causse"), "Viande")
        self.merguez = add_product(self.meat, "Merguez", "9.00")
        first = self.play.distribution
        later = add_distribution(
            self.play.group, first.starts_at.replace(month=12, day=3), [self.play.catalog, self.meat]
        )
        Distribution.objects.update(orders_open_at=first.orders_open_at)
        later.refresh_from_db()
        Participation.objects.create(group=self.play.group, distribution=first, catalog=self.meat)
        self.evenings = [first, later]
        self.signed: dict[str, Any] = {"by": self.play.nadia, "at": TUESDAY}

    def act(self, step: Step) -> Callable[[], Any]:
        acts = {
            "order": self._order, "pay": self._pay, "cancel": self._cancel, "shift": self._shift,
            "withdraw": self._withdraw, "restore": self._restore, "refund": self._refund,
        }  # fmt: skip
        return lambda: acts[step.kind](step, self._evening(step))

    def _evening(self, step: Step) -> Distribution:
        return Distribution.objects.select_related("group__book", "place").get(pk=self.evenings[step.evening].pk)

    def _member(self, step: Step) -> Membership:
        found = Membership.objects.select_related("group__book", "account").with_people()
        return found.get(pk=(self.play.alice, self.play.bob)[step.who].pk)

    def _order(self, step: Step, here: Distribution) -> None:
        taking_part = set(here.catalogs.all())
        wanted = {self.play.bread: step.amount % 2, self.merguez: step.amount if self.meat in taking_part else 0}
        means = ("cheque", "transfer")[step.amount % 2]
        replace(self.play, distribution=here).order(self._member(step), wanted, means=means)

    def _pay(self, step: Step, here: Distribution) -> None:
        basket = Basket.objects.select_related("membership__group__book", "membership__account").filter(
            distribution=here, membership=self._member(step)
        ).first()  # fmt: skip
        if basket is not None and not here.is_cancelled:
            pay(self.play, basket)

    def _cancel(self, step: Step, here: Distribution) -> None:
        baskets = baskets_at_stake(here)
        seen = Money.sum(basket.total for basket in baskets)
        cancel(here, why="", count=len(baskets), seen=seen, key=key(), **self.signed)

    def _shift(self, step: Step, here: Distribution) -> None:
        other = self._evening(replace(step, evening=1 - step.evening))
        found = outlook(here, self.meat, other, at=TUESDAY)
        shift(here, self.meat, other, why="", count=len(found), seen=sum_of(found), key=key(), **self.signed)

    def _withdraw(self, step: Step, here: Distribution) -> None:
        if here.catalogs.filter(pk=self.meat.pk).exists():
            lines = lines_at_stake(here, self.meat)
            count, seen = len({line.basket_id for line in lines}), Money.sum(line.total for line in lines)
            withdraw(here, self.meat, count=count, seen=seen, key=key(), **self.signed)

    def _restore(self, step: Step, here: Distribution) -> None:
        taken = TakenOut.objects.select_related("distribution__group__book").filter(distribution=here).last()
        if taken is not None:
            restore(taken, key=key(), **self.signed)

    def _refund(self, step: Step, here: Distribution) -> None:
        member = self._member(step)
        if member.account.balance > Money(0):
            refund(member, "cash", member.account.balance, why="annulée", key=key(), **self.signed)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Not shrunk: a history is short enough to be read, and takes seconds.
@settings(
    max_examples=60 if IS_LONG else 5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=4, max_size=12))
def test_the_books_hold_after_each_step(steps: list[Step]) -> None:
    with rolled_back():
        season = Season()
        for step in steps:
            before = everything()
            try:
                with transaction.atomic():
                    season.act(step)()
            except REFUSALS:
                assert everything() == before
                continue
            group = season.play.group
            faults = [*audit_book(group.book), *audit_group(group), *payments_auditing.audit_group(group)]
            assert faults == []

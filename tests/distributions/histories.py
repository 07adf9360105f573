"""What may happen to two households on two evenings, each step by its name, drawn at random."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from cabas.distributions.as_announced import as_announced, receive_as_announced, take_back_as_announced
from cabas.distributions.choosing import choice
from cabas.distributions.closing_cases import (
    baskets_of,
    cases,
    forgive_absent,
    leave_owed,
    look_again,
)
from cabas.distributions.contents import set_missing, set_quantity
from cabas.distributions.drafts import replace_draft
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, BasketChange, Distribution, Receipt, Validation
from cabas.distributions.ordering import Order, commit
from cabas.distributions.paid_twice import NoLongerTwice, is_paid_twice, keep_as_avoir, keep_one
from cabas.distributions.refusals import (
    AbsenceStands,
    AlreadyServed,
    AlreadySettled,
    DistributionValidated,
    NothingOrdered,
    NothingToTakeBack,
    NotStarted,
    OrdersClosed,
    ReceiptStands,
    StandStillOpen,
)
from cabas.distributions.serving import serve, take_payment, undo_receipt, undo_serving
from cabas.distributions.validation import BasketsUnsettled, undo_validation, validate
from cabas.distributions.weighing import Weights, weigh
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.models import Act, Book, Entry
from cabas.money import Money
from cabas.payments.means import Means
from cabas.payments.models import Payment
from cabas.payments.receiving import NothingToReceive, receive
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, key

NOTHING = Money(0)
LATER = timedelta(days=6)  # a Wednesday: its orders open on the morning of the Thursday
# On the first, one orders for the first evening; on the second it takes place, and one orders for the next; then that.
MOMENTS = (TUESDAY, THURSDAY_EVENING, THURSDAY_EVENING + LATER)
REFUSALS = (
    AbsenceStands,
    AlreadyServed,
    AlreadySettled,
    BasketsUnsettled,
    DistributionValidated,
    NoLongerTwice,
    NotStarted,
    NothingOrdered,
    NothingToReceive,
    NothingToTakeBack,
    OrdersClosed,
    ReceiptStands,
    StandStillOpen,
)
OFTEN = ["order", "order", "order", "pay", "pay", "pay_other", "leave_all", "leave_all", "again", "again"]
AT_THE_STAND = ["later", "serve", "weigh", "missing", "add", "undo", "undo_money", "unserve", "all_as_announced"]
TOGETHER = ["all_as_announced", "none_as_announced", "none_as_announced"]
AFTERWARDS = ["forgive", "leave", "look_again", "keep_one", "keep_all", "validate", "unvalidate"]
KINDS = [*OFTEN, *AT_THE_STAND, *TOGETHER, *AFTERWARDS, "empty", "give"]


@dataclass(frozen=True)
class Step:
    moment: int
    kind: str
    who: int
    evening: int
    amount: int


STEP = st.builds(
    Step,
    moment=st.integers(0, 2),
    kind=st.sampled_from(KINDS),
    who=st.integers(0, 1),
    evening=st.integers(0, 1),
    amount=st.integers(0, 3),
)
# Time goes forward: the steps of a history are taken in the order of their moments.
LATER_STEPS = st.lists(STEP, min_size=1, max_size=8).map(lambda steps: sorted(steps, key=lambda step: step.moment))
FIRST_ORDERS = st.tuples(st.integers(0, 3), st.integers(0, 3))


class History:
    """What can happen to two households on two evenings, each step by its name."""

    def __init__(self, play: Cast) -> None:
        self.play = play
        later = add_distribution(play.group, play.distribution.starts_at + LATER, [play.catalog])
        self.evenings: list[Distribution] = [play.distribution, later]
        self.members: list[Membership] = [play.alice, play.bob]
        self.done: list[Callable[[], Any]] = []
        self.received: list[tuple[Distribution, str]] = []  # all as announced: where, and under which key
        self.left: dict[int, Money] = {}  # what was due of a basket when it was knowingly left, by its id

    def take(self, step: Step) -> None:
        """Do it and remember it, or raise its refusal."""
        if step.kind == "again":
            return self._again(step)
        act = self._act(step)
        if act is not None:
            before = {basket.pk for basket in left_owed()}
            act()
            self.done.append(act)
            self._note_what_is_left(step, before)
        return None

    def _note_what_is_left(self, step: Step, before: set[int]) -> None:
        again = self._basket(step).pk if step.kind in ("later", "leave") and self._basket(step) else None
        for basket in left_owed():
            if basket.pk not in before or basket.pk == again:
                self.left[basket.pk] = due(basket).due

    def _again(self, step: Step) -> None:
        """The same act with the same key: a double tap, a page sent again."""
        if self.done:
            before = everything()
            self.done[-1 - step.amount % len(self.done)]()
            assert everything() == before

    def _act(self, step: Step) -> Callable[[], Any] | None:
        """What the step does, with a key of its own."""
        at = MOMENTS[step.moment]
        signed: dict[str, Any] = {"key": key(), "by": self.play.nadia, "at": at}
        if step.kind in ("order", "empty"):
            return self._order(step, at)
        if step.kind == "give":
            return self._give(step, signed)
        return self._on_evening(step, signed) or self._on_basket(step, signed)

    def _order(self, step: Step, at: datetime) -> Callable[[], Any]:
        """Commit an order as the member's page would, for the evening that is open."""
        play, member, evening = self.play, self.members[step.who], self.evenings[1 if step.moment else 0]
        quantities = {play.vegetables.pk: step.amount, play.cheese.pk: step.amount // 2, play.bread.pk: 1}
        wanted = {} if step.kind == "empty" else {pk: quantity for pk, quantity in quantities.items() if quantity}
        replace_draft(evening, member, wanted, at=at)
        order = Order(wanted, choice(evening, member).version, list(Means)[step.amount])
        signed: dict[str, Any] = {"key": key(), "by": play.person(member), "at": at}
        return lambda: commit(evening, member, order, **signed)

    def _give(self, step: Step, signed: dict[str, Any]) -> Callable[[], Any]:
        """Money in advance, for no basket."""
        member, amount = self.members[step.who], Money.of(step.amount + 1)

        def perform(_book: Book) -> dict[str, int]:
            return {"payment": receive(member, "transfer", amount, **{**signed, "key": f"{signed['key']}:1"}).pk}

        asked = {"amount": amount.cents}
        once_signed = {**signed, "by": signed["by"].pk}
        return lambda: once(self.play.group.book, kind="receive", asked=asked, perform=perform, **once_signed)

    def _on_evening(self, step: Step, signed: dict[str, Any]) -> Callable[[], Any] | None:
        evening = self.evenings[step.evening]
        live = Validation.objects.live().filter(distribution=evening).first()
        if step.kind == "validate":
            return lambda: validate(evening, keeps_estimates=True, **signed)
        if step.kind == "leave_all":
            return self._leave_all(evening, signed)
        if step.kind == "unvalidate" and live:
            return lambda: undo_validation(live, why="à revoir", **signed)
        if step.kind == "all_as_announced":
            asked = as_announced(cases(baskets_of(evening)))
            self.received.append((evening, signed["key"]))
            return lambda: receive_as_announced(evening, count=asked.count, seen=asked.sum, **signed)
        if step.kind == "none_as_announced" and self.received:
            where, done = self.received[-1]
            return lambda: take_back_as_announced(where, done, **signed)
        return None

    def _leave_all(self, evening: Distribution, signed: dict[str, Any]) -> Callable[[], Any]:
        """Whatever asks for something is left owed, and the evening is validated."""
        unsettled = [case.basket for case in cases(baskets_of(evening))]

        def act() -> None:
            for basket in unsettled:
                named = {**signed, "key": f"{signed['key']}-{basket.number}"}
                if is_paid_twice(Basket.objects.with_amounts().with_receipts().get(pk=basket.pk)):
                    keep_as_avoir(basket, **named)
                else:
                    leave_owed(basket, is_absent=basket.served_at is None, **named)
            validate(evening, keeps_estimates=True, **signed)

        return act

    def _basket(self, step: Step) -> Any:
        baskets = Basket.objects.with_amounts().select_related("group__book")
        return baskets.filter(membership=self.members[step.who], distribution=self.evenings[step.evening]).first()

    def _on_basket(self, step: Step, signed: dict[str, Any]) -> Callable[[], Any] | None:
        basket, amount = self._basket(step), step.amount
        if basket is None:
            return None
        line = basket.lines.all()[amount % basket.lines.count()]
        weights = Weights({line.pk: 100 + amount})
        receipt = Receipt.objects.live().filter(basket=basket).first()
        acts: dict[str, Callable[[], Any]] = {
            "pay": lambda: take_payment(basket, "cash", weights=weights, **signed),
            "pay_other": lambda: take_payment(basket, "cheque", amount=Money(700 * amount + 1), **signed),
            "later": lambda: serve(basket, is_left_owed=True, **signed),
            "serve": lambda: serve(basket, is_left_owed=False, **signed),
            "weigh": lambda: weigh(basket, weights, **signed),
            "missing": lambda: set_missing(basket, line.pk, amount < 2, **signed),
            "add": lambda: set_quantity(basket, line.product, amount, **signed),
            "unserve": lambda: undo_serving(basket, **signed),
            "forgive": lambda: forgive_absent(basket, **signed),
            "leave": lambda: leave_owed(basket, is_absent=bool(amount % 2), **signed),
            "look_again": lambda: look_again(basket, **signed),
            "keep_all": lambda: keep_as_avoir(basket, **signed),
        }
        if receipt is not None:
            acts["keep_one"] = lambda: keep_one(receipt, **signed)
            acts["undo"] = lambda: undo_receipt(receipt, **signed)
            acts["undo_money"] = lambda: undo_receipt(receipt, stays_served=True, **signed)
        return acts.get(step.kind)


def left_owed() -> list[Basket]:
    return list(Basket.objects.with_amounts().filter(left_amount__gt=NOTHING))


def refusals_at(moment: int) -> tuple[type[Exception], ...]:
    """What may be refused: an evening is open for orders at each moment but the last."""
    return (*REFUSALS, OrdersClosed) if moment == 2 else REFUSALS


def everything() -> list[Any]:
    """All that an act could move."""
    counts = [rows.objects.count() for rows in (Entry, Act, BasketChange, Payment, Receipt)]
    validations = Validation.objects.order_by("pk").values_list("pk", "undone_at")
    return [*counts, *validations, *Basket.objects.order_by("pk").values()]

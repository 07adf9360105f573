"""Two treasurers, a member and a volunteer on one account in the same seconds: nothing is lost, totals are right."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import Sum

from cabas.distributions.auditing import audit_group as audit_baskets
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket, Distribution, Receipt
from cabas.distributions.ordering import Order, commit
from cabas.distributions.receipt_means import change_means
from cabas.distributions.serving import take_payment, undo_receipt
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_all
from cabas.ledger.models import Entry, Transaction
from cabas.money import Money
from cabas.payments.auditing import audit_group as audit_payments
from cabas.payments.correcting import correct
from cabas.payments.models import Payment
from cabas.payments.receiving import record_payment
from cabas.payments.refunding import MoreThanAvoir, refund
from cabas.treasury.overview import balances_of, totals_of
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, cast, key
from tests.racing import race_processes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]

ROUNDS = 4
SIGNED = {"at": THURSDAY_EVENING}


class Seconds:
    """What each of the four does, with keys that were made before they start."""

    def __init__(self, play: Cast, later: Distribution) -> None:
        self.play, self.later = play, later
        self.keys = [[key() for _act in range(3 * ROUNDS)] for _person in range(4)]

    def alice(self) -> Membership:
        """The household as this process reads it."""
        return Membership.objects.select_related("group__book", "account").get(pk=self.play.alice.pk)

    def cashes_in(self, keys: Sequence[str]) -> str:
        """One treasurer: cheques of 5,00, and the means of each put right."""
        for turn in range(ROUNDS):
            alice, by = self.alice(), self.play.nadia
            cheque = record_payment(alice, "cheque", Money.of("5.00"), key=keys[2 * turn], by=by, **SIGNED)
            change_means(cheque, "cash", key=keys[2 * turn + 1], by=by, **SIGNED)
        return f"cashed in {ROUNDS}"

    def gives_back(self, keys: Sequence[str]) -> str:
        """The other: refunds of 1,00, gestures of 0,50, and a refund of more than there can be."""
        refused = 0
        for turn in range(ROUNDS):
            alice, by = self.alice(), self.play.nadia
            refund(alice, "cash", Money.of("1.00"), why="trop payé", key=keys[3 * turn], by=by, **SIGNED)
            correct(alice, Money.of("0.50"), why="geste", key=keys[3 * turn + 1], by=by, **SIGNED)
            try:
                refund(alice, "cash", Money.of("900"), why="erreur", key=keys[3 * turn + 2], by=by, **SIGNED)
            except MoreThanAvoir:
                refused += 1
        return f"gave back {ROUNDS}, refused {refused}"

    def orders(self, keys: Sequence[str]) -> str:
        """The member: one more box of vegetables each time."""
        for turn in range(ROUNDS):
            alice, wanted = self.alice(), {self.play.vegetables.pk: turn + 1}
            replace_draft(self.later, alice, wanted, at=TUESDAY)
            person = alice.adults.get().person
            commit(self.later, alice, Order(wanted, turn, "cash"), key=keys[turn], by=person, at=TUESDAY)
        return f"ordered {ROUNDS}"

    def serves(self, keys: Sequence[str]) -> str:
        """The volunteer: takes 12,00 for the basket, takes it back, and takes it again at the end."""
        basket = Basket.objects.select_related("group__book").get(distribution=self.play.distribution)
        by, price = self.play.nadia, Money.of("12.00")
        for turn in range(ROUNDS):
            take_payment(basket, "cheque", amount=price, is_besides=True, key=keys[2 * turn], by=by, **SIGNED)
            if turn < ROUNDS - 1:
                receipt = Receipt.objects.live().select_related("basket__group__book", "payment__transaction").get()
                undo_receipt(receipt, key=keys[2 * turn + 1], by=by, **SIGNED)
        return "served"


def test_four_people_on_one_account_lose_nothing() -> None:
    play = cast()
    later = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    Distribution.objects.filter(pk=later.pk).update(orders_open_at=TUESDAY - timedelta(days=1))
    later.refresh_from_db()
    play.order(play.alice, {play.vegetables: 1})
    record_payment(play.alice, "transfer", Money.of("100.00"), key=key(), by=play.nadia, at=TUESDAY)
    seconds = Seconds(play, later)
    people: list[Callable[[Sequence[str]], str]] = [
        seconds.cashes_in,
        seconds.gives_back,
        seconds.orders,
        seconds.serves,
    ]

    outcomes = race_processes(4, lambda position: people[position](seconds.keys[position]))

    assert outcomes == {
        f"cashed in {ROUNDS}": 1,
        f"gave back {ROUNDS}, refused 4": 1,
        f"ordered {ROUNDS}": 1,
        "served": 1,
    }
    connections.close_all()
    # 100,00 - 12,00 - 4 boxes of 12,00 + 4 x 5,00 - 4 x 1,00 + 4 x 0,50 + 12,00 of the stand
    assert seconds.alice().account.balance == Money.of("70.00")
    assert Entry.objects.filter(account=play.alice.account).aggregate(sum=Sum("amount"))["sum"] == Money.of("70.00")
    assert Money.sum(Payment.objects.live().values_list("amount", flat=True)) == Money.of("132.00")
    numbers = Transaction.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert totals_of(balances_of(play.group)).position == Money.of("70.00")
    assert [*audit_all(), *audit_baskets(play.group), *audit_payments(play.group)] == []

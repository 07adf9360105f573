"""Several people act in the same second, in threads and in processes: nothing is lost, nothing counts twice."""

from collections.abc import Callable

import pytest

from cabas.distributions.auditing import audit_group
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket, OrderLine
from cabas.distributions.ordering import Order, commit
from cabas.distributions.serving import take_payment
from cabas.groups.members import NewHousehold, NewPerson, add_members
from cabas.groups.models import Membership
from cabas.ledger.acts import once
from cabas.ledger.auditing import audit_all
from cabas.ledger.models import Book, Transaction
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.payments.receiving import receive
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.racing import Act, race_processes, race_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]

Race = Callable[[int, Act], dict[str, int]]


@pytest.fixture(params=[race_threads, race_processes], ids=["threads", "processes"])
def race(request: pytest.FixtureRequest) -> Race:
    return request.param  # type: ignore[no-any-return]


def assert_books_hold(play: Cast) -> None:
    assert list(audit_all()) == []
    assert list(audit_group(play.group)) == []


def test_two_volunteers_take_the_payment_of_one_basket_in_the_same_second(race: Race) -> None:
    play = cast()
    basket = play.order(play.alice, {play.vegetables: 1})
    keys = [key(), key()]

    def act(position: int) -> str:
        take_payment(basket, "cheque", key=keys[position], by=play.nadia, at=THURSDAY_EVENING)
        return "taken"

    assert race(2, act) == {"taken": 1, "AlreadySettled": 1}
    assert Membership.objects.get(pk=play.alice.pk).account.balance == Money(0)
    assert_books_hold(play)


def test_one_key_from_eight_clients_counts_once(race: Race) -> None:
    play = cast()
    basket = play.order(play.alice, {play.vegetables: 1})
    before, one_key = Transaction.objects.count(), key()

    def act(_position: int) -> str:
        return str(take_payment(basket, "cash", key=one_key, by=play.nadia, at=THURSDAY_EVENING).amount)

    assert race(8, act) == {"12.00": 8}
    assert Transaction.objects.count() == before + 1
    assert Payment.objects.count() == 1
    assert_books_hold(play)


def test_the_last_item_wanted_by_twenty_goes_to_one(race: Race) -> None:
    play = cast()
    play.bread.stock = 1
    play.bread.save()
    names = [NewHousehold([NewPerson("Membre", f"N{position}")]) for position in range(20)]
    members = add_members(play.group, names, at=TUESDAY)
    orders = [(member, key()) for member in members]
    for member in members:
        replace_draft(play.distribution, member, {play.bread.pk: 1, play.vegetables.pk: 1}, at=TUESDAY)

    def act(position: int) -> str:
        member, own_key = orders[position]
        order = Order({play.bread.pk: 1, play.vegetables.pk: 1}, 0, "cash")
        person = Membership.objects.with_people().get(pk=member.pk).people[0]
        commit(play.distribution, member, order, key=own_key, by=person, at=TUESDAY)
        return "ordered"

    assert race(20, act) == {"ordered": 1, "StockGone": 19}
    assert OrderLine.objects.filter(product=play.bread, quantity__gt=0).count() == 1
    assert sorted(basket.number for basket in Basket.objects.all()) == [1]
    assert_books_hold(play)


def test_the_same_order_sent_by_two_tabs_is_one_order_and_a_named_refusal(race: Race) -> None:
    play = cast()
    replace_draft(play.distribution, play.alice, {play.bread.pk: 2}, at=TUESDAY)
    keys = [key(), key()]

    def act(position: int) -> str:
        order = Order({play.bread.pk: 2}, 0, "cash")
        commit(play.distribution, play.alice, order, key=keys[position], by=play.person(play.alice), at=TUESDAY)
        return "ordered"

    assert race(2, act) == {"ordered": 1, "StaleBasket": 1}
    assert Membership.objects.get(pk=play.alice.pk).account.balance == -Money.of("10.80")
    assert_books_hold(play)


def test_two_treasurers_record_a_payment_of_one_member_in_the_same_second(race: Race) -> None:
    play = cast()
    play.order(play.alice, {play.vegetables: 1})
    keys = [key(), key()]

    def act(position: int) -> str:
        member = Membership.objects.select_related("group__book", "account").get(pk=play.alice.pk)
        amount = Money(500 + position)

        def perform(_book: Book) -> dict[str, int]:
            signed = {"by": play.nadia, "at": THURSDAY_EVENING, "key": f"{keys[position]}:1"}
            return {"payment": receive(member, "cheque", amount, **signed).pk}

        once(
            member.group.book,
            key=keys[position],
            kind="payment",
            asked={"amount": amount.cents},
            by=play.nadia.pk,
            at=THURSDAY_EVENING,
            perform=perform,
        )
        return "recorded"

    assert race(2, act) == {"recorded": 2}
    assert Membership.objects.get(pk=play.alice.pk).account.balance == Money(500 + 501) - Money.of("12.00")
    assert_books_hold(play)

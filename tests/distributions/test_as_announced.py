"""In one tap all is served and received as it was announced, transfers apart, and in one tap it is undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cabas.distributions.as_announced import as_announced, receive_as_announced, take_back_as_announced
from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import baskets_of, cases, leave_owed
from cabas.distributions.contents import set_missing
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.refusals import (
    AmountsChanged,
    DistributionValidated,
    NothingToTakeBack,
    NotStarted,
    StandStillOpen,
)
from cabas.distributions.serving import serve, take_payment, undo_receipt, undo_serving
from cabas.distributions.validation import validate
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership
from cabas.ledger.acts import KeyReused
from cabas.ledger.auditing import audit_all
from cabas.money import Money
from cabas.payments import auditing as payments_auditing
from cabas.payments.models import Payment
from cabas.payments.receiving import receive
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db

AFTERWARDS = THURSDAY_EVENING + timedelta(hours=2)


@pytest.fixture
def play() -> Cast:
    """1 Alice 24,00 by cheque, 2 Bob 5,40 by transfer, 3 Nadia 10,80 in cash, 4 Zoé whose avoir covers 5,40."""
    play = cast()
    play.order(play.alice, {play.vegetables: 2})
    play.order(play.bob, {play.bread: 1}, means="transfer")
    play.order(Membership.objects.get(adults__person=play.nadia), {play.bread: 2}, means="cash")
    zoe = joined(play, "Zoé")
    with transaction.atomic():
        receive(zoe, "cash", Money.of("8.00"), key=key(), by=play.nadia, at=TUESDAY)
    play.order(zoe, {play.bread: 1})
    return play


def joined(play: Cast, name: str) -> Membership:
    return add_member(play.group, NewHousehold([NewPerson(name, "Roux")]), at=TUESDAY)


def signed(play: Cast, **more: Any) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": AFTERWARDS, **more}


def everything_received(play: Cast, **more: Any) -> str:
    """Press the button as the page shows it; gives its key."""
    announced = as_announced(cases(baskets_of(play.distribution)))
    asked = signed(play, **more)
    receive_as_announced(play.distribution, count=announced.count, seen=announced.sum, **asked)
    return str(asked["key"])


def told(play: Cast) -> list[tuple[int, str, str]]:
    """Number, reason and due of each case."""
    return [(case.basket.number, str(case.reason), str(case.due.due)) for case in cases(baskets_of(play.distribution))]


def states() -> list[tuple[bool, bool, Money]]:
    """Of each basket: is it served, does its announcement stand, what of it is left."""
    return [(one.served_at is not None, one.is_announced, one.left_amount) for one in Basket.objects.order_by("number")]


def received() -> list[tuple[int, str, str]]:
    receipts = Receipt.objects.live().select_related("payment", "basket").order_by("pk")
    return [(one.basket.number, one.payment.means, str(one.payment.amount)) for one in receipts]


def assert_books_hold(play: Cast) -> None:
    assert list(audit_all()) == []
    assert list(audit_group(play.group)) == []
    assert list(payments_auditing.audit_group(play.group)) == []


NOTHING = Money(0)
STATEMENTS = {"receive": 14, "take back": 18, "validate": 15}  # with the savepoints around each
SERVED, NOT_SERVED = (True, False, NOTHING), (False, True, NOTHING)


def test_all_are_served_what_was_to_be_brought_is_received_and_transfers_are_awaited(play: Cast) -> None:
    everything_received(play)
    assert received() == [(1, "cheque", "24.00"), (3, "cash", "10.80")]
    assert states() == [SERVED, (True, True, NOTHING), SERVED, SERVED]
    assert {(one.served_at, one.served_by) for one in Basket.objects.all()} == {(AFTERWARDS, play.nadia)}
    assert told(play) == [(2, "transfer_awaited", "5.40")]
    payment = Payment.objects.get(means="cheque")
    assert (payment.recorded_by, payment.recorded_at, str(payment.received_on)) == (
        play.nadia,
        AFTERWARDS,
        "2026-11-26",
    )
    assert_books_hold(play)


def test_who_announced_nothing_and_who_was_said_absent_are_left_alone(play: Cast) -> None:
    Basket.objects.filter(number=3).update(means="", is_announced=False)
    leave_owed(Basket.objects.get(number=1), is_absent=True, **signed(play))
    everything_received(play)
    assert received() == []
    assert told(play) == [(2, "transfer_awaited", "5.40"), (3, "not_come", "10.80")]
    assert states() == [(False, False, Money.of("24.00")), (True, True, NOTHING), (False, False, NOTHING), SERVED]


def test_a_basket_that_was_served_keeps_who_served_it_and_is_paid_as_announced(play: Cast) -> None:
    basket = Basket.objects.get(number=1)
    serve(basket, is_left_owed=False, key=key(), by=play.person(play.bob), at=THURSDAY_EVENING)
    done = everything_received(play)
    basket.refresh_from_db()
    assert (basket.served_at, basket.served_by) == (THURSDAY_EVENING, play.person(play.bob))
    take_back_as_announced(play.distribution, done, **signed(play))
    assert states() == [(True, True, NOTHING), NOT_SERVED, NOT_SERVED, NOT_SERVED]


def test_a_basket_of_which_all_is_missing_is_not_handed_out(play: Cast) -> None:
    zoes = Basket.objects.get(number=4)
    set_missing(zoes, zoes.lines.get().pk, True, **signed(play))
    everything_received(play)
    assert states()[3] == (False, True, NOTHING)
    assert told(play) == [(2, "transfer_awaited", "5.40")]


def test_the_same_key_receives_once_and_another_content_is_refused(play: Cast) -> None:
    once = signed(play)
    for _again in range(2):
        receive_as_announced(play.distribution, count=4, seen=Money.of("34.80"), **once)
    assert len(received()) == 2
    with pytest.raises(KeyReused):
        receive_as_announced(play.distribution, count=3, seen=Money.of("34.80"), **once)


@pytest.mark.parametrize(("count", "seen"), [(4, "20.00"), (3, "34.80")])
def test_what_the_page_did_not_show_is_not_received(play: Cast, count: int, seen: str) -> None:
    with pytest.raises(AmountsChanged):
        receive_as_announced(play.distribution, count=count, seen=Money.of(seen), **signed(play))
    assert (received(), states()) == ([], [NOT_SERVED] * 4)


def test_not_before_it_starts_nor_while_the_stand_serves_nor_once_it_is_validated(play: Cast) -> None:
    with pytest.raises(NotStarted):
        everything_received(play, at=TUESDAY)
    served = Basket.objects.get(number=4)
    serve(served, is_left_owed=False, **signed(play, at=THURSDAY_EVENING))
    with pytest.raises(StandStillOpen):
        everything_received(play, at=THURSDAY_EVENING)
    undo_serving(served, **signed(play, at=THURSDAY_EVENING))
    done = everything_received(play, at=THURSDAY_EVENING)
    leave_owed(Basket.objects.get(number=2), is_absent=False, **signed(play))
    validate(play.distribution, **signed(play))
    with pytest.raises(DistributionValidated):
        everything_received(play)
    with pytest.raises(DistributionValidated):
        take_back_as_announced(play.distribution, done, **signed(play))


def test_it_is_undone_in_one_act_and_can_be_done_again(play: Cast) -> None:
    done = everything_received(play)
    once = signed(play)
    for _again in range(2):
        assert take_back_as_announced(play.distribution, done, **once) == Money.of("34.80")
    assert (received(), states()) == ([], [NOT_SERVED] * 4)
    assert told(play)[0] == (1, "not_come", "24.00")
    assert take_back_as_announced(play.distribution, done, **signed(play)) == NOTHING
    everything_received(play)
    assert received() == [(1, "cheque", "24.00"), (3, "cash", "10.80")]
    assert_books_hold(play)


def test_what_was_done_since_stays_when_it_is_undone(play: Cast) -> None:
    """Alice's cheque was taken back, she paid in cash; Bob's transfer came; Zoé's basket was un-served, then served."""
    done = everything_received(play)
    undo_receipt(Receipt.objects.get(basket__number=1), **signed(play))
    take_payment(Basket.objects.get(number=1), "cash", **signed(play))
    take_payment(Basket.objects.get(number=2), "transfer", **signed(play))
    undo_serving(Basket.objects.get(number=4), **signed(play))
    serve(Basket.objects.get(number=4), is_left_owed=False, **signed(play, at=AFTERWARDS + timedelta(minutes=1)))
    assert take_back_as_announced(play.distribution, done, **signed(play)) == Money.of("10.80")
    assert received() == [(1, "cash", "24.00"), (2, "transfer", "5.40")]
    assert states() == [SERVED, SERVED, NOT_SERVED, SERVED]
    assert_books_hold(play)


def test_a_transfer_that_was_left_waiting_is_left_so_when_it_is_undone(play: Cast) -> None:
    done = everything_received(play)
    leave_owed(Basket.objects.get(number=2), is_absent=False, **signed(play))
    take_back_as_announced(play.distribution, done, **signed(play))
    assert states()[1] == (True, False, Money.of("5.40"))
    assert [number for number, _reason, _due in told(play)] == [1, 3, 4]


@pytest.mark.parametrize("means", ["online", "transfer"])
def test_a_basket_paid_from_afar_is_no_more_served_and_its_money_stays_when_it_is_undone(
    play: Cast, means: str
) -> None:
    basket = Basket.objects.select_related("membership__account", "membership__group__book").get(number=1)
    with transaction.atomic():
        paid = receive(basket.membership, means, Money.of("24.00"), key=key(), by=play.nadia, at=TUESDAY)
    Receipt.objects.create(group=play.group, basket=basket, payment=paid)
    Basket.objects.filter(pk=basket.pk).update(means=means, is_announced=False)
    done = everything_received(play)
    assert states()[0] == SERVED
    assert take_back_as_announced(play.distribution, done, **signed(play)) == Money.of("10.80")
    assert states()[0] == (False, False, NOTHING)
    assert received() == [(1, means, "24.00")]
    assert_books_hold(play)


def test_another_evening_or_another_act_is_not_undone_here(play: Cast) -> None:
    other = cast("ailleurs", "Ailleurs")
    taken = signed(play)
    take_payment(Basket.objects.get(number=1), "cheque", **taken)
    done = everything_received(play)
    for distribution, asked in ((other.distribution, done), (play.distribution, taken["key"]), (play.distribution, "")):
        with pytest.raises(NothingToTakeBack):
            take_back_as_announced(distribution, asked, **signed(play))
    assert len(received()) == 2


@pytest.mark.parametrize("members", [3, 30])
def test_receiving_validating_and_undoing_take_the_same_statements_for_any_number_of_baskets(members: int) -> None:
    play = cast()
    for position in range(members):
        play.order(joined(play, f"Membre {position}"), {play.bread: 1, play.vegetables: position % 3})
    counted = {}
    with CaptureQueriesContext(connection) as captured:
        done = everything_received(play)
    counted["receive"] = len(captured) - 3  # what the page had read before
    with CaptureQueriesContext(connection) as captured:
        take_back_as_announced(play.distribution, done, **signed(play))
    counted["take back"] = len(captured)
    everything_received(play)
    with CaptureQueriesContext(connection) as captured:
        validate(play.distribution, **signed(play))
    counted["validate"] = len(captured)
    assert counted == STATEMENTS, counted
    assert_books_hold(play)

"""A payment on the wrong account is moved in one act: reversed there, received here; both accounts say so."""

from datetime import date, timedelta

import pytest

from cabas.distributions.explaining import explained
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.moving_payments import AlreadyTheirs, OfAnotherGroup, move_payment
from cabas.distributions.serving import take_payment
from cabas.distributions.taking_back import take_back_payment
from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.reversing import AlreadyReversed
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.payments.receiving import PaidOnline, receive, record_payment
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.payments.accounts import balance, held
from tests.payments.conftest import faults

pytestmark = pytest.mark.django_db

FRIDAY = THURSDAY_EVENING + timedelta(days=1)


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def wrong(play: Cast) -> Payment:
    """Bob's cheque of 12,00, received on Monday, written on Alice's account."""
    more = {"on": date(2026, 11, 23), "reference": "98", "note": "par la poste"}
    return record_payment(play.alice, "cheque", Money(1200), key=key(), by=play.nadia, at=TUESDAY, **more)


def moved(play: Cast, payment: Payment, to: Membership, **more: object) -> Payment:
    said: dict[str, object] = {"key": key(), "by": play.nadia, "at": FRIDAY} | more
    return move_payment(payment, to, **said)  # type: ignore[arg-type]


def told(member: Membership) -> list[tuple[str, tuple[str, ...], str]]:
    member = Membership.objects.get(pk=member.pk)
    return [(line.cause.title, line.cause.details, line.cause.who) for line in explained(member)]


def test_the_money_is_on_the_right_account_at_its_day_and_both_say_who_did_it(play: Cast, wrong: Payment) -> None:
    right = moved(play, wrong, play.bob)
    assert (right.moved_from, right.received_on, right.reference, right.note) == (
        wrong,
        date(2026, 11, 23),
        "98",
        "par la poste",
    )
    assert (balance(play.alice), balance(play.bob), held(play, Kind.CHEQUES_IN_HAND)) == ("0.00", "12.00", "12.00")
    assert told(play.alice) == [
        ("Chèque n° 98\u202f: compte corrigé", ("porté au membre n° 2",), "par Nadia"),
        ("Chèque n° 98", ("par la poste",), "reçu par Nadia"),
    ]
    assert told(play.bob) == [
        ("Chèque n° 98", ("noté d’abord, par erreur, au membre n° 1", "par la poste"), "reçu par Nadia")
    ]
    assert faults() == []


def test_moved_back_it_is_a_third_payment(play: Cast, wrong: Payment) -> None:
    moved(play, moved(play, wrong, play.bob), play.alice)
    assert (balance(play.alice), balance(play.bob), faults()) == ("12.00", "0.00", [])


def test_the_same_form_sent_twice_moves_once(play: Cast, wrong: Payment) -> None:
    sent = key()
    assert moved(play, wrong, play.bob, key=sent) == moved(play, wrong, play.bob, key=sent)
    with pytest.raises(AlreadyReversed):
        moved(play, wrong, play.bob)
    assert balance(play.bob) == "12.00"


def test_what_is_taken_back_already_theirs_or_elsewhere_is_refused(play: Cast, wrong: Payment) -> None:
    with pytest.raises(AlreadyTheirs):
        moved(play, wrong, play.alice)
    with pytest.raises(OfAnotherGroup):
        moved(play, wrong, cast("ailleurs").bob)
    take_back_payment(wrong, why="jamais reçu", key=key(), by=play.nadia, at=FRIDAY)
    with pytest.raises(AlreadyReversed):
        moved(play, wrong, play.bob)
    assert (Payment.objects.count(), balance(play.bob), faults()) == (1, "0.00", [])


def test_what_the_provider_received_is_not_moved(play: Cast) -> None:
    online = receive(play.alice, "online", Money(500), key=key(), by=play.nadia, at=TUESDAY)
    with pytest.raises(PaidOnline):
        moved(play, online, play.bob)


def test_the_basket_it_paid_stays_handed_out_and_is_owed_again(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    moved(play, Payment.objects.get(), play.bob)
    basket = Basket.objects.get()
    assert (basket.served_at, basket.is_announced, Receipt.objects.live().count()) == (THURSDAY_EVENING, True, 0)
    assert (balance(play.alice), balance(play.bob), faults()) == ("-5.40", "5.40", [])

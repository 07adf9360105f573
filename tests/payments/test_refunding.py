"""A refund is at most the avoir as it is under the lock, says why, counts once, and can be undone."""

from datetime import date

import pytest

from cabas.groups.chart import Kind
from cabas.ledger.books import close_period
from cabas.ledger.posting import PeriodClosed
from cabas.ledger.reversing import AlreadyReversed
from cabas.money import Money
from cabas.payments.models import Refund
from cabas.payments.reasons import ReasonMissing
from cabas.payments.receiving import record_payment
from cabas.payments.refunding import GivenBackOnline, MoreThanAvoir, NothingToRefund, refund, undo_refund
from tests.cast import TUESDAY, Cast, key
from tests.payments.accounts import balance, held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]


@pytest.fixture
def rich(play: Cast) -> Cast:
    """Alice has 20,00 in advance, in cash."""
    record_payment(play.alice, "cash", Money.of("20.00"), key=key(), by=play.nadia, at=TUESDAY)
    return play


def give_back(play: Cast, euros: str, **more: object) -> Refund:
    said: dict[str, object] = {"why": "départ", "key": key(), "by": play.nadia, "at": TUESDAY} | more
    return refund(play.alice, "cash", Money.of(euros), **said)  # type: ignore[arg-type]


def test_a_refund_takes_from_the_avoir_and_from_where_the_money_is(rich: Cast) -> None:
    done = give_back(rich, "8.00", on=date(2026, 11, 23))
    assert (done.amount, done.reason, done.refunded_on) == (Money(800), "départ", date(2026, 11, 23))
    assert done.transaction.occurred_on == date(2026, 11, 23)
    assert (balance(rich.alice), held(rich, Kind.CASH)) == ("12.00", "12.00")


def test_more_than_the_avoir_is_refused_with_what_it_is(rich: Cast) -> None:
    with pytest.raises(MoreThanAvoir, match="L’avoir est de 20,00\u00a0€"):
        give_back(rich, "20.01")
    rich.order(rich.alice, {rich.bread: 2})  # what she ordered meanwhile is no avoir any more
    with pytest.raises(MoreThanAvoir, match="9,20"):
        give_back(rich, "20.00")
    assert Refund.objects.count() == 0


def test_who_owes_has_nothing_to_be_refunded(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    with pytest.raises(MoreThanAvoir, match="n’a pas d’avoir"):
        give_back(play, "0.01")


def test_a_refund_says_why_and_is_of_something(rich: Cast) -> None:
    with pytest.raises(ReasonMissing):
        give_back(rich, "1.00", why="  ")
    with pytest.raises(NothingToRefund):
        give_back(rich, "0.00")
    close_period(rich.group.book, on=date(2026, 11, 1))
    with pytest.raises(PeriodClosed):
        give_back(rich, "1.00", on=date(2026, 11, 1))


def test_a_card_that_paid_online_is_given_back_by_its_provider_only(rich: Cast) -> None:
    with pytest.raises(GivenBackOnline, match="chez votre prestataire"):
        refund(rich.alice, "online", Money(100), why="départ", key=key(), by=rich.nadia, at=TUESDAY)
    assert balance(rich.alice) == "20.00"


def test_the_same_form_sent_twice_gives_back_once(rich: Cast) -> None:
    sent = key()
    assert give_back(rich, "15.00", key=sent) == give_back(rich, "15.00", key=sent)
    assert balance(rich.alice) == "5.00"


def test_a_refund_that_did_not_happen_is_undone_once(rich: Cast) -> None:
    done = give_back(rich, "20.00")
    signed = {"by": rich.nadia, "at": TUESDAY}
    with pytest.raises(ReasonMissing):
        undo_refund(done, why="", key=key(), **signed)
    sent = key()
    for _again in range(2):
        undo_refund(done, why="pas venue", key=sent, **signed)
    assert (balance(rich.alice), held(rich, Kind.CASH)) == ("20.00", "20.00")
    assert (Refund.objects.live().count(), done.transaction.reversed_by.memo) == (0, "pas venue")
    with pytest.raises(AlreadyReversed):
        undo_refund(done, why="encore", key=key(), **signed)

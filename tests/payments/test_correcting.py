"""A correction credits or debits a member against the differences, says why, counts once, and can be undone."""

from datetime import date

import pytest

from cabas.groups.chart import Kind
from cabas.ledger.reversing import AlreadyReversed
from cabas.money import Money
from cabas.payments.correcting import NothingToCorrect, correct, undo_correction
from cabas.payments.models import Correction
from cabas.payments.reasons import ReasonMissing
from tests.cast import TUESDAY, Cast, key
from tests.payments.accounts import balance, held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]


def put_right(play: Cast, euros: str, **more: object) -> Correction:
    said: dict[str, object] = {"why": "salade abîmée", "key": key(), "by": play.nadia, "at": TUESDAY} | more
    return correct(play.alice, Money.of(euros), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(("euros", "differences"), [("3.00", "3.00"), ("-3.00", "-3.00")])
def test_what_the_member_gets_the_group_bears(play: Cast, euros: str, differences: str) -> None:
    done = put_right(play, euros, on=date(2026, 11, 20))
    assert (done.amount, done.reason, done.corrected_on) == (Money.of(euros), "salade abîmée", date(2026, 11, 20))
    assert (balance(play.alice), held(play, Kind.DIFFERENCES)) == (euros, differences)


def test_a_correction_says_why_and_is_of_something(play: Cast) -> None:
    with pytest.raises(ReasonMissing):
        put_right(play, "1.00", why="")
    with pytest.raises(NothingToCorrect):
        put_right(play, "0.00")
    assert Correction.objects.count() == 0


def test_the_same_form_sent_twice_corrects_once(play: Cast) -> None:
    sent = key()
    assert put_right(play, "-2.00", key=sent) == put_right(play, "-2.00", key=sent)
    assert balance(play.alice) == "-2.00"


def test_a_correction_that_was_wrong_is_undone_once(play: Cast) -> None:
    done = put_right(play, "5.00")
    undo_correction(done, why="autre membre", key=key(), by=play.nadia, at=TUESDAY)
    assert (balance(play.alice), held(play, Kind.DIFFERENCES)) == ("0.00", "0.00")
    with pytest.raises(AlreadyReversed):
        undo_correction(done, why="autre membre", key=key(), by=play.nadia, at=TUESDAY)

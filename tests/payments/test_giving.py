"""A gift is at most the avoir as it is under the lock, goes to a member or to the group, counts once, can be undone."""

from datetime import date

import pytest

from cabas.groups.chart import Kind
from cabas.ledger.posting import ForeignAccount
from cabas.ledger.reversing import AlreadyReversed
from cabas.money import Money
from cabas.payments.giving import GivenToThemselves, MoreThanGiverHas, NothingToGive, give, undo_gift
from cabas.payments.models import Gift
from cabas.payments.reasons import ReasonMissing
from cabas.payments.receiving import record_payment
from tests.cast import TUESDAY, Cast, cast, key
from tests.payments.accounts import balance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]


@pytest.fixture
def rich(play: Cast) -> Cast:
    """Alice has 20,00 in advance."""
    record_payment(play.alice, "cash", Money.of("20.00"), key=key(), by=play.nadia, at=TUESDAY)
    return play


def given(play: Cast, euros: str, **more: object) -> Gift:
    said: dict[str, object] = {"why": "départ", "key": key(), "by": play.nadia, "at": TUESDAY} | more
    receiver = said.pop("to", play.bob)
    return give(play.alice, receiver, Money.of(euros), **said)  # type: ignore[arg-type]


def test_a_gift_goes_from_one_account_to_the_other_at_its_day(rich: Cast) -> None:
    gift = given(rich, "8.00", on=date(2026, 11, 23))
    assert (gift.amount, gift.reason, gift.given_on, gift.receiver) == (
        Money(800),
        "départ",
        date(2026, 11, 23),
        rich.bob,
    )
    assert (balance(rich.alice), balance(rich.bob)) == ("12.00", "8.00")


def test_a_gift_to_the_group_is_its_income(rich: Cast) -> None:
    given(rich, "20.00", to=None)
    assert (balance(rich.alice), str(rich.group.account(Kind.GIFTS).balance)) == ("0.00", "20.00")


def test_more_than_the_avoir_is_refused_with_what_it_is_now(rich: Cast) -> None:
    rich.order(rich.alice, {rich.bread: 2})  # ordered since the page was shown
    with pytest.raises(MoreThanGiverHas, match="L’avoir est de 9,20\u00a0€"):
        given(rich, "9.21")
    rich.order(rich.bob, {rich.bread: 1})
    with pytest.raises(MoreThanGiverHas, match="il n’a rien à donner"):
        give(rich.bob, rich.alice, Money(1), why="x", key=key(), by=rich.nadia, at=TUESDAY)
    assert Gift.objects.count() == 0


def test_a_gift_is_of_something_says_why_and_goes_to_somebody_else(rich: Cast) -> None:
    with pytest.raises(ReasonMissing):
        given(rich, "1.00", why="  ")
    with pytest.raises(NothingToGive):
        given(rich, "0.00")
    with pytest.raises(GivenToThemselves):
        given(rich, "1.00", to=rich.alice)
    with pytest.raises(ForeignAccount):
        given(rich, "1.00", to=cast("ailleurs").bob)
    assert (balance(rich.alice), Gift.objects.count()) == ("20.00", 0)


def test_the_same_form_sent_twice_gives_once(rich: Cast) -> None:
    sent = key()
    assert given(rich, "15.00", key=sent) == given(rich, "15.00", key=sent)
    assert (balance(rich.alice), balance(rich.bob)) == ("5.00", "15.00")


def test_a_gift_is_undone_once_even_where_it_is_spent(rich: Cast) -> None:
    gift = given(rich, "20.00")
    rich.order(rich.bob, {rich.bread: 3})
    signed = {"by": rich.nadia, "at": TUESDAY}
    with pytest.raises(ReasonMissing):
        undo_gift(gift, why=" ", key=key(), **signed)
    sent = key()
    for _again in range(2):
        undo_gift(gift, why="c’était pour Nadia", key=sent, **signed)
    assert (balance(rich.alice), balance(rich.bob)) == ("20.00", "-16.20")
    with pytest.raises(AlreadyReversed):
        undo_gift(gift, why="encore", key=key(), **signed)

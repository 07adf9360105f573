"""What is due for a basket counts no later one and is asked once; à régler and doit are what a member owes."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from cabas.distributions.dues import Due, due
from cabas.distributions.models import Basket
from cabas.distributions.stand import Weights, serve, take_payment
from cabas.distributions.standing import standing_of
from cabas.groups.models import Membership
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, Cast, add_distribution, cast, key

NOTHING = Money(0)
BASKET = Money.of("24.00")


@dataclass
class Paper:
    """A basket on paper."""

    total: Money = BASKET
    balance: Money = -BASKET
    later_total: Money = NOTHING
    paid: Money = NOTHING
    forgiven: Money = NOTHING


def said(paper: Paper, total: str | None = None) -> tuple[str, str, str]:
    found = due(paper, None if total is None else Money.of(total))
    return str(found.due), str(found.old_debt), str(found.before)


def test_a_member_who_was_up_to_date_owes_the_basket() -> None:
    assert said(Paper()) == ("24.00", "0.00", "0.00")


def test_a_later_basket_is_not_asked_for() -> None:
    assert said(Paper(balance=Money.of("-54.00"), later_total=Money.of("30.00"))) == ("24.00", "0.00", "0.00")


def test_an_old_debt_stands_beside() -> None:
    assert said(Paper(balance=Money.of("-36.50"))) == ("24.00", "12.50", "-12.50")


def test_an_avoir_is_used_first_even_for_a_later_basket_that_waits() -> None:
    assert said(Paper(balance=Money.of("-7.00"))) == ("7.00", "0.00", "17.00")
    assert said(Paper(balance=Money.of("-20.00"), later_total=Money.of("30.00"))) == ("0.00", "0.00", "34.00")


def test_what_was_received_is_not_asked_twice() -> None:
    assert said(Paper(balance=Money.of("-4.00"), paid=Money.of("20.00"))) == ("4.00", "0.00", "0.00")
    assert said(Paper(balance=Money.of("-12.50"), paid=Money.of("24.00"))) == ("0.00", "12.50", "-12.50")


def test_a_forgiven_basket_is_due_no_more_whatever_is_owed_besides() -> None:
    assert said(Paper(balance=Money.of("-12.50"), forgiven=Money.of("24.00"))) == ("0.00", "12.50", "-12.50")


def test_typed_weights_change_what_would_be_due() -> None:
    assert said(Paper(), "22.90") == ("22.90", "0.00", "0.00")
    assert said(Paper(balance=NOTHING, paid=Money.of("24.00")), "25.00") == ("1.00", "0.00", "0.00")
    assert Due(NOTHING, NOTHING, NOTHING).is_zero


def with_amounts(member: Membership, play: Cast) -> Basket:
    return Basket.objects.with_amounts().get(membership=member, distribution=play.distribution)


def owed_as_said(member: Membership) -> tuple[str, str]:
    """À régler and doit, and the proof that they are what is owed."""
    standing = standing_of(Membership.objects.select_related("account").get(pk=member.pk), at=THURSDAY_EVENING)
    to_pay = standing.second[1] if standing.second else standing.amount if standing.state == "a-regler" else NOTHING
    owed = standing.amount if standing.state == "doit" else NOTHING
    assert to_pay + owed == max(NOTHING, -standing.signed)
    return str(to_pay), str(owed)


@pytest.mark.django_db
def test_a_debt_is_announced_or_owed_at_every_step_of_two_evenings() -> None:
    play = cast()
    basket = play.order(play.alice, {play.vegetables: 1, play.cheese: 1})
    assert owed_as_said(play.alice) == ("18.00", "0.00")

    later = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    first, play.distribution = play.distribution, later
    play.order(play.alice, {play.bread: 2}, at=later.orders_open_at)
    play.distribution = first
    assert str(due(with_amounts(play.alice, play)).due) == "18.00"
    assert owed_as_said(play.alice) == ("28.80", "0.00")

    line = basket.lines.get(product=play.cheese)
    serve(basket, weights=Weights({line.pk: 200}), is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert owed_as_said(play.alice) == ("10.80", "17.00")
    take_payment(basket, "cash", amount=Money.of("10.00"), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert owed_as_said(play.alice) == ("10.80", "7.00")
    assert str(due(with_amounts(play.alice, play)).due) == "7.00"
    take_payment(basket, "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert owed_as_said(play.alice) == ("10.80", "0.00")
    assert due(with_amounts(play.alice, play)).before == NOTHING

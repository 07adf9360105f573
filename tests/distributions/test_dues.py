"""What is due for a basket counts no later one and is asked once; à régler and doit are what a member owes."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from cabas.distributions.dues import Due, due
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.serving import serve, take_payment
from cabas.distributions.standing import standing_of
from cabas.distributions.visiting import visit
from cabas.distributions.weighing import Weights
from cabas.groups.models import Membership, Place
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, Cast, add_distribution, cast, key
from tests.distributions.paying import give

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
    means: str = "cheque"
    is_debited: bool = True


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


def two_evenings(play: Cast) -> tuple[Basket, Basket]:
    """Alice ordered for this Thursday (17,40) and for the next (10,80)."""
    first = play.order(play.alice, {play.vegetables: 1, play.bread: 1})
    here, play.distribution = (
        play.distribution,
        add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog]),
    )
    later = play.order(play.alice, {play.bread: 2}, at=play.distribution.orders_open_at)
    play.distribution = here
    return first, later


def dues_of(*baskets: Basket) -> list[str]:
    amounts = Basket.objects.with_amounts().in_bulk([basket.pk for basket in baskets])
    return [str(due(amounts[basket.pk]).due) for basket in baskets]


def pay(play: Cast, basket: Basket, euros: str | None = None) -> None:
    amount = None if euros is None else Money.of(euros)
    take_payment(basket, "cash", amount=amount, key=key(), by=play.nadia, at=THURSDAY_EVENING)


@pytest.mark.django_db
def test_a_receipt_for_a_later_basket_pays_nothing_of_an_earlier_one() -> None:
    play = cast()
    first, later = two_evenings(play)
    pay(play, later)
    assert dues_of(first, later) == ["17.40", "0.00"]
    play.alice.account.refresh_from_db()
    assert str(visit(play.group, play.alice, 1).settlement(Money.of("17.40")).due) == "17.40"
    pay(play, first)
    assert dues_of(first, later) == ["0.00", "0.00"]
    assert Membership.objects.get(pk=play.alice.pk).account.balance == NOTHING


@pytest.mark.django_db
def test_what_was_paid_beyond_a_later_basket_is_an_avoir_for_the_oldest() -> None:
    play = cast()
    first, later = two_evenings(play)
    pay(play, later, "20.00")
    assert dues_of(first, later) == ["8.20", "0.00"]


@pytest.mark.django_db
def test_a_part_paid_for_a_later_basket_leaves_both_rests_due() -> None:
    play = cast()
    first, later = two_evenings(play)
    pay(play, later, "4.00")
    assert dues_of(first, later) == ["17.40", "6.80"]


@pytest.mark.django_db
def test_of_two_evenings_at_the_same_moment_an_avoir_covers_one() -> None:
    play = cast()
    give(play, "10.00")
    hall = Place.objects.create(group=play.group, name="Halle")
    here = play.distribution
    there = Distribution.objects.get(pk=here.pk)
    there.pk, there.number, there.place = None, 2, hall
    there.save()
    there.catalogs.add(play.catalog, through_defaults={"group": play.group})
    play.distribution = there
    second = play.order(play.alice, {play.vegetables: 1})
    play.distribution = here
    first = play.order(play.alice, {play.bread: 2})
    assert dues_of(first, second) == ["0.80", "12.00"]
    play.alice.account.refresh_from_db()
    assert str(visit(play.group, play.alice, 1).settlement(Money.of("10.80")).due) == "0.80"
    assert str(visit(play.group, play.alice, 2).settlement(Money.of("12.00")).due) == "12.00"


def test_nothing_is_due_for_a_basket_that_the_cagnotte_paid_whatever_the_account_owes() -> None:
    owing = Paper(balance=Money.of("-3.00"), means="cagnotte")
    assert said(owing) == ("0.00", "3.00", "21.00")  # 24,00 were taken from 21,00: the account owes 3,00
    assert said(Paper(balance=Money.of("21.60"), means="cagnotte")) == ("0.00", "0.00", "45.60")

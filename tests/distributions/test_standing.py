"""A member is à jour, has to settle what was announced, owes, or has an avoir; the parts add up to the balance."""

from datetime import timedelta

import pytest

from cabas.distributions.serving import serve, take_payment
from cabas.distributions.standing import Standing, plain, standing_of
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, key


def where(play: Cast, at_days: int = 0) -> Standing:
    return standing_of(play.alice, at=TUESDAY + timedelta(days=at_days))


def test_without_an_operation_a_member_is_a_jour(play: Cast) -> None:
    assert where(play) == Standing("a-jour", "à jour", Money(0), Money(0))


@pytest.mark.parametrize(
    ("means", "label"),
    [
        ("cheque", "à régler jeudi, par chèque"),
        ("cash", "à régler jeudi, en espèces"),
        ("transfer", "à régler jeudi, par virement"),
        ("terminal", "à régler jeudi, par carte"),
    ],
)
def test_an_announced_order_is_to_settle_not_owed(play: Cast, means: str, label: str) -> None:
    play.order(play.alice, {play.bread: 1}, means=means)
    assert where(play) == Standing("a-regler", label, Money.of("5.40"), Money.of("-5.40"))


def test_a_basket_waiting_for_validation_does_not_turn_red(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    assert where(play, at_days=5).label == "à régler, par chèque"


def test_two_announced_orders_are_settled_together(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    play.distribution = add_distribution(play.group, play.distribution.starts_at + timedelta(days=1), [play.catalog])
    play.order(play.alice, {play.vegetables: 1}, means="cash")
    assert where(play) == Standing("a-regler", "à régler", Money.of("17.40"), Money.of("-17.40"))


def test_what_is_left_for_later_is_owed(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert where(play, at_days=2) == Standing("doit", "doit", Money.of("5.40"), Money.of("-5.40"))


def test_a_debtor_with_an_order_sees_both_parts(play: Cast) -> None:
    earlier = play.order(play.alice, {play.bread: 1})
    serve(earlier, is_left_owed=True, key=key(), by=play.nadia, at=TUESDAY)
    play.distribution = add_distribution(play.group, play.distribution.starts_at + timedelta(days=1), [play.catalog])
    play.order(play.alice, {play.vegetables: 1})
    here = where(play)
    assert (here.state, here.amount) == ("doit", Money.of("5.40"))
    assert here.second == ("à régler vendredi, par chèque", Money.of("12.00"))


def test_more_than_was_due_is_an_avoir(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cash", amount=Money.of("10.00"), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert where(play, at_days=2) == Standing("avoir", "avoir", Money.of("4.60"), Money.of("4.60"))


def test_the_past_has_no_announcement() -> None:
    assert [plain(Money(cents)).state for cents in (-1, 0, 1)] == ["doit", "a-jour", "avoir"]


def test_a_standing_costs_three_statements_for_one_basket_and_for_three(
    play: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for days in (1, 2, 3):
        play.order(play.alice, {play.bread: 1})
        with django_assert_num_queries(3):  # type: ignore[operator]
            where(play)
        day = play.distribution.starts_at + timedelta(days=days)
        play.distribution = add_distribution(play.group, day, [play.catalog])

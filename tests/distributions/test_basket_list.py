"""The list of baskets says of each what `dues` says, in as many statements with one basket as with many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.distributions.basket_list import LineInFull, ListedBasket, ListedLine, Weighing, baskets_listed, lines_listed
from cabas.distributions.dues import due
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.serving import serve, take_payment
from cabas.distributions.validation import validate
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.ledger.acts import once
from cabas.money import Money
from cabas.payments.receiving import receive
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, add_product, key

WEEK = timedelta(days=7)
UNITS = (("25 cl", "1.50"), ("1 l", "3.80"))


def here(play: Cast) -> Distribution:
    return play.group.distributions.with_validation().get(number=1)


def pay(play: Cast, euros: str) -> None:
    """Alice pays at home, for nothing in particular."""
    posted = {"by": play.nadia, "at": TUESDAY}
    once(
        play.group.book,
        key=(act := key()),
        kind="payment",
        asked={},
        by=play.nadia.pk,
        at=TUESDAY,
        perform=lambda _book: {"is": str(receive(play.alice, "cash", Money.of(euros), key=f"{act}:1", **posted))},
    )


def test_two_products_of_one_name_are_told_apart_by_what_a_piece_is(play: Cast) -> None:
    juices = [add_product(play.catalog, "Jus de pomme", price, unit=unit) for unit, price in UNITS]
    play.order(play.alice, dict.fromkeys(juices, 1) | {play.bread: 1})
    (listed,) = baskets_listed(here(play))
    assert {line.product for line in listed.lines} == {"Jus de pomme (25 cl)", "Jus de pomme (1 l)", "Pain"}


def test_a_basket_is_listed_with_its_household_its_lines_and_what_is_due(play: Cast) -> None:
    couple = [NewPerson("Camille", "Moreau"), NewPerson("Alex", "Moreau", phone="06 12 34 56 78")]
    camille = add_member(play.group, NewHousehold(couple), at=TUESDAY)
    play.order(camille, {play.vegetables: 2, play.cheese: 1})
    assert baskets_listed(here(play)) == [
        ListedBasket(
            number=1,
            member=camille.number,
            name="Camille Moreau",
            phone="06 12 34 56 78",
            means="cheque",
            is_announced=True,
            served_at=None,
            absent_at=None,
            total=Money.of("30.00"),
            paid=Money(0),
            due=Money.of("30.00"),
            lines=[
                ListedLine("Panier de légumes", 2, None, None, Weighing.PIECES),
                ListedLine("Tomme de brebis", 1, None, 240, Weighing.AWAITED),
            ],
            is_about=True,
        )
    ]


def test_what_is_due_is_what_the_stand_asks_whatever_was_paid_before_or_ordered_later(play: Cast) -> None:
    later = add_distribution(play.group, play.distribution.starts_at + WEEK, [play.catalog])
    pay(play, "20.00")
    play.order(play.alice, {play.vegetables: 1, play.bread: 1})
    play.order(play.bob, {play.bread: 3})
    first, play.distribution = play.distribution, later
    play.order(play.alice, {play.vegetables: 2}, at=TUESDAY + WEEK)
    play.order(play.bob, {play.cheese: 1}, at=TUESDAY + WEEK)
    take_payment(later.baskets.get(membership=play.bob), "cash", key=key(), by=play.nadia, at=THURSDAY_EVENING + WEEK)
    for distribution in (first, later):
        said = [
            basket.due for basket in baskets_listed(play.group.distributions.with_validation().get(pk=distribution.pk))
        ]
        assert said == [due(basket).due for basket in distribution.baskets.with_amounts().order_by("number")]
    assert [str(basket.due) for basket in baskets_listed(here(play))] == ["0.00", "16.20"]


def test_an_emptied_basket_is_not_listed_and_names_sort_it(play: Cast) -> None:
    for member in (play.alice, play.bob):
        play.order(member, {play.bread: 1})
    nadia = add_member(play.group, NewHousehold([NewPerson("Zoé", "Aubert")]), at=TUESDAY)
    play.order(nadia, {play.bread: 1})
    play.order(play.alice, {})
    assert [basket.name for basket in baskets_listed(here(play))] == ["Bob Lenoir", "Zoé Aubert"]
    assert [basket.name for basket in baskets_listed(here(play), by_name=True)] == ["Zoé Aubert", "Bob Lenoir"]


def test_once_validated_nothing_is_asked_any_more(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    (listed,) = baskets_listed(here(play))
    assert (listed.due, listed.paid, listed.served_at) == (None, Money(0), THURSDAY_EVENING)


def test_every_line_that_counts_is_listed_with_its_amounts(play: Cast) -> None:
    play.order(play.alice, {play.cheese: 2, play.bread: 1})
    play.order(play.alice, {play.cheese: 2})
    assert lines_listed(play.distribution) == [
        LineInFull(1, "Ferme des Aulnes", "Tomme de brebis", 2, 480, None, Money.of("25.00"), Money.of("12.00"), False)
    ]


@pytest.mark.parametrize("others", [0, 3])
def test_three_statements_whatever_the_baskets_and_the_distributions(play: Cast, others: int) -> None:
    play.order(play.alice, {play.vegetables: 1, play.cheese: 1})
    for position in range(others):
        person = NewPerson("Membre", f"N{position}")
        play.order(add_member(play.group, NewHousehold([person]), at=TUESDAY), {play.bread: 1, play.cheese: 1})
        add_distribution(play.group, play.distribution.starts_at - WEEK * (position + 1), [play.catalog])
    distribution = here(play)
    with CaptureQueriesContext(connection) as captured:
        assert len(baskets_listed(distribution)) == others + 1
    assert len(captured) == 3
    assert Basket.objects.count() == others + 1

"""The till of an evening: float and what was taken against what is counted; the difference posted, replaced, proved."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from cabas.closing.auditing import audit_group
from cabas.closing.counting import Counted, FloatTooLarge, GapUnexplained, NothingCounted, record_count
from cabas.closing.models import Count
from cabas.closing.till import Taken, counted_here_and_carried, taken
from cabas.distributions.refusals import AmountsChanged, NotStarted
from cabas.distributions.serving import take_payment
from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_book
from cabas.money import Money
from cabas.payments.receiving import record_payment
from cabas.payments.refunding import refund
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, cast, key

pytestmark = pytest.mark.django_db

m = Money.of


@pytest.fixture
def play() -> Cast:
    """Bread was paid in cash, vegetables by cheque."""
    play = cast()
    take_payment(play.order(play.alice, {play.bread: 1}), "cash", **signed(play))
    take_payment(play.order(play.bob, {play.vegetables: 1}), "cheque", **signed(play))
    return play


def signed(play: Cast) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING}


def count(play: Cast, **counted: Any) -> Count:
    return record_count(play.distribution, Counted(**counted), **signed(play))


def balances(play: Cast) -> tuple[str, str]:
    """Cash, and its differences, as somebody who holds them would say it."""
    cash, differences = (play.group.account(kind).balance for kind in (Kind.CASH, Kind.CASH_DIFFERENCES))
    return str(-cash), str(differences)


def assert_books_hold(play: Cast) -> None:
    assert [*audit_book(play.group.book), *audit_group(play.group)] == []


def test_what_the_till_should_hold_is_what_came_in_that_evening_less_what_was_given_back(play: Cast) -> None:
    record_payment(play.alice, "cash", m("20.00"), **signed(play))  # on the account
    refund(play.alice, "cash", m("3.00"), why="trop versé", **signed(play))
    other = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    assert taken(play.distribution) == Taken(m("22.40"), m("3.00"), 1, m("12.00"), 0, m("0"))
    assert not taken(other)


def test_what_was_taken_last_week_and_is_recorded_on_the_day_of_the_next_is_in_one_till(play: Cast) -> None:
    later = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    next_week = {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING + timedelta(days=7)}
    hers = play.order(Membership.objects.get(adults__person=play.nadia), {play.bread: 1})
    take_payment(hers, "cash", **next_week)
    assert (taken(play.distribution).cash, taken(later).cash) == (m("10.80"), m("0"))


def test_what_is_right_posts_nothing_and_is_kept_with_who_and_when(play: Cast) -> None:
    made = count(play, cash_float=m("50.00"), cash_counted=m("55.40"), cheques_counted=1, cheques_sum=m("12.00"))
    assert (made.gap, made.transaction, made.by, made.at) == (m("0"), None, play.nadia, THURSDAY_EVENING)
    assert balances(play) == ("5.40", "0.00")


@pytest.mark.parametrize(("found", "gap"), [("52.20", "-3.20"), ("56.00", "0.60")])
def test_a_difference_says_why_and_is_posted_against_its_own_account(play: Cast, found: str, gap: str) -> None:
    with pytest.raises(GapUnexplained, match="recomptez, ou dites pourquoi"):
        count(play, cash_float=m("50.00"), cash_counted=m(found))
    assert not Count.objects.exists()
    made = count(play, cash_float=m("50.00"), cash_counted=m(found), why="monnaie mal rendue")
    assert made.transaction is not None
    assert (made.gap, made.transaction.memo) == (m(gap), "monnaie mal rendue")
    assert balances(play) == (str(m("5.40") + m(gap)), gap)
    assert_books_hold(play)


def test_a_later_count_replaces_the_first_and_nothing_is_edited(play: Cast) -> None:
    first = count(play, cash_counted=m("5.00"), why="à revoir")
    again = count(play, cash_counted=m("5.40"))
    assert (again.transaction, balances(play)) == (None, ("5.40", "0.00"))
    first.refresh_from_db()
    assert (first.cash_counted, first.transaction is not None and first.transaction.is_reversed) == (m("5.00"), True)
    assert count(play, cash_counted=m("5.40")) == again  # the same again is no other count
    assert Count.objects.count() == 2
    assert_books_hold(play)


def test_the_float_that_is_left_is_carried_to_the_next_distribution(play: Cast) -> None:
    count(play, cash_float=m("50.00"), cash_counted=m("55.40"), float_left=m("40.00"))
    here = count(play, cash_float=m("50.00"), cash_counted=m("55.40"), float_left=m("50.00"))
    later = add_distribution(play.group, play.distribution.starts_at + timedelta(days=7), [play.catalog])
    assert counted_here_and_carried(play.distribution) == (here, m("0"))
    assert counted_here_and_carried(later) == (None, m("50.00"))


def test_what_cannot_be_so_is_refused(play: Cast) -> None:
    with pytest.raises(NothingCounted):
        count(play, cash_float=m("50.00"))
    with pytest.raises(FloatTooLarge):
        count(play, cash_counted=m("5.40"), float_left=m("6.00"))
    with pytest.raises(NotStarted):
        record_count(play.distribution, Counted(ticket=m("1")), key=key(), by=play.nadia, at=TUESDAY)
    with pytest.raises(AmountsChanged), transaction.atomic():
        record_count(play.distribution, Counted(cash_counted=m("5.40")), seen=m("5.00"), **signed(play))


def test_the_audit_finds_a_difference_that_is_another(play: Cast) -> None:
    made = count(play, cash_counted=m("5.00"), why="à revoir")
    Count.objects.filter(pk=made.pk).update(cash_counted=m("4.00"))
    assert [str(fault) for fault in audit_group(play.group)] == [
        f"Groupe vallon, opération n° {made.transaction.number}"  # type: ignore[union-attr]
        "\u202f: elle ne porte pas l’écart de caisse de \u22121,40\u00a0€."
    ]

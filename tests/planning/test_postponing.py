"""A distribution with orders is postponed: they stay, the closing moves, members are told, and it is taken back."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.clock import PARIS
from cabas.distributions.models import Distribution, Participation
from cabas.distributions.planning import DatesOutOfOrder, DayTaken
from cabas.distributions.refusals import NothingToTakeBack
from cabas.distributions.serving import serve
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.planning.postponing import Move, postpone, shifted, take_back
from cabas.planning.stakes import BasketsHandedOut
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, key

STARTS = datetime(2026, 12, 3, 18, 30, tzinfo=PARIS)
NEXT_WEEK = Move("Salle des Aulnes", STARTS, STARTS + timedelta(hours=1))


def hours(distribution: Distribution) -> list[str]:
    here = Distribution.objects.get(pk=distribution.pk)
    return [f"{moment.astimezone(PARIS):%d/%m %H:%M}" for moment in (here.starts_at, here.orders_close_at)]


def test_orders_stay_and_the_closing_moves_by_the_same_shift(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 2})
    Participation.objects.update(orders_close_at=datetime(2026, 11, 25, 12, tzinfo=PARIS))
    postpone(play.distribution, NEXT_WEEK, key=key(), by=play.nadia, at=TUESDAY)
    assert hours(play.distribution) == ["03/12 18:30", "02/12 20:00"]
    assert Participation.objects.get().orders_close_at == datetime(2026, 12, 2, 12, tzinfo=PARIS)
    basket.refresh_from_db()
    play.alice.account.refresh_from_db()
    assert (str(basket.total), basket.version, play.alice.account.balance) == ("10.80", 1, Money.of("-10.80"))


def test_a_shift_keeps_the_hour_across_a_change_of_the_clock() -> None:
    closing, before, after = (
        datetime(2026, 10, 21, 20, tzinfo=PARIS),
        datetime(2026, 10, 22, 18, 30, tzinfo=PARIS),
        datetime(2026, 10, 29, 18, 30, tzinfo=PARIS),
    )
    assert shifted(closing, before, after) == datetime(2026, 10, 28, 20, tzinfo=PARIS)


def test_who_ordered_is_told_the_new_day(play: Cast) -> None:
    play.order(play.alice, {play.bread: 2})
    move = Move("Préau", STARTS, STARTS + timedelta(hours=1), why="La salle est inondée.")
    postpone(play.distribution, move, key=key(), by=play.nadia, at=TUESDAY)
    mail = OutgoingMail.objects.get(kind="E34")
    assert (mail.to, mail.subject) == (
        "alice@vallon.example.org",
        "[Les Paniers du Vallon] La distribution du jeudi 26 novembre est reportée au jeudi 3 décembre",
    )
    assert mail.body.splitlines() == [
        "Bonjour Alice,",
        "",
        "La salle est inondée.",
        "Elle aura lieu le jeudi 3 décembre, 18\xa0h\xa030 – 19\xa0h\xa030, Préau.",
        "Votre commande est gardée\u202f: 10,80\xa0€.",
        "",
        "Si la date ne vous convient pas, changez ou annulez votre commande jusqu’au mer. 2 déc., 20\xa0h.",
    ]


def test_the_closing_may_be_said_otherwise(play: Cast) -> None:
    closing = play.distribution.orders_close_at
    move = Move("Salle des Aulnes", STARTS, STARTS + timedelta(hours=1), closes_at=closing)
    postpone(play.distribution, move, key=key(), by=play.nadia, at=TUESDAY)
    assert hours(play.distribution) == ["03/12 18:30", "25/11 20:00"]


def test_the_same_tap_moves_once(play: Cast) -> None:
    play.order(play.alice, {play.bread: 2})
    one = key()
    first = postpone(play.distribution, NEXT_WEEK, key=one, by=play.nadia, at=TUESDAY)
    assert postpone(play.distribution, NEXT_WEEK, key=one, by=play.nadia, at=TUESDAY) == first
    assert OutgoingMail.objects.filter(kind="E34").count() == 1


def test_not_onto_a_day_that_is_taken_nor_into_the_past_nor_once_served(play: Cast) -> None:
    other = add_distribution(play.group, STARTS, [play.catalog])
    with pytest.raises(DayTaken):
        postpone(play.distribution, NEXT_WEEK, key=key(), by=play.nadia, at=TUESDAY)
    other.delete()
    yesterday = Move("Préau", TUESDAY - timedelta(days=1), TUESDAY - timedelta(hours=20))
    with pytest.raises(DatesOutOfOrder):
        postpone(play.distribution, yesterday, key=key(), by=play.nadia, at=TUESDAY)
    basket = play.order(play.alice, {play.bread: 2})
    serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    with pytest.raises(BasketsHandedOut):
        postpone(play.distribution, NEXT_WEEK, key=key(), by=play.nadia, at=THURSDAY_EVENING)


def test_it_is_taken_back_exactly_and_members_are_told(play: Cast) -> None:
    play.order(play.alice, {play.bread: 2})
    Participation.objects.update(orders_close_at=datetime(2026, 11, 25, 12, tzinfo=PARIS))
    before = Distribution.objects.values().get(), Participation.objects.values().get()
    done = postpone(play.distribution, NEXT_WEEK, key=key(), by=play.nadia, at=TUESDAY)
    take_back(done, at=TUESDAY)
    assert (Distribution.objects.values().get(), Participation.objects.values().get()) == before
    subjects = OutgoingMail.objects.filter(kind="E34").order_by("pk").values_list("subject", flat=True)
    assert subjects[1] == "[Les Paniers du Vallon] La distribution du jeudi 26 novembre a lieu comme prévu"
    with pytest.raises(NothingToTakeBack):
        take_back(done, at=TUESDAY)


def test_postponing_costs_the_same_for_one_basket_and_for_three(play: Cast) -> None:
    def cost(move: Move) -> int:
        with CaptureQueriesContext(connection) as captured:
            postpone(play.distribution, move, key=key(), by=play.nadia, at=TUESDAY)
        return len(captured)

    play.order(play.alice, {play.bread: 2})
    one = cost(NEXT_WEEK)
    for household in play.group.memberships.exclude(pk=play.alice.pk):
        play.order(household, {play.bread: 1, play.vegetables: 1})
    again = Move("Salle des Aulnes", STARTS + timedelta(days=7), STARTS + timedelta(days=7, hours=1))
    assert cost(again) == one

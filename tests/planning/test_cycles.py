"""A cycle is planned, changed and removed in one act; what is taken, ordered or past is left, and said."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.clock import PARIS
from cabas.distributions.drafts import add_to_draft
from cabas.distributions.models import Distribution, Draft
from cabas.distributions.planning import DatesOutOfOrder
from cabas.planning.cycle_changes import change_cycle, remove_cycle
from cabas.planning.cycles import NothingToPlan, Repetition, hours_of, plan_cycle, proposed_days
from cabas.planning.models import Cycle, Rhythm
from cabas.planning.repeating import Hours
from tests.cast import TUESDAY, Cast

HOURS = Hours("Salle des Aulnes", time(18, 30), time(19, 30), 6, time(8), 1, time(20))
WEEKLY = Repetition(Rhythm.WEEKLY, date(2026, 11, 26), date(2026, 12, 24), HOURS)  # the first is there already


def planned(play: Cast, wanted: Repetition = WEEKLY, **more: object) -> Cycle:
    return plan_cycle(play.group, wanted, [play.catalog], by=play.nadia, at=TUESDAY, **more)  # type: ignore[arg-type]


def days_of(cycle: Cycle) -> list[str]:
    return [str(day.distribution.day) for day in cycle.days.order_by("distribution__day")]


def test_the_days_are_shown_before_with_those_that_cannot_be(play: Cast) -> None:
    early = replace(WEEKLY, first_on=date(2026, 11, 19))
    shown = [(str(each.day), each.why_not) for each in proposed_days(play.group, early, [play.catalog], at=TUESDAY)]
    assert shown[:3] == [
        ("2026-11-19", "les commandes seraient déjà closes"),
        ("2026-11-26", "déjà une distribution à cet endroit"),
        ("2026-12-03", ""),
    ]


def test_what_is_free_and_not_ticked_off_is_planned(play: Cast) -> None:
    cycle = planned(play, without=[date(2026, 12, 24)])
    assert days_of(cycle) == ["2026-12-03", "2026-12-10", "2026-12-17"]
    first = Distribution.objects.get(day="2026-12-03")
    moments = (first.starts_at, first.ends_at, first.orders_open_at, first.orders_close_at)
    assert moments == (
        datetime(2026, 12, 3, 18, 30, tzinfo=PARIS),
        datetime(2026, 12, 3, 19, 30, tzinfo=PARIS),
        datetime(2026, 11, 27, 8, 0, tzinfo=PARIS),
        datetime(2026, 12, 2, 20, 0, tzinfo=PARIS),
    )
    assert (first.number, first.place.name, list(first.catalogs.all())) == (2, "Salle des Aulnes", [play.catalog])


def test_a_catalog_takes_part_on_the_days_on_which_it_runs(play: Cast) -> None:
    oranges = add_catalog(add_vendor(play.group, "Verger du Moulin"), "Oranges")
    oranges.ends_on = date(2026, 12, 10)
    oranges.save()
    shown = proposed_days(play.group, WEEKLY, [play.catalog, oranges], at=TUESDAY)
    assert [each.said for each in shown] == ["", "", "", "sans Oranges", "sans Oranges"]
    alone = proposed_days(play.group, WEEKLY, [oranges], at=TUESDAY)
    assert alone[3].why_not == "aucun des catalogues choisis ne se commande ce jour-là"
    plan_cycle(play.group, WEEKLY, [play.catalog, oranges], by=play.nadia, at=TUESDAY)
    found = Distribution.objects.filter(catalogs=oranges).order_by("day")
    assert [str(each.day) for each in found] == ["2026-12-03", "2026-12-10"]


def test_a_day_that_was_cancelled_is_free(play: Cast) -> None:
    Distribution.objects.update(cancelled_at=TUESDAY)
    assert days_of(planned(play))[0] == "2026-11-26"


def test_sent_twice_the_second_finds_nothing_left(play: Cast) -> None:
    planned(play)
    with pytest.raises(NothingToPlan):
        planned(play)


def test_hours_out_of_order_are_refused(play: Cast) -> None:
    with pytest.raises(DatesOutOfOrder):
        planned(play, replace(WEEKLY, hours=replace(HOURS, opens_before=0)))


def test_planning_costs_the_same_for_two_days_and_for_thirty(play: Cast) -> None:
    def cost(wanted: Repetition) -> int:
        with CaptureQueriesContext(connection) as captured:
            planned(play, wanted)
        return len(captured)

    few = replace(WEEKLY, first_on=date(2027, 1, 7), last_on=date(2027, 1, 14))
    assert cost(few) == cost(replace(WEEKLY, first_on=date(2027, 2, 4), last_on=date(2027, 8, 31)))


def test_the_whole_is_changed_where_nobody_ordered(play: Cast) -> None:
    cycle = planned(play)
    honey = add_catalog(add_vendor(play.group, "Miellerie du Pré"), "Miels")
    play.distribution = Distribution.objects.get(day="2026-12-10")
    play.order(play.alice, {play.bread: 1}, at=datetime(2026, 12, 7, 10, tzinfo=PARIS))
    Distribution.objects.filter(day="2026-12-17").update(cancelled_at=TUESDAY)
    later = replace(hours_of(cycle), starts=time(19), ends=time(20), place="Préau")
    done = change_cycle(cycle, later, [honey], at=TUESDAY)
    assert [str(each.day) for each in done.free] == ["2026-12-03", "2026-12-24"]
    assert [(str(kept.distribution.day), kept.why) for kept in done.kept] == [
        ("2026-12-10", "1 panier commandé"),
        ("2026-12-17", "annulée"),
    ]
    changed = Distribution.objects.get(day="2026-12-24")
    assert (changed.place.name, changed.starts_at) == ("Préau", datetime(2026, 12, 24, 19, tzinfo=PARIS))
    assert list(changed.catalogs.all()) == [honey]
    assert Cycle.objects.get().starts == time(19)


def test_a_place_that_is_taken_by_another_keeps_that_day(play: Cast) -> None:
    cycle = planned(play)
    other = planned(play, replace(WEEKLY, first_on=date(2026, 12, 10), hours=replace(HOURS, place="Préau")))
    done = change_cycle(other, HOURS, [play.catalog], at=TUESDAY)
    assert (done.free, {kept.why for kept in done.kept}) == ([], {"déjà une distribution à cet endroit"})
    assert days_of(cycle) == ["2026-12-03", "2026-12-10", "2026-12-17", "2026-12-24"]


def test_the_whole_is_removed_where_nobody_ordered_with_its_drafts(play: Cast) -> None:
    cycle = planned(play)
    monday = datetime(2026, 12, 7, 10, tzinfo=PARIS)
    second, third = (Distribution.objects.get(day=day) for day in ("2026-12-10", "2026-12-17"))
    play.distribution = second
    play.order(play.alice, {play.bread: 1}, at=monday)
    add_to_draft(third, play.alice, play.bread.pk, 1, at=monday + timedelta(days=7))
    done = remove_cycle(cycle, at=monday)
    assert [str(each.day) for each in done.free] == ["2026-12-17", "2026-12-24"]
    assert [kept.why for kept in done.kept] == ["passée", "1 panier commandé"]
    assert days_of(cycle) == ["2026-12-03", "2026-12-10"]
    assert not Draft.objects.exists()


def test_a_cycle_of_which_nothing_is_kept_goes(play: Cast) -> None:
    remove_cycle(planned(play), at=TUESDAY)
    assert (Cycle.objects.count(), Distribution.objects.count()) == (0, 1)

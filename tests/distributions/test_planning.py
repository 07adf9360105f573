"""A distribution is planned in the coming year, its hours in order, one per place and day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cabas.catalogs.models import Catalog
from cabas.catalogs.vendors import add_catalog
from cabas.distributions.forms import PlanForm, proposed
from cabas.distributions.planning import (
    CatalogNotRunning,
    DatesOutOfOrder,
    DayTaken,
    Evening,
    let_take_part,
    plan,
)
from cabas.distributions.replanning import replan
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def play() -> Cast:
    return cast()


@pytest.fixture
def evening(play: Cast) -> Evening:
    last = play.distribution
    hours = (last.starts_at, last.ends_at, last.orders_open_at, last.orders_close_at)
    return Evening("Salle des Aulnes", *(hour + WEEK for hour in hours))


def test_it_has_the_next_number_its_catalogs_and_its_day(play: Cast, evening: Evening) -> None:
    planned = plan(play.group, evening, [play.catalog], at=TUESDAY)
    assert (planned.number, str(planned.day), list(planned.catalogs.all())) == (2, "2026-12-03", [play.catalog])


def test_a_catalog_that_does_not_run_on_that_day_is_refused_by_its_name_and_its_dates(
    play: Cast, evening: Evening
) -> None:
    play.catalog.ends_on = date(2026, 11, 30)
    with pytest.raises(CatalogNotRunning) as refused:
        plan(play.group, evening, [play.catalog], at=TUESDAY)
    assert refused.value.field == "catalogs"
    said = str(refused.value)
    assert said.startswith(f"«\u202f{play.catalog.name}\u202f» se commande jusqu’au lun. 30 nov., pas pour le jeudi 3")
    assert play.group.distributions.count() == 1


def test_a_planned_evening_keeps_its_catalog_until_its_day_changes(play: Cast, evening: Evening) -> None:
    play.catalog.ends_on = date(2026, 11, 25)
    play.catalog.save()
    here = play.distribution
    hours = Evening(
        here.place.name, here.starts_at, here.ends_at + timedelta(hours=1), here.orders_open_at, here.orders_close_at
    )
    replan(here, hours, [play.catalog], at=TUESDAY)
    with pytest.raises(CatalogNotRunning):
        replan(here, evening, [play.catalog], at=TUESDAY)


def test_the_form_proposes_what_is_not_over_with_its_dates_and_ticks_what_runs(play: Cast) -> None:
    vendor = play.catalog.vendor
    for name, starts_on, ends_on in (
        ("Agrumes", None, date(2026, 11, 30)),
        ("Asperges", date(2027, 4, 1), date(2027, 6, 15)),
        ("Noix", date(2026, 10, 1), None),
    ):
        catalog = add_catalog(vendor, name)
        Catalog.objects.filter(pk=catalog.pk).update(starts_on=starts_on, ends_on=ends_on)
    let_take_part(play.distribution, Catalog.objects.filter(name__in=["Agrumes", "Noix"]))
    Catalog.objects.filter(pk=play.catalog.pk).update(archived_at=TUESDAY)
    form = PlanForm(play.group, initial=proposed(play.group, TUESDAY.date()))
    labels = [str(label) for _value, label in form.fields["catalogs"].choices]  # type: ignore[attr-defined]
    assert labels == ["Asperges (du jeu. 1er avr. 2027 au mar. 15 juin 2027)", "Noix (à partir du jeu. 1er oct.)"]
    assert [catalog.name for catalog in form.initial["catalogs"]] == ["Noix"]


def test_a_place_has_one_distribution_a_day(play: Cast, evening: Evening) -> None:
    plan(play.group, evening, [play.catalog], at=TUESDAY)
    with pytest.raises(DayTaken, match="Il y a déjà une distribution le jeudi 3 décembre"):
        plan(play.group, evening, [play.catalog], at=TUESDAY)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"orders_close_at": -3 * WEEK}, "closes_on"),
        ({"orders_close_at": WEEK}, "closes_on"),
        ({"ends_at": -WEEK}, "ends"),
        ({"starts_at": 60 * WEEK, "ends_at": 60 * WEEK}, "day"),
    ],
)
def test_hours_out_of_order_are_refused_at_their_field(
    play: Cast, evening: Evening, changed: dict[str, timedelta], field: str
) -> None:
    wrong = replace(evening, **{name: getattr(evening, name) + by for name, by in changed.items()})
    with pytest.raises(DatesOutOfOrder) as refusal:
        plan(play.group, wrong, [play.catalog], at=TUESDAY)
    assert refusal.value.field == field

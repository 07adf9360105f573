"""The list of first steps is ticked by what is there, leads to real pages, and is put away and found again."""

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import resolve
from pytest_django.fixtures import DjangoAssertNumQueries

from cabas.catalogs.welcoming import welcome_vendor
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Group, Role
from cabas.groups.rights import RIGHTS_OF, Right
from cabas.hosting.founding import NewGroup
from cabas.people.models import User
from cabas.starting.beginning import Weekly, begin, first_evening, put_away, say_no_balances
from cabas.starting.models import Way
from cabas.starting.steps import Steps, steps_of
from tests.cast import TUESDAY, cast

pytestmark = pytest.mark.django_db

THURSDAY = Weekly(3, time(18, 30), time(19, 30))
ALL = frozenset(Right)
NEW = NewGroup("Les Paniers de l’Été", "ete", "Salle des Aulnes")


@pytest.fixture
def host() -> User:
    return User.objects.create_user("nadia@example.org", first_name="Nadia", last_name="Belkacem", is_host=True)


@pytest.fixture
def group(host: User) -> Group:
    return begin(NEW, Way.CREATION, THURSDAY, by=host, at=TUESDAY)


@pytest.fixture
def inside(client: Client, host: User) -> Client:
    client.force_login(host)
    return client


def listed(group: Group, rights: frozenset[Right] = ALL) -> Steps:
    return steps_of(group, rights, on=TUESDAY.date())


def done(group: Group) -> list[str]:
    return [step.key for step in listed(group).lines if step.is_done]


def test_a_new_group_has_its_name_its_place_its_day_and_cheques(group: Group) -> None:
    lines = {step.key: (step.is_done, step.found) for step in listed(group).lines}
    assert lines == {
        "group": (True, "Les Paniers de l’Été"),
        "place": (True, "Salle des Aulnes, le jeudi de 18\u00a0h\u00a030 à 19\u00a0h\u00a030"),
        "means": (True, "Chèque"),
        "products": (False, ""),
        "members": (False, "1 membre"),
        "balances": (False, ""),
        "roles": (False, ""),
        "distribution": (False, ""),
        "cycle": (False, ""),
    }


def test_without_a_day_the_second_line_waits(host: User) -> None:
    group = begin(NEW, Way.CREATION, None, by=host, at=TUESDAY)
    assert done(group) == ["group", "means"]


def test_each_line_leads_to_a_page_that_is_there(group: Group) -> None:
    views = [resolve(step.url.partition("?")[0]).view_name for step in listed(group).lines]
    assert views == [
        "groups:settings",
        "groups:places",
        "distributions:payment_settings",
        "catalogs:vendor_new",
        "households:inviting",
        "treasury:openings",
        "groups:roles",
        "distributions:new_distribution",
        "planning:new_cycle",
    ]


def test_who_may_not_do_it_reads_the_line_without_its_link(group: Group) -> None:
    lines = listed(group, RIGHTS_OF[Role.ADMINISTRATOR]).lines
    assert [step.key for step in lines if not step.url] == ["products", "balances"]


def test_who_comes_from_cagette_begins_with_members_then_balances_then_products(host: User) -> None:
    group = begin(NEW, Way.CAGETTE, THURSDAY, by=host, at=TUESDAY)
    lines = listed(group).lines
    assert [step.key for step in lines[:4]] == ["group", "members", "balances", "products"]
    assert resolve(lines[1].url).view_name == "groups:member_import"


def test_what_is_there_is_ticked(group: Group) -> None:
    add_member(group, NewHousehold([NewPerson("Alice", "Martin")]), at=TUESDAY)
    say_no_balances(group, has_none=True)
    assert done(group) == ["group", "place", "means", "members", "balances"]
    say_no_balances(group, has_none=False)
    assert done(group) == ["group", "place", "means", "members"]


def test_a_catalog_without_products_leads_to_its_import(group: Group) -> None:
    catalog = welcome_vendor(group, "Ferme des Aulnes")
    url = next(step.url for step in listed(group).lines if step.key == "products")
    assert url == f"/g/ete/gestion/catalogues/{catalog.number}/import/"


def test_a_group_that_lives_already_has_most_of_it() -> None:
    play = cast()
    assert done(play.group) == ["group", "place", "means", "products", "members", "distribution"]


def test_the_list_takes_three_statements_whatever_there_is(
    group: Group, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    play = cast("vallon")
    for here in (group, play.group):
        with django_assert_num_queries(3):
            listed(here)


@pytest.mark.parametrize(
    ("today", "first"), [(date(2026, 11, 24), date(2026, 12, 3)), (date(2026, 11, 26), date(2026, 12, 3))]
)
def test_the_first_evening_leaves_a_week(today: date, first: date) -> None:
    assert first_evening(THURSDAY, today) == first


def test_the_cycle_is_proposed_with_the_day_and_the_hours(inside: Client, group: Group) -> None:
    url = listed(group).lines[-1].url
    with time_machine.travel(TUESDAY, tick=False):
        page = inside.get(url).content.decode()
    for value in ("2026-12-03", "2027-05-27", "18:30", "19:30", "Salle des Aulnes"):
        assert f'value="{value}"' in page


def test_the_first_distribution_is_proposed_with_them_too(inside: Client, group: Group) -> None:
    url = listed(group).lines[-2].url
    with time_machine.travel(TUESDAY, tick=False):
        page = inside.get(url).content.decode()
    for value in ("2026-12-03", "18:30", "19:30", "2026-12-02", "Salle des Aulnes"):
        assert f'value="{value}"' in page


def test_three_questions_found_a_group_and_lead_to_its_list(inside: Client) -> None:
    said = {"name": "Le Panier Neuf", "place": "Salle", "weekday": "1", "starts": "18:00", "ends": "19:00"}
    answer = inside.post("/groupes/nouveau/cagette/", said)
    assert answer["Location"] == "/g/le-panier-neuf/premiers-pas/"
    page = inside.get(answer["Location"]).content.decode()
    assert "Vous venez de Cagette" in page
    assert "le mardi de 18\u00a0h à 19\u00a0h" in page


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"starts": "19:00", "ends": "18:00"}, "La distribution finit après son début."),
        ({"starts": "", "ends": "18:00"}, "Indiquez une heure."),
    ],
)
def test_hours_that_cannot_be_are_refused(inside: Client, hours: dict[str, Any], sentence: str) -> None:
    said = {"name": "Le Panier Neuf", "place": "Salle", "weekday": "1"} | hours
    answer = inside.post("/groupes/nouveau/creation/", said)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Group.objects.exists()


def test_the_three_ways_are_shown_first(inside: Client) -> None:
    page = inside.get("/groupes/nouveau/").content.decode()
    for words in ("Essayer avec des données d’exemple", 'href="/groupes/nouveau/creation/"', "nouveau/cagette/"):
        assert words in page


def test_the_home_of_a_new_group_leads_to_the_list_until_it_is_put_away(inside: Client, group: Group) -> None:
    link, bar = 'href="/g/ete/premiers-pas/"', "Mes premiers pas"
    assert link in inside.get("/g/ete/").content.decode()
    assert bar in inside.get("/g/ete/gestion/membres/").content.decode()
    assert inside.post("/g/ete/premiers-pas/", {"say": "put-away"})["Location"] == "/g/ete/gestion/"
    assert link not in inside.get("/g/ete/").content.decode()
    assert bar not in inside.get("/g/ete/gestion/membres/").content.decode()
    assert link in inside.get("/g/ete/gestion/reglages/").content.decode()
    inside.post("/g/ete/premiers-pas/", {"say": "take-out"})
    assert link in inside.get("/g/ete/").content.decode()


def test_no_balance_to_take_over_is_said_and_unsaid_on_the_list(inside: Client, group: Group) -> None:
    page = "/g/ete/premiers-pas/"
    inside.post(page, {"say": "no-balances"})
    assert "aucun solde à reprendre" in inside.get(page).content.decode()
    inside.post(page, {"say": "some-balances"})
    assert "balances" not in done(group)


def test_a_group_put_away_shows_no_card(group: Group) -> None:
    put_away(group)
    assert not Group.objects.get().is_starting

"""Every address answers every role as the table says, and must be in it; no GET changes anything."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cabas.catalogs.coordinating import coordinate
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.people.models import User
from cabas.producers.inviting import invite
from cabas.producers.keeping import let_vendor_keep
from cabas.stand.day_passes import give_pass
from cabas.stand.pass_mail import link_of
from tests.access_table import DRAFT, HOST, KEEPER, PRODUCER, PUBLIC, ROLES, ROWS, VOLUNTEER, Row
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

MAY_MOVE = {"session", "dbtaskresult"}  # what signing in and the worker write, and nothing of a group


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Every address of the application, by its name."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


@pytest.fixture
def play() -> Cast:
    play = cast()
    with time_machine.travel(TUESDAY, tick=False):
        play.order(play.alice, {play.vegetables: 1, play.cheese: 1})
        cast("ailleurs", "Les Voisins")
    return play


def person_of(role: str, play: Cast) -> User | None:
    """Somebody with this role and no other."""
    if role == "nobody":
        return None
    if role == "member":
        return play.person(play.alice)
    if role == "stranger":
        return User.objects.get(email="alice@ailleurs.example.org")
    if role == HOST:
        return User.objects.create_user("hote@example.org", first_name="Hoa", last_name="Tran", is_host=True)
    if role == PRODUCER:
        let_vendor_keep(play.catalog, by=play.nadia, at=TUESDAY)
        return invited(play)
    if role == KEEPER:
        coordinate(play.group, play.person(play.alice), [play.catalog], by=play.nadia, at=TUESDAY)
        return play.person(play.alice)
    person = NewPerson(role.capitalize(), "Durand", f"{role}@vallon.example.org")
    member = add_member(play.group, NewHousehold([person]), at=TUESDAY)
    set_roles(play.group, member.people[0], [Role(role)], by=play.nadia, at=TUESDAY)
    return member.people[0]


def invited(play: Cast) -> User:
    """Somebody who delivers for the farm, and is of no household."""
    person = NewPerson("Hugo", "Aulnes", "hugo@aulnes.example.org")
    return invite(play.catalog.vendor, person, by=play.nadia, at=TUESDAY).person


def client_of(role: str, play: Cast) -> Client:
    client = Client()
    if role == VOLUNTEER:
        with time_machine.travel(THURSDAY_EVENING, tick=False):
            client.post(link_of(give_pass(play.distribution, play.person(play.bob), by=play.nadia, at=TUESDAY)))
        return client
    person = person_of(role, play)
    if person:
        client.force_login(person)
    return client


def ask(client: Client, name: str, row: Row, play: Cast) -> int:
    arguments: dict[str, Any] = dict(row.arguments or {})
    if ":" in name:
        arguments["slug"] = play.group.slug
    send = client.post if row.method == "POST" else client.get
    with time_machine.travel(row.at, tick=False):
        return int(send(reverse(name, kwargs=arguments), row.posted or {}).status_code)


def test_the_table_names_every_address() -> None:
    assert sorted({name for name, _row in ROWS} | PUBLIC) == sorted(set(names(get_resolver())))


def everything() -> dict[str, list[Any]]:
    """All rows of all tables, but what signing in writes."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.model_name not in MAY_MOVE
    }


@pytest.mark.parametrize("role", [*ROLES, VOLUNTEER, HOST, KEEPER, PRODUCER])
def test_each_address_answers_as_the_table_says_and_no_get_changes_anything(role: str, play: Cast) -> None:
    client = client_of(role, play)
    before = everything()
    looked = {(name, row.method): ask(client, name, replace(row, method="GET"), play) for name, row in ROWS}
    assert everything() == before
    answers = {(name, method): answer for (name, method), answer in looked.items() if method == "GET"}
    answers |= {(name, row.method): ask(client, name, row, play) for name, row in ROWS if row.method == "POST"}
    expected = {(name, row.method): row.expected(role) for name, row in ROWS}
    assert {key: answer for key, answer in answers.items() if answer != expected[key]} == {}


def test_what_belongs_to_another_group_is_not_found(play: Cast) -> None:
    """Somebody with every role in one group, at its addresses, with the numbers of another."""
    elsewhere = {"number": 99, "into": 98, "basket": 99, "product": 99, "operation": 99, "member": 99, "done": DRAFT}
    elsewhere |= {"day_pass": 99, "change": 99, "role": 99, "act": 99, "token": "x", "paper": "emargement"}
    elsewhere |= {"signed": "x", "template": 99, "evening": 99, "catalog": 99, "farm": 99}
    elsewhere |= {"producer": 99, "person": 0, "cycle": 99, "file": 99}
    set_roles(play.group, play.person(play.alice), list(Role), by=play.nadia, at=TUESDAY)
    client = client_of("member", play)
    for name, row in ROWS:
        if not row.arguments or "draft" in row.arguments:
            continue
        arguments = {key: elsewhere[key] for key in row.arguments}
        assert ask(client, name, Row(row.answers, row.method, arguments, row.posted), play) == 404, name

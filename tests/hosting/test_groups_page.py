"""A host sees every group by its numbers, suspends one, and shares the care of the installation; no money."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from cabas.groups.models import Group
from cabas.hosting.hosts import LastHost, NobodyThere, make_host_of, unmake_host
from cabas.hosting.listing import groups_listed
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, add_distribution, cast

pytestmark = pytest.mark.django_db

PAGE, HOSTS = "/installation/groupes/", "/installation/hotes/"
FRIDAY = TUESDAY + timedelta(days=3)


@pytest.fixture
def play() -> Cast:
    play = cast()
    with time_machine.travel(TUESDAY, tick=False):
        play.order(play.alice, {play.bread: 1})
        add_distribution(play.group, TUESDAY.replace(hour=18, minute=0) - timedelta(days=7), [play.catalog])  # no order
    return play


@pytest.fixture
def host(client: Client) -> User:
    person = User.objects.create_user("hote@example.org", first_name="Hoa", last_name="Tran", is_host=True)
    client.force_login(person)
    return person


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_group_is_its_numbers(play: Cast) -> None:
    listed = [(group.name, group.members, group.last_day, group.unvalidated) for group in groups_listed(at=FRIDAY)]
    assert listed == [("Les Paniers du Vallon", 3, play.distribution.day, 1)]
    [before] = groups_listed(at=TUESDAY)
    assert (before.last_day, before.unvalidated) == ((TUESDAY - timedelta(days=7)).date(), 0)


def test_the_page_shows_no_money_and_takes_as_many_statements_for_3_groups(
    play: Cast, client: Client, host: User, django_assert_num_queries: Any
) -> None:
    client.get(PAGE)
    with time_machine.travel(FRIDAY, tick=False), django_assert_num_queries(4):
        page = text(client.get(PAGE))
    assert "Les Paniers du Vallon" in page
    assert "€" not in page
    cast("a", "A")
    cast("b", "B")
    with django_assert_num_queries(4):
        client.get(PAGE)


def test_a_group_is_suspended_with_a_reason_and_opened_again(play: Cast, client: Client, host: User) -> None:
    page = f"{PAGE}{play.group.pk}/"
    refused = client.post(page, {"why": "", "moved_to": ""})
    assert (refused.status_code, "Dites pourquoi" in text(refused)) == (422, True)
    assert client.post(page, {"why": "x", "moved_to": "javascript:alert(1)"}).status_code == 422
    assert "suspendu" in text(client.post(page, {"why": "Litige."}, follow=True))
    assert Group.objects.get().suspended_why == "Litige."
    client.post(page, {"lift": "1"})
    assert Group.objects.filter(suspended_at=None, suspended_why="").exists()


def test_the_host_enters_no_group_by_it(play: Cast, client: Client, host: User) -> None:
    assert client.get("/g/vallon/gestion/soldes/").status_code == 404


def test_a_host_names_another_and_may_then_step_down(play: Cast, client: Client, host: User) -> None:
    assert "Il faut au moins un hôte" in text(client.post(HOSTS, {"person": host.pk}, follow=True))
    unknown = client.post(HOSTS, {"email": "personne@example.org"})
    assert (unknown.status_code, "Personne n’a cette adresse" in text(unknown)) == (422, True)
    client.post(HOSTS, {"email": "Alice@vallon.example.org"})
    assert [each.first_name for each in User.objects.filter(is_host=True).by_name()] == ["Alice", "Hoa"]
    assert client.post(HOSTS, {"person": host.pk})["Location"] == "/"
    assert client.get(HOSTS).status_code == 404
    assert not User.objects.get(pk=host.pk).is_host


def test_nobody_of_an_unknown_address_is_a_host_and_the_last_stays(play: Cast, host: User) -> None:
    with pytest.raises(NobodyThere):
        make_host_of("personne@example.org")
    with pytest.raises(LastHost):
        unmake_host(host)
    assert User.objects.get(pk=host.pk).is_host

"""The entrance leads to one's only group; who is in several chooses, who is in none is told what to do."""

from typing import Any

import pytest
from django.test import Client

from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.people.models import User
from tests.cast import TUESDAY, cast

pytestmark = pytest.mark.django_db

CHARLIE = NewPerson("Charlie", "Ailleurs", "charlie@example.org")


@pytest.fixture
def charlie(client: Client) -> User:
    person = User.objects.create_user("charlie@example.org", first_name="Charlie", last_name="Ailleurs")
    client.force_login(person)
    return person


@pytest.fixture(params=["/", "/groupes/"])
def address(request: Any) -> str:
    return str(request.param)


def test_a_stranger_is_led_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == "/connexion/"


def test_a_member_comes_home(client: Client, charlie: User, address: str) -> None:
    add_member(cast().group, NewHousehold([CHARLIE]), at=TUESDAY)
    assert client.get(address)["Location"] == "/g/vallon/"


def test_who_has_a_role_and_no_household_comes_to_the_distributions(client: Client, charlie: User) -> None:
    set_roles(cast().group, charlie, [Role.TREASURER], by=None, at=TUESDAY)
    assert client.get("/")["Location"] == "/g/vallon/gestion/distributions/"


def test_who_is_in_several_groups_chooses(client: Client, charlie: User, django_assert_num_queries: Any) -> None:
    for slug in ("vallon", "halles"):
        add_member(cast(slug=slug, name=f"Groupe {slug}").group, NewHousehold([CHARLIE]), at=TUESDAY)
    cast(slug="bloque", name="Groupe bloque")
    with django_assert_num_queries(3):  # the session, the person, the groups
        page = client.get("/").content.decode()
    assert page.index("Groupe halles") < page.index("Groupe vallon")
    assert 'href="/g/halles/"' in page
    assert "bloque" not in page


def test_who_left_their_group_is_told_what_to_do(client: Client, charlie: User) -> None:
    member = add_member(cast().group, NewHousehold([CHARLIE]), at=TUESDAY)
    member.left_on = TUESDAY.date()
    member.save()
    response = client.get("/")
    assert response.status_code == 200
    assert "dans aucun groupe" in response.content.decode()
    assert "charlie@example.org" in response.content.decode()

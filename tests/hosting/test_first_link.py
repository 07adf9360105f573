"""The first host enters by a link: once, within seven days, and only while nobody is host."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cabas.hosting.first_link import LinkUnusable, offer_link, require_usable
from cabas.hosting.models import FirstLink
from cabas.people.models import User
from tests.cast import TUESDAY, cast

pytestmark = pytest.mark.django_db

NADIA = {
    "first_name": "Nadia",
    "last_name": "Belkacem",
    "email": "Nadia@example.org",
    "password": "un bon panier de légumes",
}


@pytest.fixture
def link() -> str:
    return f"/premiere-connexion/{offer_link(at=TUESDAY)}/"


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(TUESDAY, tick=False):
        yield


def people() -> list[tuple[str, bool]]:
    return [(person.email or "", person.is_host) for person in User.objects.order_by("pk")]


def test_who_opens_it_becomes_the_first_person_the_host_and_is_inside(client: Client, link: str) -> None:
    assert client.get(link).status_code == 200
    response = client.post(link, NADIA)
    assert (response.status_code, response["Location"]) == (302, "/groupes/nouveau/")
    assert people() == [("nadia@example.org", True)]
    assert client.get("/installation/").status_code == 200
    assert User.objects.get().check_password(NADIA["password"])


def test_opening_it_changes_nothing(client: Client, link: str) -> None:
    client.get(link)
    client.get(link)
    assert people() == []
    assert client.post(link, NADIA).status_code == 302


def test_it_works_once(client: Client, link: str) -> None:
    client.post(link, NADIA)
    for answer in (client.get(link), Client().get(link), Client().post(link, NADIA | {"email": "bob@example.org"})):
        assert (answer.status_code, "Ce lien n’ouvre plus rien" in answer.content.decode()) == (404, True)
    assert people() == [("nadia@example.org", True)]


def test_it_works_for_seven_days(client: Client, link: str) -> None:
    with time_machine.travel(TUESDAY + timedelta(days=7) - timedelta(seconds=1)):
        assert client.get(link).status_code == 200
    with time_machine.travel(TUESDAY + timedelta(days=7)):
        assert client.get(link).status_code == 404
        assert client.post(link, NADIA).status_code == 404
    assert people() == []


@pytest.mark.parametrize("token", ["x", "a" * 43, "%2e%2e", "é"])
def test_a_wrong_one_opens_nothing(client: Client, link: str, token: str) -> None:
    assert client.get(f"/premiere-connexion/{token}/").status_code == 404
    assert client.post(f"/premiere-connexion/{token}/", NADIA).status_code == 404


def test_a_newer_one_takes_its_place(link: str) -> None:
    newer = offer_link(at=TUESDAY)
    with pytest.raises(LinkUnusable):
        require_usable(link.split("/")[2], at=TUESDAY)
    require_usable(newer or "", at=TUESDAY)


def test_only_its_hash_is_stored(link: str) -> None:
    token = link.split("/")[2]
    stored = FirstLink.objects.values_list().get()
    assert token not in str(stored)


def test_where_there_is_a_host_none_is_offered(client: Client, link: str) -> None:
    client.post(link, NADIA)
    assert offer_link(at=TUESDAY) is None


def test_what_is_missing_or_weak_is_said_and_what_was_typed_stays(client: Client, link: str) -> None:
    response = client.post(link, NADIA | {"last_name": "", "password": "court"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Indiquez votre nom." in page
    assert "trop court" in page
    assert 'value="Nadia@example.org"' in page
    assert "court" not in page.replace("trop court", "")
    assert people() == []


def test_in_an_older_installation_a_member_becomes_host_as_oneself(client: Client, link: str) -> None:
    nadia = cast().nadia
    refused = client.post(link, NADIA | {"email": nadia.email})
    assert (refused.status_code, "connectez-vous d’abord" in refused.content.decode()) == (422, True)
    client.force_login(nadia)
    assert "au nom de <b>Nadia Belkacem</b>" in client.get(link).content.decode()
    assert client.post(link)["Location"] == "/installation/"
    nadia.refresh_from_db()
    assert nadia.is_host
    assert client.get(link).status_code == 404

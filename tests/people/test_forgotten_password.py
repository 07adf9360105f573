"""A forgotten password is replaced after a code by e-mail; nobody learns here whether an address is known."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from cabas.people.models import User

pytestmark = pytest.mark.django_db

FORGOTTEN, CONFIRM, PASSWORD = "/mot-de-passe/oublie/", "/connexion/code/confirmer/", "/mot-de-passe/"
OLD, NEW = "un bon panier de légumes", "le marché du jeudi"


@pytest.fixture(autouse=True)
def no_earlier_attempts() -> None:
    cache.clear()


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice@example.org", OLD, first_name="Alice", last_name="Martin")


def ask(client: Client, email: str) -> str:
    """Send the form of the page as it is; return where it leads."""
    page = client.get(FORGOTTEN).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(next)" value="([^"]*)"', page))
    response = client.post(FORGOTTEN, hidden | {"email": email})
    assert response.status_code == 302
    return str(response["Location"])


def test_the_sign_in_page_leads_there(client: Client) -> None:
    assert f'href="{FORGOTTEN}"' in client.get("/connexion/").content.decode()


def test_a_code_then_a_new_password(client: Client, alice: User) -> None:
    confirm = ask(client, "alice@example.org")
    code = re.findall(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    page = client.get(confirm).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(next)" value="([^"]*)"', page))
    assert client.post(CONFIRM, hidden | {"code": code})["Location"] == PASSWORD
    assert "Mot de passe actuel" not in client.get(PASSWORD).content.decode()
    assert client.post(PASSWORD, {"new_password": NEW})["Location"] == "/"
    alice.refresh_from_db()
    assert (alice.check_password(NEW), alice.check_password(OLD)) == (True, False)


def test_an_unknown_address_is_answered_the_same_and_gets_no_message(client: Client, alice: User) -> None:
    known, unknown = ask(client, "alice@example.org"), ask(Client(), "personne@example.org")
    assert known == unknown
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]


def test_other_sessions_end_with_the_old_password(client: Client, alice: User) -> None:
    elsewhere = Client()
    elsewhere.post("/connexion/", {"login": "alice@example.org", "password": OLD})
    ask(client, "alice@example.org")
    client.post(CONFIRM, {"code": re.findall(r"\b\d{6}\b", mail.outbox[-1].body)[0], "next": PASSWORD})
    client.post(PASSWORD, {"new_password": NEW})
    assert elsewhere.get(PASSWORD).status_code == 302
    assert client.get(PASSWORD).status_code == 200


def test_asking_again_and_again_is_refused_for_a_while(client: Client, alice: User) -> None:
    for _ in range(3):
        Client().post(FORGOTTEN, {"email": "alice@example.org"})
    response = Client().post(FORGOTTEN, {"email": "alice@example.org"})
    assert "Trop d’essais." in response.content.decode()
    assert len(mail.outbox) == 3

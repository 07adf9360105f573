"""People enter with a code sent to their e-mail, or with a password; who has no e-mail never enters."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cabas.people.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "un bon panier de légumes"
SIGN_IN, CODE, CONFIRM, OUT = "/connexion/", "/connexion/code/", "/connexion/code/confirmer/", "/deconnexion/"


@pytest.fixture(autouse=True)
def no_earlier_attempts() -> None:
    cache.clear()


@pytest.fixture
def alice() -> User:
    return User.objects.create_user("alice@example.org", PASSWORD, first_name="Alice", last_name="Martin")


def is_inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def sent_code() -> str:
    found = re.search(r"\b(\d{6})\b", mail.outbox[-1].body)
    assert found
    return found[1]


def test_with_a_password(client: Client, alice: User) -> None:
    response = client.post(SIGN_IN, {"login": "Alice@Example.org", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_inside(client)


def test_a_wrong_password_is_refused_in_french(client: Client, alice: User) -> None:
    response = client.post(SIGN_IN, {"login": "alice@example.org", "password": "autre chose"})
    assert response.status_code == 422
    assert "Cette adresse et ce mot de passe ne vont pas ensemble." in response.content.decode()
    assert not is_inside(client)


def test_with_a_code(client: Client, alice: User) -> None:
    assert client.post(CODE, {"email": "ALICE@example.org"})["Location"] == CONFIRM
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Votre code de connexion", ["alice@example.org"])
    code = sent_code()
    assert f"Votre code de connexion\u202f: {code}" in message.body
    assert "http" not in message.body  # a code is typed; a link could be opened by a scanner
    response = client.post(CONFIRM, {"code": f"{code[:3]} {code[3:]}"})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert is_inside(client)


def test_the_page_asked_for_is_opened_after_the_code(client: Client, alice: User) -> None:
    response = client.post(CODE, {"email": "alice@example.org", "next": "/g/vallon/compte/"})
    response = client.post(response["Location"], {"code": sent_code(), "next": "/g/vallon/compte/"})
    assert response["Location"] == "/g/vallon/compte/"


def test_no_page_of_another_site_is_opened(client: Client, alice: User) -> None:
    credentials = {"login": "alice@example.org", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(SIGN_IN, credentials)["Location"] == "/"


def test_a_wrong_code_is_refused_three_times_then_forgotten(client: Client, alice: User) -> None:
    client.post(CODE, {"email": "alice@example.org"})
    wrong = "000000" if sent_code() != "000000" else "111111"
    response = client.post(CONFIRM, {"code": wrong})
    assert response.status_code == 422
    assert "Ce n’est pas le bon code." in response.content.decode()
    client.post(CONFIRM, {"code": wrong})
    assert client.post(CONFIRM, {"code": wrong})["Location"] == CODE
    client.post(CONFIRM, {"code": sent_code()})
    assert not is_inside(client)


def test_an_unknown_address_gets_the_same_page_and_no_message(client: Client) -> None:
    assert client.post(CODE, {"email": "stranger@example.org"})["Location"] == CONFIRM
    page = client.get(CONFIRM).content.decode()
    assert "Si un groupe connaît l’adresse <b>stranger@example.org</b>" in page
    assert mail.outbox == []


def test_a_code_can_be_sent_again(client: Client, alice: User) -> None:
    client.post(CODE, {"email": "alice@example.org"})
    client.post(CONFIRM, {"action": "resend"})
    assert len(mail.outbox) == 2
    client.post(CONFIRM, {"code": sent_code()})
    assert is_inside(client)


@pytest.mark.parametrize("login", ["", "None", "null", "odile durand"])
def test_nobody_without_email_can_enter(client: Client, login: str) -> None:
    User.objects.create_user(None, PASSWORD, first_name="Odile", last_name="Durand")
    assert client.post(SIGN_IN, {"login": login, "password": PASSWORD}).status_code == 422
    assert client.post(CODE, {"email": login}).status_code == 422
    assert mail.outbox == []
    assert not is_inside(client)


def test_nobody_enters_without_a_password_chosen(client: Client) -> None:
    User.objects.create_user("bob@example.org", first_name="Bob", last_name="Lenoir")
    for typed in ("", "!", "None"):
        assert client.post(SIGN_IN, {"login": "bob@example.org", "password": typed}).status_code == 422


def test_an_address_that_was_changed_opens_nothing_any_more(client: Client, alice: User) -> None:
    client.post(CODE, {"email": "alice@example.org"})
    client.post(CONFIRM, {"code": sent_code()})
    client.post(OUT)
    alice.email = "alice.martin@example.org"
    alice.save()
    assert not EmailAddress.objects.exists()  # the library keeps no second list of addresses
    response = client.post(SIGN_IN, {"login": "alice@example.org", "password": PASSWORD})
    assert response.status_code == 422


def test_too_many_wrong_passwords_are_refused_for_a_while(client: Client, alice: User) -> None:
    for _ in range(5):
        client.post(SIGN_IN, {"login": "alice@example.org", "password": "autre chose"})
    response = client.post(SIGN_IN, {"login": "alice@example.org", "password": PASSWORD})
    assert "Trop d’essais." in response.content.decode()
    assert not is_inside(client)


def test_too_many_codes_are_refused_for_a_while(client: Client, alice: User) -> None:
    for _ in range(3):
        Client().post(CODE, {"email": "alice@example.org"})
    response = Client().post(CODE, {"email": "alice@example.org"})
    assert "Trop d’essais." in response.content.decode()
    assert len(mail.outbox) == 3


def test_signing_out_is_an_act_not_an_address(client: Client, alice: User) -> None:
    client.force_login(alice)
    page = client.get(OUT)
    assert page.status_code == 200
    assert is_inside(client)
    assert client.post(OUT)["Location"] == SIGN_IN
    assert not is_inside(client)


def test_there_is_no_way_to_sign_up(client: Client) -> None:
    assert client.get(reverse("account_signup"))["Location"] == SIGN_IN
    assert "inscri" not in client.get(SIGN_IN).content.decode().lower()


def test_who_is_inside_is_led_on(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get(SIGN_IN)["Location"] == "/"


def test_a_password_is_chosen_after_a_code_without_the_old_one(client: Client, alice: User) -> None:
    client.post(CODE, {"email": "alice@example.org"})
    client.post(CONFIRM, {"code": sent_code()})
    client.post("/mot-de-passe/", {"new_password": "le marché du jeudi"})
    alice.refresh_from_db()
    assert alice.check_password("le marché du jeudi")
    assert is_inside(client)


def test_otherwise_the_old_password_is_asked(client: Client, alice: User) -> None:
    client.post(SIGN_IN, {"login": "alice@example.org", "password": PASSWORD})
    response = client.post("/mot-de-passe/", {"old_password": "non", "new_password": "le marché du jeudi"})
    assert response.status_code == 422
    assert "Ce n’est pas votre mot de passe actuel." in response.content.decode()
    client.post("/mot-de-passe/", {"old_password": PASSWORD, "new_password": "le marché du jeudi"})
    alice.refresh_from_db()
    assert alice.check_password("le marché du jeudi")


def test_a_short_password_is_refused(client: Client, alice: User) -> None:
    client.post(SIGN_IN, {"login": "alice@example.org", "password": PASSWORD})
    response = client.post("/mot-de-passe/", {"old_password": PASSWORD, "new_password": "court"})
    assert "10" in response.content.decode()
    assert response.status_code == 422


def test_strangers_choose_no_password(client: Client) -> None:
    assert client.get("/mot-de-passe/")["Location"] == "/connexion/?next=/mot-de-passe/"

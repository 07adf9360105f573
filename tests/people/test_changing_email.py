"""One's address changes when the code sent to the new one comes back; the old one is told."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend as Box
from django.test import Client

from cabas.people.models import User

pytestmark = pytest.mark.django_db

ASK, CONFIRM = "/mon-adresse/", "/mon-adresse/confirmer/"
NEW = "alice.martin@example.org"


@pytest.fixture(autouse=True)
def no_earlier_attempts() -> None:
    cache.clear()


@pytest.fixture
def alice(client: Client) -> User:
    person = User.objects.create_user("alice@example.org", first_name="Alice d’", last_name="Martin & Cie")
    client.force_login(person)
    return person


def email_of(person: User) -> str | None:
    return User.objects.get(pk=person.pk).email


def sent_code() -> str:
    found = re.search(r"\b(\d{6})\b", mail.outbox[-1].body)
    assert found
    return found[1]


def wrong_code() -> str:
    return "000000" if sent_code() != "000000" else "111111"


def test_a_code_goes_to_the_new_address_and_changes_it(client: Client, alice: User) -> None:
    assert client.post(ASK, {"email": " Alice.Martin@Example.org"})["Location"] == CONFIRM
    [message] = mail.outbox
    assert (message.to, email_of(alice)) == ([NEW], "alice@example.org")
    assert "http" not in message.body
    code = sent_code()
    assert client.post(CONFIRM, {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/"
    assert email_of(alice) == NEW
    told = mail.outbox[-1]
    assert told.to == ["alice@example.org"]
    assert f"Bonjour Alice d’,\n\nDans Cabas, votre adresse est maintenant {NEW}." in told.body
    assert client.get(ASK).status_code == 200  # still inside


def test_a_wrong_code_is_refused_three_times_then_the_right_one_too(client: Client, alice: User) -> None:
    client.post(ASK, {"email": NEW})
    wrong = wrong_code()
    for _ in range(3):
        response = client.post(CONFIRM, {"code": wrong})
        assert (response.status_code, "Ce n’est pas le bon code." in response.content.decode()) == (422, True)
    response = client.post(CONFIRM, {"code": sent_code()}, follow=True)
    assert "Ce code n’est plus valable" in response.content.decode()
    assert email_of(alice) == "alice@example.org"


def test_a_code_is_valid_fifteen_minutes(client: Client, alice: User) -> None:
    with time_machine.travel("2026-11-24T10:00+01:00", tick=False) as clock:
        client.post(ASK, {"email": NEW})
        clock.shift(15 * 60 + 1)
        assert client.post(CONFIRM, {"code": sent_code()})["Location"] == ASK
    assert email_of(alice) == "alice@example.org"


def test_the_code_of_one_address_takes_no_other(client: Client, alice: User) -> None:
    client.post(ASK, {"email": NEW})
    first = sent_code()
    client.post(ASK, {"email": "autre@example.org"})
    if first != sent_code():
        assert client.post(CONFIRM, {"code": first}).status_code == 422
    client.post(CONFIRM, {"code": sent_code()})
    assert email_of(alice) == "autre@example.org"


def test_an_address_that_somebody_has_is_refused_to_who_reads_its_mail_only(client: Client, alice: User) -> None:
    User.objects.create_user(NEW, first_name="Bob", last_name="Lenoir")
    assert client.post(ASK, {"email": NEW})["Location"] == CONFIRM  # as for any other address
    response = client.post(CONFIRM, {"code": sent_code()}, follow=True)
    assert "Une autre personne a déjà cette adresse e-mail\u202f: la vôtre n’a pas changé." in response.content.decode()
    assert email_of(alice) == "alice@example.org"
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Indiquez la nouvelle adresse."),
        ("alice", "Cette adresse est incomplète."),
        ("ALICE@example.org", "C’est déjà votre adresse."),
    ],
)
def test_what_is_no_new_address_is_refused(client: Client, alice: User, typed: str, sentence: str) -> None:
    response = client.post(ASK, {"email": typed})
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert mail.outbox == []


def test_too_many_requests_are_refused_for_a_while(client: Client, alice: User) -> None:
    for number in range(3):
        client.post(ASK, {"email": f"a{number}@example.org"})
    response = client.post(ASK, {"email": NEW})
    assert (response.status_code, "Trop de demandes" in response.content.decode()) == (422, True)
    assert len(mail.outbox) == 3


@pytest.fixture
def no_mail_server(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def fails(_self: Box, _messages: Any) -> int:
        raise ConnectionRefusedError("Connection refused")

    return lambda: monkeypatch.setattr(Box, "send_messages", fails)


def test_where_no_mail_leaves_it_is_said(client: Client, alice: User, no_mail_server: Callable[[], None]) -> None:
    no_mail_server()
    response = client.post(ASK, {"email": NEW})
    assert (response.status_code, "Le message n’a pas pu partir." in response.content.decode()) == (422, True)


def test_the_change_stands_where_the_old_address_cannot_be_told(
    client: Client, alice: User, no_mail_server: Callable[[], None]
) -> None:
    client.post(ASK, {"email": NEW})
    no_mail_server()
    assert client.post(CONFIRM, {"code": sent_code()})["Location"] == "/"
    assert email_of(alice) == NEW


def test_without_a_request_there_is_nothing_to_confirm(client: Client, alice: User) -> None:
    assert client.get(CONFIRM)["Location"] == ASK
    assert client.post(CONFIRM, {"code": "123456"})["Location"] == ASK


def test_strangers_are_led_to_sign_in(client: Client) -> None:
    assert client.get(ASK)["Location"] == "/connexion/?next=/mon-adresse/"
    assert client.get(CONFIRM)["Location"] == "/connexion/?next=/mon-adresse/confirmer/"

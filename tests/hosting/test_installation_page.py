"""A host sees where the installation stands and tries its mail; nobody else finds the page."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cabas.mail.models import ATTEMPTS_MAX, OutgoingMail
from cabas.mail.tasks import send_waiting
from cabas.people.models import User
from tests.cast import TUESDAY, cast
from tests.smtp_server import smtp_server

pytestmark = pytest.mark.django_db

PAGE, TRY = "/installation/", "/installation/essai/"


@pytest.fixture(autouse=True)
def no_earlier_attempts() -> None:
    cache.clear()


@pytest.fixture
def inside(client: Client) -> Client:
    names = {"first_name": "Nadia", "last_name": "Belkacem"}
    client.force_login(User.objects.create_user("nadia@example.org", is_host=True, **names))
    return client


@pytest.fixture
def by_smtp(settings: Any) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "127.0.0.1", "", ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return settings


def test_who_is_no_host_finds_nothing(client: Client) -> None:
    client.force_login(cast().nadia)  # an administrator of a group
    assert [client.get(PAGE).status_code, client.post(TRY).status_code] == [404, 404]
    assert client.get("/groupes/nouveau/").status_code == 404


def test_it_shows_what_there_is_and_no_secret(inside: Client, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://paniers.example.org"
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "mail.example", "cabas", "sesame-9"
    settings.EMAIL_PORT = 587
    cast()
    for attempts in (0, 1, ATTEMPTS_MAX):
        OutgoingMail.objects.create(
            kind="E3", to="a@example.org", subject="", body="", queued_at=TUESDAY, attempts=attempts
        )
    page = " ".join(inside.get(PAGE).content.decode().split())
    for words in ("https://paniers.example.org", "mail.example:587", str(settings.DATA), "Les Paniers du Vallon"):
        assert words in page
    assert "En attente</span><br>2<" in page
    assert re.search(r"Abandonnés après cinq essais</span><br><span[^>]*><svg.*?</svg>1<", page)
    for secret in ("sesame-9", settings.SECRET_KEY):
        assert secret not in page


def test_the_page_takes_as_many_statements_with_1_and_3_groups(
    inside: Client, django_assert_max_num_queries: Any
) -> None:
    for count in (1, 3):
        for position in range(count):
            cast(f"groupe-{count}-{position}")
        with django_assert_max_num_queries(6):
            inside.get(PAGE)


def test_a_test_mail_is_taken_by_the_server(inside: Client, by_smtp: Any) -> None:
    with smtp_server() as server:
        by_smtp.EMAIL_PORT = server.port
        response = inside.post(TRY, follow=True)
    assert "Le serveur a pris le message pour nadia@example.org." in response.content.decode()
    [message] = server.messages
    assert message["To"] == "nadia@example.org"


def test_once_a_test_arrives_the_mails_that_had_failed_leave_too(inside: Client, by_smtp: Any) -> None:
    facts = {"kind": "E3", "to": "bob@example.org", "subject": "Votre commande", "body": "Bonjour"}
    tried = {"attempts": ATTEMPTS_MAX, "last_error": "Connection refused"}
    OutgoingMail.objects.create(**facts, **tried, queued_at=timezone.now())
    with smtp_server() as server:
        by_smtp.EMAIL_PORT = server.port
        page = inside.post(TRY, follow=True).content.decode()
        assert "1 e-mail qui n’était pas parti repart." in page
        assert send_waiting.call() == 1


def test_where_no_mail_server_was_told_the_page_says_which_one_is_tried(inside: Client) -> None:
    assert "celui de cette machine, faute d’un autre dans cabas.toml" in inside.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("answers", "sentence", "line"),
    [
        ({"RCPT": "550 no such user here"}, "Le serveur refuse votre adresse.", "550 no such user here"),
        ({"MAIL": "553 sender not yours"}, "Le serveur refuse l’adresse d’expédition.", "553 sender not yours"),
        ({"DATA": "554 looks like spam"}, "Le serveur refuse le message.", "554 looks like spam"),
        ({"EHLO": "500 what", "HELO": "421 closed"}, "Le serveur", "421 closed"),
    ],
)
def test_a_refusal_is_told_in_plain_words_with_the_server_s_own_line(
    inside: Client, by_smtp: Any, answers: dict[str, str], sentence: str, line: str
) -> None:
    with smtp_server(**answers) as server:
        by_smtp.EMAIL_PORT = server.port
        response = inside.post(TRY)
    page = response.content.decode()
    assert (response.status_code, sentence in page, f"<code>{line}</code>" in page) == (422, True, True)
    assert server.messages == []


def test_a_password_that_is_refused_is_told(inside: Client, by_smtp: Any) -> None:
    by_smtp.EMAIL_HOST_USER, by_smtp.EMAIL_HOST_PASSWORD = "cabas", "sesame-9"
    with smtp_server(EHLO="250-hello\r\n250 AUTH PLAIN", AUTH="535 bad password") as server:
        by_smtp.EMAIL_PORT = server.port
        page = inside.post(TRY).content.decode()
    assert "Le serveur ne reconnaît pas le nom ou le mot de passe." in page
    assert "535 bad password" in page
    assert "sesame-9" not in page


def test_where_nobody_listens_it_is_told(inside: Client, by_smtp: Any) -> None:
    with smtp_server() as server:
        by_smtp.EMAIL_PORT = server.port
    response = inside.post(TRY)
    assert (response.status_code, "Rien n’écoute à cette adresse." in response.content.decode()) == (422, True)


def test_a_name_that_no_server_bears_is_told(inside: Client, by_smtp: Any) -> None:
    by_smtp.EMAIL_HOST = "courrier.invalid"
    assert "courrier.invalid:" in inside.post(TRY).content.decode()


def test_trying_again_and_again_is_refused_for_a_while(inside: Client) -> None:
    for _ in range(5):
        inside.post(TRY)
    response = inside.post(TRY)
    assert (response.status_code, "attendez une minute" in response.content.decode()) == (429, True)

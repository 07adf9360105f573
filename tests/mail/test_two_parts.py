"""Whatever leaves has a plain part and an HTML part with the same words, and can be read so in the application."""

from email.message import Message
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cabas.groups.models import Membership
from cabas.hosting.trying_mail import send_test
from cabas.mail.attaching import paper
from cabas.mail.models import OutgoingMail, State
from cabas.mail.queueing import Letter, queue
from cabas.mail.tasks import send_waiting
from cabas.people.adapter import AccountAdapter
from tests.cast import TUESDAY, Cast, cast
from tests.smtp_server import smtp_server

pytestmark = pytest.mark.django_db

BODY = "Bonjour,\n\n- 2 × Pain\u202f: 10,80\u00a0€\nTotal\u202f: 10,80\u00a0€"


@pytest.fixture
def vallon() -> Cast:
    return cast()


@pytest.fixture
def by_smtp(settings: Any) -> Any:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "127.0.0.1", "", ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return settings


def write(member: Membership, **more: Any) -> list[OutgoingMail]:
    fetched = Membership.objects.with_people().select_related("group").get(pk=member.pk)
    return queue([Letter(fetched, "E3", "Votre commande", BODY, **more)], at=TUESDAY)


def parts(message: Message) -> dict[str, str]:
    """The text of each leaf, by its type."""
    leaves = [part for part in message.walk() if not part.is_multipart()]
    return {part.get_content_type(): part.get_payload(decode=True).decode() for part in leaves}  # type: ignore[union-attr]


def a_paper(word: str) -> bytes:
    """A maker of papers, for these tests."""
    if word == "absent":
        raise Membership.DoesNotExist("gone")
    return f"%PDF {word}".encode()


def test_a_queued_text_leaves_as_two_parts(vallon: Cast, by_smtp: Any):
    with smtp_server() as server:
        by_smtp.EMAIL_PORT = server.port
        write(vallon.alice)
        send_waiting.call()
    [message] = server.messages
    assert message.get_content_type() == "multipart/alternative"
    sent = parts(message)
    assert sorted(sent) == ["text/html", "text/plain"]
    assert sent["text/plain"].replace("\r\n", "\n").strip() == BODY
    assert ">2 × Pain</th>" in sent["text/html"]
    assert "Les Paniers du Vallon</p>" in sent["text/html"]


def test_a_sign_in_code_leaves_as_two_parts(by_smtp: Any):
    with smtp_server() as server:
        by_smtp.EMAIL_PORT = server.port
        AccountAdapter().send_mail("account/email/login_code", "alice@example.org", {"code": "AB3D-9FGH"})
    [message] = server.messages
    sent = parts(message)
    assert "Votre code de connexion\u202f: AB3D-9FGH" in sent["text/plain"]
    assert ">AB3D-9FGH</p>" in sent["text/html"]


def test_the_test_mail_of_a_host_leaves_as_two_parts(by_smtp: Any):
    with smtp_server() as server:
        by_smtp.EMAIL_PORT = server.port
        assert send_test("nadia@example.org") is None
    assert sorted(parts(server.messages[0])) == ["text/html", "text/plain"]


def test_a_paper_is_made_when_its_mail_leaves(vallon: Cast, by_smtp: Any):
    by_smtp.MAIL_PAPERS = {"trial": f"{__name__}.a_paper"}
    with smtp_server() as server:
        by_smtp.EMAIL_PORT = server.port
        write(vallon.alice, attached=paper("trial", "essai.pdf", word="bonjour"))
        send_waiting.call()
    [message] = server.messages
    assert message.get_content_type() == "multipart/mixed"
    alternative, attached = message.get_payload()
    assert alternative.get_content_type() == "multipart/alternative"  # type: ignore[union-attr]
    assert (attached.get_filename(), attached.get_payload(decode=True)) == ("essai.pdf", b"%PDF bonjour")  # type: ignore[union-attr]


def test_a_paper_that_cannot_be_made_holds_no_other_mail(vallon: Cast, by_smtp: Any):
    by_smtp.MAIL_PAPERS = {"trial": f"{__name__}.a_paper"}
    with smtp_server() as server:
        by_smtp.EMAIL_PORT = server.port
        [first] = write(vallon.alice, attached=paper("unknown", "rien.pdf"))
        [second] = write(vallon.alice, attached=paper("trial", "rien.pdf", word="absent"))
        [third] = write(vallon.bob)
        send_waiting.call()
    assert [message["To"] for message in server.messages] == [third.to]
    for waiting, why in ((first, "unknown"), (second, "gone")):
        waiting.refresh_from_db()
        assert (waiting.state, waiting.last_error) == (State.WAITING, why)


def test_a_letter_can_be_for_one_adult_alone(vallon: Cast):
    assert [mail.to for mail in write(vallon.alice, only=vallon.nadia)] == [vallon.nadia.email]


def test_a_mail_is_read_in_the_application_laid_out_and_as_plain_text(vallon: Cast):
    write(vallon.alice, attached=paper("trial", "essai.pdf"))
    client = Client()
    client.force_login(vallon.person(vallon.alice))
    page = client.get(reverse("mail:mine", kwargs={"slug": "vallon"})).content.decode()
    assert '<td class="mail-amount">10,80\u00a0€</td>' in page
    assert f'<pre class="mail-plain">{BODY}</pre>' in page
    assert "essai.pdf" in page

"""Files go with a message to those who receive it and to nobody else, and go away with it."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cabas.announcements.audiences import audience_of
from cabas.announcements.files import FileTooBig, NotForAMessage, TooManyFiles, give, readable, sweep, waiting_for
from cabas.announcements.models import Announcement, MessageFile
from cabas.announcements.writing import Message, call_back, send
from cabas.mail.gathering import gather
from cabas.mail.models import OutgoingMail
from cabas.mail.tasks import send_waiting
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 la lettre"
LATER = timedelta(minutes=2)
COMPOSE = "/g/vallon/gestion/messages/nouveau/"


@pytest.fixture
def vallon() -> Cast:
    return cast()


def given(vallon: Cast, key: object, name: str = "La lettre d’été.pdf", content: bytes = PDF) -> MessageFile:
    return give(vallon.group, key, name, io.BytesIO(content), by=vallon.nadia, at=TUESDAY)  # type: ignore[arg-type]


def sent(vallon: Cast, code: str = "tous") -> tuple[Announcement, MessageFile]:
    key = uuid4()
    file = given(vallon, key)
    audience = audience_of(vallon.group, code, at=TUESDAY)
    about = {"key": key, "by": vallon.nadia, "at": TUESDAY, "leaves_after": LATER}
    return send(vallon.group, audience, Message("Été", "Voici"), **about), file  # type: ignore[arg-type]


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_what_is_kept_is_what_the_content_is_whatever_the_name_says(vallon: Cast) -> None:
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N"}  # where it was taken
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", exif=exif)
    key = uuid4()
    names = [given(vallon, key).name, given(vallon, key, "plan.pdf", picture.getvalue()).name]
    assert names == ["la-lettre-dete.pdf", "plan.jpg"]
    kept = Image.open(io.BytesIO(bytes(MessageFile.objects.get(name="plan.jpg").content)))
    assert (kept.size, dict(kept.getexif())) == ((40, 30), {})
    with pytest.raises(NotForAMessage):
        given(vallon, key, "virus.pdf", b"MZ\x00\x00")
    with pytest.raises(FileTooBig):
        given(vallon, key, "gros.pdf", PDF + b"0" * 3 * 1024 * 1024)
    given(vallon, key)
    with pytest.raises(TooManyFiles):
        given(vallon, key)


def test_each_mail_carries_the_file_and_each_reader_opens_it_alone(vallon: Cast) -> None:
    vallon.order(vallon.alice, {vallon.bread: 1})
    OutgoingMail.objects.all().delete()
    announcement, file = sent(vallon, "commande:1")
    assert [each["file"] for each in OutgoingMail.objects.get().papers] == ["la-lettre-dete.pdf"]
    OutgoingMail.objects.update(try_after=None)
    send_waiting.call()
    assert [attached[:2] for attached in django_mail.outbox[-1].attachments] == [("la-lettre-dete.pdf", PDF)]
    page = f"/g/vallon/messages/fichiers/{file.pk}/"
    answers = {
        name: signed_in(person).get(page)
        for name, person in (
            ("alice", vallon.person(vallon.alice)),
            ("bob", vallon.person(vallon.bob)),
            ("nadia", vallon.nadia),
        )
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {"alice": 200, "bob": 404, "nadia": 200}
    assert (answers["alice"].content, answers["alice"]["Content-Type"]) == (PDF, "application/pdf")
    assert (
        f"/messages/fichiers/{file.pk}/"
        in signed_in(vallon.nadia).get(announcement.get_absolute_url()).content.decode()
    )


def test_another_group_does_not_have_it(vallon: Cast) -> None:
    _announcement, file = sent(vallon)
    others = cast("ailleurs", "Les Voisins")
    assert readable(vallon.group, None, is_writer=True).get() == file
    assert not readable(others.group, None, is_writer=True).exists()


def test_called_back_it_is_gone(vallon: Cast) -> None:
    announcement, _file = sent(vallon)
    call_back(announcement, at=TUESDAY)
    assert not MessageFile.objects.exists()


def test_the_mail_of_the_evening_carries_what_its_mails_carried(vallon: Cast) -> None:
    sent(vallon)
    sent(vallon)
    OutgoingMail.objects.update(is_held=True)
    gather(at=TUESDAY + timedelta(hours=34))
    assert {len(mail.papers) for mail in OutgoingMail.objects.filter(kind="E38")} == {2}


def test_what_was_never_sent_is_forgotten_after_a_day(vallon: Cast) -> None:
    given(vallon, uuid4())
    sent(vallon)
    assert (sweep(at=TUESDAY + timedelta(hours=23)), sweep(at=TUESDAY + timedelta(hours=25))) == (0, 1)


@time_machine.travel(TUESDAY, tick=False)
def test_a_file_that_was_given_waits_through_the_preview_and_can_be_taken_away(vallon: Cast) -> None:
    nadia, key = signed_in(vallon.nadia), uuid4()
    typed = {"key": str(key), "to": "tous", "subject": "Été", "body": "Voici", "action": "preview"}
    files = [SimpleUploadedFile("lettre.pdf", PDF), SimpleUploadedFile("x.exe", b"MZ")]
    page = nadia.post(COMPOSE, {**typed, "joined": files})
    assert (page.status_code, "ni un PDF ni une image" in page.content.decode()) == (422, True)
    page = nadia.post(COMPOSE, {**typed, "joined": [SimpleUploadedFile("plan.pdf", PDF)]})
    assert ["Retirer lettre.pdf" in page.content.decode(), "Retirer plan.pdf" in page.content.decode()] == [True, True]
    dropped = waiting_for(vallon.group, key, vallon.nadia).get(name="plan.pdf")
    assert nadia.post(COMPOSE, {**typed, "drop": dropped.pk, "action": "send", "seen": "3"}).status_code == 302
    assert [file.name for file in Announcement.objects.get().files.all()] == ["lettre.pdf"]

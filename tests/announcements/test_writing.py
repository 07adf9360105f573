"""A message goes to a list that means something, once, and can be called back whole until it leaves."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.utils import translation

from cabas.announcements.audiences import AudienceUnknown, audience_of, offered
from cabas.announcements.history import courses
from cabas.announcements.models import Announcement
from cabas.announcements.placeholders import NoDistribution, PlaceholderUnknown, words_in
from cabas.announcements.writing import LeftAlready, Message, NobodyToWriteTo, call_back, send, send_test
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.groups.models import Group, Membership
from cabas.mail.kinds import Level
from cabas.mail.models import ATTEMPTS_MAX, OutgoingMail
from cabas.mail.preferences import choose
from cabas.money import Money
from cabas.payments.correcting import correct
from cabas.volunteering.models import Duty, DutyRole
from tests.cast import TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db
KEY = UUID("00000000-0000-4000-8000-00000000abcd")
HELLO = Message("Bonjour [prénom]", "[solde], à [groupe]")
LATER = timedelta(minutes=2)


@pytest.fixture
def vallon() -> Cast:
    return cast()


def names(group: Group, code: str) -> list[str]:
    return [each.person.first_name for each in audience_of(group, code, at=TUESDAY).recipients]


def write(vallon: Cast, code: str = "tous", message: Message = HELLO, at_key: UUID = KEY) -> Announcement:
    audience = audience_of(vallon.group, code, at=TUESDAY)
    return send(vallon.group, audience, message, key=at_key, by=vallon.nadia, at=TUESDAY, leaves_after=LATER)


@time_machine.travel(TUESDAY, tick=False)
def test_what_a_list_was_called_is_said_in_the_language_of_the_reader_whoever_wrote(vallon: Cast):
    with translation.override("en"):
        evening = write(vallon, "sans-commande:1")
        members = write(vallon, "tous", at_key=uuid4())
    with translation.override("fr"):
        assert (evening.audience_said, members.audience_said) == (
            "N’ont pas commandé pour le jeudi 26 novembre",
            "Tous les membres",
        )
    with translation.override("en"):
        assert "Thursday 26 November" in evening.audience_said


def test_each_list_holds_whom_it_says(vallon: Cast):
    vallon.order(vallon.alice, {vallon.bread: 1})
    correct(vallon.bob, -Money.of("4"), why="Essai", on=TUESDAY.date(), key=key(), by=vallon.nadia, at=TUESDAY)
    person = vallon.person(vallon.alice)
    person.last_login = TUESDAY
    person.save()
    role = DutyRole.objects.create(group=vallon.group, name="Stand")
    about = {"group": vallon.group, "distribution": vallon.distribution, "signed_up_at": TUESDAY}
    Duty.objects.create(role=role, person=vallon.person(vallon.bob), **about)
    add_catalog(add_vendor(vallon.group, "La Chèvrerie"), "La Chèvrerie")
    lists = [code for _heading, lists in offered(vallon.group, at=TUESDAY) for code, _said in lists]
    assert {code: names(vallon.group, code) for code in lists} == {
        "tous": ["Nadia", "Bob", "Alice"],
        "doivent": ["Bob"],
        "jamais-connectes": ["Nadia", "Bob"],
        "equipe": ["Nadia"],
        "commande:1": ["Alice"],
        "sans-commande:1": ["Nadia", "Bob"],
        "benevoles:1": ["Bob"],
        "catalogue:1": ["Alice"],
        "catalogue:2": [],
    }


@pytest.mark.parametrize("code", ["", "autre", "tous:1", "commande", "commande:x", "commande:99", "catalogue:99"])
def test_a_list_that_the_group_does_not_have_is_refused(vallon: Cast, code: str):
    with pytest.raises(AudienceUnknown):
        audience_of(vallon.group, code, at=TUESDAY)


def test_who_wants_no_messages_and_who_has_no_address_are_said_and_not_written_to(vallon: Cast):
    choose(vallon.person(vallon.bob), vallon.group, Level.MONEY, is_daily=False)
    alice = vallon.person(vallon.alice)
    alice.email = None
    alice.save()
    audience = audience_of(vallon.group, "tous", at=TUESDAY)
    found = [audience.recipients, audience.stopped, audience.unreachable]
    assert [[each.person.first_name for each in people] for people in found] == [["Nadia"], ["Bob"], ["Alice"]]


def test_what_stands_in_brackets_is_filled_in_for_each_reader(vallon: Cast):
    correct(vallon.bob, -Money.of("4"), why="Essai", on=TUESDAY.date(), key=key(), by=vallon.nadia, at=TUESDAY)
    write(vallon)
    mails = OutgoingMail.objects.filter(batch=KEY).order_by("to")
    assert [(mail.subject, mail.body, mail.reply_to) for mail in mails] == [
        (f"[Les Paniers du Vallon] Bonjour {name}", f"{balance}, à Les Paniers du Vallon", vallon.nadia.email)
        for name, balance in (
            ("Alice", "votre solde est à jour"),
            ("Bob", "il reste 4,00\u00a0€ à régler"),
            ("Nadia", "votre solde est à jour"),
        )
    ]


def test_a_message_speaks_of_the_distribution_of_its_list_else_of_the_next(vallon: Cast):
    said = Message("[Distribution], [heure]", "[lieu], jusqu’au [fermeture]")
    write(vallon, "sans-commande:1", said)
    mail = OutgoingMail.objects.filter(batch=KEY).first()
    assert mail is not None
    assert mail.subject.endswith("jeudi 26 novembre, 18\u00a0h\u00a030")
    vallon.group.distributions.update(cancelled_at=TUESDAY)
    with pytest.raises(NoDistribution):
        write(vallon, "tous", said, uuid4())


def test_what_cannot_be_filled_in_is_refused_by_its_name():
    with pytest.raises(PlaceholderUnknown, match="prenom"):
        words_in("Bonjour [prenom]")


def test_the_same_form_twice_is_one_message(vallon: Cast):
    assert write(vallon) == write(vallon)
    assert (Announcement.objects.count(), OutgoingMail.objects.count()) == (1, 3)


def test_called_back_in_time_nobody_receives_it(vallon: Cast):
    announcement = write(vallon)
    assert not OutgoingMail.objects.due(at=TUESDAY).exists()
    for _ in range(2):
        call_back(announcement, at=TUESDAY)
    announcement.refresh_from_db()
    assert (announcement.cancelled_at, OutgoingMail.objects.count()) == (TUESDAY, 0)


def test_once_one_of_its_mails_was_tried_it_is_not_called_back_at_all(vallon: Cast):
    announcement = write(vallon)
    first = OutgoingMail.objects.earliest("pk")
    OutgoingMail.objects.filter(pk=first.pk).update(attempts=1)
    with pytest.raises(LeftAlready):
        call_back(announcement, at=TUESDAY)
    assert OutgoingMail.objects.filter(batch=KEY).count() == 3


def test_its_mails_are_counted_by_what_became_of_them(vallon: Cast):
    write(vallon)
    sent, failed, _waiting = OutgoingMail.objects.order_by("pk")
    OutgoingMail.objects.filter(pk=sent.pk).update(sent_at=TUESDAY, attempts=1)
    OutgoingMail.objects.filter(pk=failed.pk).update(attempts=ATTEMPTS_MAX)
    [course] = courses(vallon.group, [KEY]).values()
    assert (course.total, course.sent, course.failed, course.waiting, course.tried) == (3, 1, 1, 1, 2)


def test_a_test_goes_to_oneself_alone_whatever_one_chose_to_receive(vallon: Cast):
    choose(vallon.nadia, vallon.group, Level.MONEY, is_daily=True)
    member = Membership.objects.with_people().select_related("group", "account").get(adults__person=vallon.nadia)
    audience = audience_of(vallon.group, "tous", at=TUESDAY)
    send_test(vallon.group, HELLO, audience, to=member, by=vallon.nadia, at=TUESDAY)
    [mail] = OutgoingMail.objects.due(at=TUESDAY)
    assert (mail.to, mail.subject) == (vallon.nadia.email, "[Les Paniers du Vallon] Essai\u202f: Bonjour Nadia")


def test_a_message_to_nobody_is_refused(vallon: Cast):
    with pytest.raises(NobodyToWriteTo):
        write(vallon, "commande:1")


def test_it_takes_as_many_statements_for_three_readers_as_for_one(vallon: Cast, django_assert_num_queries):
    for code in ("equipe", "tous"):
        audience = audience_of(vallon.group, code, at=TUESDAY)
        with django_assert_num_queries(11):
            send(vallon.group, audience, HELLO, key=uuid4(), by=vallon.nadia, at=TUESDAY, leaves_after=LATER)

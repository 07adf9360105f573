"""Who owes is reminded by hand, at most once a week, in one act that counts once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from cabas.announcements.models import Reminder
from cabas.announcements.reminding import NobodyToRemind, debtors, remind
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.correcting import correct
from cabas.treasury.filters import Filters
from tests.cast import TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db
KEY = UUID("00000000-0000-4000-8000-00000000abcd")


@pytest.fixture
def vallon() -> Cast:
    vallon = cast()
    for member, amount in ((vallon.alice, "12.50"), (vallon.bob, "4.00")):
        owe(vallon, member, amount)
    return vallon


def owe(vallon: Cast, member, amount: str) -> None:
    correct(member, -Money.of(amount), why="Essai", on=TUESDAY.date(), key=key(), by=vallon.nadia, at=TUESDAY)


def test_those_who_owe_are_reminded_of_how_much_since_when_and_how_to_pay(vallon: Cast):
    remind(vallon.group, [vallon.alice.number], key=KEY, by=vallon.nadia, at=TUESDAY)
    [mail] = OutgoingMail.objects.filter(kind="E15")
    assert (mail.to, mail.reply_to, mail.batch) == (vallon.person(vallon.alice).email, vallon.nadia.email, KEY)
    assert mail.subject == "[Les Paniers du Vallon] Votre solde\u202f: 12,50\u00a0€ à régler"
    for said in ("Bonjour Alice,", "depuis le mardi 24 novembre", "le jeudi 26 novembre au stand", "M1-", "Nadia"):
        assert said in mail.body


def test_the_same_form_twice_reminds_once(vallon: Cast):
    for _ in range(2):
        remind(vallon.group, [vallon.alice.number], key=KEY, by=vallon.nadia, at=TUESDAY)
    assert (Reminder.objects.count(), OutgoingMail.objects.filter(kind="E15").count()) == (1, 1)


def test_nobody_is_reminded_twice_in_a_week(vallon: Cast):
    both = [vallon.alice.number, vallon.bob.number]
    remind(vallon.group, both[:1], key=uuid4(), by=vallon.nadia, at=TUESDAY)
    remind(vallon.group, both, key=uuid4(), by=vallon.nadia, at=TUESDAY + timedelta(days=6))
    with pytest.raises(NobodyToRemind):
        remind(vallon.group, both[1:], key=uuid4(), by=vallon.nadia, at=TUESDAY + timedelta(days=7))
    remind(vallon.group, both[:1], key=uuid4(), by=vallon.nadia, at=TUESDAY + timedelta(days=7))
    told = OutgoingMail.objects.filter(kind="E15").order_by("pk").values_list("membership__number", flat=True)
    assert list(told) == [both[0], both[1], both[0]]


def test_who_owes_nothing_any_more_is_not_reminded(vallon: Cast):
    owe(vallon, vallon.alice, "-12.50")
    with pytest.raises(NobodyToRemind):
        remind(vallon.group, [vallon.alice.number], key=KEY, by=vallon.nadia, at=TUESDAY)


def test_the_largest_debt_comes_first_and_one_without_an_address_is_said(vallon: Cast):
    person = vallon.person(vallon.bob)
    person.email = None
    person.save()
    found = debtors(vallon.group, Filters(), at=TUESDAY)
    assert [(each.member.name, each.member.owed, each.may_be_reminded) for each in found] == [
        ("Alice Martin", Money.of("12.50"), True),
        ("Bob Lenoir", Money.of("4.00"), False),
    ]

"""Who asks to join is a member at once, waits, or is told to sign in; the page says the same to every stranger."""

from typing import Any

import pytest

from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Adult, Group, Membership
from cabas.joining.applying import Applicant, Outcome, apply
from cabas.joining.deciding import AnsweredAlready, accept, refuse, withdraw
from cabas.joining.models import JoiningRequest, Registration, Welcome
from cabas.joining.registration import GroupFull, NotTaking
from cabas.mail.models import OutgoingMail
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

INES = Applicant("Inès", "Robin", "Ines@example.org", phone="06 12 34 56 78", message="Nous habitons à côté.")


@pytest.fixture
def play() -> Cast:
    return cast()


def opened(group: Group, registration: str = Registration.OPEN, **more: Any) -> Welcome:
    return Welcome.objects.update_or_create(group=group, defaults={"registration": registration, **more})[0]


def mails() -> list[tuple[str, str, str]]:
    """Kind, address and subject of all that was written, and nothing of it again."""
    found = [(mail.kind, mail.to, mail.subject.split("] ")[1]) for mail in OutgoingMail.objects.order_by("pk")]
    OutgoingMail.objects.all().delete()
    return found


def asked(group: Group, said: Applicant = INES, person: User | None = None) -> Outcome:
    return apply(group, said, person=person, at=TUESDAY)


def request_of_ines(play: Cast) -> JoiningRequest:
    opened(play.group, Registration.WAITING)
    asked(play.group)
    mails()
    return JoiningRequest.objects.get()


def test_where_it_is_open_one_is_a_member_at_once_and_is_welcomed(play: Cast) -> None:
    opened(play.group)
    assert asked(play.group) == Outcome.JOINED
    member = Membership.objects.with_people().get(number=4)
    [person] = member.people
    assert (person.full_name, person.email, person.phone) == ("Inès Robin", "ines@example.org", "06 12 34 56 78")
    assert member.account.book_id == play.group.book_id
    assert mails() == [
        ("E18", "ines@example.org", "Bienvenue\u202f: vous êtes le membre n°\u00a04"),
        ("E30", "nadia@vallon.example.org", "Nouveau membre\u202f: Inès Robin"),
    ]


def test_where_there_is_a_list_one_waits_at_its_end(play: Cast) -> None:
    opened(play.group, Registration.WAITING)
    assert asked(play.group) == Outcome.WAITING
    assert asked(play.group, Applicant("Zoé", "Hamon", "zoe@example.org")) == Outcome.WAITING
    assert [(each.number, each.full_name, each.place) for each in JoiningRequest.objects.waiting()] == [
        (1, "Inès Robin", 1),
        (2, "Zoé Hamon", 2),
    ]
    assert mails() == [
        ("E18", "ines@example.org", "Votre demande est sur la liste d’attente"),
        ("E18", "nadia@vallon.example.org", "Nouvelle demande\u202f: Inès Robin"),
        ("E18", "zoe@example.org", "Votre demande est sur la liste d’attente"),
        ("E18", "nadia@vallon.example.org", "Nouvelle demande\u202f: Zoé Hamon"),
    ]
    assert not User.objects.filter(email="ines@example.org").exists()


def test_asked_again_the_place_is_the_same_and_is_told_again(play: Cast) -> None:
    request_of_ines(play)
    assert asked(play.group) == Outcome.WAITS_ALREADY
    assert JoiningRequest.objects.count() == 1
    assert mails() == [("E18", "ines@example.org", "Votre demande est sur la liste d’attente")]


@pytest.mark.parametrize("registration", [Registration.OPEN, Registration.WAITING])
def test_the_address_of_a_member_is_told_to_its_owner_only(play: Cast, registration: str) -> None:
    opened(play.group, registration)
    assert asked(play.group, Applicant("X", "Y", "alice@vallon.example.org")) == Outcome.IS_MEMBER
    assert mails() == [("E29", "alice@vallon.example.org", "Vous êtes déjà membre")]
    assert (Membership.objects.count(), JoiningRequest.objects.count()) == (3, 0)


def test_an_address_that_cabas_knows_joins_signed_in_only(play: Cast) -> None:
    other = cast("ailleurs", "Les Voisins")
    alice = other.person(other.alice)
    opened(play.group)
    said = Applicant("Alice", "Martin", alice.email or "")
    assert asked(play.group, said) == Outcome.MUST_SIGN_IN
    assert mails() == [("E29", "alice@ailleurs.example.org", "Connectez-vous pour rejoindre le groupe")]
    assert asked(play.group, said, alice) == Outcome.JOINED
    assert Adult.objects.get(group=play.group, person=alice).membership.number == 4


def test_a_household_that_left_comes_back_to_its_number(play: Cast) -> None:
    opened(play.group)
    Membership.objects.filter(pk=play.bob.pk).update(left_on=TUESDAY.date())
    bob = play.person(play.bob)
    said = Applicant("Bob", "Lenoir", bob.email or "")
    assert asked(play.group, said) == Outcome.MUST_SIGN_IN
    assert asked(play.group, said, bob) == Outcome.JOINED
    assert Membership.objects.get(pk=play.bob.pk).left_on is None


@pytest.mark.parametrize("registration", [Registration.CLOSED, Registration.FULL])
def test_closed_or_complete_it_takes_nobody(play: Cast, registration: Registration) -> None:
    opened(play.group, registration)
    with pytest.raises(NotTaking) as refusal:
        asked(play.group)
    assert refusal.value.state == registration
    assert mails() == []


def test_its_number_of_households_makes_it_complete_and_a_departure_opens_it(play: Cast) -> None:
    opened(play.group, households_max=3)
    with pytest.raises(NotTaking, match="complet"):
        asked(play.group)
    Membership.objects.filter(pk=play.bob.pk).update(left_on=TUESDAY.date())
    assert asked(play.group) == Outcome.JOINED


def test_a_suspended_group_takes_nobody(play: Cast) -> None:
    opened(play.group)
    Group.objects.update(suspended_at=TUESDAY)
    play.group.refresh_from_db()
    with pytest.raises(NotTaking, match="fermées"):
        asked(play.group)


def test_accepted_twice_it_counts_once_and_only_the_name_is_kept(play: Cast) -> None:
    request = request_of_ines(play)
    first = accept(request, word="À jeudi.", by=play.nadia, at=TUESDAY)
    assert accept(request, word="", by=play.nadia, at=TUESDAY) == first
    assert (first.number, first.name, Membership.objects.count()) == (4, "Inès Robin", 4)
    assert "À jeudi." in OutgoingMail.objects.get().body
    assert mails() == [("E18", "ines@example.org", "Votre demande est acceptée")]
    request.refresh_from_db()
    assert (request.answer, request.answered_by, request.membership) == ("accepted", play.nadia, first)
    assert [getattr(request, name) for name in JoiningRequest.DETAILS] == [""] * 7
    with pytest.raises(AnsweredAlready, match="déjà acceptée"):
        refuse(request, word="", by=play.nadia, at=TUESDAY)


def test_refused_it_is_told_with_a_word_and_may_be_asked_again(play: Cast) -> None:
    request = request_of_ines(play)
    refuse(request, word="Trop loin de chez vous.", by=play.nadia, at=TUESDAY)
    assert "Trop loin de chez vous." in OutgoingMail.objects.get().body
    assert mails() == [("E18", "ines@example.org", "Réponse à votre demande")]
    with pytest.raises(AnsweredAlready, match="déjà refusée"):
        accept(request, word="", by=play.nadia, at=TUESDAY)
    assert asked(play.group) == Outcome.WAITING


def test_nobody_is_accepted_into_a_complete_group(play: Cast) -> None:
    request = request_of_ines(play)
    opened(play.group, Registration.WAITING, households_max=3)
    with pytest.raises(GroupFull, match="3 foyers"):
        accept(request, word="", by=play.nadia, at=TUESDAY)
    assert Membership.objects.count() == 3


def test_somebody_entered_by_hand_meanwhile_is_accepted_as_they_are(play: Cast) -> None:
    request = request_of_ines(play)
    member = add_member(play.group, NewHousehold([NewPerson("Inès", "Robin", "ines@example.org")]), at=TUESDAY)
    assert accept(request, word="", by=play.nadia, at=TUESDAY) == member


def test_withdrawn_it_leaves_the_list(play: Cast) -> None:
    withdraw(request_of_ines(play), at=TUESDAY)
    assert not JoiningRequest.objects.waiting().exists()
    assert mails() == []

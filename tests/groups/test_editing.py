"""A household is edited whole, and nobody takes over a sign-in by it."""

from typing import Any

import pytest

from cabas.groups.editing import Edited, HouseholdChanged, edit_member
from cabas.groups.members import AlreadyMember, LeftBefore, NewHousehold, NewPerson, add_member
from cabas.groups.models import Adult, Membership, Role, RoleHolder
from cabas.groups.personal_data import NotTheGroups
from cabas.groups.roles import HoldsRoles, LastAdministrator, set_roles
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def vallon() -> Cast:
    return cast()


def written(person: User, **changes: str) -> NewPerson:
    """What the form of a person says, with these changes."""
    shown = {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email or "",
        "phone": person.phone,
    }
    return NewPerson(**{**shown, **changes})


def edit(
    play: Cast, member: Membership, *adults: tuple[User | None, NewPerson], by: User, **address: str
) -> Membership:
    household = NewHousehold([typed for _person, typed in adults], **address)
    return edit_member(member, Edited(household, [person for person, _typed in adults]), by=by, at=TUESDAY)


def correct(play: Cast, member: Membership, **changes: str) -> User:
    """A coordinator corrects the only adult of a household."""
    person = play.person(member)
    edit(play, member, (person, written(person, **changes)), by=play.nadia)
    return User.objects.get(households__membership=member)


def signs_in(person: User) -> None:
    person.last_login = TUESDAY
    person.save(update_fields=["last_login"])


def test_who_never_signed_in_is_corrected_and_found_under_the_new_name(vallon: Cast) -> None:
    person = correct(
        vallon, vallon.bob, first_name="Zoé", last_name="Élan", email="Zoe@Example.org", phone="0612345678"
    )
    assert (person.pk, person.full_name, person.email, person.phone) == (
        vallon.person(vallon.bob).pk, "Zoé Élan", "zoe@example.org", "0612345678",
    )  # fmt: skip
    assert (person.search_name, person.sort_name) == ("zoe elan", "elan00zoe")
    member = Membership.objects.matching("zoe elan").get(group=vallon.group)
    assert (member.number, member.sort_name) == (2, "elan zoe")


def test_the_address_of_the_household_is_replaced(vallon: Cast) -> None:
    person = vallon.person(vallon.bob)
    kept = edit(vallon, vallon.bob, (person, written(person)), by=vallon.nadia, address1="4 rue du Four", city="Betton")
    kept.refresh_from_db()
    assert (kept.address1, kept.address2, kept.postcode, kept.city) == ("4 rue du Four", "", "", "Betton")


def refused(play: Cast, member: Membership, **changes: str) -> str:
    """Which field is not the group's to change; nothing changed."""
    before = User.objects.values().get(pk=play.person(member).pk)
    with pytest.raises(NotTheGroups) as refusal:
        correct(play, member, **changes)
    assert User.objects.values().get(pk=play.person(member).pk) == before
    return refusal.value.field


def test_who_signed_in_keeps_their_name_and_e_mail_and_is_given_a_new_phone(vallon: Cast) -> None:
    signs_in(vallon.person(vallon.bob))
    assert refused(vallon, vallon.bob, email="nadia.bis@example.org") == "email"
    assert refused(vallon, vallon.bob, email="") == "email"
    assert refused(vallon, vallon.bob, last_name="Autre") == "last_name"
    assert correct(vallon, vallon.bob, phone="0612345678").phone == "0612345678"


@pytest.mark.parametrize("tie", ["household", "household that left", "role", "keeps the installation"])
def test_a_group_takes_over_nobody_who_belongs_elsewhere_too(tie: str, vallon: Cast) -> None:
    """Charlie never signed in; a group that adds him could otherwise become him in the other."""
    other = cast("ruchette", "La Ruchette")
    charlie = NewPerson("Charlie", "Ailleurs", "charlie@example.org")
    if tie.startswith("household"):
        there = add_member(other.group, NewHousehold([charlie]), at=TUESDAY)
        Membership.objects.filter(pk=there.pk).update(left_on=TUESDAY if tie.endswith("left") else None)
    else:
        person = User.objects.create_user(charlie.email, first_name="Charlie", last_name="Ailleurs")
        User.objects.filter(pk=person.pk).update(is_host=tie.startswith("keeps"))
        if tie == "role":
            set_roles(other.group, person, [Role.TREASURER], by=None, at=TUESDAY)
    member = add_member(vallon.group, NewHousehold([charlie]), at=TUESDAY)
    assert refused(vallon, member, email="nadia.bis@example.org") == "email"
    assert refused(vallon, member, first_name="Nadia") == "first_name"
    if tie != "keeps the installation":
        assert refused(vallon, member, phone="0612345678") == "phone"


def test_nobody_comes_to_hold_roles_they_cannot_give_by_correcting_an_e_mail(vallon: Cast) -> None:
    set_roles(vallon.group, vallon.person(vallon.alice), [Role.COORDINATOR], by=None, at=TUESDAY)
    set_roles(vallon.group, vallon.person(vallon.bob), [Role.TREASURER], by=None, at=TUESDAY)
    alice, bob = vallon.person(vallon.alice), vallon.person(vallon.bob)
    with pytest.raises(NotTheGroups) as refusal:
        edit(vallon, vallon.bob, (bob, written(bob, email="alice.bis@example.org")), by=alice)
    assert str(refusal.value) == (
        "Cette personne a des droits dans le groupe\u202f: seule l’administration change son nom et son e-mail."
    )
    assert correct(vallon, vallon.bob, email="bob.bis@example.org").email == "bob.bis@example.org"  # by Nadia


def test_an_address_of_another_household_is_refused_by_name(vallon: Cast) -> None:
    with pytest.raises(AlreadyMember) as refusal:
        correct(vallon, vallon.bob, email="ALICE@vallon.example.org")
    assert str(refusal.value) == "alice@vallon.example.org est déjà membre du groupe\u202f: Alice Martin, n° 1."
    Membership.objects.filter(pk=vallon.alice.pk).update(left_on=TUESDAY)
    with pytest.raises(LeftBefore):
        correct(vallon, vallon.bob, email="alice@vallon.example.org")


def test_an_address_known_to_cabas_is_its_person_s(vallon: Cast) -> None:
    """Charlie's address was written wrongly: corrected, his sign-in opens this group too, and his name stays his."""
    other = cast("ruchette", "La Ruchette")
    charlie = other.person(other.alice)
    wrong = vallon.person(vallon.bob)
    person = correct(vallon, vallon.bob, first_name="Autre", email="alice@ruchette.example.org")
    assert (person.pk, person.full_name) == (charlie.pk, "Alice Martin")
    assert Membership.objects.with_people().get(pk=vallon.bob.pk).full_name == "Alice Martin"
    assert not Adult.objects.filter(person=wrong).exists()


def test_a_second_adult_joins_leaves_and_takes_the_first_place(vallon: Cast) -> None:
    bob = vallon.person(vallon.bob)
    edit(
        vallon, vallon.bob, (bob, written(bob)), (None, NewPerson("Léa", "Lenoir", "lea@example.org")), by=vallon.nadia
    )
    lea = User.objects.get(email="lea@example.org")

    def name() -> tuple[str, str, str]:
        member = Membership.objects.with_people().get(pk=vallon.bob.pk)
        return member.full_name, member.search_name, member.sort_name

    assert name() == ("Bob Lenoir et Léa Lenoir", "bob lenoir lea lenoir", "lenoir bob")
    edit(vallon, vallon.bob, (lea, written(lea)), by=vallon.nadia)
    assert name() == ("Léa Lenoir", "lea lenoir", "lenoir lea")
    with pytest.raises(HouseholdChanged):
        edit(vallon, vallon.bob, (bob, written(bob)), (lea, written(lea)), by=vallon.nadia)


def test_who_leaves_a_household_leaves_their_roles(vallon: Cast) -> None:
    alice, bob = vallon.person(vallon.alice), vallon.person(vallon.bob)
    edit(
        vallon, vallon.bob, (bob, written(bob)), (None, NewPerson("Léa", "Lenoir", "lea@example.org")), by=vallon.nadia
    )
    set_roles(vallon.group, alice, [Role.COORDINATOR], by=None, at=TUESDAY)
    set_roles(vallon.group, bob, [Role.ADMINISTRATOR], by=None, at=TUESDAY)
    lea = User.objects.get(email="lea@example.org")
    with pytest.raises(HoldsRoles):
        edit(vallon, vallon.bob, (lea, written(lea)), by=alice)
    edit(vallon, vallon.bob, (lea, written(lea)), by=vallon.nadia)
    assert not RoleHolder.objects.filter(person=bob).exists()


def test_the_last_administrator_stays_in_their_household(vallon: Cast) -> None:
    member = Membership.objects.with_people().get(group=vallon.group, number=3)
    with pytest.raises(LastAdministrator):
        edit(vallon, member, (None, NewPerson("Léa", "Belkacem")), by=vallon.nadia)
    assert Membership.objects.with_people().get(pk=member.pk).full_name == "Nadia Belkacem"


@pytest.mark.parametrize("adults", [1, 2])
def test_two_adults_never_share_an_e_mail(adults: int, vallon: Cast) -> None:
    bob = vallon.person(vallon.bob)
    typed: list[Any] = [(bob, written(bob)), (None, NewPerson("Léa", "Lenoir", "bob@vallon.example.org"))]
    with pytest.raises(AlreadyMember):
        edit(vallon, vallon.bob, *(typed if adults == 2 else [typed[1], typed[1]]), by=vallon.nadia)

"""The card of a household, its form, those who left, and the page that tells every member who does what."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership, Role
from cabas.groups.roles import set_roles
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def vallon() -> Cast:
    return cast()


@pytest.fixture
def nadia(vallon: Cast) -> Client:
    return client_of(vallon.nadia)


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, **more: Any) -> str:
    return reverse(f"groups:{name}", kwargs={"slug": "vallon", **more})


def text_of(answer: Any) -> str:
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def leave(member: Membership) -> None:
    Membership.objects.filter(pk=member.pk).update(left_on=TUESDAY.date())


def typed(**changes: str) -> dict[str, str]:
    """The form of Bob's household, with these changes."""
    return {"first_name": "Bob", "last_name": "Lenoir", "email": "bob@vallon.example.org", **changes}


def test_the_card_says_who_they_are_where_they_live_and_how_to_reach_them(vallon: Cast, nadia: Client) -> None:
    people = [NewPerson("Awa", "Diop", "awa@example.org", "+33612345678"), NewPerson("Tom", "Diop", phone="0299000000")]
    member = add_member(vallon.group, NewHousehold(people, "4 rue du Four", "", "35830", "Betton"), at=TUESDAY)
    set_roles(vallon.group, member.people[1], [Role.TREASURER], by=vallon.nadia, at=TUESDAY)
    shown = text_of(nadia.get(address("member", number=4)))
    for said in (
        "Awa Diop et Tom Diop", "N° 4, membre depuis le mardi 24 novembre", "06\u00a012\u00a034\u00a056\u00a078",
        "tel:0612345678", "02\u00a099\u00a000\u00a000\u00a000", "awa@example.org", "sans e-mail", "4 rue du Four",
        "35830 Betton", "/gestion/membres/4/depart/", "/gestion/courriels/?q=4",
    ):  # fmt: skip
        assert said in shown
    assert 'value="treasurer" class="form-check-input" id="roles-' in shown


def test_a_coordinator_reads_roles_on_the_card_and_gives_none(vallon: Cast) -> None:
    set_roles(vallon.group, vallon.person(vallon.alice), [Role.COORDINATOR], by=None, at=TUESDAY)
    shown = text_of(client_of(vallon.person(vallon.alice)).get(address("member", number=3)))
    assert ("administration" in shown, "Enregistrer les droits" in shown) == (True, False)


@pytest.mark.parametrize("page", ["member", "member_edit", "member_return"])
def test_a_member_of_another_group_is_not_found(page: str, vallon: Cast, nadia: Client) -> None:
    other = cast("ruchette", "La Ruchette")
    add_member(other.group, NewHousehold([NewPerson("Zoé", "Ailleurs")]), at=TUESDAY)  # number 4 is hers, there only
    answer = nadia.post if page == "member_return" else nadia.get
    assert answer(address(page, number=4)).status_code == 404
    assert answer(address(page, number=4).replace("vallon", "ruchette")).status_code == 404
    assert nadia.get(address("member", number=10**20)).status_code == 404


def test_a_household_is_corrected_and_its_card_opens(vallon: Cast, nadia: Client) -> None:
    shown = nadia.get(address("member_edit", number=2)).content.decode()
    assert 'value="bob@vallon.example.org"' in shown
    posted = typed(last_name="Lebrun", second_first_name="Léa", phone="0612345678", city="Betton")
    answer = nadia.post(address("member_edit", number=2), posted)
    assert (answer.status_code, answer.url) == (302, address("member", number=2))
    member = Membership.objects.with_people().get(group=vallon.group, number=2)
    assert (member.full_name, member.city) == ("Bob Lebrun et Léa Lebrun", "Betton")


def test_what_is_not_the_group_s_is_shown_and_refused_beside_its_field(vallon: Cast, nadia: Client) -> None:
    User.objects.filter(households__membership=vallon.bob).update(last_login=TUESDAY)
    shown = nadia.get(address("member_edit", number=2))
    form = shown.context["form"]
    assert [name for name in form.fields if form.fields[name].widget.attrs.get("readonly")] == [
        "first_name", "last_name", "email",
    ]  # fmt: skip
    answer = nadia.post(address("member_edit", number=2), typed(email="nadia.bis@example.org", city="Betton"))
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "email": ["Cette personne tient elle-même son nom et son e-mail, à la page «\u202fMes coordonnées\u202f»."]
    }
    assert 'value="nadia.bis@example.org"' in answer.content.decode()
    assert Membership.objects.get(pk=vallon.bob.pk).city == ""


def test_both_adults_cannot_leave_and_one_can(vallon: Cast, nadia: Client) -> None:
    add_member(vallon.group, NewHousehold([NewPerson("Awa", "Diop"), NewPerson("Tom", "Diop")]), at=TUESDAY)
    posted = {"first_name": "Awa", "last_name": "Diop", "second_first_name": "Tom", "second_last_name": "Diop"}
    page = address("member_edit", number=4)
    nobody = nadia.post(page, {**posted, "first_leaves": "on", "second_leaves": "on"})
    assert dict(nobody.context["form"].errors) == {"second_leaves": ["Un foyer garde au moins une personne."]}
    nameless = nadia.post(page, {**posted, "second_first_name": ""})
    assert list(nameless.context["form"].errors) == ["second_first_name"]
    assert nadia.post(page, {**posted, "first_leaves": "on"}).status_code == 302
    assert Membership.objects.with_people().get(group=vallon.group, number=4).full_name == "Tom Diop"


def test_an_old_number_is_not_in_the_way_and_a_new_one_is_read(vallon: Cast, nadia: Client) -> None:
    User.objects.filter(households__membership=vallon.bob).update(phone="voir sa sœur")
    page = address("member_edit", number=2)
    assert nadia.post(page, typed(phone="voir sa sœur", city="Betton")).status_code == 302
    refused = nadia.post(page, typed(phone="06 12 34"))
    assert dict(refused.context["form"].errors) == {
        "phone": ["Écrivez un seul numéro, comme 06 12 34 56 78, ou avec l’indicatif du pays, comme +32 2 123 45 67."]
    }


def test_the_list_shows_those_who_left_apart(vallon: Cast, nadia: Client) -> None:
    leave(vallon.bob)

    def shown(**asked: str) -> tuple[list[str], list[int]]:
        answer = nadia.get(address("members"), asked)
        counts = [count for _value, _words, count in answer.context["chips"]]
        return [member.name for member in answer.context["page"]], counts

    assert shown() == (["Nadia Belkacem", "Alice Martin"], [2, 1, 1])
    assert shown(etat="partis") == (["Bob Lenoir"], [2, 1, 1])
    assert shown(etat="partis", q="alice") == ([], [1, 1, 0])
    assert shown(etat="?") == shown()
    assert "Personne ne correspond à" in text_of(nadia.get(address("members"), {"etat": "partis", "q": "z"}))
    assert 'name="etat" value="partis"' in text_of(nadia.get(address("members"), {"etat": "partis"}))


def test_a_household_that_left_is_taken_back_from_its_card(vallon: Cast, nadia: Client) -> None:
    leave(vallon.bob)
    card = address("member", number=2)
    assert "Ce foyer a quitté le groupe le mardi 24 novembre." in text_of(nadia.get(card))
    assert nadia.post(address("member_return", number=2))["Location"] == card
    assert Membership.objects.get(pk=vallon.bob.pk).left_on is None
    nadia.post(address("member_return", number=2))
    assert "Ce foyer fait déjà partie du groupe." in text_of(nadia.get(card))


def test_who_left_is_offered_to_come_back_where_one_would_add_them(vallon: Cast, nadia: Client) -> None:
    leave(vallon.bob)
    answer = nadia.post(address("member_new"), typed(city="Betton"))
    shown = text_of(answer)
    assert answer.status_code == 422
    assert f'action="{address("member_return", number=2)}"' in shown
    assert ('value="Betton"' in shown, "Bob Lenoir, n° 2, a quitté le groupe" in shown) == (True, True)


def test_who_left_is_not_imported_again(vallon: Cast, nadia: Client) -> None:
    leave(vallon.bob)
    pasted = "Prénom;Nom;E-mail\nBob;Lenoir;bob@vallon.example.org"
    preview = nadia.post(address("member_import"), {"pasted": pasted})["Location"]
    assert "membre n° 2, qui a quitté le groupe et peut y revenir, à sa fiche" in text_of(nadia.get(preview))
    assert "Rien à importer dans ce fichier." in text_of(nadia.get(preview))


def test_every_member_sees_who_does_what_and_how_to_reach_them(vallon: Cast) -> None:
    set_roles(vallon.group, vallon.person(vallon.bob), [Role.COORDINATOR], by=None, at=TUESDAY)
    alice = client_of(vallon.person(vallon.alice))
    answer = alice.get(address("who"))
    assert [(label, [each.person.full_name for each in held]) for label, _duty, held in answer.context["duties"]] == [
        ("coordination", ["Nadia Belkacem", "Bob Lenoir"]),
        ("trésorerie", []),
        ("administration", ["Nadia Belkacem"]),
        ("coordination de certains catalogues", []),
        ("producteur, productrice", []),
    ]
    assert "Personne pour l’instant." in text_of(answer)
    assert "mailto:nadia@vallon.example.org" in text_of(answer)

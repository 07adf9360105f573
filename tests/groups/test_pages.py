"""The office of a group: members, imports and roles, as pages that ask few questions of the database."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cabas.groups.members import NewHousehold, NewPerson, add_member, add_members
from cabas.groups.models import ImportDraft, Membership, Role
from cabas.groups.roles import set_roles
from cabas.people.models import User
from tests.cast import TUESDAY, Cast, cast
from tests.sheets.building import FILES

pytestmark = pytest.mark.django_db


@pytest.fixture
def vallon() -> Cast:
    return cast()


@pytest.fixture
def nadia(vallon: Cast) -> Client:
    client = Client()
    client.force_login(vallon.nadia)
    return client


def address(name: str, **more: Any) -> str:
    return reverse(f"groups:{name}", kwargs={"slug": "vallon", **more})


def add(vallon: Cast, *names: str) -> None:
    for name in names:
        add_member(vallon.group, NewHousehold([NewPerson(name, "Durand"), NewPerson("Zoé", name)]), at=TUESDAY)


def upload(client: Client, name: str = "cagette-membres.csv") -> str:
    file = SimpleUploadedFile(name, (FILES / "members" / name).read_bytes())
    answer = client.post(address("member_import"), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def text_of(answer: Any) -> str:
    return re.sub(r"[ \n]+", " ", answer.content.decode())


@pytest.mark.parametrize("page", ["members", "roles"])
def test_a_list_asks_as_much_for_three_as_for_one(
    page: str, vallon: Cast, nadia: Client, django_assert_num_queries: Any
):
    statements = {"members": 8, "roles": 5}[page]
    with django_assert_num_queries(statements):
        nadia.get(address(page))
    add(vallon, "Ada", "Bo", "Cléo")
    for member in Membership.objects.with_people().filter(group=vallon.group):
        set_roles(vallon.group, member.people[0], [Role.ADMINISTRATOR, Role.TREASURER], by=None, at=TUESDAY)
    with django_assert_num_queries(statements):
        nadia.get(address(page))


@pytest.mark.parametrize("sought", ["zoe", "CLÉO", "cleo durand", "5"])
def test_members_are_sought_by_any_name_or_number(sought: str, vallon: Cast, nadia: Client):
    add(vallon, "Ada", "Cléo")
    page = nadia.get(address("members"), {"q": sought}).context["page"]
    assert "Cléo Durand" in [member.name for member in page]
    assert "Alice Martin" not in [member.name for member in page]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("06 12 34 56 78", ["Bob"]),
        ("0033612345678", ["Bob"]),
        ("+33 (0)6 12 34", ["Bob"]),
        ("56.78", ["Bob"]),
        ("678", []),  # three digits are the number of a member
        ("BOB@vallon", ["Bob"]),
        ("@vallon.example.org", ["Nadia", "Bob", "Alice"]),  # but not the household of another group
        ("bob@ailleurs", []),
        ("Alice 0612345678", []),
    ],
)
def test_members_are_sought_by_phone_or_e_mail_as_the_treasury_does(
    sought: str, found: list[str], vallon: Cast, nadia: Client
):
    cast("ailleurs", "Ailleurs")
    User.objects.filter(first_name="Bob").update(phone="+33 6 12 34 56 78")
    page = nadia.get(address("members"), {"q": sought}).context["page"]
    assert [member.people[0].first_name for member in page] == found


def test_who_left_or_never_came_is_found_by_phone_among_those_who_did(vallon: Cast, nadia: Client):
    User.objects.filter(first_name="Bob").update(phone="0612345678")
    Membership.objects.filter(pk=vallon.bob.pk).update(left_on="2026-11-20")
    shown = nadia.get(address("members"), {"q": "06 12 34"})
    assert "Personne ne correspond à «\u202f06 12 34\u202f» dans cette liste" in text_of(shown)
    assert [count for _value, _words, count in shown.context["chips"]] == [0, 1]
    left = nadia.get(address("members"), {"q": "06 12 34", "etat": "partis"}).context["page"]
    assert [member.number for member in left] == [vallon.bob.number]


def test_a_search_by_phone_asks_one_statement_more_for_any_number_of_members(
    vallon: Cast, nadia: Client, django_assert_num_queries: Any
):
    with django_assert_num_queries(9):
        nadia.get(address("members"), {"q": "@vallon"})
    new = [NewPerson("Ada", f"N{at}", f"ada{at}@vallon.example.org") for at in range(3)]
    add_members(vallon.group, [NewHousehold([person]) for person in new], at=TUESDAY)
    with django_assert_num_queries(9):
        assert len(nadia.get(address("members"), {"q": "@vallon"}).context["page"]) == 6


@pytest.mark.parametrize("sought", ["²", "@", "0" * 400, "٠٦١٢٣", "9" * 40, "%", "<b>", "\x00"])
def test_any_search_is_answered(sought: str, nadia: Client):
    assert nadia.get(address("members"), {"q": sought}).status_code == 200
    assert nadia.get(address("roles"), {"q": sought}).status_code == 200


def test_who_has_no_email_is_shown_so(vallon: Cast, nadia: Client):
    add(vallon, "Ada")
    assert "sans e-mail" in text_of(nadia.get(address("members"), {"q": "ada"}))


def test_fifty_members_a_page(vallon: Cast, nadia: Client):
    add(vallon, *[f"Nom{n}" for n in range(50)])
    answer = nadia.get(address("members"), {"page": 2})
    assert (len(answer.context["page"].object_list), "page 2 sur 2" in text_of(answer)) == (3, True)


def test_one_member_is_added_by_hand(vallon: Cast, nadia: Client):
    posted = {
        "first_name": "Awa", "last_name": "Diop", "email": "awa@example.org", "second_first_name": "Tom",
        "city": "Betton",
    }  # fmt: skip
    assert nadia.post(address("member_new"), posted).status_code == 302
    member = Membership.objects.with_people().get(group=vallon.group, number=4)
    assert (member.full_name, member.city) == ("Awa Diop et Tom Diop", "Betton")
    again = nadia.post(address("member_new"), posted)
    assert (
        again.status_code,
        "awa@example.org est déjà membre du groupe\u202f: Awa Diop et Tom Diop, n° 4." in text_of(again),
    ) == (422, True)


def test_what_is_missing_is_named(nadia: Client):
    answer = nadia.post(address("member_new"), {"email": "a@b.org", "second_email": "A@b.org"})
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "first_name": ["Il manque le prénom."],
        "last_name": ["Il manque le nom."],
        "second_first_name": ["Il manque le prénom du second adulte."],
        "second_email": ["Chaque personne a son e-mail\u202f: laissez cette case vide."],
    }


def test_a_file_is_looked_at_then_imported_once(vallon: Cast, nadia: Client, django_assert_max_num_queries: Any):
    preview = upload(nadia)
    with django_assert_max_num_queries(12):
        shown = text_of(nadia.get(preview))
    for said in ("24 membres à ajouter", "1 déjà connu", "Ligne 27, E-mail", "Importer 24 membres", "Awa DIOP"):
        assert said in shown
    assert Membership.objects.filter(group=vallon.group).count() == 3
    for _click in range(2):
        answer = nadia.post(preview, {"import": "yes"})
        assert (answer.status_code, answer.url) == (302, address("members"))
    assert Membership.objects.filter(group=vallon.group).count() == 27
    assert ImportDraft.objects.get().rows == []
    shown = text_of(nadia.get(address("members")))
    assert "24 membres ajoutés. 1 ligne est restée dehors" in shown
    assert "Ce fichier est déjà importé." in shown
    assert "Rien à importer dans ce fichier." in text_of(nadia.get(upload(nadia)))


def test_columns_are_chosen_by_hand(vallon: Cast, nadia: Client):
    preview = upload(nadia, "users.csv")
    shown = text_of(nadia.get(preview))
    assert "Pas de colonne e-mail." in shown
    assert "Importer 0" not in shown
    twice = nadia.post(preview, {"heading_row": "-", "column_0": "email", "column_4": "email"})
    assert (twice.status_code, "Deux colonnes ne peuvent pas être la même" in text_of(twice)) == (422, True)
    chosen = {"heading_row": "-", "column_0": "first_name", "column_1": "last_name", "column_4": "email"}
    assert nadia.post(preview, chosen).status_code == 302
    assert "Importer 3 membres" in text_of(nadia.get(preview))


def test_shifted_headings_are_said(nadia: Client):
    assert "les titres ne sont peut-être pas au-dessus des bonnes colonnes" in text_of(
        nadia.get(upload(nadia, "users2.csv"))
    )


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({}, "Choisissez un fichier, ou collez des lignes."),
        ({"pasted": "  \n "}, "Choisissez un fichier, ou collez des lignes."),
        ({"file": SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff\x00\x00")}, "ne se lit pas comme un tableau"),
        ({"file": SimpleUploadedFile("vide.csv", b"")}, "ne contient aucune ligne"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(posted: dict[str, Any], said: str, nadia: Client):
    answer = nadia.post(address("member_import"), posted)
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert not ImportDraft.objects.exists()


def test_a_draft_is_its_owner_s(vallon: Cast, nadia: Client):
    preview = upload(nadia)
    other = cast("ruchette", "La Ruchette")
    set_roles(vallon.group, vallon.person(vallon.bob), [Role.COORDINATOR], by=None, at=TUESDAY)
    stranger, bob = Client(), Client()
    stranger.force_login(other.nadia)
    bob.force_login(vallon.person(vallon.bob))
    assert [client.get(preview).status_code for client in (nadia, bob, stranger)] == [200, 404, 404]
    assert stranger.get(preview.replace("vallon", "ruchette")).status_code == 404
    assert [client.post(preview, {"import": "yes"}).status_code for client in (bob, stranger)] == [404, 404]


def test_a_draft_is_kept_a_day(nadia: Client):
    preview = upload(nadia)
    ImportDraft.objects.update(made_at=TUESDAY.replace(year=2020))
    assert nadia.get(preview).status_code == 404
    upload(nadia)
    assert ImportDraft.objects.count() == 1


def test_a_role_is_given_and_taken_back(vallon: Cast, nadia: Client):
    alice = vallon.person(vallon.alice)
    found = nadia.get(address("roles"), {"q": "alice"}).context["found"]
    assert [form.person for form in found] == [alice]
    nadia.post(address("roles"), {"person": alice.pk, "roles": ["treasurer", "coordinator"]})
    assert sorted(alice.roles.values_list("role", "given_by")) == [
        ("coordinator", vallon.nadia.pk),
        ("treasurer", vallon.nadia.pk),
    ]
    nadia.post(address("roles"), {"person": alice.pk, "seen": ["treasurer", "coordinator"]})
    assert not alice.roles.exists()


def test_the_last_administrator_stays(vallon: Cast, nadia: Client):
    answer = nadia.post(
        address("roles"),
        {"person": vallon.nadia.pk, "roles": ["coordinator"], "seen": ["administrator", "coordinator"]},
    )
    assert answer.status_code == 422
    assert "Le groupe doit garder au moins une personne à l’administration." in text_of(answer)
    assert sorted(vallon.nadia.roles.values_list("role", flat=True)) == ["administrator", "coordinator"]


def test_roles_are_given_to_people_of_the_group_only(vallon: Cast, nadia: Client):
    other = cast("ruchette", "La Ruchette")
    for person in (other.nadia.pk, other.person(other.alice).pk, 999999, "x", "", "9" * 30):
        assert nadia.post(address("roles"), {"person": person, "roles": ["treasurer"]}).status_code == 404

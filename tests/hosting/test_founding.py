"""A group is founded whole by a host: place, cheques, and its founder as member n° 1 with every office."""

from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from cabas.distributions.models import Participation
from cabas.groups.models import OFFICES, Group, Membership, Role, RoleHolder
from cabas.hosting.founding import NewGroup, SlugRefused, found_whole_group, proposed_slug, require_free_slug
from cabas.payments.models import PaymentSettings
from cabas.people.models import User
from tests.cast import TUESDAY, cast

pytestmark = pytest.mark.django_db

PAGE = "/groupes/nouveau/creation/"
SAID = {"name": "Les Paniers de l’Été", "slug": "", "place": "Salle des Aulnes", "place_address": "", "payee": ""}


@pytest.fixture
def host() -> User:
    return User.objects.create_user(
        "nadia@example.org", first_name="Nadia", last_name="Belkacem", phone="06 12 34 56 78", is_host=True
    )


@pytest.fixture
def inside(client: Client, host: User) -> Client:
    client.force_login(host)
    return client


def test_a_group_has_all_it_needs(inside: Client, host: User) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        assert inside.post(PAGE, SAID)["Location"] == "/g/les-paniers-de-l-ete/premiers-pas/"
    group = Group.objects.get()
    member = Membership.objects.with_people().get()
    settings = PaymentSettings.objects.get()
    assert (group.name, [place.name for place in group.places.all()]) == (SAID["name"], ["Salle des Aulnes"])
    assert (member.number, member.people, User.objects.count()) == (1, [host], 1)
    assert set(RoleHolder.objects.filter(person=host).values_list("role", flat=True)) == set(OFFICES)
    assert (settings.accepted, settings.cheque_payee, settings.since) == (["cheque"], SAID["name"], TUESDAY)
    assert not group.book.is_disposable


def test_what_the_host_said_is_taken(inside: Client) -> None:
    said = SAID | {"slug": "Ete", "place_address": "2 rue du Pont", "payee": "AMAP de l’Été"}
    assert inside.post(PAGE, said)["Location"] == "/g/ete/premiers-pas/"
    assert Group.objects.get().places.get().address == "2 rue du Pont"
    assert PaymentSettings.objects.get().cheque_payee == "AMAP de l’Été"


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("nouveau", "sert à Cabas lui-même"),
        ("vallon", "Un groupe a déjà l’adresse"),
        ("été", "Écrivez des lettres sans accent"),
        ("a b", "Écrivez des lettres sans accent"),
        ("-a", "Écrivez des lettres sans accent"),
        ("a_b", "Écrivez des lettres sans accent"),
    ],
)
def test_an_address_that_cannot_be_is_refused_by_name(inside: Client, slug: str, sentence: str) -> None:
    cast("vallon")
    response = inside.post(PAGE, SAID | {"slug": slug})
    page = response.content.decode()
    assert (response.status_code, sentence in page) == (422, True)
    assert f'value="{slug}"' in page
    assert 'value="Salle des Aulnes"' in page
    assert Group.objects.count() == 1


def test_what_is_missing_is_said(inside: Client) -> None:
    response = inside.post(PAGE, {})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Indiquez le nom du groupe." in page
    assert "Indiquez où ont lieu les distributions." in page


def test_a_name_without_letters_asks_for_an_address(inside: Client) -> None:
    response = inside.post(PAGE, SAID | {"name": "★"})
    assert (response.status_code, "Écrivez des lettres" in response.content.decode()) == (422, True)


def test_two_at_once_with_one_address_are_one_group(host: User, monkeypatch: pytest.MonkeyPatch) -> None:
    new = NewGroup("Vallon", "vallon", "Salle")
    found_whole_group(new, by=host, at=TUESDAY)
    asked: list[str] = []

    def free_at_first(slug: str) -> None:
        asked.append(slug)
        if len(asked) > 1:
            require_free_slug(slug)

    monkeypatch.setattr("cabas.hosting.founding.require_free_slug", free_at_first)
    with pytest.raises(SlugRefused, match="Un groupe a déjà"):
        found_whole_group(new, by=host, at=TUESDAY)
    assert (Group.objects.count(), Membership.objects.count()) == (1, 1)


def test_an_address_is_proposed_from_the_name() -> None:
    assert proposed_slug("  L’Œuf & la Poule — Été 2026 ") == "l-oeuf-la-poule-ete-2026"
    assert proposed_slug("a" * 49 + " bcd") == "a" * 49


def test_a_plain_member_is_told_to_wait(client: Client) -> None:
    play = cast()
    Participation.objects.all().delete()
    play.distribution.delete()
    client.force_login(play.person(play.alice))
    page = client.get("/g/vallon/").content.decode()
    assert "Premiers pas" not in page
    assert "Aucune distribution prévue." in page


def test_who_founded_a_group_before_is_no_producer_of_no_farm_any_more(host: User) -> None:
    group = found_whole_group(NewGroup("Été", "ete", "Salle"), by=host, at=TUESDAY)
    facts = {"group": group, "person": host, "given_at": TUESDAY}
    RoleHolder.objects.create(role=Role.PRODUCER, **facts)
    RoleHolder.objects.create(role=Role.CATALOG_COORDINATOR, about="Ferme des Aulnes", **facts)
    import_module("cabas.groups.migrations.0013_no_farm_of_founders").take_back(apps, None)
    left = RoleHolder.objects.values_list("role", flat=True)
    assert set(left) == {*OFFICES, Role.CATALOG_COORDINATOR}

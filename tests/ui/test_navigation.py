"""Menus show what this person may open in this group, and nothing else."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve

from cabas.clock import PARIS
from cabas.config.navigation import navigation
from cabas.groups.founding import found_group
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Group, Membership, Role
from cabas.groups.rights import rights_of
from cabas.groups.roles import set_roles

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.small_urls")]

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)


@pytest.fixture
def vallon() -> Group:
    return found_group("Les Paniers du Vallon", "vallon", at=TUESDAY)


def join(group: Group, first_name: str, *roles: Role) -> Membership:
    email = f"{first_name.lower()}@example.org"
    member = add_member(group, NewHousehold([NewPerson(first_name, "Martin", email)]), at=TUESDAY)
    if roles:
        set_roles(group, member.people[0], list(roles), by=None, at=TUESDAY)
    return member


def opened(path: str, member: Membership) -> HttpRequest:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    person = member.people[0]
    request.user, request.group, request.member = person, member.group, member  # type: ignore[attr-defined]
    request.rights = rights_of(person, member.group)  # type: ignore[attr-defined]
    return request


def labels(request: HttpRequest, menu: str) -> list[str]:
    return [str(entry.label) for entry in navigation(request)[menu]]


def test_a_member_sees_their_own_pages_only(vallon: Group) -> None:
    request = opened("/g/vallon/", join(vallon, "Alice"))
    assert labels(request, "nav_me") == ["Accueil", "Commander", "Mon compte"]
    assert labels(request, "nav_manage") == []


def test_each_role_sees_what_it_opens_and_only_what_is_built(vallon: Group) -> None:
    manages = {
        role: labels(opened("/g/vallon/", join(vallon, role.value.title(), role)), "nav_manage") for role in Role
    }
    assert manages == {  # « Courriels » has no address in these tests: not built, not shown
        Role.COORDINATOR: ["Distributions", "Membres", "Catalogues"],
        Role.TREASURER: ["Distributions"],
        Role.ADMINISTRATOR: ["Distributions", "Membres", "Réglages"],
        Role.CATALOG_COORDINATOR: ["Catalogues", "Commandes"],
        Role.PRODUCER: [],
    }


def test_who_delivers_and_has_no_household_has_their_farm_and_nothing_to_manage(vallon: Group) -> None:
    request = opened("/g/vallon/ferme/", join(vallon, "Hugo", Role.PRODUCER))
    request.member = None  # type: ignore[attr-defined]
    assert (labels(request, "nav_me"), labels(request, "nav_manage")) == (["Ma ferme"], [])


def test_the_current_entry_is_the_page_or_the_one_above_it(vallon: Group) -> None:
    alice = join(vallon, "Alice")

    def current(path: str) -> list[str]:
        return [str(entry.label) for entry in navigation(opened(path, alice))["nav_me"] if entry.is_current]

    assert current("/g/vallon/") == ["Accueil"]
    assert current("/g/vallon/commande/d/") == ["Commander"]
    assert current("/g/vallon/compte/") == ["Mon compte"]


def test_what_settings_lead_to_belongs_to_settings(vallon: Group) -> None:
    nadia = join(vallon, "Nadia", Role.ADMINISTRATOR)
    for path in ("/g/vallon/gestion/reglages/", "/g/vallon/gestion/reglages/paiements/", "/g/vallon/gestion/droits/"):
        entries = navigation(opened(path, nadia))["nav_manage"]
        assert [str(entry.label) for entry in entries if entry.is_current] == ["Réglages"], path


def test_who_holds_a_role_without_a_household_has_no_page_of_a_member(vallon: Group) -> None:
    request = opened("/g/vallon/gestion/distributions/", join(vallon, "Nadia", Role.COORDINATOR))
    request.member = None  # type: ignore[attr-defined]
    assert labels(request, "nav_me") == []
    assert navigation(request)["is_managing"]


def test_the_switcher_leads_to_the_same_page_of_the_other_group_when_it_opens(vallon: Group) -> None:
    alice = join(vallon, "Alice", Role.COORDINATOR)
    other = found_group("Le Panier Bleu", "bleu", at=TUESDAY)
    found_group("Ailleurs", "ailleurs", at=TUESDAY)
    person = alice.people[0]
    add_member(other, NewHousehold([NewPerson(person.first_name, person.last_name, person.email)]), at=TUESDAY)

    def switch(path: str) -> list[tuple[str, str]]:
        return [(str(entry.label), entry.url) for entry in navigation(opened(path, alice))["other_groups"]]

    assert switch("/g/vallon/compte/") == [("Le Panier Bleu", "/g/bleu/compte/")]
    assert switch("/g/vallon/gestion/membres/") == [("Le Panier Bleu", "/g/bleu/")]
    assert switch("/g/vallon/commande/d/") == [("Le Panier Bleu", "/g/bleu/")]


def test_the_switcher_leads_who_has_a_role_and_no_household_to_what_they_manage(vallon: Group) -> None:
    alice = join(vallon, "Alice", Role.COORDINATOR)
    bleu, vert = (found_group(name, name.lower(), at=TUESDAY) for name in ("Bleu", "Vert"))
    for group in (bleu, vert):
        set_roles(group, alice.people[0], [Role.COORDINATOR], by=None, at=TUESDAY)
    left = add_member(vert, NewHousehold([NewPerson("Alice", "Martin", "alice@example.org")]), at=TUESDAY)
    left.left_on = TUESDAY.date()
    left.save()

    def switch(path: str) -> list[str]:
        return [entry.url for entry in navigation(opened(path, alice))["other_groups"]]

    assert switch("/g/vallon/") == ["/g/bleu/gestion/distributions/", "/g/vert/gestion/distributions/"]
    assert switch("/g/vallon/gestion/membres/") == ["/g/bleu/gestion/membres/", "/g/vert/gestion/membres/"]


def test_the_switcher_takes_one_statement_whatever_the_number_of_groups(
    vallon: Group, django_assert_num_queries: Any
) -> None:
    request = opened("/g/vallon/", join(vallon, "Alice", Role.COORDINATOR))
    for number in range(1, 21):
        other = found_group(f"Groupe {number:02d}", f"groupe-{number}", at=TUESDAY)
        alice = NewPerson("Alice", "Martin", "alice@example.org")
        person = add_member(other, NewHousehold([alice]), at=TUESDAY).people[0]
        set_roles(other, person, [Role.COORDINATOR, Role.TREASURER], by=None, at=TUESDAY)
        if number in (1, 20):
            with django_assert_num_queries(1):
                assert len(navigation(request)["other_groups"]) == number


def test_outside_a_group_there_is_no_menu() -> None:
    request = RequestFactory().get("/connexion/")
    request.user = AnonymousUser()
    assert not {"nav_me", "nav_manage", "other_groups"} & set(navigation(request))


def test_the_shell_shows_the_menus_the_person_and_the_way_out(vallon: Group) -> None:
    request = opened("/g/vallon/", join(vallon, "Alice", Role.COORDINATOR))
    page = render_to_string("ui/shell.html", request=request)
    for words in ("Les Paniers du Vallon", "Gestion du groupe", "Alice Martin", "Se déconnecter", "Mon mot de passe"):
        assert words in page
    assert 'action="/deconnexion/"' in page
    assert "style=" not in page
    assert "<title>Cabas · Les Paniers du Vallon</title>" in page

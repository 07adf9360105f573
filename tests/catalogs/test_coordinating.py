"""Who keeps certain catalogs finds these and no other, until all, others or none are given."""

import pytest
from django.test import Client
from django.urls import reverse

from cabas.catalogs.coordinating import (
    NoCatalogChosen,
    catalogs_kept,
    coordinate,
    coordinate_all,
    coordinate_none,
)
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.groups.models import Role, RoleHolder
from cabas.groups.rights import rights_of
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    return cast()


def kept(play: Cast) -> list[str]:
    alice = play.person(play.alice)
    return sorted(each.name for each in catalogs_kept(play.group, alice, rights_of(alice, play.group)))


def test_certain_catalogs_then_all_then_none(play: Cast) -> None:
    alice, signed = play.person(play.alice), {"by": play.nadia, "at": TUESDAY}
    honey = add_catalog(add_vendor(play.group, "La Ruche"), "Miels")
    add_catalog(add_vendor(play.group, "Le Four"), "Pains")
    with pytest.raises(NoCatalogChosen):
        coordinate(play.group, alice, [], **signed)
    coordinate(play.group, alice, [honey], **signed)
    assert (kept(play), RoleHolder.objects.get(person=alice).said) == (
        ["Miels"],
        "coordination de certains catalogues\u202f: Miels",
    )
    coordinate_all(play.group, alice, **signed)
    assert (kept(play), RoleHolder.objects.get(person=alice).role) == (
        ["Ferme des Aulnes", "Miels", "Pains"],
        Role.COORDINATOR,
    )
    coordinate(play.group, alice, [honey, play.catalog], **signed)
    assert kept(play) == ["Ferme des Aulnes", "Miels"]
    coordinate_none(play.group, alice, **signed)
    assert (kept(play), RoleHolder.objects.filter(person=alice).exists()) == ([], False)


def test_the_administrator_chooses_at_the_page_of_rights(play: Cast) -> None:
    alice = play.person(play.alice)
    client = Client()
    client.force_login(play.nadia)
    page = reverse("catalogs:coordinated", kwargs={"slug": "vallon", "person": alice.pk})
    assert page in client.get(reverse("groups:roles", kwargs={"slug": "vallon"}), {"q": "alice"}).content.decode()
    refused = client.post(page, {"which": "some"})
    assert (refused.status_code, "Choisissez au moins un catalogue." in refused.content.decode()) == (422, True)
    assert client.post(page, {"which": "some", "catalogs": [play.catalog.pk]}).status_code == 302
    assert kept(play) == ["Ferme des Aulnes"]
    assert "Ferme des Aulnes" in client.get(reverse("groups:who", kwargs={"slug": "vallon"})).content.decode()


def test_another_catalog_of_the_group_is_not_found(play: Cast) -> None:
    alice = play.person(play.alice)
    other = add_catalog(add_vendor(play.group, "La Ruche"), "Miels")
    coordinate(play.group, alice, [play.catalog], by=play.nadia, at=TUESDAY)
    client = Client()
    client.force_login(alice)
    pages = ("catalog", "product_new", "product_import")
    asked = {
        (page, catalog.number): client.get(
            reverse(f"catalogs:{page}", kwargs={"slug": "vallon", "number": catalog.number})
        ).status_code
        for page in pages
        for catalog in (play.catalog, other)
    }
    assert asked == {(page, number): status for page in pages for number, status in ((1, 200), (2, 404))}
    listed = client.get(reverse("catalogs:catalogs", kwargs={"slug": "vallon"})).content.decode()
    assert ("Ferme des Aulnes" in listed, "Miels" in listed) == (True, False)

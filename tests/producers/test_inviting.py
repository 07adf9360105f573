"""A person of a farm is invited by e-mail, signs in without a household, and sees no farm any more when withdrawn."""

import pytest

from cabas.catalogs.vendors import add_vendor
from cabas.groups.members import NewPerson
from cabas.groups.models import Role, RoleHolder
from cabas.mail.models import OutgoingMail
from cabas.people.models import User
from cabas.producers.farms import farms_of
from cabas.producers.inviting import InvitedAlready, invite, withdraw
from cabas.producers.models import Producer
from tests.cast import TUESDAY, Cast, cast
from tests.producers.evenings import farm_of, hugo_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    return cast()


def roles(person: User) -> list[tuple[str, str]]:
    return list(RoleHolder.objects.filter(person=person).values_list("role", "about"))


def test_who_is_invited_sees_the_farm_and_is_told(play: Cast) -> None:
    hugo = hugo_of(play)
    assert (hugo.full_name, list(farms_of(play.group, hugo)), roles(hugo)) == (
        "Hugo Aulnes",
        [farm_of(play)],
        [(Role.PRODUCER, "Ferme des Aulnes")],
    )
    mail = OutgoingMail.objects.get(kind="E33")
    assert (mail.to, mail.subject) == (
        "hugo@aulnes.example.org",
        "[Les Paniers du Vallon] Voir les commandes de Ferme des Aulnes",
    )
    assert "/g/vallon/ferme/1/" in mail.body
    assert "Nadia Belkacem vous ouvre la page" in mail.body
    with pytest.raises(InvitedAlready):
        hugo_of(play)


def test_somebody_known_keeps_their_name_and_gets_the_role(play: Cast) -> None:
    alice = play.person(play.alice)
    person = NewPerson("Autre", "Nom", alice.email or "")
    assert invite(farm_of(play), person, by=play.nadia, at=TUESDAY).person == alice
    assert User.objects.get(pk=alice.pk).full_name == "Alice Martin"


def test_the_role_goes_with_the_last_farm(play: Cast) -> None:
    hugo = hugo_of(play)
    other = add_vendor(play.group, "La Ruche")
    invite(other, NewPerson("Hugo", "Aulnes", hugo.email or ""), by=play.nadia, at=TUESDAY)
    assert roles(hugo) == [(Role.PRODUCER, "Ferme des Aulnes, La Ruche")]
    withdraw(Producer.objects.get(vendor=other), at=TUESDAY)
    assert roles(hugo) == [(Role.PRODUCER, "Ferme des Aulnes")]
    withdraw(Producer.objects.get(person=hugo), at=TUESDAY)
    assert (roles(hugo), list(farms_of(play.group, hugo))) == ([], [])

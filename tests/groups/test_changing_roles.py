"""Two tabs that give rights do not undo each other, and together they do not take the last administrator."""

import pytest

from cabas.groups.models import Role, RoleHolder
from cabas.groups.right_words import rights_table
from cabas.groups.rights import RIGHTS_OF, Right
from cabas.groups.roles import LastAdministrator, change_roles, drop_roles, give_role
from tests.cast import TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    return cast()


def roles_of(play: Cast, person: object) -> set[str]:
    return set(RoleHolder.objects.filter(group=play.group, person=person).values_list("role", flat=True))


def test_what_another_tab_gave_meanwhile_stays(play: Cast) -> None:
    alice, signed = play.person(play.alice), {"by": play.nadia, "at": TUESDAY}
    change_roles(play.group, alice, seen=[], wanted=[Role.TREASURER], **signed)
    change_roles(play.group, alice, seen=[], wanted=[Role.COORDINATOR], **signed)  # a tab from before
    assert roles_of(play, alice) == {Role.TREASURER, Role.COORDINATOR}
    change_roles(play.group, alice, seen=[Role.TREASURER], wanted=[], **signed)
    assert roles_of(play, alice) == {Role.COORDINATOR}


def test_two_tabs_one_after_the_other_do_not_take_both_administrators(play: Cast) -> None:
    alice, signed = play.person(play.alice), {"by": play.nadia, "at": TUESDAY}
    change_roles(play.group, alice, seen=[], wanted=[Role.ADMINISTRATOR], **signed)
    change_roles(play.group, alice, seen=[Role.ADMINISTRATOR], wanted=[], **signed)
    both = [Role.COORDINATOR, Role.ADMINISTRATOR]
    with pytest.raises(LastAdministrator):  # opened while Alice was one too
        change_roles(play.group, play.nadia, seen=both, wanted=[Role.COORDINATOR], **signed)
    assert roles_of(play, play.nadia) == set(both)


def test_a_role_about_something_is_not_touched_by_the_page_of_offices(play: Cast) -> None:
    alice, signed = play.person(play.alice), {"by": play.nadia, "at": TUESDAY}
    give_role(play.group, alice, Role.PRODUCER, "Ferme des Aulnes", **signed)
    give_role(play.group, alice, Role.PRODUCER, "Ferme des Aulnes, La Ruche", **signed)
    change_roles(play.group, alice, seen=[Role.TREASURER], wanted=[], **signed)
    holder = RoleHolder.objects.get(group=play.group, person=alice)
    assert holder.said == "producteur, productrice\u202f: Ferme des Aulnes, La Ruche"


def test_a_household_that_leaves_keeps_no_catalog_and_its_farm_all_the_same(play: Cast) -> None:
    alice, signed = play.person(play.alice), {"by": play.nadia, "at": TUESDAY}
    give_role(play.group, alice, Role.PRODUCER, "Ferme des Aulnes", **signed)
    give_role(play.group, alice, Role.CATALOG_COORDINATOR, "Miels", **signed)
    drop_roles(play.group, [alice], **signed)
    assert roles_of(play, alice) == {Role.PRODUCER}


def test_the_table_says_every_right_of_every_role_and_of_those_who_hold_none() -> None:
    table = rights_table()
    assert [str(label) for label in table.columns] == [
        "membre",
        "coordination",
        "trésorerie",
        "administration",
        "coordination de certains catalogues",
        "producteur, productrice",
        "bénévole du jour",
        "hôte",
    ]
    said = {str(words): [str(label) for label, may in cells if may] for words, cells in table.rows}
    assert said["Servir et encaisser au stand"] == ["coordination", "trésorerie", "bénévole du jour"]
    assert said["Tenir certains catalogues, voir ce qui en est commandé"] == [
        "coordination",
        "coordination de certains catalogues",
    ]
    assert said["Voir ce que sa ferme livre, et ce qui lui est payé"] == ["producteur, productrice"]
    assert said["Créer et suspendre des groupes"] == ["hôte"]
    assert len(table.rows) == len(Right) + 2
    assert set(Role) == set(RIGHTS_OF)

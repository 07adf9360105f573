"""A suspended group shows its members a calm page; treasurers and administrators still reach accounts; none orders."""

import pytest
import time_machine
from django.test import Client

from cabas.distributions.blocking import GroupSuspended
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.groups.suspending import ReasonMissing, lift_suspension, suspend
from cabas.people.models import User
from cabas.stand.day_passes import give_pass
from cabas.stand.pass_mail import link_of
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast

pytestmark = pytest.mark.django_db

HOME, BALANCES, MEMBERS = "/g/vallon/", "/g/vallon/gestion/soldes/", "/g/vallon/gestion/membres/"
EXPORT, VALIDATION = "/g/vallon/gestion/soldes/soldes.csv", "/g/vallon/gestion/distributions/1/validation/"
WHY = "Litige avec la mairie."


@pytest.fixture
def play() -> Cast:
    play = cast()
    play.order(play.alice, {play.bread: 1})
    User.objects.create_user("hote@example.org", first_name="Hoa", last_name="Tran", is_host=True)
    suspend(play.group, why=WHY, at=TUESDAY)
    return play


def seen_by(person: User, *paths: str) -> list[str]:
    """What each page answers: « calm » for the page of a suspended group, else its status."""
    client = Client()
    client.force_login(person)
    with time_machine.travel(THURSDAY_EVENING, tick=False):
        answers = [client.get(path) for path in paths]
    return ["calm" if WHY in answer.content.decode() else str(answer.status_code) for answer in answers]


def with_role(play: Cast, role: str) -> User:
    person = play.person(play.bob)
    set_roles(play.group, person, [role], by=play.nadia, at=TUESDAY)
    return person


def test_a_member_reads_why_and_whom_to_write_to(play: Cast, client: Client) -> None:
    client.force_login(play.person(play.alice))
    page = client.get(HOME).content.decode()
    assert WHY in page
    assert "mailto:nadia@vallon.example.org" in page
    assert "hote@example.org" not in page
    assert "Mon compte" not in page  # no entry leads nowhere


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.TREASURER, ["calm", "200", "200", "200", "calm"]),
        (Role.ADMINISTRATOR, ["calm", "200", "200", "200", "calm"]),
        (Role.COORDINATOR, ["calm", "calm", "calm", "calm", "calm"]),
    ],
)
def test_accounts_exports_and_validation_stay_open_to_two_roles(play: Cast, role: str, expected: list[str]) -> None:
    assert seen_by(with_role(play, role), HOME, BALANCES, EXPORT, VALIDATION, MEMBERS) == expected


def test_who_keeps_the_group_is_told_who_may_open_it_again(play: Cast, client: Client) -> None:
    client.force_login(play.nadia)
    assert "mailto:hote@example.org" in client.get(HOME).content.decode()


def test_nobody_orders_by_page_or_by_rule(play: Cast, client: Client) -> None:
    client.force_login(play.person(play.alice))
    with time_machine.travel(TUESDAY, tick=False):
        assert client.post("/g/vallon/commande/1/regler/").status_code == 403
    play.bob.group.refresh_from_db()
    with pytest.raises(GroupSuspended):
        play.order(play.bob, {play.bread: 1})


def test_a_day_pass_opens_no_stand(play: Cast, client: Client) -> None:
    with time_machine.travel(THURSDAY_EVENING, tick=False):
        client.post(link_of(give_pass(play.distribution, play.person(play.bob), by=play.nadia, at=TUESDAY)))
        assert WHY in client.get("/g/vallon/gestion/distributions/1/stand/").content.decode()


def test_a_group_that_moved_says_where(play: Cast, client: Client) -> None:
    suspend(play.group, why="", moved_to="https://paniers.example.org", at=THURSDAY_EVENING)
    client.force_login(play.person(play.alice))
    assert 'href="https://paniers.example.org"' in client.get(HOME).content.decode()
    assert play.group.suspended_at == TUESDAY


def test_lifted_everything_is_as_it_was(play: Cast) -> None:
    lift_suspension(play.group)
    assert seen_by(play.person(play.alice), HOME) == ["200"]


def test_a_suspension_has_a_reason(play: Cast) -> None:
    with pytest.raises(ReasonMissing):
        suspend(play.group, why=" ", at=TUESDAY)

"""A play on its Tuesday, with two roles at each distribution."""

from dataclasses import dataclass

import pytest

from cabas.groups.models import Membership
from cabas.people.models import User
from cabas.volunteering.models import DutyRole
from tests.cast import TUESDAY, Cast, cast
from tests.distributions.pages import stop_clock


@dataclass
class Helpers:
    """Who helps, and in what: « Distribution » wants 2 people and opens the stand, « Accueil » wants 1."""

    play: Cast
    alice: User
    bob: User
    hand_out: DutyRole
    welcome: DutyRole


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    stop_clock(monkeypatch, TUESDAY)
    return cast()


def with_roles(play: Cast) -> Helpers:
    hand_out = DutyRole.objects.create(group=play.group, name="Distribution", people_wanted=2, opens_stand=True)
    welcome = DutyRole.objects.create(group=play.group, name="Accueil", instructions="Venir à 17 h 30.")
    return Helpers(play, _person(play.alice), _person(play.bob), hand_out, welcome)


def _person(member: Membership) -> User:
    person: User = member.people[0]
    return person


@pytest.fixture
def helpers(play: Cast) -> Helpers:
    return with_roles(play)

"""Two take the last place in the same second: one is on duty, the other is told so."""

import pytest

from cabas.volunteering.models import Duty
from cabas.volunteering.signing_up import sign_up
from tests.cast import TUESDAY, cast
from tests.racing import race_processes, race_threads
from tests.volunteering.conftest import with_roles


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrent
@pytest.mark.parametrize("race", [race_threads, race_processes])
def test_the_last_place_goes_to_one(race) -> None:
    helpers = with_roles(cast())
    here, people = helpers.play.distribution, [helpers.alice, helpers.bob]

    def act(position: int) -> str:
        sign_up(here, helpers.welcome, people[position], at=TUESDAY)
        return "on duty"

    assert race(2, act) == {"on duty": 1, "PlacesTaken": 1}
    assert Duty.objects.count() == 1

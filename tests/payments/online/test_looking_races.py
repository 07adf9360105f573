"""A notice, the return page, the look every few minutes: four who look at one payment at once credit it once.

Bad days as a whole (notices lost, doubled, late, everything killed) are those of `cabas.config.card_storm`.
"""

from typing import Any

import pytest

from cabas.payments.models import Payment
from tests.cast import cast
from tests.payments.conftest import faults
from tests.payments.online.provider_here import Here, begun, heard, online_group, ordered
from tests.racing import race_processes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]


def test_four_who_look_at_once_credit_once(here: Here, settings: Any) -> None:
    settings.ONLINE_PROVIDER_ADDRESS = here.address
    play = online_group(cast())
    here.pay(begun(play, ordered(play)))

    def act(_position: int) -> str:
        heard(play)
        return "looked"

    assert race_processes(4, act) == {"looked": 4}
    assert (Payment.objects.count(), faults()) == (1, [])

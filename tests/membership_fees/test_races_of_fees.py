"""Of those who record the fee of one household at the same moment, one does."""

import pytest

from cabas.membership_fees.asking import ask
from cabas.membership_fees.models import MembershipFee
from cabas.membership_fees.recording import Asked, record_fees
from cabas.money import Money
from tests.cast import TUESDAY, cast, key
from tests.membership_fees.conftest import asked_of, faults
from tests.payments.accounts import balance
from tests.racing import race_processes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]


def test_a_fee_recorded_four_times_at_once_is_recorded_once() -> None:
    play = cast()
    ask(play.group, Money(1500), month=9, day=1, at=TUESDAY)
    fee, keys = asked_of(play), [key() for _person in range(4)]

    def act(position: int) -> str:
        asked = [Asked(play.alice, Money(1500))]
        record_fees(fee, asked, key=keys[position], by=play.nadia, at=TUESDAY)
        return "passed"

    assert race_processes(4, act) == {"passed": 1, "RecordedAlready": 3}
    assert (MembershipFee.objects.count(), balance(play.alice), faults()) == (1, "-15.00", [])

"""Two tabs of one phone send the same act at once, one as its first sending, one from the outbox: it counts once."""

from datetime import timedelta
from uuid import UUID

import pytest

from cabas.distributions.auditing import audit_group
from cabas.distributions.models import Distribution, Receipt
from cabas.ledger.auditing import audit_all
from cabas.money import Money
from cabas.stand.models import OfflineAct
from cabas.stand.views._late import record_late
from cabas.stand.views._recording import record_now
from cabas.stand.views._sent import SentAct
from tests.cast import THURSDAY_EVENING, cast, key
from tests.racing import race_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]


def test_one_act_sent_six_times_at_once_is_one_receipt() -> None:
    play = cast()
    play.order(play.alice, {play.vegetables: 1})
    at = THURSDAY_EVENING + timedelta(minutes=20)
    sent = SentAct(UUID(key()), 1, "receipts", {"means": "cash"}, Money.of("12.00"), timedelta(minutes=9), True)

    def act(position: int) -> str:
        here = Distribution.objects.select_related("group__book", "group__payment_settings").get()
        record = record_late if position % 2 else record_now
        return record(sent, here, by=play.nadia, at=at).outcome

    assert race_threads(6, act) == {"done": 6}
    assert (Receipt.objects.live().count(), OfflineAct.objects.count()) == (1, 1)
    assert OfflineAct.objects.get().case == ""
    assert list(audit_all()) == []
    assert list(audit_group(play.group)) == []

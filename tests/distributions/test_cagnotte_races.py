"""Four orders on one cagnotte in the same second, from processes: exactly those that fit pass, on both engines."""

from datetime import timedelta

import pytest

from cabas.distributions.auditing import audit_group
from cabas.distributions.drafts import replace_draft
from cabas.distributions.models import Basket, Distribution
from cabas.distributions.ordering import Order, commit
from cabas.ledger.auditing import audit_all
from cabas.money import Money
from tests.cast import TUESDAY, Cast, add_distribution, cast, key
from tests.distributions.cagnottes import held, on_cagnottes, top_up
from tests.racing import race_processes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrent]

ORDERS = 4


@pytest.mark.parametrize(
    ("cagnotte", "passed", "left"), [("23.39", 1, "11.39"), ("24.00", 2, "0.00"), ("50.00", 4, "2.00")]
)
def test_four_orders_at_once_take_what_is_there_and_no_more(cagnotte: str, passed: int, left: str) -> None:
    play = on_cagnottes(cast())
    top_up(play, play.alice, cagnotte)
    evenings = [play.distribution, *(_later(play, days) for days in range(1, ORDERS))]
    for evening in evenings:
        replace_draft(evening, play.alice, {play.vegetables.pk: 1}, at=TUESDAY)
    keys = [key() for _evening in evenings]

    def act(position: int) -> str:
        order = Order({play.vegetables.pk: 1}, 0, "cagnotte")
        signed = {"key": keys[position], "by": play.person(play.alice), "at": TUESDAY}
        commit(evenings[position], play.alice, order, **signed)
        return "ordered"

    refused = {"CagnotteShort": ORDERS - passed} if passed < ORDERS else {}
    assert race_processes(ORDERS, act) == {"ordered": passed, **refused}
    assert (held(play.alice), Basket.objects.count()) == (Money.of(left), passed)
    assert [*audit_all(), *audit_group(play.group)] == []


def _later(play: Cast, days: int) -> Distribution:
    """An evening of the same days, open as well."""
    return add_distribution(play.group, play.distribution.starts_at + timedelta(days=days), [play.catalog])

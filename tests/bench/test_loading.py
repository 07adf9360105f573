"""The comparison group is loaded by what the product does; its balances are what its operations come to."""

from collections import Counter
from datetime import datetime

import pytest
from django_tasks_db.models import DBTaskResult

from cabas.bench.comparison import Comparison, read
from cabas.bench.loading import BalanceDiffers, Loaded, load, require_balances
from cabas.clock import PARIS
from cabas.config.bench_stage import GROUP_FILE
from cabas.config.proving import faults
from cabas.distributions.blocking import backlog
from cabas.distributions.models import Basket, Distribution, OrderLine, Validation
from cabas.ledger.models import Transaction
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import Payment

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("loading")]  # one group for all of them

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=PARIS)
BUYERS = 3


@pytest.fixture
def comparison() -> Comparison:
    return read(GROUP_FILE, buyers_max=BUYERS)


@pytest.fixture
def loaded(comparison: Comparison) -> Loaded:
    return load(comparison, "comparaison", at=NOON)


def test_the_file_holds_what_its_readme_says() -> None:
    whole = read(GROUP_FILE)
    assert (len(whole.buyers), len(whole.vendors), len(whole.goods), len(whole.days)) == (300, 4, 40, 12)
    assert (len(whole.bought), sum(len(bought.quantities) for bought in whole.bought)) == (3000, 20188)
    assert Counter(bought.paid is None for bought in whole.bought) == {False: 2700, True: 300}
    assert [day.is_validated for day in whole.days] == [True] * 10 + [False] * 2
    assert max(bought.day for bought in whole.bought) == 0
    assert sum(bought.day == 0 for bought in whole.bought) == 30


def test_loaded_it_is_what_was_bought_and_paid(comparison: Comparison, loaded: Loaded) -> None:
    assert Basket.objects.count() == len(comparison.bought)
    assert OrderLine.objects.count() == sum(len(bought.quantities) for bought in comparison.bought)
    assert Money.sum(Basket.objects.values_list("total", flat=True)) == Money.sum(
        bought.total for bought in comparison.bought
    )
    assert sorted(Payment.objects.values_list("amount", flat=True)) == sorted(
        bought.paid for bought in comparison.bought if bought.paid
    )
    assert Distribution.objects.count() == 12
    assert Validation.objects.live().count() == 10


def test_its_balances_are_those_of_the_file_and_its_books_hold(comparison: Comparison, loaded: Loaded) -> None:
    require_balances(comparison, loaded)
    assert list(faults()) == []


def test_another_balance_would_be_said(comparison: Comparison, loaded: Loaded) -> None:
    bought = [one for one in comparison.bought if one.buyer != comparison.buyers[0].number]
    other = Comparison(comparison.buyers, comparison.vendors, comparison.goods, comparison.days, bought)
    with pytest.raises(BalanceDiffers):
        require_balances(other, loaded)


def test_nothing_of_it_lies_ahead_or_waits_to_be_sent(loaded: Loaded) -> None:
    assert max(Transaction.objects.values_list("recorded_at", flat=True)) <= NOON
    assert not OutgoingMail.objects.waiting().exists()
    assert not DBTaskResult.objects.ready().exists()
    assert backlog(loaded.group, NOON).count == 1

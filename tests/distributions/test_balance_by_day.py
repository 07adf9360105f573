"""How a balance went: the end of each day of the last months, drawn as a line and said month by month."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.clock import PARIS, local_date
from cabas.distributions.balance_by_day import TWO_YEARS, YEAR, BalanceByDay, Day, balance_by_day
from cabas.distributions.step_line import DOTS_MAX, StepLine, step_line
from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.models import Account, Transaction
from cabas.ledger.posting import Posting, credit, debit, post_all
from cabas.ledger.reversing import reverse
from cabas.money import Money
from cabas.payments.receiving import record_payment
from tests.cast import TUESDAY, Cast, cast, key

pytestmark = pytest.mark.django_db

TODAY = local_date(TUESDAY)


@pytest.fixture
def play() -> Cast:
    return cast()


def wrote(member: Membership, *movements: tuple[int, str], ago: int | None = None) -> list[Transaction]:
    """(days ago, amount) in this order, each written on its day, or all of them so many days `ago`."""
    other, written = member.group.account(Kind.ORDERS_IN_PROGRESS), []
    for days, euros in movements:
        cents, at = Money.of(euros).cents, TUESDAY - timedelta(days=days if ago is None else ago)
        owing, owed = (member.account, other) if cents < 0 else (other, member.account)
        lines = [debit(owing, Money(abs(cents))), credit(owed, Money(abs(cents)))]
        written += post_all(member.group.book, [Posting("test", lines, TODAY - timedelta(days=days))], by=None, at=at)
    return written


def went(member: Membership, period: timedelta = YEAR) -> BalanceByDay:
    return balance_by_day(Account.objects.get(pk=member.account_id), period, at=TUESDAY)


def drawn(member: Membership, *, has_cagnotte: bool = False) -> StepLine | None:
    return step_line(went(member), has_cagnotte=has_cagnotte)


def seen(member: Membership) -> tuple[int, str, list[tuple[int, str]]]:
    """Since how many days ago, the balance before, then (days ago, balance)."""
    by_day = went(member)
    days = [((TODAY - day.day).days, str(day.balance)) for day in by_day.days]
    return (TODAY - by_day.first_day).days, str(by_day.before), days


def test_a_young_account_is_seen_since_its_first_day_and_a_day_by_its_end(play: Cast) -> None:
    wrote(play.alice, (20, "-12.00"), (14, "-3.00"), (14, "20.00"), (0, "-30.00"))
    assert seen(play.alice) == (20, "0.00", [(20, "-12.00"), (14, "5.00"), (0, "-25.00")])


def test_what_is_older_than_the_period_is_one_balance_at_its_beginning(play: Cast) -> None:
    wrote(play.alice, (900, "-8.00"), (400, "-12.00"), (365, "2.00"), (3, "4.00"))
    assert seen(play.alice) == (365, "-20.00", [(365, "-18.00"), (3, "-14.00")])
    assert [day.balance for day in went(play.alice, TWO_YEARS).days] == [
        Money.of(euros) for euros in ("-20", "-18", "-14")
    ]


def test_what_happened_before_the_period_and_was_written_in_it_counts_at_its_beginning(play: Cast) -> None:
    wrote(play.alice, (366, "-8.00"), (365, "-1.00"), ago=9)
    assert seen(play.alice) == (365, "-8.00", [(365, "-9.00")])


def test_what_was_taken_back_is_not_seen_however_long_after(play: Cast) -> None:
    old, _other = wrote(play.alice, (400, "-12.00"), (390, "-5.00"))
    recent, _other = wrote(play.alice, (30, "-7.00"), (20, "-1.00"))
    for transaction in (old, recent):
        reverse(transaction, why="essai", by=None, at=TUESDAY)
    assert seen(play.alice) == (365, "-5.00", [(20, "-6.00")])


def test_an_account_where_nothing_moved_has_no_line_and_a_first_movement_makes_none(play: Cast) -> None:
    assert drawn(play.alice) is None
    wrote(play.alice, (5, "-12.00"))
    assert drawn(play.alice) is None
    wrote(play.bob, (400, "-12.00"))
    assert drawn(play.bob) is None
    wrote(play.bob, (5, "12.00"))
    assert drawn(play.bob) is not None


def test_a_month_says_its_payments_and_where_it_ended(play: Cast) -> None:
    wrote(play.alice, (60, "-12.00"))
    for days, cents in ((56, 500), (5, 100), (2, 300)):
        at = datetime.combine(TODAY - timedelta(days=days), time(12), PARIS)
        record_payment(play.alice, "cash", Money(cents), on=at.date(), key=key(), by=play.nadia, at=at)
    by_day = went(play.alice)
    assert [day.payments for day in by_day.days] == [0, 1, 1, 1]
    november, september = TODAY - timedelta(days=2), TODAY - timedelta(days=56)
    assert list(by_day.months) == [Day(november, Money(-300), 2), Day(september, Money(-700), 1)]


@pytest.mark.parametrize(
    ("movements", "has_cagnotte", "conclusion"),
    [
        ([(9, "-5.00"), (8, "5.00")], False, "Le solde est revenu à zéro\u202f: tout est réglé."),
        ([(9, "-5.00"), (8, "3.00")], False, "Le solde n’est pas encore revenu à zéro."),
        ([(9, "-5.00"), (8, "5.00"), (2, "-1.00")], False, "Le solde est revenu une fois à zéro."),
        ([(9, "-5"), (8, "5"), (7, "-5"), (6, "5"), (2, "-1")], False, "Le solde est revenu 2 fois à zéro."),
        ([(9, "50.00"), (8, "-5.00")], True, "La cagnotte n’est pas passée sous zéro."),
        ([(9, "5.00"), (8, "-9.00"), (7, "-1.00")], True, "La cagnotte est passée une fois sous zéro."),
    ],
)
def test_the_line_says_what_it_shows(
    play: Cast, movements: list[tuple[int, str]], has_cagnotte: bool, conclusion: str
) -> None:
    wrote(play.alice, *movements)
    line = drawn(play.alice, has_cagnotte=has_cagnotte)
    assert line is not None
    assert line.conclusion == conclusion


def test_a_short_line_says_the_day_where_it_begins_a_long_one_months(play: Cast) -> None:
    wrote(play.alice, (20, "-5.00"), (10, "5.00"))
    wrote(play.bob, (400, "-5.00"), (10, "1.00"))
    labels = [line.labels for line in (drawn(play.alice), drawn(play.bob)) if line is not None]
    assert labels == [["mer. 4 nov."], ["nov. 2025", "mai 2026"]]


def test_a_line_with_many_payments_has_small_dots(play: Cast) -> None:
    days = [Day(TODAY - timedelta(days=days), Money(days % 2), 1) for days in range(DOTS_MAX + 1, 0, -1)]
    few, many = (
        step_line(BalanceByDay(shown[0].day, TODAY, Money(0), shown), has_cagnotte=False) for shown in (days[1:], days)
    )
    assert (few and few.is_dense, many and many.is_dense) == (False, True)


def test_an_old_account_costs_one_statement(play: Cast) -> None:
    wrote(play.alice, *[(2000 - days, "-1.00") for days in range(30)], (10, "-1.00"), (5, "1.00"))
    account = Account.objects.get(pk=play.alice.account_id)
    with CaptureQueriesContext(connection) as asked:
        assert len(balance_by_day(account, YEAR, at=TUESDAY).days) == 2
    assert len(asked) == 1

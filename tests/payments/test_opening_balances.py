"""What a member had or owed before is taken over once, in its day; undone, another may be."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cabas.distributions.explaining import explained
from cabas.groups.chart import Kind
from cabas.ledger.reversing import AlreadyReversed
from cabas.money import Money
from cabas.payments.auditing import audit_all
from cabas.payments.models import OpeningBalance
from cabas.payments.opening_balances import NothingToTakeOver, TakenOverAlready, take_over, undo_opening_balance
from tests.cast import TUESDAY, Cast, key
from tests.payments.accounts import balance, held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]
OCTOBER = date(2026, 10, 31)


def taken_over(play: Cast, euros: str, **more: object) -> OpeningBalance:
    said: dict[str, object] = {"on": OCTOBER, "key": key(), "by": play.nadia, "at": TUESDAY} | more
    return take_over(play.alice, Money.of(euros), **said)  # type: ignore[arg-type]


def lines_of(play: Cast) -> list[tuple[str, tuple[str, ...], str, bool]]:
    play.alice.account.refresh_from_db()
    lines = explained(play.alice)
    return [(line.cause.title, line.cause.details, str(line.settled), line.is_undone) for line in lines]


@pytest.mark.parametrize(("euros", "was"), [("8.00", "avait en avoir"), ("-12.50", "devait")])
def test_what_was_had_or_owed_stands_on_the_account_against_the_opening_balances(
    play: Cast, euros: str, was: str
) -> None:
    done = taken_over(play, euros)
    assert (done.amount, done.stood_on, done.recorded_by) == (Money.of(euros), OCTOBER, play.nadia)
    assert (balance(play.alice), held(play, Kind.OPENING_BALANCES)) == (euros, euros)
    assert lines_of(play) == [("Reprise de solde", (was,), euros, False)]


def test_a_balance_of_nothing_is_not_taken_over(play: Cast) -> None:
    with pytest.raises(NothingToTakeOver):
        taken_over(play, "0.00")
    assert OpeningBalance.objects.count() == 0


def test_a_second_one_is_refused_and_names_the_first(play: Cast) -> None:
    taken_over(play, "-12.50")
    with pytest.raises(TakenOverAlready) as refused:
        taken_over(play, "-12.50")
    said = "Solde déjà repris pour Alice Martin\u202f: −\u00a012,50\u00a0€ au 31/10/2026."
    assert str(refused.value).startswith(said)
    assert balance(play.alice) == "-12.50"


def test_the_same_form_sent_twice_takes_over_once(play: Cast) -> None:
    sent = key()
    assert taken_over(play, "8.00", key=sent) == taken_over(play, "8.00", key=sent)
    assert balance(play.alice) == "8.00"


def test_undone_once_another_may_be_taken_over(play: Cast) -> None:
    wrong = taken_over(play, "8.00")
    undo_opening_balance(wrong, why="c’était Bob", key=key(), by=play.nadia, at=TUESDAY)
    with pytest.raises(AlreadyReversed):
        undo_opening_balance(wrong, why="c’était Bob", key=key(), by=play.nadia, at=TUESDAY)
    taken_over(play, "-3.00")
    assert (balance(play.alice), held(play, Kind.OPENING_BALANCES)) == ("-3.00", "-3.00")
    assert lines_of(play) == [
        ("Reprise de solde", ("devait",), "-3.00", False),
        ("Reprise de solde\u202f: annulation", ("c’était Bob",), "-8.00", True),
        ("Reprise de solde", ("avait en avoir",), "8.00", True),
    ]


def test_the_database_refuses_a_second_live_one(play: Cast) -> None:
    first = taken_over(play, "8.00")
    other = take_over(play.bob, Money.of("1.00"), key=key(), by=play.nadia, at=TUESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningBalance.objects.filter(pk=other.pk).update(membership=first.membership)


def test_one_said_to_be_undone_that_is_not_is_named_by_the_audit(play: Cast) -> None:
    done = taken_over(play, "8.00")
    OpeningBalance.objects.update(undone_at=TUESDAY)
    said = [str(fault) for fault in audit_all()]
    assert said == [
        f"Groupe vallon, opération n° {done.transaction.number}\u202f: "
        "la reprise de solde de 8,00\u00a0€ n’est pas annulée comme elle le dit."
    ]
    OpeningBalance.objects.update(undone_at=None)

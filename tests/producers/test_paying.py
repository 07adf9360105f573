"""A vendor is paid at most what is owed, counted once, and undone by a linked transaction; the books prove it."""

from typing import Any

import pytest

from cabas.groups.chart import Kind
from cabas.ledger.auditing import audit_all as audit_ledger
from cabas.ledger.models import Transaction
from cabas.ledger.reversing import AlreadyReversed
from cabas.money import Money
from cabas.payments.reasons import ReasonMissing
from cabas.producers.auditing import audit_group
from cabas.producers.models import VendorPayment
from cabas.producers.paying import MoreThanOwed, NothingToPay, owed_now, pay_vendor, undo_vendor_payment
from tests.cast import TUESDAY, Cast, cast, key
from tests.producers.evenings import brought_before, farm_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    play = cast()
    brought_before(play, 1, 3)
    return play


def signed(play: Cast, **more: Any) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": TUESDAY, **more}


@pytest.mark.parametrize(("means", "kind"), [("transfer", Kind.BANK), ("cheque", Kind.BANK), ("cash", Kind.CASH)])
def test_a_payment_leaves_the_money_of_its_means_and_the_debt_to_the_vendor(play: Cast, means: str, kind: Kind) -> None:
    before = play.group.account(kind).balance
    paid = pay_vendor(farm_of(play), means, Money.of("10.00"), note=" facture 12 ", **signed(play))
    assert (owed_now(farm_of(play)), play.group.account(kind).balance) == (Money.of("6.20"), before + Money.of("10.00"))
    assert (paid.amount, paid.note, paid.recorded_by) == (Money.of("10.00"), "facture 12", play.nadia)
    assert [*audit_group(play.group), *audit_ledger()] == []


def test_more_than_is_owed_is_refused_and_so_is_nothing(play: Cast) -> None:
    with pytest.raises(MoreThanOwed, match="16,20"):
        pay_vendor(farm_of(play), "transfer", Money.of("16.21"), **signed(play))
    with pytest.raises(NothingToPay):
        pay_vendor(farm_of(play), "transfer", Money(0), **signed(play))
    pay_vendor(farm_of(play), "transfer", Money.of("16.20"), **signed(play))
    with pytest.raises(MoreThanOwed, match="ne doit rien"):
        pay_vendor(farm_of(play), "transfer", Money(1), **signed(play))


def test_the_same_tap_counts_once(play: Cast) -> None:
    tap = signed(play)
    first = pay_vendor(farm_of(play), "cash", Money.of("16.20"), **tap)
    assert pay_vendor(farm_of(play), "cash", Money.of("16.20"), **tap) == first
    assert VendorPayment.objects.count() == 1


def test_undone_it_is_owed_again_and_both_stay(play: Cast) -> None:
    paid = pay_vendor(farm_of(play), "transfer", Money.of("16.20"), **signed(play))
    with pytest.raises(ReasonMissing):
        undo_vendor_payment(paid, why=" ", **signed(play))
    undo_vendor_payment(paid, why="chèque perdu", **signed(play))
    assert owed_now(farm_of(play)) == Money.of("16.20")
    assert not VendorPayment.objects.standing().exists()
    with pytest.raises(AlreadyReversed):
        undo_vendor_payment(paid, why="encore", **signed(play))
    assert [*audit_group(play.group), *audit_ledger()] == []


def test_the_audit_finds_a_payment_that_says_something_else_and_one_that_is_nobodys(play: Cast) -> None:
    paid = pay_vendor(farm_of(play), "transfer", Money.of("10.00"), **signed(play))
    VendorPayment.objects.filter(pk=paid.pk).update(means="cash")
    number = Transaction.objects.get(pk=paid.transaction_id).number
    assert [fault.number for fault in audit_group(play.group)] == [number]
    VendorPayment.objects.all().delete()
    assert [fault.number for fault in audit_group(play.group)] == [number]

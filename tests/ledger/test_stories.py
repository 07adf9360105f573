"""What is posted when: the worked stories of the trade, told in accounts alone."""

from datetime import date

import pytest

from cabas.ledger.auditing import audit_book
from cabas.ledger.books import close_period
from cabas.ledger.reversing import reverse
from tests.ledger.small_book import AT, NADIA, SmallBook


@pytest.fixture(autouse=True)
def books_hold(small: SmallBook) -> object:
    yield
    assert list(audit_book(small.book)) == []
    assert sum(small.balances.values()) == 0


def test_alice_orders_her_basket_is_weighed_and_she_pays_by_cheque(small: SmallBook) -> None:
    small.post({"alice": 2340}, {"orders": 2340})
    small.post({"orders": 50}, {"alice": 50})
    small.post({"cheques": 2290}, {"alice": 2290})
    assert small.balances == {"orders": 2290, "cheques": -2290}


def test_a_validation_is_one_transaction_to_vendors_and_fees(small: SmallBook) -> None:
    small.post({"alice": 2340}, {"orders": 2340})
    small.post({"bob": 1000}, {"orders": 1000})
    small.post({"orders": 3340}, {"vendor": 3180, "fees": 160})
    assert small.balances == {"alice": -2340, "bob": -1000, "vendor": 3180, "fees": 160}


def test_the_basket_of_an_absent_member_is_forgiven_and_the_vendor_stays_owed(small: SmallBook) -> None:
    small.post({"alice": 2340}, {"orders": 2340})
    small.post({"orders": 2340}, {"vendor": 2340})
    small.post({"differences": 2340}, {"alice": 2340})
    assert small.balances == {"differences": -2340, "vendor": 2340}


def test_a_vendor_bills_more_then_less(small: SmallBook) -> None:
    small.post({"alice": 2340}, {"orders": 2340})
    small.post({"orders": 2340}, {"vendor": 2340})
    small.post({"differences": 60}, {"vendor": 60})
    small.post({"vendor": 100}, {"differences": 100})
    small.post({"vendor": 2300}, {"bank": 2300})
    assert small.balances == {"alice": -2340, "bank": 2300, "differences": 40}


def test_cheques_are_deposited_then_credited(small: SmallBook) -> None:
    small.post({"cheques": 2290}, {"alice": 2290})
    small.post({"deposited": 2290}, {"cheques": 2290})
    small.post({"bank": 2290}, {"deposited": 2290})
    assert small.balances == {"alice": 2290, "bank": -2290}


def test_a_cheque_bounces(small: SmallBook) -> None:
    small.post({"cheques": 2290}, {"alice": 2290})
    small.post({"deposited": 2290}, {"cheques": 2290})
    small.post({"alice": 2290}, {"deposited": 2290})
    assert small.balances == {}


def test_cash_goes_to_the_bank_and_the_till_is_short(small: SmallBook) -> None:
    small.post({"cash": 5000}, {"bob": 5000})
    small.post({"bank": 4900}, {"cash": 4900})
    small.post({"differences": 100}, {"cash": 100})
    assert small.balances == {"bob": 5000, "bank": -4900, "differences": -100}


def test_an_avoir_is_refunded_in_cash(small: SmallBook) -> None:
    small.post({"cash": 3000}, {"alice": 3000})
    small.post({"alice": 3000}, {"cash": 3000})
    assert small.balances == {}


def test_a_member_arrives_with_a_debt_and_another_with_an_avoir(small: SmallBook) -> None:
    small.post({"alice": 1250}, {"opening": 1250}, occurred_on=date(2026, 9, 1))
    small.post({"opening": 800}, {"bob": 800}, occurred_on=date(2026, 9, 1))
    assert small.balances == {"alice": -1250, "bob": 800, "opening": 450}


def test_a_card_is_paid_online_the_provider_keeps_its_charge_and_pays_out(small: SmallBook) -> None:
    small.post({"provider": 2940, "charges": 60}, {"alice": 3000})
    small.post({"bank": 2940}, {"provider": 2940})
    assert small.balances == {"alice": 3000, "bank": -2940, "charges": -60}


def test_a_membership_falls_due_and_is_paid(small: SmallBook) -> None:
    small.post({"alice": 1500}, {"memberships": 1500})
    small.post({"cash": 1500}, {"alice": 1500})
    assert small.balances == {"cash": -1500, "memberships": 1500}


def test_a_validation_is_undone_after_the_year_was_closed(small: SmallBook) -> None:
    small.post({"alice": 2340}, {"orders": 2340}, occurred_on=date(2026, 10, 1))
    validation = small.post({"orders": 2340}, {"vendor": 2340}, occurred_on=date(2026, 10, 8))
    close_period(small.book, on=date(2026, 10, 31))
    undone = reverse(validation, by=NADIA, at=AT, why="Deux paniers oubliés")
    assert undone.occurred_on == date(2026, 11, 24)
    assert small.balances == {"alice": -2340, "orders": 2340}

"""A play whose group asks 15,00 € a year, and the proof that the books are right whatever was recorded."""

from collections.abc import Iterator

import pytest

from cabas.distributions import auditing as baskets
from cabas.ledger.auditing import audit_all
from cabas.membership_fees import auditing as fees
from cabas.membership_fees.asking import Fee, ask, fee_asked
from cabas.money import Money
from cabas.payments import auditing as payments
from tests.cast import TUESDAY, Cast, cast


@pytest.fixture
def play(db: None) -> Cast:
    """The small group, on Tuesday: memberships are renewed on the 1st of September."""
    play = cast()
    ask(play.group, Money(1500), month=9, day=1, at=TUESDAY)
    return play


@pytest.fixture
def proved(db: None) -> Iterator[None]:
    """At the end of the test, every proof of the audit holds."""
    yield
    assert faults() == []


def faults() -> list[str]:
    """What every proof of the audit says."""
    return [str(fault) for fault in (*audit_all(), *payments.audit_all(), *fees.audit_all(), *baskets.audit_all())]


def asked_of(play: Cast) -> Fee:
    """What the group asks for the year of Tuesday."""
    fee = fee_asked(play.group, on=TUESDAY.date())
    assert fee is not None
    return fee

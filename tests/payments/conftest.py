"""A play, and the proof that the books are right whatever was done to an account."""

from collections.abc import Iterator

import pytest

from cabas.distributions import auditing as baskets
from cabas.ledger.auditing import audit_all
from cabas.payments import auditing as payments
from tests.cast import Cast, cast


@pytest.fixture
def play(db: None) -> Cast:
    """The small group, on Tuesday."""
    return cast()


@pytest.fixture
def proved(db: None) -> Iterator[None]:
    """At the end of the test, every proof of the audit holds."""
    yield
    assert faults() == []


def faults() -> list[str]:
    """What every proof of the audit says."""
    return [str(fault) for fault in (*audit_all(), *payments.audit_all(), *baskets.audit_all())]

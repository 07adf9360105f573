"""A small book to post into, and another that belongs to someone else."""

import pytest

from tests.ledger.small_book import SmallBook, open_small_book


@pytest.fixture
def small(db: None) -> SmallBook:
    return open_small_book()


@pytest.fixture
def other(db: None) -> SmallBook:
    return open_small_book()

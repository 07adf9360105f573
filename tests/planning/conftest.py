"""A play and a clock that stands on its Tuesday."""

import pytest

from tests.cast import TUESDAY, Cast, cast
from tests.distributions.pages import stop_clock


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The small group, on Tuesday: orders are open until Wednesday 20 h."""
    stop_clock(monkeypatch, TUESDAY)
    return cast()

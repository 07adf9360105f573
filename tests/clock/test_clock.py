"""The time is the time in Paris; only a demo's clock can be stopped."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cabas import clock

MOMENT = datetime(2026, 11, 24, 10, 0, tzinfo=clock.PARIS)


@pytest.fixture
def demo(settings: Any, tmp_path: Path) -> Path:
    settings.IS_DEMO = True
    settings.DATA = tmp_path
    file = tmp_path / "demo.json"
    file.write_text('{"clock": null, "group": "vallon"}')
    return file


def test_the_day_is_the_day_in_paris() -> None:
    assert clock.local_date(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert clock.local_date(datetime(2026, 1, 1, 22, 30, tzinfo=UTC)) == date(2026, 1, 1)
    assert clock.now().tzinfo is clock.PARIS


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(clock.NaiveMoment):
        clock.local_date(datetime(2026, 7, 1))


def test_a_demo_stands_still_and_runs_again(demo: Path) -> None:
    clock.set_demo_clock(MOMENT)
    assert clock.now() == MOMENT
    assert clock.today() == date(2026, 11, 24)
    clock.set_demo_clock(MOMENT.replace(hour=11))
    assert clock.now() == MOMENT.replace(hour=11)
    clock.set_demo_clock(None)
    assert clock.now() != MOMENT
    assert json.loads(demo.read_text()) == {"clock": None, "group": "vallon"}
    assert [path.name for path in demo.parent.iterdir()] == ["demo.json"]


def test_a_clock_written_by_hand_is_read(demo: Path) -> None:
    demo.write_text('{"clock": "2026-11-24T10:00:00+01:00"}')
    assert clock.now() == MOMENT


def test_the_clock_of_a_real_installation_cannot_be_set(demo: Path, settings: Any) -> None:
    settings.IS_DEMO = False
    with pytest.raises(clock.NotADemo):
        clock.set_demo_clock(MOMENT)
    demo.write_text('{"clock": "2026-11-24T10:00:00+01:00"}')
    assert clock.now() != MOMENT

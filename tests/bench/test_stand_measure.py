"""What the stand takes in a browser is told beside its aims; one that is missed ends badly."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cabas.config import benching, stand_bench
from cabas.config.refusals import CommandRefused
from cabas.config.stand_bench import StandMeasure

FAST = StandMeasure(180, search=17.2, served=41.0, answered=88.4, kilobytes=151.3)


def test_the_measures_are_told_and_each_aim_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    measured: list[Any] = []
    monkeypatch.setattr(stand_bench.chromium, "find_or_install", lambda: "/chromium")
    monkeypatch.setattr(stand_bench, "_measured_on", lambda *_arguments: measured.pop())
    measured.append(FAST)
    assert benching.run(["stand", "--json", str(tmp_path / "stand.json")]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "De la frappe au résultat\u202f: 17 ms (visé 100)",
        "Du geste à «\u202fservi\u202f»\u202f: 41 ms (visé 150)\u202f; confirmé par le serveur\u202f: 88 ms",
        "Page, paniers et tout ce qu’elle charge\u202f: 151 Ko compressés (visé 180)",
    ]
    assert json.loads((tmp_path / "stand.json").read_text())["answered"] == 88.4
    for missed in ({"search": 101.0}, {"served": 151.0}, {"kilobytes": 181.0}):
        measured.append(replace(FAST, **missed))
        assert benching.run(["stand"]) == 1


def test_too_few_baskets_are_refused() -> None:
    with pytest.raises(CommandRefused):
        benching.run(["stand", "--baskets", "3"])

"""A reprise that takes too long makes `./cabas bench openings` fail, and says what was measured."""

import pytest

from cabas.bench.browsing import Answer
from cabas.bench.taking_over import Taken
from cabas.config import openings_bench


def taken(preview: float, posting: float) -> Taken:
    def answer(milliseconds: float) -> Answer:
        return Answer("/ici/", 200, "", "", statements=7, milliseconds=milliseconds)

    return Taken([answer(preview / 2), answer(preview / 2)], [answer(posting)])


@pytest.mark.parametrize(("slowest", "code"), [(1999.0, 0), (2001.0, 1)])
def test_the_slowest_of_all_is_held_against_the_aim(
    slowest: float, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = [taken(300, 200), taken(310, 200), taken(320, slowest)]

    def measured(name: str) -> list[float]:
        return [openings_bench._told(part, name, runs) for part in openings_bench.PARTS]

    monkeypatch.setattr(openings_bench, "_measured_on", measured)
    assert openings_bench.run(["--database", "sqlite"]) == code
    said = capsys.readouterr().out.split("\n")
    assert [line.split() for line in said[:2]] == [
        ["aperçu", "sqlite", "310", "ms", "320", "ms", "2000", "ms", "14"],
        ["enregistrement", "sqlite", "200", "ms", f"{slowest:.0f}", "ms", "2000", "ms", "7"],
    ]
    assert said[2] == ("Cible manquée." if code else "La cible est tenue.")

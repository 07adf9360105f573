"""Eight volunteers serve hundreds of baskets for minutes while the server is killed: no act is lost, none doubled."""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

from cabas.config.killed_installation import HOST, KilledInstallation
from cabas.config.refusals import CommandRefused

VOLUNTEERS = 8
KILLS = 3
STAGE = "cabas.config.soak_stage"
VOLUNTEER = [sys.executable, "-m", "cabas.bench.soak_volunteer"]


@dataclass(frozen=True)
class Endured:
    """What happened. `milliseconds`: the median of an act, and the longest, kills included."""

    baskets: int
    seconds: float
    kills: int
    acts: int
    undone: int
    weighed: int
    refused: int
    asked_again: int
    milliseconds: tuple[float, float]
    faults: list[str]


def endure(baskets: int, seconds: int, database_url: str = "") -> Endured:
    """So many baskets in so many seconds, on a new installation that goes away. Raises `CommandRefused`."""
    with tempfile.TemporaryDirectory(prefix="cabas-soak-") as folder:
        installation = KilledInstallation(Path(folder), STAGE, database_url=database_url)
        try:
            return _endured(installation, baskets, seconds)
        finally:
            installation.kill()


def _endured(installation: KilledInstallation, baskets: int, seconds: int) -> Endured:
    facts = installation.told("build", {}, str(VOLUNTEERS), str(baskets))
    installation.start()
    start = time.monotonic()
    journals = _served(installation, facts | {"address": [HOST, installation.port], "seconds": seconds})
    took = time.monotonic() - start
    installation.stop()
    noted = [one for journal in journals for one in journal["noted"]]
    faults = installation.told("prove", {"visits": _once_each(facts["visits"]), "noted": noted})
    times = [one["milliseconds"] for one in noted]
    return Endured(
        baskets=baskets,
        seconds=took,
        kills=KILLS,
        acts=sum(one["outcome"] == "done" for one in noted),
        undone=sum(one["kind"] == "undoing" for one in noted),
        weighed=sum(any(name.startswith("weight") for name in one["fields"]) for one in noted),
        refused=sum(one["outcome"] == "refused" for one in noted),
        asked_again=sum(journal["asked_again"] for journal in journals),
        milliseconds=(median(times), max(times)),
        faults=faults,
    )


def _served(installation: KilledInstallation, stage: dict[str, Any]) -> list[dict[str, Any]]:
    """What each volunteer wrote down, with the server killed at even intervals meanwhile."""
    file = installation.folder / "volunteers.json"
    file.write_text(json.dumps(stage))
    journals = [installation.folder / f"volunteer-{number}.json" for number in range(VOLUNTEERS)]
    standing = [
        subprocess.Popen([*VOLUNTEER, str(file), str(number), str(journal)]) for number, journal in enumerate(journals)
    ]
    try:
        start, share = time.monotonic(), stage["seconds"] / (KILLS + 1)
        for kill in range(KILLS):
            time.sleep(max(0.0, start + (kill + 1) * share - time.monotonic()))
            installation.kill()
            installation.start()
        ended = [volunteer.wait() for volunteer in standing]
        if any(ended):
            raise CommandRefused("Une personne du stand a reçu une réponse inattendue (voir ci-dessus).")
    finally:
        for volunteer in standing:
            volunteer.kill()
            volunteer.wait()
    return [json.loads(journal.read_text()) for journal in journals]


def _once_each(visits: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Each basket once; contested where two were to serve it."""
    by_basket: dict[int, dict[str, Any]] = {}
    for visit in chain.from_iterable(visits):
        by_basket[visit["basket"]] = visit | {"is_contested": visit["basket"] in by_basket}
    return [by_basket[number] for number in sorted(by_basket)]

"""`./cabas bench` measures each job of the comparison group on the running server, and compares with the reference.

`./cabas bench payments`, `openings`, `stand` and `move` are other measures (`card_bench`, `openings_bench`…).
"""

import json
import os
import platform
from pathlib import Path
from typing import Any

from cabas.bench.browsing import NotAsExpected
from cabas.bench.figures import Measure
from cabas.bench.jobs import RUNS, measure_all
from cabas.bench.machine_speed import fixed_loop
from cabas.config import card_bench, move_bench, openings_bench, stand_bench
from cabas.config.bench_database import DATABASES, bench_database
from cabas.config.comparison_server import comparison_server
from cabas.config.options import Options
from cabas.config.refusals import CommandRefused
from cabas.config.saying import say, typeset

HEADINGS = ("travail", "base", "durée", "référence", "rapport", "visé", "requêtes", "référence", "visé")
LINE = "{:<27} {:<10} {:>9} {:>9} {:>8} {:>6}   {:>9} {:>9} {:>6}"


def run(arguments: list[str]) -> int:
    """Measure, print the table, write the JSON; 0 whether or not every aim is met."""
    if arguments[:1] == ["payments"]:
        return card_bench.run(arguments[1:])
    if arguments[:1] == ["openings"]:
        return openings_bench.run(arguments[1:])
    if arguments[:1] == ["move"]:
        return move_bench.run(arguments[1:])
    if arguments[:1] == ["stand"]:
        return stand_bench.run(arguments[1:])
    parser = Options("bench")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    options = parser.parse_args(arguments)
    names = DATABASES if options.database == "both" else (options.database,)
    loops = [_looped()]
    measures: list[Measure] = []
    for name in names:
        measures += _measured_on(name)
        loops.append(_looped())
    _conclude(measures)
    if options.json:
        options.json.write_text(json.dumps(_report(measures, loops), ensure_ascii=False, indent=1) + "\n")
        say(f"Mesures écrites dans {options.json}")
    return 0


def _looped() -> float:
    """How fast the machine is now: said before the first table and after each."""
    took = fixed_loop()
    say(f"Boucle fixe, un million d’additions : {took:.0f} ms")
    return took


def _measured_on(name: str) -> list[Measure]:
    """Every job on one database, that goes away afterwards."""
    with bench_database(name) as url:
        say(f"Mesures sur {name} : {RUNS} fois chaque travail")
        with comparison_server(url) as stage:
            print(LINE.format(*HEADINGS), flush=True)
            try:
                return [*measure_all(stage, name, _print)]
            except NotAsExpected as surprise:
                raise CommandRefused(f"Une réponse n’est pas celle du travail mesuré : {surprise}") from surprise


def _print(measure: Measure) -> None:
    reference = measure.reference
    cells = (
        f"{measure.milliseconds:.1f} ms",
        f"{reference.milliseconds} ms",
        f"× {measure.times_faster:.1f}",
        f"× {reference.faster}" if reference.faster > 1 else "",
        _ticked(str(measure.statements), measure.asks_little),
        str(reference.statements),
        str(reference.statements_max),
    )
    print(LINE.format(measure.name, measure.database, *cells), flush=True)


def _ticked(text: str, is_met: bool) -> str:
    return text if is_met else f"! {text}"


def _conclude(measures: list[Measure]) -> None:
    """Which aims are not met, each in a line; times are aimed at on SQLite."""
    missed = [
        f"{one.name}, {one.database} : {one.statements} requêtes, visé {one.reference.statements_max}"
        for one in measures
        if not one.asks_little
    ]
    missed += [
        f"{one.name}, {one.database} : × {one.times_faster:.1f}, visé × {one.reference.faster}"
        for one in measures
        if not one.is_fast_enough and one.database == "sqlite"
    ]
    print(typeset("\n".join(["Toutes les cibles sont tenues."] if not missed else ["Cibles manquées :", *missed])))


def _report(measures: list[Measure], loops: list[float]) -> dict[str, Any]:
    return {
        "jobs": [
            {
                "name": one.name,
                "database": one.database,
                "ms": round(one.milliseconds, 2),
                "statements": one.statements,
                "reference_ms": one.reference.milliseconds,
                "reference_statements": one.reference.statements,
            }
            for one in measures
        ],
        "reference_days_ms": {one.name: one.reference.days for one in measures},
        "targets": {
            one.name: {"statements": one.reference.statements_max, "times_faster": one.reference.faster}
            for one in measures
        },
        "runs": RUNS,
        "fixed_loop_ms": [round(took, 1) for took in loops],
        "machine": {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
    }

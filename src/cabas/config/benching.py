"""`./cabas bench` measures each job of the comparison group on the running server, and compares with the reference."""

import contextlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cabas.bench.browsing import NotAsExpected
from cabas.bench.figures import Measure
from cabas.bench.jobs import RUNS, Stage, measure_all
from cabas.config import postgresql, serving
from cabas.config.options import Options
from cabas.config.ports import free_port
from cabas.config.refusals import CommandRefused
from cabas.config.saying import say, typeset

DATABASES = ("sqlite", "postgresql")
HOST = "127.0.0.1"
UP_MAX = 60.0  # seconds
HEADINGS = ("travail", "base", "durée", "référence", "rapport", "visé", "requêtes", "référence", "visé")
LINE = "{:<27} {:<10} {:>9} {:>9} {:>8} {:>6}   {:>9} {:>9} {:>6}"


@dataclass(frozen=True)
class Engine:
    """A database to measure on: `url` is empty for SQLite."""

    name: str
    url: str = ""


def run(arguments: list[str]) -> int:
    """Measure, print the table, write the JSON; 0 whether or not every aim is met."""
    parser = Options("bench")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    options = parser.parse_args(arguments)
    names = DATABASES if options.database == "both" else (options.database,)
    measures = [measure for name in names for measure in _measured_on(name)]
    _conclude(measures)
    if options.json:
        options.json.write_text(json.dumps(_report(measures), ensure_ascii=False, indent=1) + "\n")
        say(f"Mesures écrites dans {options.json}")
    return 0


def _measured_on(name: str) -> list[Measure]:
    """Every job on one database, that goes away with its data folder."""
    with _engine(name) as engine, tempfile.TemporaryDirectory(prefix="cabas-bench-") as folder:
        say(f"Mesures sur {name} : {RUNS} fois chaque travail")
        environment = _environment(folder, engine)
        facts = _set_stage(environment, Path(folder) / "stage.json")
        with _server(environment) as port:
            print(LINE.format(*HEADINGS), flush=True)
            try:
                return [*measure_all(Stage(address=(HOST, port), **facts), name, _print)]
            except NotAsExpected as surprise:
                raise CommandRefused(f"Une réponse n’est pas celle du travail mesuré : {surprise}") from surprise


@contextlib.contextmanager
def _engine(name: str) -> Iterator[Engine]:
    if name == "sqlite":
        yield Engine(name)
        return
    for installation in postgresql.installations():
        with postgresql.throw_away(installation, is_durable=True) as url:
            yield Engine(name, url)
            return
    raise CommandRefused("Aucun PostgreSQL sur cette machine : --database sqlite mesure sans lui.")


def _environment(folder: str, engine: Engine) -> dict[str, str]:
    """The server counts its statements, in a folder and a database of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"CABAS_DATA": folder, "CABAS_COUNT_STATEMENTS": "1"}
    return environment | ({"DATABASE_URL": engine.url} if engine.url else {})


def _set_stage(environment: dict[str, str], file: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "cabas.config.bench_stage", str(file)]
    if subprocess.run(command, env=environment, check=False).returncode:
        raise CommandRefused("Le groupe de comparaison ne se charge pas (voir ci-dessus).")
    facts: dict[str, Any] = json.loads(file.read_text())
    return facts


@contextlib.contextmanager
def _server(environment: dict[str, str]) -> Iterator[int]:
    """What `./cabas up` starts to answer, without the worker: nothing else happens while it is measured."""
    port = free_port()
    server = subprocess.Popen(serving.server_command(HOST, port), env=environment, stdin=subprocess.DEVNULL)
    try:
        limit = time.monotonic() + UP_MAX
        while not serving.answers(HOST, port):
            if server.poll() is not None or time.monotonic() > limit:
                raise CommandRefused("Le serveur ne démarre pas (voir ci-dessus).")
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


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


def _report(measures: list[Measure]) -> dict[str, Any]:
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
        "machine": {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()},
    }

"""`./cabas test` runs every test on SQLite and a real PostgreSQL, in a real Chromium, or says loudly what did not run.

With arguments, pytest gets them and runs once, on SQLite; with `--postgresql` before them, on PostgreSQL.
`--long` before all: more examples, longer storms, every variant of every journey.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cabas.config import chromium, postgresql, test_tables
from cabas.config.data_folder import PROJECT
from cabas.config.refusals import CommandRefused
from cabas.config.saying import complain, say
from cabas.config.test_tables import Tables

ON_POSTGRESQL = "browser and both_databases"
WORKERS = os.cpu_count() or 2
DISTRIBUTED = ["--dist", "loadgroup", "-n"]
JOURNEYS = "tests/journeys"  # all that drives a browser: what runs without one need not import it, nor the contrary
LONG = "--long"
LONG_SAID = "CABAS_TEST_LONG"
IS_LONG = os.environ.get(LONG_SAID) == "1"  # read by the tests
SENT = "CABAS_TEST_SENT"  # a folder: which test sends which statement, for PostgreSQL after SQLite (`tests/sending.py`)
NOT_FOR_TESTS = ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")


class RequiredButMissing(CommandRefused):
    """REQUIRE_E2E=1, and the browser or the server that the tests need cannot be had."""


def run(arguments: list[str]) -> int:
    """Run pytest; return 0 only when every run passed."""
    with tempfile.TemporaryDirectory(prefix="cabas-tests-") as folder:
        browser = _browser()
        environment = _environment(Path(folder), browser, is_long=arguments[:1] == [LONG])
        arguments = arguments[1:] if arguments[:1] == [LONG] else arguments
        if arguments[:1] == ["--postgresql"]:
            return _on_postgresql(_selected(arguments[1:], browser), environment)
        if arguments:
            return _pytest(_selected(arguments, browser), environment)
        return _everything(Path(folder), browser, environment)


def _everything(folder: Path, browser: str | None, environment: dict[str, str]) -> int:
    environment = environment if LONG_SAID in environment else environment | {SENT: _new_folder(folder / "sent")}
    with _server() as url, test_tables.migrated(folder, environment, url) as tables:
        say("Tous les tests, sur SQLite")
        on_sqlite = _all_on(browser, environment | tables.on_sqlite)
        on_postgresql = _without_postgresql() if url is None else _there(tables, browser, environment)
    if not browser:
        _warn_of_missing_browser()
    return max(on_sqlite, on_postgresql)


def _new_folder(folder: Path) -> str:
    folder.mkdir()
    return str(folder)


def _there(tables: Tables, browser: str | None, environment: dict[str, str]) -> int:
    say("Ce qui diffère, sur PostgreSQL")
    return _all_on(browser, environment | tables.on_postgresql, browser_marks=ON_POSTGRESQL)


def _all_on(browser: str | None, environment: dict[str, str], browser_marks: str = "browser") -> int:
    """What runs, in processes apart: a browser leaves an event loop behind, which forked processes do not survive."""
    parts = [["--ignore", JOURNEYS, *_marks("not browser")]]
    parts += [[JOURNEYS, *_marks(browser_marks)]] if browser else []
    return max(_pytest([*DISTRIBUTED, str(WORKERS), *part], environment) for part in parts)


def _selected(arguments: list[str], browser: str | None) -> list[str]:
    return arguments if browser or "-m" in arguments else [*arguments, *_marks("not browser")]


def _marks(expression: str) -> list[str]:
    return ["-m", expression] if expression else []


def _environment(folder: Path, browser: str | None, *, is_long: bool = False) -> dict[str, str]:
    """Tests share nothing with the installation of this checkout: another data folder, another database.

    What Python compiled is kept: eight processes read the tests, and each server that a test starts reads the rest.
    """
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    environment["CABAS_DATA"] = str(folder)
    environment["CABAS_TEST_SQLITE"] = str(folder / "test.sqlite3")
    if is_long:
        environment[LONG_SAID] = "1"
    if browser:
        environment["CHROMIUM"] = browser
    return environment


def _pytest(arguments: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode


def _on_postgresql(arguments: list[str], environment: dict[str, str]) -> int:
    with _server() as url:
        if url is None:
            return _without_postgresql()
        return _pytest(arguments, {**environment, "DATABASE_URL": url})


@contextlib.contextmanager
def _server() -> Iterator[str | None]:
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        say("Les tests, sur le PostgreSQL de TEST_DATABASE_URL")
        yield given
        return
    for installation in postgresql.installations():
        with contextlib.ExitStack() as stack:
            try:
                url = stack.enter_context(postgresql.throw_away(installation))
            except postgresql.ServerImpossible as refusal:
                say(str(refusal))
                continue
            say(f"Les tests, sur {installation.name}")
            yield url
            return
    yield None


def _browser() -> str | None:
    found = chromium.find_or_install()
    if found is None and _is_required():
        raise RequiredButMissing("Aucun Chromium sur cette machine, et REQUIRE_E2E=1 : indiquez-en un dans CHROMIUM.")
    if found is None:
        _warn_of_missing_browser()
    return found


def _without_postgresql() -> int:
    if _is_required():
        raise RequiredButMissing("Aucun PostgreSQL sur cette machine, et REQUIRE_E2E=1 : donnez TEST_DATABASE_URL.")
    _warn("RIEN N’A ÉTÉ ESSAYÉ SUR POSTGRESQL : installez postgresql (15 ou plus), ou donnez TEST_DATABASE_URL.")
    return 0


def _warn_of_missing_browser() -> None:
    _warn("LES TESTS DANS LE NAVIGATEUR NE TOURNENT PAS : installez Chromium, ou indiquez-en un dans CHROMIUM.")


def _warn(sentence: str) -> None:
    line = "!" * 78
    complain(f"{line}\n{sentence}\n{line}")


def _is_required() -> bool:
    return os.environ.get("REQUIRE_E2E") == "1"

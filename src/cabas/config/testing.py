"""`./cabas test` runs every test on SQLite and a real PostgreSQL, in a real Chromium, or says loudly what did not run.

With arguments, pytest gets them and runs once, on SQLite; with `--postgresql` before them, on PostgreSQL.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cabas.config import chromium, postgresql
from cabas.config.data_folder import PROJECT
from cabas.config.refusals import CommandRefused
from cabas.config.saying import complain, say

ON_POSTGRESQL = "browser and both_databases"
WORKERS = str(os.cpu_count() or 2)
DISTRIBUTED = ["--dist", "loadgroup"]


class RequiredButMissing(CommandRefused):
    """REQUIRE_E2E=1, and the browser or the server that the tests need cannot be had."""


def run(arguments: list[str]) -> int:
    """Run pytest; return 0 only when every run passed."""
    with tempfile.TemporaryDirectory(prefix="cabas-tests-") as folder:
        browser = _browser()
        environment = _environment(Path(folder), browser)
        if arguments[:1] == ["--postgresql"]:
            return _on_postgresql(_selected(arguments[1:], browser), environment)
        if arguments:
            return _pytest(_selected(arguments, browser), environment)
        return _everything(browser, environment)


def _everything(browser: str | None, environment: dict[str, str]) -> int:
    say("Tous les tests, sur SQLite")
    on_sqlite = max(_pytest(["-n", WORKERS, *part], environment) for part in _parts("browser", browser))
    with _server() as url:
        on_postgresql = _without_postgresql() if url is None else _all_on(url, browser, environment)
    if not browser:
        _warn_of_missing_browser()
    return max(on_sqlite, on_postgresql)


def _all_on(url: str, browser: str | None, environment: dict[str, str]) -> int:
    there = {**environment, "DATABASE_URL": url}
    return max(_pytest(["-n", WORKERS, *part], there) for part in _parts(ON_POSTGRESQL, browser))


def _parts(browser_marks: str, browser: str | None) -> list[list[str]]:
    """What runs, in processes apart: a browser leaves an event loop behind, which forked processes do not survive."""
    parts = [[*DISTRIBUTED, *_marks("not browser")]]
    return [*parts, [*DISTRIBUTED, *_marks(browser_marks)]] if browser else parts


def _selected(arguments: list[str], browser: str | None) -> list[str]:
    return arguments if browser or "-m" in arguments else [*arguments, *_marks("not browser")]


def _marks(expression: str) -> list[str]:
    return ["-m", expression] if expression else []


def _environment(folder: Path, browser: str | None) -> dict[str, str]:
    """Tests share nothing with the installation of this checkout: another data folder, another database."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["CABAS_DATA"] = str(folder)
    environment["CABAS_TEST_SQLITE"] = str(folder / "test.sqlite3")
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

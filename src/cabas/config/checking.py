"""`./cabas check` asks every machine that reads code: format, lint, types, imports, migrations, templates, pins."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cabas.config import pins
from cabas.config.data_folder import PROJECT
from cabas.config.options import Options

PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True)
class Verdict:
    """What one check found, and how long it took."""

    name: str
    faults: str
    seconds: float


def run(arguments: list[str]) -> int:
    """Run all checks, as many at once as there are cores; show each as it ends."""
    Options("check").parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="cabas-check-") as folder:
        environment = {**os.environ, "CABAS_DATA": folder, "DJANGO_SETTINGS_MODULE": "cabas.config.settings"}
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
            started = [pool.submit(_judge, name, check) for name, check in _checks(environment)]
            verdicts = [_show(future.result()) for future in started]
    return 1 if any(verdict.faults for verdict in verdicts) else 0


def _checks(environment: dict[str, str]) -> list[tuple[str, Callable[[], str]]]:
    """The longest first: the others fit beside it."""
    python = sys.executable
    templates = [str(path) for path in sorted((PROJECT / "src").rglob("templates/**/*.html"))]
    commands = {
        "types": [python, "-m", "mypy"],
        "contrats d’import": [python, str(PROGRAMS / "lint-imports")],
        "migrations": [python, "-m", "django", "makemigrations", "--check", "--dry-run"],
        "format": [str(PROGRAMS / "ruff"), "format", "--check", ".", "cabas"],
        "lint": [str(PROGRAMS / "ruff"), "check", ".", "cabas"],
    }
    if templates:
        commands["gabarits (djade)"] = [str(PROGRAMS / "djade"), "--check", "--target-version", "5.2", *templates]
        commands["gabarits (djlint)"] = [python, "-m", "djlint", "--lint", "--quiet", "--profile=django", *templates]
    checks: list[tuple[str, Callable[[], str]]] = [
        (name, _asking(command, environment)) for name, command in commands.items()
    ]
    return [*checks, ("versions fixées", lambda: "\n".join(pins.faults(PROJECT / "requirements")))]


def _asking(command: list[str], environment: dict[str, str]) -> Callable[[], str]:
    def ask() -> str:
        answer = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
        said = (answer.stdout + answer.stderr).strip()
        return "" if answer.returncode == 0 else said or f"code {answer.returncode}"

    return ask


def _judge(name: str, check: Callable[[], str]) -> Verdict:
    start = time.monotonic()
    return Verdict(name, check(), time.monotonic() - start)


def _show(verdict: Verdict) -> Verdict:
    print(f"{'KO' if verdict.faults else 'OK'}  {verdict.name:<20} {verdict.seconds:5.1f} s", flush=True)
    if verdict.faults:
        print(verdict.faults, flush=True)
    return verdict

"""`./cabas bench move` takes the comparison group over by its first steps, as a host does, and proves it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from cabas.bench.browsing import Browser, NotAsExpected
from cabas.bench.comparison import read
from cabas.bench.move_files import files_of
from cabas.bench.moving import move, told
from cabas.config import serving
from cabas.config.bench_database import DATABASES, bench_database
from cabas.config.bench_stage import GROUP_FILE
from cabas.config.comparison_server import HOST, environment_of, wait_for
from cabas.config.options import Options
from cabas.config.ports import free_port
from cabas.config.refusals import CommandRefused
from cabas.config.saying import say, typeset

LINE = "{:<24} {:>10} {:>8}"


def run(arguments: list[str]) -> int:
    """0 once everything is there, to the cent, and the audit finds nothing."""
    parser = Options("bench move")
    parser.add_argument("--database", choices=DATABASES, default="sqlite")
    options = parser.parse_args(arguments)
    with bench_database(options.database) as url, _empty_server(url) as (environment, port, link):
        comparison = read(GROUP_FILE)
        say(f"Déménagement de {len(comparison.buyers)} membres sur {options.database}")
        try:
            done = move(Browser(HTTPConnection(HOST, port, timeout=120)), link, comparison, files_of(comparison))
        except NotAsExpected as surprise:
            raise CommandRefused(f"Le déménagement ne se passe pas comme prévu : {surprise}") from surprise
        print(LINE.format("étape", "secondes", "gestes"), flush=True)
        told(done.steps, lambda name, seconds, taps: print(LINE.format(name, f"{seconds:.1f}", taps), flush=True))
        print(typeset(f"Noms demandés : {done.asked}. Lignes refusées, nommées : {done.refused}."), flush=True)
        return subprocess.run(
            [sys.executable, "-m", "cabas.config.command", "audit"], env=environment, check=False
        ).returncode


@contextmanager
def _empty_server(database_url: str) -> Iterator[tuple[dict[str, str], int, str]]:
    """An installation of nobody: its environment, its port, and the path of its first link."""
    with tempfile.TemporaryDirectory(prefix="cabas-bench-") as folder:
        environment = environment_of(folder, database_url)
        link, port = _prepared(environment), free_port()
        server = subprocess.Popen(serving.server_command(HOST, port), env=environment, stdin=subprocess.DEVNULL)
        try:
            wait_for(server, port)
            yield environment, port, link
        finally:
            server.terminate()
            server.wait()


def _prepared(environment: dict[str, str]) -> str:
    read_end, write_end = os.pipe()
    command = [sys.executable, "-m", "cabas.config.preparing", "--link-to", str(write_end)]
    code = subprocess.run(command, env=environment, pass_fds=(write_end,), check=False).returncode
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        link = answer.read()
    if code or not link:
        raise CommandRefused("L’installation vide ne se prépare pas (voir ci-dessus).")
    return link

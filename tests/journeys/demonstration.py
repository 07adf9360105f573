"""A running demonstration of one's own: the real server, the real worker, a folder or a database that goes away."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import psycopg

CABAS = [sys.executable, "-m", "cabas.config.command"]
SOURCE = Path(__file__).resolve().parents[2] / "src"
READY_MAX = 120.0  # seconds


class Demonstration:
    """What a test does to it from outside: the words of the command line."""

    def __init__(self, folder: str, address: str, environment: dict[str, str]) -> None:
        self.folder, self.address, self._environment = folder, address, environment

    def rebuild(self, at: str) -> None:
        """Build it anew at this moment, where its clock stands still."""
        self.command("demo", "--at", at, "--data", self.folder)

    def move_clock(self, at: str) -> None:
        self.command("demo", "--clock", at, "--data", self.folder)

    def audit(self) -> None:
        """Prove the books; fails with the first fault."""
        self.command("audit", "--data", self.folder)

    def serve_everybody_but(self, first_name: str) -> None:
        """The others of the next distribution were served and paid as announced."""
        script = Path(__file__).with_name("serving_others.py")
        self._run([sys.executable, str(script), first_name])

    def command(self, *words: str) -> None:
        self._run([*CABAS, *words])

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def running(at: str) -> Iterator[Demonstration]:
    """A demonstration built at this moment and served on a free port."""
    with tempfile.TemporaryDirectory(prefix="cabas-journeys-") as folder, _database() as database:
        environment = {**os.environ, "CABAS_DATA": folder, "PYTHONPATH": str(SOURCE), **database}
        environment.setdefault("DJANGO_SETTINGS_MODULE", "cabas.config.settings")
        port = _free_port()
        demonstration = Demonstration(folder, f"http://127.0.0.1:{port}", environment)
        demonstration.rebuild(at)
        server = subprocess.Popen(
            [*CABAS, "up", "--data", folder, "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            _wait(demonstration.address)
            yield demonstration
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """SQLite in the folder; where the tests run on PostgreSQL, a database of one's own there."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield {}
        return
    name = f"cabas_journeys_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": url.rsplit("/", 1)[0] + "/" + name}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str) -> None:
    limit = monotonic() + READY_MAX
    while monotonic() < limit:
        try:
            urllib.request.urlopen(f"{address}/connexion/", timeout=5).close()
        except OSError:
            sleep(0.1)
        else:
            return
    raise TimeoutError(address)

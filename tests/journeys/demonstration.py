"""A running demonstration of one's own: the real server, the real worker, a folder or a database that goes away."""

import os
import shutil
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

from cabas.config import test_tables
from cabas.config.data_folder import DATABASE, DEMO

CABAS = [sys.executable, "-m", "cabas.config.command"]
SOURCE = Path(__file__).resolve().parents[2] / "src"
READY_MAX = 120.0  # seconds
DATABASE_URL = os.environ.get("DATABASE_URL", "")


class Demonstration:
    """What a test does to it from outside: the words of the command line."""

    def __init__(self, folder: str, address: str, environment: dict[str, str]) -> None:
        self.folder, self.address, self.environment = folder, address, environment

    def rebuild(self, at: str) -> None:
        """Build it anew at this moment, where its clock stands still."""
        self.command("demo", "--at", at, "--data", self.folder)

    def prepare(self) -> None:
        """Collect what pages need beside their text, so that copies need not."""
        self._run([sys.executable, "-m", "cabas.config.preparing"])

    def move_clock(self, at: str) -> None:
        self.command("demo", "--clock", at, "--data", self.folder)

    def audit(self) -> None:
        """Prove the books; fails with the first fault."""
        self.command("audit", "--data", self.folder)

    def serve_everybody_but(self, first_name: str) -> None:
        """The others of the next distribution were served and paid as announced."""
        script = Path(__file__).with_name("serving_others.py")
        self._run([sys.executable, str(script), first_name])

    def found_fresh_group(self) -> None:
        """« neuf », without a balance: Karim keeps its accounts, Awa, Camille and Jean are members."""
        self._run([sys.executable, str(Path(__file__).with_name("founding_fresh.py"))])

    def command(self, *words: str) -> None:
        self._run([*CABAS, *words])

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


class Workshop:
    """Builds a demonstration once for each moment, and serves copies of it: each journey begins with a fresh one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built: dict[str, tuple[Path, str]] = {}

    @contextmanager
    def running(self, at: str) -> Iterator[Demonstration]:
        """A demonstration that stands still at this moment, served on a free port, gone afterwards."""
        model, model_database = self._model(at)
        with tempfile.TemporaryDirectory(prefix="cabas-journey-") as place, _database(model_database) as url:
            folder = str(shutil.copytree(model, Path(place) / "data"))
            port = _free_port()
            demonstration = Demonstration(folder, f"http://127.0.0.1:{port}", _environment(folder, url))
            with _served(demonstration, port):
                yield demonstration

    def _model(self, at: str) -> tuple[Path, str]:
        if at not in self._built:
            folder = self._folder / at.replace(":", "-")
            folder.mkdir()
            url = _new_database(os.environ.get(test_tables.TEMPLATE, "template0")) if DATABASE_URL else ""
            model = Demonstration(str(folder), "", _environment(str(folder), url))
            if not url and test_tables.copied(folder / DATABASE):
                (folder / DEMO).write_text('{"clock": null}')  # or it is the folder of a real installation
            model.rebuild(at)
            model.prepare()
            self._built[at] = folder, url
        return self._built[at]

    def close(self) -> None:
        """Drop the databases of the models; their folder is pytest's."""
        for _folder, url in self._built.values():
            if url:
                _drop_database(url)


def _environment(folder: str, url: str) -> dict[str, str]:
    environment = {**os.environ, "CABAS_DATA": folder, "PYTHONPATH": str(SOURCE)}
    environment["DJANGO_SETTINGS_MODULE"] = "cabas.config.settings"
    return environment | ({"DATABASE_URL": url} if url else {})


@contextmanager
def _served(demonstration: Demonstration, port: int) -> Iterator[None]:
    words = ["up", "--data", demonstration.folder, "--port", str(port)]
    environment = demonstration.environment
    server = subprocess.Popen([*CABAS, *words], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(demonstration.address)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


@contextmanager
def _database(model: str) -> Iterator[str]:
    """A copy of the model's database on PostgreSQL; on SQLite the folder holds it, and the address is empty."""
    if not model:
        yield ""
        return
    url = _new_database(template=model.rsplit("/", 1)[1])
    try:
        yield url
    finally:
        _drop_database(url)


def _new_database(template: str = "template0") -> str:
    name = f"cabas_journey_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return DATABASE_URL.rsplit("/", 1)[0] + "/" + name


def _drop_database(url: str) -> None:
    with psycopg.connect(DATABASE_URL, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {url.rsplit('/', 1)[1]} WITH (FORCE)")


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

"""A running demonstration of one's own: the real server, the real worker, a folder or a database that goes away."""

import fcntl
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

import psycopg

from cabas.config import test_tables
from cabas.config.data_folder import DATABASE, DEMO
from cabas.payments.online.simulated.provider import FILE as PAYMENTS_SIMULATED

CABAS = [sys.executable, "-m", "cabas.config.command"]
SOURCE = Path(__file__).resolve().parents[2] / "src"
READY_MAX = 120.0  # seconds
BEGIN_ROUNDS = """
import django
django.setup()
from django.utils.module_loading import import_string
from cabas.config.background import ROUNDS
for name in ROUNDS:
    import_string(name).begin()
"""
PROVIDER = "CABAS_ONLINE_PROVIDER_ADDRESS"
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

    def begin_rounds(self) -> None:
        """What the worker looks at again and again is asked for, as by one that starts."""
        self._run([sys.executable, "-c", BEGIN_ROUNDS])

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
    """Builds a demonstration once for each moment, and serves it: each journey begins with it as it was built.

    On SQLite one server of each moment goes on from journey to journey, its data put back in between; on PostgreSQL,
    where nobody may be connected to what is copied, each journey has a server of its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built: dict[str, tuple[Path, str]] = {}
        self._running: dict[tuple[str, str], Demonstration] = {}
        self._servers = ExitStack()

    @contextmanager
    def running(self, at: str, provider: str = "") -> Iterator[Demonstration]:
        """A demonstration that stands still at this moment, served on a free port.

        `provider`: the address of the real card provider that its groups know.
        """
        if DATABASE_URL:
            with self._served(at, provider) as demonstration:
                yield demonstration
            return
        asked = at, provider
        if asked not in self._running:
            self._running[asked] = self._servers.enter_context(self._served(at, provider))
        _put_back(self._model(at)[0], Path(self._running[asked].folder))
        yield self._running[asked]

    @contextmanager
    def _served(self, at: str, provider: str) -> Iterator[Demonstration]:
        model, model_database = self._model(at)
        with tempfile.TemporaryDirectory(prefix="cabas-journey-") as place, _database(model_database) as url:
            folder = str(shutil.copytree(model, Path(place) / "data"))
            port = _free_port()
            environment = _environment(folder, url) | ({PROVIDER: provider} if provider else {})
            demonstration = Demonstration(folder, f"http://127.0.0.1:{port}", environment)
            with _served(demonstration, port):
                yield demonstration

    def _model(self, at: str) -> tuple[Path, str]:
        if at not in self._built:
            self._built[at] = self._built_on_postgresql(at) if DATABASE_URL else (self._built_in_a_folder(at), "")
        return self._built[at]

    def _built_on_postgresql(self, at: str) -> tuple[Path, str]:
        folder = self._folder / _named(at)
        folder.mkdir()
        url = _new_database(os.environ.get(test_tables.TEMPLATE, "template0"))
        _build(Demonstration(str(folder), "", _environment(str(folder), url)), at)
        return folder, url

    def _built_in_a_folder(self, at: str) -> Path:
        """The processes of one run share what the first of them built."""
        shared = test_tables.folder_of_the_run() or self._folder
        folder = shared / _named(at)
        with _one_at_a_time(shared / f"{_named(at)}.lock"):
            if not folder.exists():
                begun = shared / f"{_named(at)}-begun"
                begun.mkdir()
                if test_tables.copied(begun / DATABASE):
                    (begun / DEMO).write_text('{"clock": null}')  # or it is the folder of a real installation
                _build(Demonstration(str(begun), "", _environment(str(begun), "")), at)
                begun.rename(folder)
        return folder

    def close(self) -> None:
        """Stop the servers and drop the databases of the models; their folder is pytest's."""
        self._servers.close()
        for _folder, url in self._built.values():
            if url:
                _drop_database(url)


def _named(at: str) -> str:
    return at.replace(":", "-")


def _build(model: Demonstration, at: str) -> None:
    model.rebuild(at)
    model.prepare()
    model.begin_rounds()


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _environment(folder: str, url: str) -> dict[str, str]:
    environment = {**os.environ, "CABAS_DATA": folder, "PYTHONPATH": str(SOURCE)}
    environment["DJANGO_SETTINGS_MODULE"] = "cabas.config.settings"
    return environment | ({"DATABASE_URL": url} if url else {})


def _put_back(model: Path, folder: Path) -> None:
    """Give a running demonstration the data of its model; what runs there sees them at its next statement."""
    with closing(sqlite3.connect(model / DATABASE)) as built, closing(sqlite3.connect(folder / DATABASE)) as running:
        _wait_for_the_worker(running)
        built.backup(running)
    for name in (DEMO, "media"):
        _put_back_file(model / name, folder / name)
    (folder / PAYMENTS_SIMULATED).unlink(missing_ok=True)


def _wait_for_the_worker(running: sqlite3.Connection) -> None:
    """A task whose row goes away while it runs would end the worker: it gets no other, and ends what it began."""
    limit = monotonic() + READY_MAX
    while monotonic() < limit:
        running.execute("DELETE FROM django_tasks_database_dbtaskresult WHERE status = 'READY'")
        begun = running.execute("SELECT 1 FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'").fetchone()
        running.commit()
        if begun is None:
            return
        sleep(0.05)
    raise TimeoutError("the worker goes on with a task")


def _put_back_file(kept: Path, changed: Path) -> None:
    if kept.is_dir():
        shutil.rmtree(changed, ignore_errors=True)
        shutil.copytree(kept, changed)
    else:
        shutil.copy(kept, changed)


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

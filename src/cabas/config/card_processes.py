"""The local card server, and a Cabas whose server and worker are killed (-9) and started again on the same folder."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cabas.bench.card_buyers import CardStage
from cabas.config import serving
from cabas.config.ports import free_port
from cabas.config.refusals import CommandRefused

HOST = "127.0.0.1"
UP_MAX = 60.0  # seconds
LOOK_AGAIN_SECONDS = 5
WORKER = [sys.executable, "-m", "cabas.config.background"]


class CardInstallation:
    """One data folder (or database), its server and its worker."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment, self.port = folder, environment, free_port()
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """The server, then the worker, as `./cabas up` does."""
        server = self._process(serving.server_command(HOST, self.port))
        wait_for(server, self.port)
        self._process(WORKER)

    def kill(self) -> None:
        """Both at once, whatever they are doing."""
        for process in self.running:
            os.killpg(process.pid, signal.SIGKILL)
        self._forget()

    def stop(self) -> None:
        """As Ctrl-C does."""
        for process in reversed(self.running):
            process.terminate()
        self._forget()

    def stage(self, count: int, provider_port: int) -> CardStage:
        """Build the group of so many members."""
        facts = self.told("build", {}, str(count))
        facts["buyers"] = {int(number): cookie for number, cookie in facts["buyers"].items()}
        return CardStage(address=(HOST, self.port), provider=(HOST, provider_port), **facts)

    def told(self, word: str, content: Any, *more: str) -> Any:
        """What `cabas.config.card_stage` answers."""
        file = self.folder / "card-stage.json"
        file.write_text(json.dumps(content))
        command = [sys.executable, "-m", "cabas.config.card_stage", word, str(file), *more]
        if subprocess.run(command, env=self.environment, check=False).returncode:
            raise CommandRefused("Le groupe des cartes ne se prépare pas (voir ci-dessus).")
        return json.loads(file.read_text())

    def _process(self, command: list[str]) -> subprocess.Popen[bytes]:
        started = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True
        )  # of its own session: killed with what it started
        self.running.append(started)
        return started

    def _forget(self) -> None:
        for process in self.running:
            process.wait()
        self.running = []


@contextmanager
def card_installation(database_url: str = "") -> Iterator[tuple[CardInstallation, int]]:
    """A new installation (on SQLite where no database is named), and the port of the provider it asks; both go away."""
    provider = free_port()
    server = subprocess.Popen([sys.executable, "-m", "cabas.bench.card_server", "--port", str(provider)])
    try:
        wait_for(server, provider)
        with tempfile.TemporaryDirectory(prefix="cabas-cards-") as folder:
            installation = CardInstallation(Path(folder), _environment(folder, database_url, provider))
            try:
                yield installation, provider
            finally:
                installation.kill()
    finally:
        server.terminate()
        server.wait()


def _environment(folder: str, database_url: str, provider: int) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "CABAS_DATA": folder,
        "CABAS_ONLINE_PROVIDER_ADDRESS": f"http://{HOST}:{provider}",
        "CABAS_ONLINE_LOOK_AGAIN_SECONDS": str(LOOK_AGAIN_SECONDS),
    }
    return environment | ({"DATABASE_URL": database_url} if database_url else {})


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Until it answers. Raises `CommandRefused`."""
    limit = time.monotonic() + UP_MAX
    while not serving.answers(HOST, port):
        if server.poll() is not None or time.monotonic() > limit:
            raise CommandRefused("Le serveur ne démarre pas (voir ci-dessus).")
        time.sleep(0.1)

"""A Cabas whose server and worker are killed (-9) and started again on the same folder."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from cabas.config import serving
from cabas.config.ports import free_port
from cabas.config.refusals import CommandRefused

HOST = "127.0.0.1"
UP_MAX = 60.0  # seconds
WORKER = [sys.executable, "-m", "cabas.config.background"]


class KilledInstallation:
    """One data folder (or database), its server and its worker. `stage`: the module that builds and proves a group."""

    def __init__(self, folder: Path, stage: str, *, database_url: str = "", more: dict[str, str] | None = None) -> None:
        self.folder, self.stage, self.port = folder, stage, free_port()
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"CABAS_DATA": str(folder), **(more or {})}
        self.environment = environment | ({"DATABASE_URL": database_url} if database_url else {})
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

    def told(self, word: str, content: Any, *more: str) -> Any:
        """What the module of the stage answers to this word. Raises `CommandRefused`."""
        file = self.folder / "stage.json"
        file.write_text(json.dumps(content))
        command = [sys.executable, "-m", self.stage, word, str(file), *more]
        if subprocess.run(command, env=self.environment, check=False).returncode:
            raise CommandRefused("Le groupe de cette mesure ne se prépare pas (voir ci-dessus).")
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


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Until it answers. Raises `CommandRefused`."""
    limit = time.monotonic() + UP_MAX
    while not serving.answers(HOST, port):
        if server.poll() is not None or time.monotonic() > limit:
            raise CommandRefused("Le serveur ne démarre pas (voir ci-dessus).")
        time.sleep(0.1)

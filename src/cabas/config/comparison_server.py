"""The comparison group on a server of its own, which goes away with its data folder and counts its statements."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cabas.bench.jobs import Stage
from cabas.config import serving
from cabas.config.ports import free_port
from cabas.config.refusals import CommandRefused

HOST = "127.0.0.1"
UP_MAX = 60.0  # seconds


@contextmanager
def comparison_server(database_url: str = "") -> Iterator[Stage]:
    """Load the group into this database (SQLite where none is named) and serve it. Raises `CommandRefused`.

    It is what `./cabas up` starts to answer, without the worker: nothing else happens while it is measured.
    """
    with tempfile.TemporaryDirectory(prefix="cabas-bench-") as folder:
        environment = environment_of(folder, database_url)
        facts = _loaded(environment, Path(folder) / "stage.json")
        port = free_port()
        server = subprocess.Popen(serving.server_command(HOST, port), env=environment, stdin=subprocess.DEVNULL)
        try:
            wait_for(server, port)
            yield Stage(address=(HOST, port), **facts)
        finally:
            server.terminate()
            server.wait()


def environment_of(folder: str, database_url: str) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"CABAS_DATA": folder, "CABAS_COUNT_STATEMENTS": "1"}
    return environment | ({"DATABASE_URL": database_url} if database_url else {})


def _loaded(environment: dict[str, str], file: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "cabas.config.bench_stage", str(file)]
    if subprocess.run(command, env=environment, check=False).returncode:
        raise CommandRefused("Le groupe de comparaison ne se charge pas (voir ci-dessus).")
    facts: dict[str, Any] = json.loads(file.read_text())
    return facts


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    limit = time.monotonic() + UP_MAX
    while not serving.answers(HOST, port):
        if server.poll() is not None or time.monotonic() > limit:
            raise CommandRefused("Le serveur ne démarre pas (voir ci-dessus).")
        time.sleep(0.1)

"""A provider on this machine, over HTTP; a group that has keys there; and the proof of the books at the end."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cabas
from tests.cast import Cast, cast
from tests.payments.conftest import faults
from tests.payments.online.provider_here import Here, online_group

READY_MAX = 20.0  # seconds
SOURCE = Path(cabas.__path__[0]).parent


@pytest.fixture(scope="session")
def here() -> Iterator[Here]:
    """The local server, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "cabas.bench.card_server", "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(SOURCE)})
    limit = time.monotonic() + READY_MAX
    while time.monotonic() < limit:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield Here(f"http://127.0.0.1:{port}")
    process.terminate()
    process.wait(10)


@pytest.fixture
def play(db: None, here: Here, settings: Any) -> Iterator[Cast]:
    """The small group, on Tuesday, which takes online cards; at the end the books are right."""
    settings.ONLINE_PROVIDER_ADDRESS = here.address
    here.weather(is_away=False)
    yield online_group(cast())
    assert faults() == []

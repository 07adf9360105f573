"""An installation of nobody, begun by `./cabas up --empty`; its mails come to the test, its clock moves."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from time import monotonic, sleep

from tests.journeys.demonstration import (
    CABAS,
    DATABASE_URL,
    SOURCE,
    _drop_database,
    _environment,
    _free_port,
    _new_database,
)
from tests.smtp_server import Received, smtp_server

CLOCKED = Path(__file__).with_name("moved_clock")
LINK = re.compile(r"http://\S+/premiere-connexion/\S+/")
READY_MAX = ARRIVES_MAX = 60.0  # seconds


@dataclass
class EmptyInstallation:
    """`link`: by which its first host enters."""

    environment: dict[str, str]
    clock: Path
    received: Received
    address: str = ""
    link: str = ""

    def move_clock(self, at: str) -> None:
        beside = self.clock.with_suffix(".new")
        beside.write_text(at)
        beside.replace(self.clock)

    def audit(self) -> None:
        done = subprocess.run([*CABAS, "audit"], env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def mails_to(self, address: str, count: int) -> list[Message]:
        """What this address was sent, once so many came in."""
        limit = monotonic() + ARRIVES_MAX
        while monotonic() < limit:
            found = [mail for mail in self.received.messages if address in str(mail["To"])]
            if len(found) >= count:
                return found
            sleep(0.1)
        raise TimeoutError(f"{address}: {[str(mail['To']) for mail in self.received.messages]}")


@contextmanager
def empty_installation(place: Path, at: str) -> Iterator[EmptyInstallation]:
    """Runs until the end of the test, on a free port, on the database of the tests."""
    url = _new_database() if DATABASE_URL else ""
    with smtp_server() as received:
        environment = _environment(str(place / "data"), url) | {
            "CABAS_MAIL": f"smtp://127.0.0.1:{received.port}",
            "CABAS_MAIL_FROM": "Cabas <cabas@example.org>",
            "CABAS_JOURNEY_CLOCK": str(place / "clock"),
            "PYTHONPATH": f"{SOURCE}:{CLOCKED}",
        }
        installation = EmptyInstallation(environment, place / "clock", received)
        installation.move_clock(at)
        try:
            with _running(installation):
                yield installation
        finally:
            if url:
                _drop_database(url)


@contextmanager
def _running(installation: EmptyInstallation) -> Iterator[None]:
    port = _free_port()
    words = ["up", "--empty", "--data", installation.environment["CABAS_DATA"], "--port", str(port)]
    server = subprocess.Popen([*CABAS, *words], env=installation.environment, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        said = next(match for line in server.stdout if (match := LINK.search(line.replace("\u00a0", " "))))
        installation.address, installation.link = f"http://127.0.0.1:{port}", said.group()
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def text_of(mail: Message) -> str:
    """Its text part."""
    part = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode(part.get_content_charset() or "utf-8")

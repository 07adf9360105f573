"""The local card server, and an installation that asks it and is killed."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cabas.bench.card_buyers import CardStage
from cabas.config.killed_installation import HOST, KilledInstallation, wait_for
from cabas.config.ports import free_port

LOOK_AGAIN_SECONDS = 5
STAGE = "cabas.config.card_stage"


def built(installation: KilledInstallation, count: int, provider_port: int) -> CardStage:
    """The group of so many members."""
    facts = installation.told("build", {}, str(count))
    facts["buyers"] = {int(number): cookie for number, cookie in facts["buyers"].items()}
    return CardStage(address=(HOST, installation.port), provider=(HOST, provider_port), **facts)


@contextmanager
def card_installation(database_url: str = "") -> Iterator[tuple[KilledInstallation, int]]:
    """A new installation (on SQLite where no database is named), and the port of the provider it asks; both go away."""
    provider = free_port()
    server = subprocess.Popen([sys.executable, "-m", "cabas.bench.card_server", "--port", str(provider)])
    try:
        wait_for(server, provider)
        with tempfile.TemporaryDirectory(prefix="cabas-cards-") as folder:
            more = {
                "CABAS_ONLINE_PROVIDER_ADDRESS": f"http://{HOST}:{provider}",
                "CABAS_ONLINE_LOOK_AGAIN_SECONDS": str(LOOK_AGAIN_SECONDS),
            }
            installation = KilledInstallation(Path(folder), STAGE, database_url=database_url, more=more)
            try:
                yield installation, provider
            finally:
                installation.kill()
    finally:
        server.terminate()
        server.wait()

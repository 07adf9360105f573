"""`./cabas shots DIR` takes a picture of every page of a fresh demonstration, small and wide, light and dark."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cabas.config import chromium, serving
from cabas.config.options import Options
from cabas.config.refusals import CommandRefused
from cabas.config.saying import count, say

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, StorageState

MOMENT = "2026-11-24T10:00"
SIZES = {390: 844, 1280: 800}
SCHEMES = {"light": "", "dark": "-sombre"}
SIGN_IN = "/connexion/"
UP_MAX = 180.0  # seconds


@dataclass(frozen=True)
class Page:
    """One page of the demonstration; `person` is the button of the sign-in page that opens it, nobody where empty."""

    name: str
    path: str
    person: str = ""


PAGES = [
    Page("connexion", SIGN_IN),
    Page("accueil", "/g/vallon/", "Camille"),
    Page("compte", "/g/vallon/compte/", "Camille"),
]


def run(arguments: list[str]) -> int:
    """Build, serve, photograph, stop."""
    parser = Options("shots")
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(arguments).folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    program = chromium.find_or_install()
    if program is None:
        raise CommandRefused("Aucun Chromium sur cette machine : indiquez-en un dans CHROMIUM.")
    with _demonstration() as address:
        number = _photograph(program, address, folder)
    say(f"{count(number, 'image', 'images')} dans {folder}")
    return 0


@contextmanager
def _demonstration() -> Iterator[str]:
    """A demonstration that stands still at MOMENT, served from a folder that goes away with it."""
    with tempfile.TemporaryDirectory(prefix="cabas-shots-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        command = [sys.executable, "-m", "cabas.config.command"]
        subprocess.run([*command, "demo", "--at", MOMENT, "--data", folder], env=environment, check=True)
        port = _free_port()
        server = subprocess.Popen([*command, "up", "--data", folder, "--port", str(port)], env=environment)
        try:
            _wait(server, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def _free_port() -> int:
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return int(candidate.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    limit = time.monotonic() + UP_MAX
    while not serving.answers("127.0.0.1", port):
        if server.poll() is not None or time.monotonic() > limit:
            raise CommandRefused("La démonstration ne démarre pas (voir ci-dessus).")
        time.sleep(0.2)


def _photograph(program: str, address: str, folder: Path) -> int:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
        sessions = {person: _sign_in(browser, address, person) for person in {page.person for page in PAGES}}
        number = 0
        for width, height in SIZES.items():
            for scheme, suffix in SCHEMES.items():
                for page in PAGES:
                    with _context(browser, width, height, scheme, sessions[page.person]) as context:
                        _shoot(context, address + page.path, folder / f"{page.name}-{width}{suffix}.png")
                    number += 1
        browser.close()
    return number


@contextmanager
def _context(
    browser: "Browser", width: int, height: int, scheme: str, session: "StorageState | None"
) -> Iterator["BrowserContext"]:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
        storage_state=session,
    )
    try:
        yield context
    finally:
        context.close()


def _sign_in(browser: "Browser", address: str, person: str) -> "StorageState | None":
    """The cookies of this person, from the one-click people of the demonstration's sign-in page."""
    if not person:
        return None
    with _context(browser, 1280, 800, "light", None) as context:
        page = context.new_page()
        page.goto(address + SIGN_IN)
        page.get_by_role("button", name=re.compile(person, re.IGNORECASE)).first.click()
        page.wait_for_load_state()
        return context.storage_state()


def _shoot(context: "BrowserContext", address: str, file: Path) -> None:
    page = context.new_page()
    answer = page.goto(address)
    if answer is None or answer.status >= 400:
        raise CommandRefused(f"{address} répond {answer.status if answer else 'rien'} : pas d’image.")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=file, full_page=True)

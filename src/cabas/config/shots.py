"""`./cabas shots DIR` takes a picture of every page of a fresh demonstration, small and wide, light and dark."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cabas.config import chromium, serving
from cabas.config.options import Options
from cabas.config.ports import free_port
from cabas.config.refusals import CommandRefused
from cabas.config.saying import complain, count, say
from cabas.config.tour import ENTRANCE, MOMENT, STORY, Act, Clock, Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

SIZES = {390: 844, 1280: 800}
SCHEMES = {"light": "", "dark": "-sombre"}
UP_MAX = 180.0  # seconds
COMMAND = [sys.executable, "-m", "cabas.config.command"]


def run(arguments: list[str]) -> int:
    """Build, serve, photograph, stop."""
    parser = Options("shots")
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(arguments).folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    program = chromium.find_or_install()
    if program is None:
        raise CommandRefused("Aucun Chromium sur cette machine : indiquez-en un dans CHROMIUM.")
    with _demonstration() as (address, data):
        album = _photograph(program, address, data, folder)
    for surprise in sorted(album.surprises):
        complain(surprise)
    say(f"{count(album.number, 'image', 'images')} dans {folder}")
    return 1 if album.surprises else 0


@contextmanager
def _demonstration() -> Iterator[tuple[str, str]]:
    """A demonstration that stands still at MOMENT: its address, and its folder, which goes away with it."""
    with tempfile.TemporaryDirectory(prefix="cabas-shots-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        if subprocess.run(
            [*COMMAND, "demo", "--at", MOMENT, "--data", folder], env=environment, check=False
        ).returncode:
            raise CommandRefused("La démonstration ne se construit pas (voir ci-dessus).")
        port = free_port()
        server = subprocess.Popen([*COMMAND, "up", "--data", folder, "--port", str(port)], env=environment)
        try:
            _wait(server, port)
            yield f"http://127.0.0.1:{port}", folder
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    limit = time.monotonic() + UP_MAX
    while not serving.answers("127.0.0.1", port):
        if server.poll() is not None or time.monotonic() > limit:
            raise CommandRefused("La démonstration ne démarre pas (voir ci-dessus).")
        time.sleep(0.2)


def _move_clock(data: str, at: str) -> None:
    subprocess.run([*COMMAND, "demo", "--clock", at, "--data", data], check=True, stdout=subprocess.DEVNULL)


def _photograph(program: str, address: str, data: str, folder: Path) -> "Album":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=chromium.FLAGS)
        album = Album(browser, address, folder)
        for step in STORY:
            match step:
                case Clock():
                    _move_clock(data, step.at)
                case Act():
                    album.act(step)
                case Page():
                    album.picture(step)
        browser.close()
    return album


class Album:
    """The pictures of one demonstration; each person keeps a browser of their own for each scheme."""

    def __init__(self, browser: "Browser", address: str, folder: Path) -> None:
        self.browser = browser
        self.address = address
        self.folder = folder
        self.number = 0
        self.surprises: set[str] = set()
        self.contexts: dict[tuple[str, str], BrowserContext] = {}

    def picture(self, page: Page) -> None:
        """Take the four pictures of a page."""
        for scheme, suffix in SCHEMES.items():
            sheet = self._context(page.person, scheme).new_page()
            for width, height in SIZES.items():
                sheet.set_viewport_size({"width": width, "height": height})
                answer = sheet.goto(self.address + page.path)
                if answer is None or answer.status != page.status:
                    self.surprises.add(f"{page.name} : {page.path} répond {answer.status if answer else 'rien'}")
                sheet.evaluate("document.fonts.ready")
                # As high as the page: bars fixed at the bottom stand there, not across the middle.
                whole = int(sheet.evaluate("document.documentElement.scrollHeight"))
                sheet.set_viewport_size({"width": width, "height": max(height, whole)})
                sheet.screenshot(path=self.folder / f"{page.name}-{width}{suffix}.png")
                self.number += 1
            sheet.close()

    def act(self, act: Act) -> None:
        """Tap the button, and wait for what it makes."""
        sheet = self._context(act.person, "light").new_page()
        sheet.goto(self.address + act.path)
        sheet.get_by_role("button", name=act.button).first.click()
        sheet.wait_for_load_state("networkidle")
        sheet.close()

    def _context(self, person: str, scheme: str) -> "BrowserContext":
        if (person, scheme) not in self.contexts:
            self.contexts[person, scheme] = self.browser.new_context(
                color_scheme="dark" if scheme == "dark" else "light",
                locale="fr-FR",
                timezone_id="Europe/Paris",
                reduced_motion="reduce",
            )
            if person:
                self._enter(self.contexts[person, scheme], person)
        return self.contexts[person, scheme]

    def _enter(self, context: "BrowserContext", person: str) -> None:
        """By one tap on the page of the demonstration's people."""
        sheet = context.new_page()
        sheet.goto(self.address + ENTRANCE)
        sheet.locator(f"button[name=person][value={person}]").click()
        sheet.wait_for_load_state()
        sheet.close()

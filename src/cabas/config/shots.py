"""`./cabas shots DIR` takes a picture of every page of a fresh demonstration, small and wide, light and dark.

With `--rows 300`, of the pages that list, on the comparison group.
`./cabas shots --handbook` takes the pictures that docs/aide shows.
"""

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
from cabas.config.album import Album
from cabas.config.comparison_server import comparison_server
from cabas.config.handbook_album import FOLDER, HandbookAlbum
from cabas.config.options import Options
from cabas.config.ports import free_port
from cabas.config.refusals import CommandRefused
from cabas.config.saying import complain, count, say
from cabas.config.tour import ENTRANCE, MOMENT, STORY, Act, Clock, Page, many_rows

if TYPE_CHECKING:
    from playwright.sync_api import Page as Sheet

ROWS = 300  # of the comparison group
UP_MAX = 180.0  # seconds
COMMAND = [sys.executable, "-m", "cabas.config.command"]
# Letters where the font puts them, whichever Chromium draws: else every picture changes with the machine.
FLAGS = [*chromium.FLAGS, "--font-render-hinting=none"]


def run(arguments: list[str]) -> int:
    """Build, serve, photograph, stop."""
    parser = Options("shots")
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("folder", type=Path, nargs="?")
    wanted.add_argument("--handbook", action="store_true")
    parser.add_argument("--rows", type=int, choices=[ROWS])
    options = parser.parse_args(arguments)
    folder: Path = FOLDER if options.handbook else options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    program = chromium.find_or_install()
    if program is None:
        raise CommandRefused("Aucun Chromium sur cette machine : indiquez-en un dans CHROMIUM.")
    album: Album | HandbookAlbum
    if options.rows:
        album = _many_rows(program, folder)
    elif options.handbook:
        with _demonstration() as (address, data):
            album = _handbook(program, address, data)
    else:
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


def _photograph(program: str, address: str, data: str, folder: Path) -> Album:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        album = Album(browser, address, folder, _by_the_entrance)
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


def _handbook(program: str, address: str, data: str) -> HandbookAlbum:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        album = HandbookAlbum(browser, address, _by_the_entrance)
        album.walk(lambda at: _move_clock(data, at))
        browser.close()
    return album


def _by_the_entrance(sheet: "Sheet", address: str, person: str) -> None:
    """By one tap on the page of the demonstration's people."""
    sheet.goto(address + ENTRANCE)
    sheet.locator(f"button[name=person][value={person}]").click()


def _many_rows(program: str, folder: Path) -> Album:
    """The pages that list, on the comparison group."""
    from playwright.sync_api import sync_playwright

    with comparison_server() as stage, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)

        def by_password(sheet: "Sheet", address: str, person: str) -> None:
            sheet.goto(f"{address}/connexion/")
            sheet.locator("details:has([type=password]) summary").click()
            sheet.locator("[name=login]").fill(person)
            sheet.locator("[type=password]").fill(stage.password)
            sheet.locator("[type=password]").press("Enter")

        album = Album(browser, "http://{}:{}".format(*stage.address), folder, by_password)
        for page in many_rows(stage.slug, stage.closed, stage.member, stage.coordinator):
            album.picture(page)
        browser.close()
    return album

"""The pictures of the handbook: light, small, the top of a page, taken in one walk through a demonstration."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from cabas.config.album import do, follow
from cabas.config.data_folder import PROJECT
from cabas.config.handbook_tour import HANDBOOK, PHONE, Shown
from cabas.config.tour import Act, Clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Sheet

FOLDER = PROJECT / "docs" / "aide" / "images"
HEIGHT_MAX = {True: 760, False: 680}  # of a phone, of a desk: pixels of the page
QUALITY = 76
AS_IN_FRANCE = """() => {  // without the banner of a demonstration; with the dates that a French browser writes
  document.querySelectorAll(".demo").forEach(banner => banner.remove());
  for (const date of document.querySelectorAll("[type=date]")) {
    const written = date.value.split("-").reverse().join("/");
    date.type = "text";
    date.value = written;
  }
}"""


class HandbookAlbum:
    """The pictures, in docs/aide/images; each person keeps a browser of their own for each width."""

    def __init__(self, browser: "Browser", address: str, enter: Callable[["Sheet", str, str], None]) -> None:
        self.browser, self.address, self.enter = browser, address, enter
        self.number = 0
        self.surprises: set[str] = set()
        self._contexts: dict[tuple[str, bool], BrowserContext] = {}

    def walk(self, move_clock: Callable[[str], None]) -> None:
        """Every step; pictures that no step takes any more go away."""
        for step in HANDBOOK:
            match step:
                case Clock():
                    move_clock(step.at)
                case Act():
                    self._act(step)
                case Shown():
                    self._picture(step)
        kept = {f"{step.name}.webp" for step in HANDBOOK if isinstance(step, Shown)}
        for path in FOLDER.glob("*.webp"):
            if path.name not in kept:
                path.unlink()

    def _act(self, act: Act) -> None:
        sheet = self._context(act.person, is_phone=False).new_page()
        sheet.goto(self.address + act.path)
        do(sheet, act)
        sheet.wait_for_load_state("networkidle")
        sheet.close()

    def _picture(self, shown: Shown) -> None:
        is_phone = shown.width == PHONE
        sheet = self._context(shown.person, is_phone=is_phone).new_page()
        sheet.set_viewport_size({"width": shown.width, "height": HEIGHT_MAX[is_phone]})
        answer = sheet.goto(self.address + shown.path)
        if answer is None or not answer.ok:
            self.surprises.add(f"{shown.name} : {shown.path} répond {answer.status if answer else 'rien'}")
        follow(sheet, shown.link)
        sheet.wait_for_load_state("networkidle")
        sheet.evaluate("document.fonts.ready")
        sheet.evaluate(AS_IN_FRANCE)
        _keep(sheet.screenshot(), FOLDER / f"{shown.name}.webp")
        self.number += 1
        sheet.close()

    def _context(self, person: str, *, is_phone: bool) -> "BrowserContext":
        """A phone is taken at twice its width: its picture stays sharp."""
        if (person, is_phone) not in self._contexts:
            context = self.browser.new_context(
                color_scheme="light",
                locale="fr-FR",
                timezone_id="Europe/Paris",
                reduced_motion="reduce",
                device_scale_factor=2 if is_phone else 1,
            )
            sheet = context.new_page()
            self.enter(sheet, self.address, person)
            sheet.wait_for_load_state()
            sheet.close()
            self._contexts[person, is_phone] = context
        return self._contexts[person, is_phone]


def _keep(taken: bytes, path: Path) -> None:
    Image.open(io.BytesIO(taken)).convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)

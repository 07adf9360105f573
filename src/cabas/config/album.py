"""Pictures of pages, small and wide, light and dark; each page as high as it is."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cabas.config.tour import Act, Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext
    from playwright.sync_api import Page as Sheet

SIZES = {390: 844, 1280: 800}
SCHEMES = {"light": "", "dark": "-sombre"}


def follow(sheet: "Sheet", link: str) -> None:
    """Open what is behind this link of the page, if one is named."""
    if link:
        sheet.get_by_role("link", name=link).filter(visible=True).first.click()
        sheet.wait_for_load_state("networkidle")


def do(sheet: "Sheet", act: Act) -> None:
    """What the act says, on the page where it begins."""
    follow(sheet, act.link)
    for label, text in act.typed.items():
        sheet.get_by_label(label).fill(text)
    if act.choice:
        sheet.get_by_role("radio", name=act.choice).check()
    sheet.get_by_role("button", name=act.button).filter(visible=True).first.click()


class Album:
    """The pictures of one server; each person keeps a browser of their own for each scheme.

    `enter` signs a person in, on an empty page.
    """

    def __init__(
        self, browser: "Browser", address: str, folder: Path, enter: Callable[["Sheet", str, str], None]
    ) -> None:
        self.enter = enter
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
                follow(sheet, page.link)
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
        do(sheet, act)
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
        sheet = context.new_page()
        self.enter(sheet, self.address, person)
        sheet.wait_for_load_state()
        sheet.close()

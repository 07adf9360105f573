"""Every page there is: no axe violation, no console message, nothing wider than 320 px, in light and in dark."""

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Sheet

from cabas.config.album import do, follow
from cabas.config.testing import IS_LONG
from cabas.config.tour import STORY, Act, Clock, Page
from tests.journeys.conftest import SIZES
from tests.journeys.demonstration import Demonstration
from tests.journeys.eyes import Eyes, faults_of_access, width_at_320

TURNS = 3  # walks side by side, each of which looks at every third page
LOOKS = (("phone", "light"), ("desktop", "dark"))  # contrast is the scheme's affair, structure the size's


def looks(position: int) -> tuple[tuple[str, str], ...]:
    """In turn from page to page, for parts and colours are those of all pages; `--long` has both looks of each."""
    return LOOKS if IS_LONG else (LOOKS[position % len(LOOKS)],)


class Visitor:
    """Walks the tour and notes what is wrong, page by page."""

    def __init__(self, browser: Browser, demonstration: Demonstration) -> None:
        self._browser, self._demonstration = browser, demonstration
        self._sheets: dict[str, tuple[Sheet, Eyes]] = {}
        self.faults: list[str] = []
        self.passed = 0

    def walk(self, turn: int) -> None:
        """All that happens happens; the pages of this turn are looked at."""
        for step in STORY:
            match step:
                case Clock():
                    self._demonstration.move_clock(step.at)
                case Act():
                    self._act(step)
                case Page():
                    if self.passed % TURNS == turn:
                        self._look(step)
                    self.passed += 1

    def _act(self, act: Act) -> None:
        sheet, _eyes = self._sheet(act.person)
        sheet.goto(act.path)
        do(sheet, act)
        sheet.wait_for_load_state("networkidle")

    def _look(self, page: Page) -> None:
        sheet, eyes = self._sheet(page.person)
        answer = sheet.goto(page.path)
        if answer is None or answer.status != page.status:
            self.faults.append(f"{page.name}: answers {answer and answer.status}")
        follow(sheet, page.link)
        for size, scheme in looks(self.passed):
            sheet.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
            sheet.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.faults += [f"{page.name}, {size}, {scheme}: {fault}" for fault in faults_of_access(sheet)]
        width = width_at_320(sheet)
        if width > 320:
            self.faults.append(f"{page.name}: {width} px wide at 320 px")
        self.faults += [f"{page.name}: {line}" for line in eyes.taken() if f"status of {page.status}" not in line]

    def _sheet(self, person: str) -> tuple[Sheet, Eyes]:
        if person not in self._sheets:
            context = self._browser.new_context(
                base_url=self._demonstration.address,
                locale="fr-FR",
                timezone_id="Europe/Paris",
                reduced_motion="reduce",
            )
            sheet = context.new_page()
            self._sheets[person] = sheet, Eyes(sheet)
            if person:
                sheet.goto("/demo/")
                sheet.locator(f"button[name=person][value={person}]").click()
                sheet.wait_for_url("**/g/**")
        return self._sheets[person]


@pytest.mark.parametrize("turn", [pytest.param(turn, id=f"turn-{turn + 1}") for turn in range(TURNS)])
def test_every_page_is_accessible_silent_and_fits(browser: Browser, demonstration: Demonstration, turn: int) -> None:
    visitor = Visitor(browser, demonstration)
    visitor.walk(turn)
    assert visitor.faults == []

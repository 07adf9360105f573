"""What is looked at on every page: the console, accessibility (axe), and no scrolling sideways at 320 px."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW = {"width": 320, "height": 640}


class Eyes:
    """Watches one page from its birth."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._said: list[str] = []
        page.on("console", lambda message: self._said.append(f"{message.type}: {message.text} ({page.url})"))
        page.on("pageerror", lambda error: self._said.append(f"error: {error} ({page.url})"))

    def assert_nothing_was_said(self) -> None:
        """No console message, of any kind; a refusal answered 4xx on purpose is the browser's own remark."""
        said = [line for line in self._said if "status of 409" not in line and "status of 422" not in line]
        assert said == []


def assert_accessible(page: Page) -> None:
    """No axe violation."""
    results = Axe().run(page)
    found = [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    assert found == [], page.url


def assert_no_sideways_scroll(page: Page) -> None:
    """At 320 px the page fits its width; the window is put back afterwards."""
    before = page.viewport_size
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"], f"{page.url}: {width} px wide"
    if before:
        page.set_viewport_size(before)

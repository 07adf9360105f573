"""What is looked at on every page: the console, accessibility (axe), and no scrolling sideways at 320 px."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW = {"width": 320, "height": 640}
# The browser's remark on a refusal that is answered on purpose, and on a network that is cut on purpose.
REFUSALS = ("status of 402", "status of 409", "status of 422", "net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")


class Eyes:
    """Watches the console of one page from its birth."""

    def __init__(self, page: Page) -> None:
        self._said: list[str] = []
        page.on("console", lambda message: self._said.append(f"{message.type}: {message.text} ({page.url})"))
        page.on("pageerror", lambda error: self._said.append(f"error: {error} ({page.url})"))

    def taken(self) -> list[str]:
        """What the console said since the last time."""
        said, self._said = self._said, []
        return said

    def assert_nothing_was_said(self) -> None:
        said = [line for line in self.taken() if not any(refusal in line for refusal in REFUSALS)]
        assert said == [], said


def faults_of_access(page: Page) -> list[str]:
    """The axe violations of the page as it stands, one line for each element."""
    violations = Axe().run(page).response["violations"]
    return [f"{violation['id']}: {node['html'][:160]}" for violation in violations for node in violation["nodes"]]


def width_at_320(page: Page) -> int:
    """How wide the page is in a window of 320 px; it fits when that is 320."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    return int(page.evaluate("document.documentElement.scrollWidth"))

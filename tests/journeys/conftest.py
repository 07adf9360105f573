"""Browser tests drive a real Chromium against a running demonstration, and every page they see must be clean."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from cabas.config.chromium import FLAGS
from tests.journeys.demonstration import Demonstration, Workshop
from tests.journeys.eyes import Eyes

TUESDAY = "2026-11-24T10:00"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": os.environ["CHROMIUM"], "args": [*FLAGS]}


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    workshop = Workshop(tmp_path_factory.mktemp("demonstrations"))
    yield workshop
    workshop.close()


@pytest.fixture
def moment() -> str:
    """When the demonstration is built; a test that wants another day gives this parameter itself."""
    return TUESDAY


@pytest.fixture
def demonstration(workshop: Workshop, moment: str) -> Iterator[Demonstration]:
    with workshop.running(moment) as demonstration:
        yield demonstration


class Door:
    """Opens a page of the demonstration as one of its people, at one size."""

    def __init__(self, browser: Browser, demonstration: Demonstration) -> None:
        self._browser, self._demonstration = browser, demonstration
        self._opened: list[tuple[BrowserContext, Eyes]] = []

    def open(self, person: str, size: str = "phone", *, javascript: bool = True, dark: bool = False) -> Page:
        """A signed-in page at home. Its console is watched until the end of the test."""
        context = self._browser.new_context(
            base_url=self._demonstration.address,
            viewport=SIZES[size],  # type: ignore[arg-type]
            locale="fr-FR",
            timezone_id="Europe/Paris",
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # the contrast of a toast is measured once it is there, not while it fades in
        )
        page = context.new_page()
        self._opened.append((context, Eyes(page)))
        page.goto("/connexion/")
        page.get_by_role("button", name=person).click()
        page.wait_for_url("**/g/**")
        return page

    def close(self) -> None:
        for context, eyes in self._opened:
            eyes.assert_nothing_was_said()
            context.close()


@pytest.fixture
def door(browser: Browser, demonstration: Demonstration) -> Iterator[Door]:
    door = Door(browser, demonstration)
    yield door
    door.close()

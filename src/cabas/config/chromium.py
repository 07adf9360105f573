"""Tests and pictures drive the Chromium named in $CHROMIUM, or the system's, or Playwright's, or one installed now."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from cabas.config.saying import say

# The same engine without the windows of a browser: a journey takes a quarter less time in it.
HEADLESS = "chromium-headless-shell"
NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
ON_MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """The path of a Chromium that starts, or nothing."""
    return next((path for path in _candidates() if _starts(path)), None)


def find_or_install() -> str | None:
    """The same; as root on Debian, install one where there is none."""
    return find() or (_install() and find()) or None


def _candidates() -> Iterator[str]:
    if os.environ.get("CHROMIUM"):
        yield os.environ["CHROMIUM"]
    yield from (path for path in map(shutil.which, NAMES) if path)
    yield from ON_MACOS
    yield from _of_playwright()


def _of_playwright() -> Iterator[str]:
    with contextlib.suppress(ImportError):
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            yield playwright.chromium.executable_path


def _starts(path: str) -> bool:
    """Ubuntu's chromium-browser is a script that only says where the real one is: being there is not enough."""
    if not Path(path).exists():
        return False
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        asked = subprocess.run([path, "--version", "--no-sandbox"], capture_output=True, timeout=30, check=False)
        return asked.returncode == 0
    return False


def _install() -> bool:
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or not apt:
        return False
    say("Installation de Chromium (apt-get)")
    _run(apt, "update", "-qq")
    return any(_run(apt, "install", "-qq", "-y", "--no-install-recommends", name) for name in (HEADLESS, "chromium"))


def _run(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0

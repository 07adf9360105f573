"""Installations of their own for these tests: a data folder, a database, and the commands as a person runs them."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from cabas.config import test_tables
from cabas.config.data_folder import DATABASE

FOUND_A_GROUP = """
import datetime, django
django.setup()
from cabas.groups.founding import found_group
found_group("Les Paniers du Vallon", "vallon", at=datetime.datetime(2026, 11, 24, 10, tzinfo=datetime.UTC))
"""


@dataclass(frozen=True)
class Installation:
    """A data folder and its database: SQLite in the folder where no URL is given."""

    folder: Path
    url: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CABAS_TEST_SQLITE")}
        settings = {"CABAS_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "cabas.config.settings"}
        return {**kept, **settings, **({"DATABASE_URL": self.url} if self.url else {}), **self.extra}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `./cabas` with these words, past the launcher."""
        return self._python("-m", "cabas.config.command", *words)

    def found_a_group(self) -> None:
        """A group with its book, a photo and a key."""
        self.folder.mkdir(exist_ok=True)
        if not self.url:
            test_tables.copied(self.folder / DATABASE)
        assert self.run("manage", "migrate", "--verbosity=0").returncode == 0
        made = self._python("-c", FOUND_A_GROUP)
        assert made.returncode == 0, made.stderr
        (self.folder / "media" / "photos").mkdir(parents=True)
        (self.folder / "media" / "photos" / "poulet.jpg").write_bytes(b"\xff\xd8photo")

    def _python(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, cwd=self.folder.parent
        )

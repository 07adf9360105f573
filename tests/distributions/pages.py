"""A member in front of the pages: signed in, at a fixed moment, reading words and counting statements."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas import clock
from cabas.groups.models import Membership

STATEMENTS_MAX = 12


@dataclass
class Visitor:
    """Somebody of a household, with a browser without JavaScript. `statements` are those of the last page."""

    member: Membership
    adult: int = 0
    client: Client = field(default_factory=Client)
    statements: int = 0

    def __post_init__(self) -> None:
        self.client.force_login(self.member.people[self.adult])

    def path(self, rest: str) -> str:
        return f"/g/{self.member.group.slug}/{rest}"

    def get(self, rest: str = "", *, status: int = 200) -> str:
        """The page as it comes, within the statements that the house allows."""
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.get(self.path(rest))
        self.statements = len(captured)
        assert self.statements <= STATEMENTS_MAX, [query["sql"] for query in captured.captured_queries]
        assert answer.status_code == status
        return answer.content.decode()

    def post(self, rest: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        return self.client.post(self.path(rest), data or {}, **more)

    def tap(self, product_id: int, add: int = 1, number: int = 1, **more: Any) -> Any:
        return self.post(f"commande/{number}/brouillon/", {"product": product_id, "add": add}, **more)

    def commit(self, **changed: Any) -> Any:
        """Press the button of the checkout as it stands, with some fields changed."""
        form = fields(self.get("commande/1/regler/"))
        return self.post("commande/1/regler/", form | changed)


def fields(page: str) -> dict[str, list[str]]:
    """The hidden fields of the order form of a page, and the means that is chosen."""
    found: dict[str, list[str]] = {}
    form = page[page.find('id="commande"') :]
    for name, value in re.findall(r'<input type="hidden" name="(key|version|line)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    chosen = re.search(r'name="means"[^>]*value="(\w*)"(?: checked|>)', form)
    return found | ({"means": [chosen.group(1)]} if chosen else {})


def words(page: str) -> str:
    """What a page says, with plain spaces, without its menus; words that CSS hides are said too."""
    main = page[page.find("<main") :] if "<main" in page else page
    main = re.sub(r"<svg.*?</svg>", " ", main, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", main))).strip()


def stop_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """The pages are opened at this moment."""
    monkeypatch.setattr(clock, "_demo_moment", lambda: moment)

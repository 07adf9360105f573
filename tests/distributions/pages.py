"""A member in front of the pages: signed in, at a fixed moment, reading words and counting statements."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas import clock
from cabas.groups.models import Membership
from tests.cast import TUESDAY

STATEMENTS_MAX = 12


@dataclass
class Visitor:
    """Somebody of a household, with a browser without JavaScript."""

    member: Membership
    person_index: int = 0
    client: Client = field(default_factory=Client)
    statements: int = 0

    def __post_init__(self) -> None:
        self.client.force_login(self.member.people[self.person_index])

    def path(self, rest: str) -> str:
        return f"/g/{self.member.group.slug}/{rest}"

    def get(self, rest: str = "", *, status: int = 200) -> str:
        """The page as it comes; its statements are counted and may not be more than the house allows."""
        with CaptureQueriesContext(connection, ) as captured:
            answer = self.client.get(self.path(rest))
        self.statements = len(captured)
        assert self.statements <= STATEMENTS_MAX, [query["sql"] for query in captured.captured_queries]
        assert answer.status_code == status, answer.content.decode()[:500]
        return answer.content.decode()

    def post(self, rest: str, data: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
        answer: Any = self.client.post(self.path(rest), data or {}, **more)
        return answer

    def tap(self, number: int, product_id: int, add: int = 1, **more: Any) -> HttpResponse:
        return self.post(f"commande/{number}/brouillon/", {"product": product_id, "add": add}, **more)


def fields(page: str) -> dict[str, list[str]]:
    """The hidden fields of the order form of a page, and the means that is chosen."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(key|version|line)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    chosen = re.search(r'name="means"[^>]*value="(\w+)"(?: checked|>)', page)
    return found | ({"means": [chosen.group(1)]} if chosen else {})


def words(page: str) -> str:
    """What a page says, with plain spaces, without its menus."""
    main = page[page.find("<main") :]
    main = re.sub(r"<(style|script|svg).*?</\1>", " ", main, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", main))).strip()


@pytest.fixture
def at_tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, TUESDAY)


def stop_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "_demo_moment", lambda: moment)

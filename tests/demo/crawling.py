"""A visitor who opens every link of a page, then every link of what that opened, and sends every form as it came."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from cabas.config.testing import IS_LONG

SAME_PLACE_MAX = 2 if IS_LONG else 1  # pages of one address that differ by a number only: members, baskets, products
REDIRECTS_MAX = 5
FOUND = {200, 204, 302, 422}
TAGS = re.compile(r"""</?(?:a|form|input|button)\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)


@cache
def named(path: str) -> str:
    """The address of this path, as the address table names it."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


@dataclass(frozen=True)
class Call:
    """What a click sends: an address, and for a form its fields."""

    url: str
    fields: tuple[tuple[str, str], ...] | None = None  # None: a link

    @cached_property
    def place(self) -> str:
        """The address without its numbers, as the address table names it, with the names of what is asked or sent."""
        parts = urlsplit(self.url)
        asked = sorted(pair.partition("=")[0] for pair in parts.query.split("&"))
        sent = (
            [] if self.fields is None else sorted(f"{key}={value[:12]}" for key, value in self.fields if key == "act")
        )
        return " ".join([named(parts.path), *asked, *("POST" for _form in [self] if self.fields is not None), *sent])


@dataclass
class Form:
    """A form of a page: its method, where it goes, the hidden fields and the buttons that send it."""

    method: str
    action: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str] | None] = field(default_factory=list)

    def calls(self, page: str) -> Iterator[Call]:
        """One for each of its buttons."""
        url = urljoin(page, self.action or page)
        for button in self.buttons or [None]:
            fields = (*self.hidden, *([button] if button else []))
            yield Call(url, fields) if self.method == "post" else Call(url.partition("?")[0])


class Page(HTMLParser):
    """What can be clicked on a page."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__()
        self.url = url
        self.links: list[Call] = []
        self.forms: dict[str, Form] = {}
        self._form: Form | None = None
        self.feed("".join(TAGS.findall(html)))  # the rest is much, and nobody clicks on it

    @property
    def calls(self) -> list[Call]:
        return [*self.links, *(call for form in self.forms.values() for call in form.calls(self.url))]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "a" and "href" in said:
            self._add_link(said["href"])
        if tag == "form":
            self._form = Form(said.get("method", "get").lower(), said.get("action", ""))
            self.forms[said.get("id") or f"#{len(self.forms)}"] = self._form
        form = self.forms.get(said["form"]) if "form" in said else self._form
        if form is None:
            return
        if tag == "input" and said.get("type") == "hidden":
            form.hidden.append((said["name"], said.get("value", "")))
        if tag == "button" and said.get("type", "submit") == "submit":
            form.buttons.append((said["name"], said.get("value", "")) if said.get("name") else None)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _add_link(self, href: str) -> None:
        url = urljoin(self.url, href).partition("#")[0]
        if not urlsplit(url).netloc and not urlsplit(url).scheme:
            self.links.append(Call(url))


@dataclass
class Visitor:
    """Somebody who clicks on everything. What a form does is undone before the next click."""

    client: Client
    never: frozenset[str] = frozenset()  # places that are not entered
    opened: int = 0
    sent: int = 0
    faults: list[str] = field(default_factory=list)

    def visit(self, start: str) -> None:
        waiting, seen, times = deque([("", Call(start))]), {Call(start)}, Counter[str]()
        while waiting:
            origin, call = waiting.popleft()
            times[call.place] += 1
            if times[call.place] > SAME_PLACE_MAX or call.place.split()[0] in self.never:
                continue
            for found in self._follow(origin, call):
                if found not in seen:
                    seen.add(found)
                    waiting.append((call.url, found))

    def _follow(self, origin: str, call: Call) -> list[Call]:
        if call.fields is None:
            return self._look(origin, call, self.client.get(call.url))
        self.sent += 1
        with transaction.atomic():
            once = Client(raise_request_exception=False)
            once.cookies = deepcopy(self.client.cookies)
            fields: dict[str, list[str]] = {}
            for name, value in call.fields:
                fields.setdefault(name, []).append(value)
            self._look(origin, call, once.post(call.url, fields), once)
            transaction.set_rollback(True)
        return []

    def _look(self, origin: str, call: Call, answer: HttpResponse, client: Client | None = None) -> list[Call]:
        """Note a fault; go where the answer leads; return what can be clicked there."""
        url = call.url
        for _redirect in range(REDIRECTS_MAX):
            self.opened += 1
            if answer.status_code not in FOUND:
                self.faults.append(f"{answer.status_code} {call.place}: {url}, from {origin}")
                return []
            if answer.status_code != 302:
                break
            url = urljoin(url, answer["Location"])
            answer = (client or self.client).get(url)
        if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
            return []
        return Page(url, answer.content.decode()).calls

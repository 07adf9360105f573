"""A browser of a few lines: it keeps its cookies, reads the forms of a page, and times each request from end to end."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

Fields = list[tuple[str, str]]


class NotAsExpected(AssertionError):
    """An answer is not the one that the job asks for: what it took says nothing."""


@dataclass(frozen=True)
class Answer:
    """`milliseconds`: from the first byte sent to the last byte received."""

    path: str
    status: int
    text: str
    location: str
    statements: int
    milliseconds: float

    def checked(self, status: int, *said: str) -> "Answer":
        """Itself, where it has this status and says each of these. Raises `NotAsExpected`."""
        missing = [words for words in said if words not in self.text and words not in self.location]
        if self.status != status or missing:
            raise NotAsExpected(f"{self.path}: {self.status}, without {missing}\n{self.text[:2000]}")
        return self

    @property
    def forms(self) -> list["Form"]:
        """The forms of the page, in its order."""
        reader = _FormReader(self.path)
        reader.feed(self.text)
        return reader.forms

    def form(self, action: str) -> "Form":
        """The first form whose address ends so. Raises `NotAsExpected`."""
        for form in self.forms:
            if form.action.endswith(action):
                return form
        raise NotAsExpected(f"{self.path}: no form {action}\n{self.text[:2000]}")


@dataclass
class Form:
    """Where it goes, and what it sends as it stands: buttons are left to who presses them."""

    action: str
    fields: Fields = field(default_factory=list)


class Browser:
    """One person. Several may share a connection, and so the process that answers."""

    def __init__(self, connection: HTTPConnection) -> None:
        self.connection = connection
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: Iterable[tuple[str, str]]) -> Answer:
        return self._ask("POST", path, urlencode([*fields]))

    def post_json(self, path: str, text: str, token: str) -> Answer:
        """Send a record as a script does, with the token that a page carries."""
        return self._ask("POST", path, text, {"Content-Type": "application/json", "X-CSRFToken": token})

    def send(self, form: Form, *more: tuple[str, str]) -> Answer:
        """Send a form as it stands, with what a button or a person adds."""
        added = {name for name, _value in more}
        return self.post(form.action, [*(pair for pair in form.fields if pair[0] not in added), *more])

    def send_file(self, form: Form, field: str, name: str, content: bytes) -> Answer:
        """Send a form with a file, as browsers write both."""
        cut = "cut-here-between-the-fields"
        parts = [
            f'--{cut}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in form.fields
        ]
        parts.append(f'--{cut}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n')
        body = "".join(parts).encode() + content + f"\r\n--{cut}--\r\n".encode()
        return self._ask("POST", form.action, body, {"Content-Type": f"multipart/form-data; boundary={cut}"})

    def _ask(
        self, method: str, path: str, body: str | bytes | None = None, more_headers: dict[str, str] | None = None
    ) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers |= more_headers or {}
        start = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        elapsed = (time.perf_counter() - start) * 1000
        for written in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(written).items()}
        return Answer(
            path=path,
            status=response.status,
            text=content.decode(errors="replace"),
            location=response.headers.get("Location", ""),
            statements=int(response.headers.get("X-Statements", 0)),
            milliseconds=elapsed,
        )


class _FormReader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action") or self.path))
            self.by_id[given.get("id", "")] = self.forms[-1]
        elif tag == "input" and self.forms and given.get("name"):
            self._input(given)

    def _input(self, given: dict[str, str]) -> None:
        is_choice = given.get("type") in ("radio", "checkbox")
        if given.get("type") != "submit" and (not is_choice or "checked" in given):
            form = self.by_id.get(given["form"], self.forms[-1]) if given.get("form") else self.forms[-1]
            form.fields.append((given["name"], given.get("value", "on" if is_choice else "")))

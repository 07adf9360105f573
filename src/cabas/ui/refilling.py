"""The form of a page that goes to an address is filled with what was typed there; everything else stays as it is.

Hidden fields keep what the page gives them today (keys, versions, amounts seen); passwords and files stay empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urljoin, urlsplit

Values = dict[str, list[str]]
Attributes = dict[str, str | None]

NOT_TYPED = {"hidden", "password", "file", "submit", "button", "image", "reset"}
CHOSEN = {"checkbox": "checked", "radio": "checked", "option": "selected"}
SHOWN_MIN = 2  # a shorter value says nothing outside of its field


@dataclass(frozen=True)
class Edit:
    """Between these places of the page stands this instead."""

    start: int
    end: int
    text: str


@dataclass
class Control:
    """A field of a form, or an option of a select."""

    kind: str  # text, checkbox, radio, option, textarea, or one of NOT_TYPED
    name: str
    attributes: Attributes
    tag: str
    start: int
    end: int
    details: list["Control"]

    @property
    def value(self) -> str:
        return self.attributes.get("value") or ("on" if self.kind in CHOSEN and "value" not in self.attributes else "")

    def written(self, **changed: str | None) -> Edit:
        """The tag with some attributes changed; None takes one away."""
        attributes = {name: value for name, value in (self.attributes | changed).items() if name not in changed}
        attributes |= {name: value for name, value in changed.items() if value is not None}
        said = [name if value is None else f'{name}="{escape(value)}"' for name, value in attributes.items()]
        return Edit(self.start, self.end, f"<{' '.join([self.tag, *said])}>")


@dataclass
class Form:
    """A form with all that is sent with it, and every address its buttons may send it to."""

    addresses: list[str]
    controls: list[Control] = field(default_factory=list)

    def resembles(self, values: Values) -> int:
        """How much of what was sent is there: of several forms to one address, the likeliest is filled."""
        same = [each for each in self.controls if each.kind == "hidden" and each.value in values.get(each.name, [])]
        return 2 * len(same) + len(values.keys() & {each.name for each in self.controls})


@dataclass(frozen=True)
class Refilled:
    """The page, whether a field of it was filled, and the values that found no place in it."""

    page: str
    is_filled: bool
    left_over: list[str]
    alerts: int  # where the page says what was refused; -1 where it does not

    def with_notice(self, notice: str) -> str:
        if self.alerts < 0:
            return self.page
        return self.page[: self.alerts] + notice + self.page[self.alerts :]


def refill(page: str, values: Values, *, to: str, at: str) -> Refilled:
    """Fill the form that the page at the address `at` sends to the address `to`."""
    read = _Reader(page, at)
    forms = [form for form in read.forms.values() if to in form.addresses]
    form = max(forms, key=lambda each: each.resembles(values), default=Form([]))
    names = {control.name for control in form.controls}
    edits = sorted(set(_edits(form, values)), key=lambda edit: edit.start)
    alerts = read.alerts
    for edit in reversed(edits):
        page = page[: edit.start] + edit.text + page[edit.end :]
        if edit.end <= alerts:
            alerts += len(edit.text) - (edit.end - edit.start)
    lost = [text for name, typed in values.items() if name not in names for text in typed if len(text) >= SHOWN_MIN]
    return Refilled(page, bool(edits), [] if form.controls else lost, alerts)


def _edits(form: Form, values: Values) -> Iterator[Edit]:
    left = {name: list(typed) for name, typed in values.items()}
    for control in form.controls:
        is_box = control.kind in ("checkbox", "radio")
        if control.kind in NOT_TYPED or not (is_box or control.name in values):
            continue
        if attribute := CHOSEN.get(control.kind):
            is_chosen = control.value in values.get(control.name, [])  # a box that is not ticked is not sent
            yield control.written(**{attribute: "" if is_chosen else None})
        else:
            text = left[control.name].pop(0) if left[control.name] else ""
            is_area = control.kind == "textarea"
            yield Edit(control.start, control.end, f"\n{escape(text)}") if is_area else control.written(value=text)
        for details in control.details:
            yield details.written(open="")


class _Reader(HTMLParser):
    """Where the fields of a page stand, by the form they belong to."""

    def __init__(self, page: str, at: str) -> None:
        super().__init__(convert_charrefs=False)
        self.at, self.alerts = at, -1
        self.forms: dict[str, Form] = {}
        self.form = self.select = ""
        self.area: Control | None = None
        self.details: list[Control] = []
        self.lines = [0, *accumulate(len(line) + 1 for line in page.split("\n"))]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes, start = dict(attrs), self._place()
        end = start + len(self.get_starttag_text() or "")
        if attributes.get("id") == "alerts":
            self.alerts = end
        if tag == "form":
            self.form = attributes.get("id") or f"form at {start}"
            self._send(self.form, attributes.get("action") or "")
        for address in (attributes.get("hx-post"), attributes.get("formaction")):
            if address:
                self._send(attributes.get("form") or self.form, address)
        if tag == "details":
            self.details.append(Control("details", "", attributes, tag, start, end, []))
        elif tag in ("input", "select", "option", "textarea", "button"):
            self._add(tag, attributes, start, end)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = ""
        elif tag == "details" and self.details:
            self.details.pop()
        elif tag == "textarea" and self.area:
            self.area.end, self.area = self._place(), None

    def _place(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def _send(self, form: str, address: str) -> None:
        path = urlsplit(urljoin(self.at, address)).path
        self.forms.setdefault(form, Form([])).addresses.append(path)

    def _add(self, tag: str, attributes: Attributes, start: int, end: int) -> None:
        name = attributes.get("name") or ""
        if tag == "select":
            self.select = name
            return
        if tag == "option":
            name = self.select
        kind = (attributes.get("type") or "text").lower() if tag == "input" else tag
        control = Control(kind, name, attributes, tag, start, end, list(self.details))
        if tag == "textarea":
            control.start, self.area = end, control
        self.forms.setdefault(attributes.get("form") or self.form, Form([])).controls.append(control)

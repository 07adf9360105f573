"""What a page of the stand says to whoever looks at it: what is hidden until a script shows it is left out."""

import re
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "use", "rect", "path", "source"}
UNSAID = {"script", "style", "svg", "template"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._unsaid: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said.append(" ")
        if tag not in VOID:
            is_unsaid = tag in UNSAID or "hidden" in dict(attrs)
            self._unsaid.append(is_unsaid or (bool(self._unsaid) and self._unsaid[-1]))

    def handle_endtag(self, tag: str) -> None:
        self.said.append(" ")
        if tag not in VOID and self._unsaid:
            self._unsaid.pop()

    def handle_data(self, data: str) -> None:
        if not (self._unsaid and self._unsaid[-1]):
            self.said.append(data)


def words_shown(page: str) -> str:
    """Its words on one line, spaces folded."""
    reader = _Reader()
    reader.feed(page)
    return re.sub(r"[\s\u00a0\u202f]+", " ", "".join(reader.said))

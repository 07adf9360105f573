"""Markdown becomes a page: its headings have anchors, its links lead inside the handbook, its pictures are assets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from PIL import Image

PHONE_FROM = 1.2  # times as high as it is wide
BREAKS = ("softbreak", "hardbreak")
PICTURES = "aide"  # the name of docs/aide/images among the assets


@dataclass(frozen=True)
class Section:
    """What stands under a heading, as plain words; `anchor` is empty before the first."""

    anchor: str
    heading: str
    words: str


@dataclass(frozen=True)
class Text:
    """A page: its HTML, its sections, what it points to."""

    html: SafeString
    sections: tuple[Section, ...]
    links: tuple[str, ...] = field(default=())
    pictures: tuple[str, ...] = field(default=())

    @property
    def headings(self) -> list[Section]:
        return [section for section in self.sections if section.anchor]


def read(source: str) -> Text:
    """The page that this Markdown says. HTML in it is shown, not obeyed."""
    tokens = _parser().parse(source)
    inside = [child for token in tokens for child in token.children or ()]
    links = tuple(str(one.attrs["href"]) for one in inside if one.type == "link_open")
    pictures = tuple(str(one.attrs["src"]) for one in inside if one.type == "image")
    sections = tuple(_sections(tokens))
    for token in tokens:
        _dress(token)
    for child in inside:
        _dress_inside(child)
    html = _parser().renderer.render(tokens, _parser().options, {})
    return Text(mark_safe(html), sections, links, pictures)  # noqa: S308 - our own pages; their HTML is escaped


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.use(anchors_plugin, min_level=2, max_level=3)


def _sections(tokens: Sequence[Token]) -> list[Section]:
    """Each heading, and the words up to the next."""
    found = [Section("", "", "")]
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "inline":
            continue
        words = _words(token)
        if before is not None and before.type == "heading_open":
            found.append(Section(str(before.attrs.get("id", "")), words, ""))
        else:
            last = found[-1]
            found[-1] = Section(last.anchor, last.heading, f"{last.words} {words}".strip())
    return found


def _words(token: Token) -> str:
    """What is read of a line: its pictures and its marks left out."""
    inside = [child for child in token.children or () if child.type != "image"]
    return "".join(" " if child.type in BREAKS else child.content for child in inside).strip()


def _dress(token: Token) -> None:
    if token.type == "table_open":
        token.attrSet("class", "table")


def _dress_inside(token: Token) -> None:
    if token.type == "link_open":
        token.attrSet("href", _address(str(token.attrs["href"])))
    if token.type == "image":
        name = PurePosixPath(str(token.attrs["src"])).name
        width, height = _size(name)
        shown: dict[str, Any] = {"src": static(f"{PICTURES}/{name}"), "width": width, "height": height}
        for attribute, value in (shown | {"loading": "lazy", "class": "shot"}).items():
            token.attrSet(attribute, str(value))


def _address(written: str) -> str:
    """`payer.md#le-cheque`, as it is read where the files are, is a page of the handbook."""
    path, _, anchor = written.partition("#")
    if "://" in written or not path.endswith(".md"):
        return written
    address = reverse("handbook_page", kwargs={"name": PurePosixPath(path).stem})
    return f"{address}#{anchor}" if anchor else address


def _size(name: str) -> tuple[int, int]:
    """In pixels of the page: pictures of a phone are taken at twice its width."""
    with Image.open(settings.HANDBOOK / "images" / name) as picture:
        width, height = picture.size
    return (width // 2, height // 2) if height > width * PHONE_FROM else (width, height)

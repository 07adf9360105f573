"""The handbook is searched by words, without accents: each section where all of them are, its heading first."""

from dataclasses import dataclass

from cabas.handbook.pages import HelpPage, all_pages
from cabas.people.names import search_form as plain

FOUND_MAX = 20
AROUND = 90  # characters shown before and after the first word


@dataclass(frozen=True)
class Found:
    """A section of a page, and the words around what was sought."""

    page: HelpPage
    anchor: str
    heading: str
    excerpt: str


def search(sought: str) -> list[Found]:
    """The sections where every word of `sought` is; those that say it in their heading before the others."""
    words = plain(sought).split()
    if not words:
        return []
    found: list[tuple[int, Found]] = []
    for page in all_pages().values():
        for section in page.text.sections:
            heading = f"{page.title} {section.heading} {page.summary if not section.anchor else ''}"
            rank = _rank(words, plain(heading), plain(section.words))
            if rank is not None:
                excerpt = _excerpt(section.words or page.summary, words)
                found.append((rank, Found(page, section.anchor, section.heading, excerpt)))
    found.sort(key=lambda pair: pair[0])
    return [one for _rank_, one in found[:FOUND_MAX]]


def _rank(words: list[str], heading: str, text: str) -> int | None:
    """0 where the heading has them all, 1 where the section does, nothing where it does not."""
    if all(word in heading for word in words):
        return 0
    return 1 if all(word in f"{heading} {text}" for word in words) else None


def _excerpt(text: str, words: list[str]) -> str:
    places = [place for word in words if (place := plain(text).find(word)) >= 0]
    middle = min(places, default=0)
    start, end = max(0, middle - AROUND), min(len(text), middle + AROUND * 2)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"

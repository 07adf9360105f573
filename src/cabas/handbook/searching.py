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
    """Sections where every word of `sought` is; first where the heading says it, then where the page is about it."""
    words = plain(sought).split()
    if not words:
        return []
    found: list[tuple[int, Found]] = []
    for page in all_pages().values():
        for section in page.text.sections:
            about = f"{page.title} {page.summary}"
            said = (section.heading, f"{section.heading} {about}", f"{section.heading} {about} {section.words}")
            rank = next((rank for rank, text in enumerate(said) if _says(words, text)), None)
            if rank is not None:
                excerpt = _excerpt(section.words or page.summary, words)
                found.append((rank, Found(page, section.anchor, section.heading, excerpt)))
    found.sort(key=lambda pair: pair[0])
    return [one for _rank, one in found[:FOUND_MAX]]


def _says(words: list[str], text: str) -> bool:
    said = plain(text)
    return all(word in said for word in words)


def _excerpt(text: str, words: list[str]) -> str:
    places = [place for word in words if (place := plain(text).find(word)) >= 0]
    middle = min(places, default=0)
    start, end = max(0, middle - AROUND), min(len(text), middle + AROUND * 2)
    shown = text[start:end]
    if start:
        shown = f"…{shown.partition(' ')[2]}"
    return f"{shown.rpartition(' ')[0]}…" if end < len(text) else shown

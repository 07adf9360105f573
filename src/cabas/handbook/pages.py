"""The pages of the handbook, as `docs/aide` holds them: what each is about, for whom, and of which screens it speaks.

A page begins with its front matter (YAML): `title`, `audience`, `rank`, `summary`, and `views`, the names of the
addresses whose « Aide » leads to it. All are read once.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cabas.handbook.markdown import Text, read

AUDIENCES = {
    "membres": _("Pour les membres"),
    "coordination": _("Pour la coordination"),
    "tresorerie": _("Pour la trésorerie"),
    "administration": _("Pour l’administration"),
    "producteurs": _("Pour les producteurs"),
    "hotes": _("Pour les hôtes"),
}
INSTALLING = "installation"  # docs/installation.md, which the handbook shows too


class PageIncomplete(Exception):
    """A page of docs/aide does not say what it is about."""


@dataclass(frozen=True)
class HelpPage:
    """One subject. `views`: the names of the addresses that it is about."""

    name: str
    title: str
    audience: str
    rank: int
    summary: str
    views: tuple[str, ...]
    source: str

    @cached_property
    def text(self) -> Text:
        return read(self.source)

    @property
    def audience_label(self) -> str:
        return str(AUDIENCES[self.audience])


@lru_cache(maxsize=1)
def all_pages() -> dict[str, HelpPage]:
    """Every page by its name, in the order of the table of contents."""
    pages = [_read(path) for path in sorted(settings.HANDBOOK.glob("*.md"))]
    order = list(AUDIENCES)
    pages.sort(key=lambda page: (order.index(page.audience), page.rank, page.name))
    return {page.name: page for page in [*pages, _installing()]}


@lru_cache(maxsize=1)
def page_of_views() -> dict[str, str]:
    """The name of the page about each view."""
    return {view: page.name for page in all_pages().values() for view in page.views}


def _read(path: Path) -> HelpPage:
    _, front, source = path.read_text(encoding="utf-8").split("---\n", 2)
    told: dict[str, Any] = yaml.safe_load(front)
    try:
        return HelpPage(
            name=path.stem,
            title=told["title"],
            audience=told["audience"],
            rank=told["rank"],
            summary=told["summary"],
            views=tuple(told.get("views", ())),
            source=source,
        )
    except KeyError as missing:
        raise PageIncomplete(f"{path.name} says nothing of {missing}.") from missing


def _installing() -> HelpPage:
    title, source = (settings.HANDBOOK.parent / f"{INSTALLING}.md").read_text(encoding="utf-8").split("\n", 1)
    summary = "La machine, l’adresse, l’e-mail, les sauvegardes, les mises à jour."
    return HelpPage(INSTALLING, title.removeprefix("# "), "hotes", 99, summary, (), source)

"""Before anything is imported, each line is judged: new, changed, known or refused; only the first two are written."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from cabas.sheets.lines import LineError

Item = TypeVar("Item")


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True)
class Judged(Generic[Item]):
    """A line and what becomes of it. `name` and `details` are for people; `remark` says what they may not expect."""

    number: int
    fate: Fate
    name: str
    details: str = ""
    remark: str = ""
    item: Item | None = None
    errors: tuple[LineError, ...] = ()


@dataclass(frozen=True)
class Review(Generic[Item]):
    """All the lines of a file, judged, in the file's order; `absent`: the names of what is known and on no line."""

    lines: tuple[Judged[Item], ...]
    absent: tuple[str, ...] = ()

    @property
    def new(self) -> list[Judged[Item]]:
        return self._of(Fate.NEW)

    @property
    def changed(self) -> list[Judged[Item]]:
        return self._of(Fate.CHANGED)

    @property
    def known(self) -> list[Judged[Item]]:
        return self._of(Fate.KNOWN)

    @property
    def refused(self) -> list[Judged[Item]]:
        return self._of(Fate.REFUSED)

    @property
    def errors(self) -> list[LineError]:
        return [error for line in self.lines for error in line.errors]

    @property
    def remarks(self) -> list[Judged[Item]]:
        """The lines to be written of which something should be said first."""
        return [line for line in self.lines if line.remark and line.fate in (Fate.NEW, Fate.CHANGED)]

    @property
    def written(self) -> int:
        """How many lines an import would write."""
        return len(self.new) + len(self.changed)

    def _of(self, fate: Fate) -> list[Judged[Item]]:
        return [line for line in self.lines if line.fate is fate]

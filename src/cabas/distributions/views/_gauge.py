"""How far the handing out is: one crate a basket."""

from collections.abc import Iterable
from dataclasses import dataclass

CRATE_WIDTH = 7.6
CRATE_STEP = 10


@dataclass(frozen=True)
class Crate:
    """A basket in the gauge: its place, and `served`, `now` or nothing."""

    x: int
    kind: str


@dataclass(frozen=True)
class Gauge:
    """The crates of a distribution, those served first, then those being looked at."""

    served: int
    now: int
    total: int

    @property
    def width(self) -> str:
        return f"{(self.total - 1) * CRATE_STEP + CRATE_WIDTH:.1f}"

    @property
    def crates(self) -> Iterable[Crate]:
        kinds = ["served"] * self.served + ["now"] * self.now
        kinds += [""] * (self.total - len(kinds))
        return [Crate(place * CRATE_STEP, kind) for place, kind in enumerate(kinds)]

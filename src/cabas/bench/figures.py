"""What the reference system took, on two days, and what we aim at: both are told in `bench/README.md`."""

from dataclasses import dataclass

OVERVIEW = "balances overview"
HISTORY = "history of a member"
BASKETS = "baskets of a distribution"
BASKET = "one basket"
SHOP = "order page"
ORDER = "committing an order"
VALIDATION = "validation of 270 baskets"
HOME = "home"


@dataclass(frozen=True)
class Reference:
    """`days`: milliseconds on the first and the second day. `faster`: how many times faster than it we aim to be."""

    days: tuple[int, int]
    statements: int
    statements_max: int = 12
    faster: int = 1

    @property
    def milliseconds(self) -> int:
        """The better of the two days."""
        return min(self.days)


REFERENCE = {
    OVERVIEW: Reference((85, 72), 311, faster=3),
    HISTORY: Reference((12, 13), 18),
    BASKETS: Reference((513, 459), 1901, faster=12),
    BASKET: Reference((20, 21), 57),
    SHOP: Reference((36, 51), 61),
    ORDER: Reference((55, 80), 159, statements_max=20, faster=4),
    VALIDATION: Reference((1978, 1805), 9874, statements_max=30, faster=12),
    HOME: Reference((13, 17), 25),
}


@dataclass(frozen=True)
class Measure:
    """The median of one job on one database; `statements` are the most that one of its runs took."""

    name: str
    database: str
    milliseconds: float
    statements: int

    @property
    def reference(self) -> Reference:
        return REFERENCE[self.name]

    @property
    def times_faster(self) -> float:
        return self.reference.milliseconds / self.milliseconds

    @property
    def is_fast_enough(self) -> bool:
        return self.times_faster >= self.reference.faster

    @property
    def asks_little(self) -> bool:
        return self.statements <= self.reference.statements_max

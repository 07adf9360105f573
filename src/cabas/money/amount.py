"""An amount is whole cents: it is rounded once, half up, and shared without losing a cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

CENTS_PER_EURO = 100


class NotWholeCents(ValueError):
    """An amount was given with less than a cent, or as a float."""


class NothingToShareBy(ValueError):
    """An amount was shared by weights that are negative, or that add up to nothing."""


_set = object.__setattr__


@dataclass(frozen=True, slots=True, order=True, init=False)
class Money:
    """Whole cents of the book's currency, above or below zero."""

    cents: int

    zero: ClassVar["Money"]

    def __init__(self, cents: int) -> None:
        # Written out: a page of baskets makes ten thousand of them, and two calls for each took twice as long.
        if type(cents) is not int:
            raise NotWholeCents(f"{cents!r} is not a whole number of cents")
        _set(self, "cents", cents)

    @classmethod
    def of(cls, euros: str | Decimal | int) -> "Money":
        """Exactly this many euros; `NotWholeCents` when a fraction of a cent would be lost."""
        if isinstance(euros, float):
            raise NotWholeCents(f"{euros!r} is a float: write the amount as text")
        cents = Decimal(euros) * CENTS_PER_EURO
        if not cents.is_finite() or cents != cents.to_integral_value():
            raise NotWholeCents(f"{euros} is not a whole number of cents")
        return cls(int(cents))

    @staticmethod
    def sum(amounts: Iterable["Money"]) -> "Money":
        """The total of these amounts; zero when there are none."""
        return Money(sum(amount.cents for amount in amounts))

    @property
    def euros(self) -> Decimal:
        """The same amount as a decimal number of euros, with two decimals."""
        return Decimal(self.cents).scaleb(-2)

    @property
    def is_zero(self) -> bool:
        return self.cents == 0

    def __add__(self, other: "Money") -> "Money":
        return Money(self.cents + other.cents) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.cents - other.cents) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> "Money":
        return Money(-self.cents)

    def __abs__(self) -> "Money":
        return Money(abs(self.cents))

    def __bool__(self) -> bool:
        return self.cents != 0

    def __str__(self) -> str:
        """The amount as machines write it: 12.50. People are shown the formats of the page shell."""
        return f"{self.euros:.2f}"

    def times(self, quantity: Decimal | int | str) -> "Money":
        """This price for that quantity: the only rounding of the house, half up (1.665 -> 1.67)."""
        if isinstance(quantity, float):
            raise NotWholeCents(f"{quantity!r} is a float: write the quantity as text")
        product = Decimal(self.cents) * Decimal(quantity)
        return Money(int(product.quantize(Decimal(1), rounding=ROUND_HALF_UP)))

    def share(self, weights: Sequence[int]) -> list["Money"]:
        """Parts in proportion to the weights, by largest remainder: they always add up to this amount."""
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise NothingToShareBy(f"an amount cannot be shared by {list(weights)}")
        sign = -1 if self.cents < 0 else 1
        parts = [divmod(abs(self.cents) * weight, total) for weight in weights]
        left = abs(self.cents) - sum(whole for whole, _ in parts)
        # sorted() is stable: between equal remainders the first in the list receives the cent.
        favoured = set(sorted(range(len(parts)), key=lambda place: -parts[place][1])[:left])
        return [Money(sign * (whole + (place in favoured))) for place, (whole, _) in enumerate(parts)]

    def deconstruct(self) -> tuple[str, tuple[int], dict[str, Any]]:
        """How a migration writes this amount."""
        return "cabas.money.Money", (self.cents,), {}


Money.zero = Money(0)

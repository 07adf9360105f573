"""The comparison group is read from its file: what was ordered and paid, by whom, on which day from today.

Its origin and what each row means are told in `bench/README.md`.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cabas.money import Money
from cabas.payments.means import Means

MEANS = {"check": Means.CHEQUE, "cash": Means.CASH, "transfer": Means.TRANSFER}


@dataclass(frozen=True)
class Buyer:
    number: int
    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True)
class Good:
    """A product, with the number of its vendor."""

    number: int
    vendor: int
    name: str
    price: Money


@dataclass(frozen=True)
class Day:
    """A distribution; `day` is how many days from today."""

    number: int
    day: int
    is_validated: bool


@dataclass(frozen=True)
class Bought:
    """A basket: what was ordered, on which day from today, and what was paid; nothing where it was only announced."""

    buyer: int
    distribution: int
    quantities: Mapping[int, int]
    total: Money
    day: int
    means: Means
    paid: Money | None


@dataclass(frozen=True)
class Comparison:
    buyers: Sequence[Buyer]
    vendors: Mapping[int, str]
    goods: Sequence[Good]
    days: Sequence[Day]
    bought: Sequence[Bought]

    def balance(self, buyer: int) -> Money:
        """What the operations of the file come to: every order, and every payment that is not pending."""
        own = [bought for bought in self.bought if bought.buyer == buyer]
        return Money.sum(bought.paid or Money(0) for bought in own) - Money.sum(bought.total for bought in own)


def read(file: Path, *, buyers_max: int | None = None) -> Comparison:
    """Read the file, or what its first buyers did."""
    with gzip.open(file, "rt", encoding="utf-8") as text:
        rows: dict[str, list[dict[str, Any]]] = json.load(text)
    buyers = [Buyer(row["id"], row["first"], row["last"], row["email"]) for row in rows["members"][:buyers_max]]
    return Comparison(
        buyers=buyers,
        vendors={row["id"]: row["name"] for row in rows["vendors"]},
        goods=[Good(row["id"], row["vendor"], row["name"], Money(row["price"])) for row in rows["products"]],
        days=[Day(row["id"], row["day"], row["validated"]) for row in rows["distributions"]],
        bought=_bought(rows, {buyer.number for buyer in buyers}),
    )


def _bought(rows: dict[str, list[dict[str, Any]]], buyers: set[int]) -> list[Bought]:
    quantities: dict[int, dict[int, int]] = defaultdict(dict)
    for line in rows["lines"]:
        quantities[line["basket"]][line["product"]] = line["qty"]
    orders = {row["basket"]: row for row in rows["operations"] if row["kind"] == "order"}
    payments = {row["basket"]: row for row in rows["operations"] if row["kind"] == "payment"}
    return [
        Bought(
            buyer=basket["member"],
            distribution=basket["dist"],
            quantities=quantities[basket["id"]],
            total=Money(basket["total"]),
            day=min(0, orders[basket["id"]]["day"]),  # what lies ahead is dated today
            means=MEANS[payments[basket["id"]]["means"]],
            paid=None if payments[basket["id"]]["pending"] else Money(payments[basket["id"]]["amount"]),
        )
        for basket in sorted(rows["baskets"], key=lambda row: (row["dist"], row["num"]))
        if basket["member"] in buyers
    ]

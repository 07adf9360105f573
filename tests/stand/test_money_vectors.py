"""The vectors that hold the phone’s own arithmetic are what `Money` computes (see journeys/test_offline_stand.py)."""

import json
from pathlib import Path

from cabas.catalogs.pricing import pieces_price, weight_price
from cabas.money import Money
from cabas.ui.formats import euros

VECTORS = json.loads(Path(__file__).with_name("money_vectors.json").read_text())


def test_each_line_of_the_vectors_costs_what_the_server_says() -> None:
    computed = [
        weight_price(Money(line["price"]), line["grams"])
        if "grams" in line
        else pieces_price(Money(line["price"]), line["pieces"])
        for line in VECTORS["lines"]
    ]
    assert [amount.cents for amount in computed] == [line["total"] for line in VECTORS["lines"]]


def test_each_amount_of_the_vectors_is_written_as_the_server_writes_it() -> None:
    assert [euros(Money(each["cents"])) for each in VECTORS["words"]] == [each["words"] for each in VECTORS["words"]]

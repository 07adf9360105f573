"""A line costs its price times its quantity, rounded once, half up; lines are then summed."""

from decimal import ROUND_HALF_UP, Decimal

from cabas.money import Money

GRAMS_PER_KILOGRAM = 1000


def pieces_price(price: Money, quantity: int) -> Money:
    """What `quantity` pieces cost at `price` each."""
    return price.times(quantity)


def weight_price(price_per_kilogram: Money, grams: int) -> Money:
    """What `grams` cost at this price per kilogram, to the nearest cent, half up."""
    return price_per_kilogram.times(Decimal(grams) / GRAMS_PER_KILOGRAM)


def grams_at(price_per_kilogram: Money, label: Money) -> int:
    """What a product weighs whose label says this price: whole grams, half up, at least one. Zero where it is free."""
    if not price_per_kilogram.cents:
        return 0
    weight = Decimal(label.cents * GRAMS_PER_KILOGRAM) / price_per_kilogram.cents
    return max(1, int(weight.quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def portion_price(price_per_kilogram: Money, portion_grams: int | None) -> Money:
    """What one portion of a weighed product is estimated to cost."""
    return weight_price(price_per_kilogram, portion_grams or 0)


def with_tax(price_without_tax: Decimal, vat_rate: Decimal) -> Money:
    """The price that the member pays, from a price in euros without tax and a rate in percent."""
    return Money.of(1).times(price_without_tax * (100 + vat_rate) / 100)

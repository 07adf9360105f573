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


def with_fee(vendor_price: Money, fee_percent: Decimal) -> Money:
    """What the member pays for one, the fee of the group in, rounded once: that price is frozen on the line."""
    return vendor_price.times((100 + fee_percent) / 100) if fee_percent else vendor_price


def without_fee(price: Money, fee_percent: Decimal) -> Money:
    """The price of the vendor that `with_fee` made this one of: exact, as a rounding is never more than half a cent."""
    return price.times(100 / (100 + fee_percent)) if fee_percent else price

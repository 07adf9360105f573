"""A line keeps the terms of the day its product was ordered; what had left the basket comes back on today's terms."""

from cabas.catalogs.models import Product
from cabas.distributions.models import Basket, OrderLine
from cabas.money import Money


def new_line(basket: Basket, product: Product) -> OrderLine:
    """A line for a product that the basket never held, at today's price; not saved."""
    line = OrderLine(
        group_id=basket.group_id,
        distribution_id=basket.distribution_id,
        product=product,
        quantity=0,
        total=Money(0),
    )
    return renewed(line, product)


def renewed(line: OrderLine, product: Product) -> OrderLine:
    """The same line as if its product was ordered for the first time; not saved."""
    line.product_name = product.name
    line.unit = product.unit
    line.price, line.fee_percent = product.price, product.fee_percent
    line.is_weighed = product.is_weighed
    line.portion_grams = product.portion_grams
    line.grams, line.label_price = None, None
    line.is_missing = False
    return line


def put_quantity(line: OrderLine, quantity: int) -> None:
    """Other portions have to be weighed, and what is not ordered is not missing; not saved."""
    if quantity != line.quantity:
        line.grams, line.label_price = None, None
    line.quantity = quantity
    line.is_missing = line.is_missing and quantity > 0

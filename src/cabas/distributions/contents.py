"""At the stand a basket is put right: a product missing, added, taken out, or in another quantity."""

from datetime import datetime
from typing import Any

from cabas.catalogs.models import Product
from cabas.distributions.amending import Edit, amend
from cabas.distributions.basket_acts import act_on, changeable
from cabas.distributions.drafts import QUANTITY_MAX
from cabas.distributions.lines import new_line, renewed
from cabas.distributions.models import Basket, BasketChange, OrderLine
from cabas.distributions.refusals import ProductNotOffered
from cabas.ledger.models import Book
from cabas.people.models import User


def set_missing(basket: Basket, line_id: int, is_missing: bool, *, key: str, by: User, at: datetime) -> None:
    """A product of this basket was not delivered (or was after all): the member is not charged for it.

    Raises `AbsenceStands`.
    """

    def perform(_book: Book) -> dict[str, Any]:
        here = changeable(basket.pk)
        line = here.lines.get(pk=line_id)
        amend(
            here,
            [Edit(line, is_missing=is_missing)],
            kind=BasketChange.Kind.MISSING,
            by=by,
            at=at,
            key=f"{key}:1",
        )
        return {}

    act_on(basket, "missing", {"line": line_id, "is_missing": is_missing}, perform, key, by, at)


def set_quantity(basket: Basket, product: Product, quantity: int, *, key: str, by: User, at: datetime) -> None:
    """Add a product to a basket, change how many there are, or remove it (0). Changed portions are weighed again.

    Raises `AbsenceStands`, and `ProductNotOffered` where it is neither in the basket nor proposed for the distribution.
    """

    def perform(_book: Book) -> dict[str, Any]:
        here = changeable(basket.pk)
        line = here.lines.filter(product=product).first()
        if line is None or not line.quantity:
            line = _added(here, line, product) if quantity else None
        if line is not None:
            edit = Edit(line, quantity=min(quantity, QUANTITY_MAX), is_missing=False)
            amend(here, [edit], kind=BasketChange.Kind.STAND, by=by, at=at, key=f"{key}:1")
        return {}

    act_on(basket, "quantity", {"product": product.pk, "quantity": quantity}, perform, key, by, at)


def _added(basket: Basket, line: OrderLine | None, product: Product) -> OrderLine:
    """The line of a product that the basket does not hold, on today's terms."""
    offered = Product.objects.on_offer().filter(catalog__participations__distribution=basket.distribution_id)
    if not offered.filter(pk=product.pk).exists():
        raise ProductNotOffered
    return new_line(basket, product) if line is None else renewed(line, product)

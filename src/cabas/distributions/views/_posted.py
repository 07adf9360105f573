"""What the order forms post: the lines as the page showed them, its version of the basket, the means and the key."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import QueryDict

from cabas.distributions.drafts import QUANTITY_MAX
from cabas.distributions.ordering import Order

ID_MAX = 2**53
VERSION_MAX = 2**31 - 1


@dataclass(frozen=True)
class PostedOrder:
    order: Order
    key: str


def posted_order(data: QueryDict) -> PostedOrder:
    """Raises `BadRequest` for what no page of ours sends."""
    try:
        key = str(UUID(data.get("key", "")))
    except ValueError as fault:
        raise BadRequest("no key") from fault
    version = _whole(data.get("version", ""), VERSION_MAX)
    return PostedOrder(Order(posted_lines(data), version, data.get("means", "")[:20]), key)


def posted_lines(data: QueryDict) -> dict[int, int]:
    """Quantity by product, from `line=<product>:<quantity>`, repeated."""
    lines = {}
    for line in data.getlist("line"):
        product, _colon, quantity = line.partition(":")
        lines[_whole(product, ID_MAX)] = _whole(quantity, QUANTITY_MAX)
    return {product: quantity for product, quantity in lines.items() if quantity}


def posted_tap(data: QueryDict) -> tuple[int, int]:
    """The product and how many to add; negative takes away."""
    product, add = data.get("product", ""), data.get("add", "")
    sign = -1 if add.startswith("-") else 1
    return _whole(product, ID_MAX), sign * _whole(add.lstrip("+-"), QUANTITY_MAX)


def _whole(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 16) or int(text) > most:
        raise BadRequest("not a whole number")
    return int(text)

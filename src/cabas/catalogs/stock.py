"""The stock of a product is what its vendor can bring to one distribution; what is ordered there is taken from it."""

from collections.abc import Mapping

from cabas.catalogs.models import Product


def remaining(product: Product, ordered: Mapping[int, int]) -> int | None:
    """How many are left, `ordered` being what others ordered by product id. None: without limit."""
    if product.stock is None:
        return None
    return max(0, product.stock - ordered.get(product.pk, 0))

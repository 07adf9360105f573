"""A product is sought by its name without accents; changing its price changes no basket that is ordered already."""

from cabas.catalogs.models import Product
from cabas.people.names import search_form

NAME_MAX = 120
SEARCH_NAME_MAX = 200


def search_name(name: str) -> str:
    """The form in which the name of a product is stored to be sought."""
    return search_form(name)[:SEARCH_NAME_MAX]


def save_product(product: Product) -> Product:
    """Keep a new or changed product. A piece has no estimated weight; baskets keep the price they were ordered at."""
    product.search_name = search_name(product.name)
    if not product.is_weighed:
        product.portion_grams = None
    product.save()
    return product

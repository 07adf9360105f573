"""A product without a photo shows the drawing that its name calls for, else the one of its shelf."""

from cabas.catalogs.models import Family, Product

BY_WORD = {
    "panier": "panier",
    "brioche": "brioche",
    "carotte": "carottes",
    "chevre": "chevre",
    "courge": "courge",
    "potiron": "courge",
    "miel": "miel",
    "oeuf": "oeufs",
    "poireau": "poireaux",
    "pomme": "pommes",
    "yaourt": "yaourt",
    "tomme": "tomme",
    "pain": "pain",
}
BY_FAMILY: dict[str, str] = {
    Family.VEGETABLES: "panier",
    Family.FRUIT: "pommes",
    Family.BREAD: "pain",
    Family.DAIRY: "tomme",
    Family.EGGS: "oeufs",
    Family.MEAT: "poulet",
    Family.DRINKS: "miel",
    Family.GROCERY: "miel",
}


def drawing(product: Product) -> str:
    """The name of a drawing of `ui/food.svg`."""
    for word in product.search_name.split():
        for beginning, name in BY_WORD.items():
            if word.startswith(beginning):
                return name
    return BY_FAMILY[product.family]

"""What the farms of the demonstration offer; a basket is written in words, « 2 carottes, pain, tomme »."""

import re
from dataclasses import dataclass

from cabas.catalogs.models import Catalog, Family, Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.groups.models import Group
from cabas.money import Money
from cabas.people.names import search_form

ITEM = re.compile(r"(?:(\d+) )?(\w+)")


@dataclass(frozen=True)
class Offered:
    """`word` names it in the baskets of the story; with `portion_grams` it is weighed, priced by the kilogram."""

    word: str
    name: str
    family: Family
    price: str
    unit: str = ""
    description: str = ""
    portion_grams: int | None = None
    stock: int | None = None


FARMS: dict[tuple[str, str], tuple[Offered, ...]] = {
    ("Ferme des Aulnes", "Betton"): (
        Offered(
            "panier", "Panier de légumes", Family.VEGETABLES, "12.00", description="De saison, pour deux ou trois."
        ),
        Offered("carottes", "Carottes", Family.VEGETABLES, "2.20", "la botte"),
        Offered("poireaux", "Poireaux", Family.VEGETABLES, "2.60", "la botte"),
        Offered("courge", "Courge butternut", Family.VEGETABLES, "2.80", portion_grams=1500),
        Offered("salade", "Salade", Family.VEGETABLES, "1.40", "la pièce"),
        Offered("pommes", "Pommes reinette", Family.FRUIT, "3.00", portion_grams=1000),
        Offered("oeufs", "Œufs (6)", Family.EGGS, "2.40", description="Poules élevées en plein air."),
    ),
    ("La Chèvrerie du Vallon", "Saint-Aubin-d’Aubigné"): (
        Offered("tomme", "Tomme de brebis", Family.DAIRY, "25.00", portion_grams=240),
        Offered("chevre", "Chèvre frais", Family.DAIRY, "3.20", "150 g"),
        Offered("yaourts", "Yaourts (4)", Family.DAIRY, "3.60", "4 pots", stock=6),
        Offered("blanc", "Fromage blanc", Family.DAIRY, "3.40", "500 g"),
    ),
    ("Fournil de Lise", "Betton"): (
        Offered("pain", "Pain", Family.BREAD, "5.40", "1 kg", "De campagne, au levain."),
        Offered("brioche", "Brioche", Family.BREAD, "6.50", "400 g"),
        Offered("farine", "Farine de blé", Family.GROCERY, "3.10", "1 kg"),
    ),
    ("Bocage et Buis", "Saint-Aubin-d’Aubigné"): (
        Offered("poulet", "Poulet", Family.MEAT, "11.00", description="Fermier, prêt à cuire.", portion_grams=1200),
        Offered("saucisses", "Saucisses", Family.MEAT, "14.50", portion_grams=400),
        Offered("miel", "Miel", Family.GROCERY, "8.50", "500 g", "De forêt.", stock=5),
        Offered("lentilles", "Lentilles vertes", Family.GROCERY, "4.20", "500 g"),
        Offered("jus", "Jus de pomme", Family.DRINKS, "3.80", "1 l"),
    ),
}


def fill_larder(group: Group) -> tuple[list[Catalog], dict[str, Product]]:
    """The vendors with their catalogs, and every product by its word."""
    catalogs, products = [], []
    for (farm, city), offered in FARMS.items():
        catalog = add_catalog(add_vendor(group, farm, city=city), farm)
        catalogs.append(catalog)
        products += [(each.word, _product(catalog, each)) for each in offered]
    Product.objects.bulk_create(product for _word, product in products)
    return catalogs, dict(products)


def _product(catalog: Catalog, offered: Offered) -> Product:
    return Product(
        group=catalog.group,
        catalog=catalog,
        name=offered.name,
        description=offered.description,
        family=offered.family,
        price=Money.of(offered.price),
        unit=offered.unit,
        is_weighed=offered.portion_grams is not None,
        portion_grams=offered.portion_grams,
        stock=offered.stock,
        search_name=search_form(offered.name),
    )


def in_words(basket: str) -> dict[str, int]:
    """« 2 carottes, pain » as how many of each word."""
    items = (ITEM.fullmatch(item.strip()) for item in basket.split(","))
    return {item[2]: int(item[1] or 1) for item in items if item}

"""A catalog that no evening has yet: with a fee of the group, one product sold out and one not available."""

from datetime import datetime
from decimal import Decimal

from cabas.catalogs.keeping import Settings, keep_catalog
from cabas.catalogs.models import Family, Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.groups.models import Group
from cabas.money import Money
from cabas.people.models import User
from cabas.people.names import search_form

NAME = "Savonnerie du Pré"
SOAPS = (
    ("Savon au miel", "4.20", "100 g", 24, True),
    ("Savon à l’avoine", "3.90", "100 g", 0, True),
    ("Pain de lessive", "7.50", "500 g", None, False),
)


def open_soap_maker(group: Group, contact: User, at: datetime) -> None:
    """The group adds 5 % to its prices."""
    catalog = add_catalog(add_vendor(group, NAME, city="Hédé"), NAME)
    Product.objects.bulk_create(
        Product(
            group=group,
            catalog=catalog,
            name=name,
            search_name=search_form(name),
            family=Family.GROCERY,
            price=Money.of(price),
            vat_rate=Decimal(20),
            unit=unit,
            stock=stock,
            is_active=is_active,
            position=position,
        )
        for position, (name, price, unit, stock, is_active) in enumerate(SOAPS, 1)
    )
    said = Settings(NAME, contact, None, None, "Frais de fonctionnement", Decimal(5))
    keep_catalog(catalog, said, by=contact, at=at)

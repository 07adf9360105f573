"""A catalog is withdrawn from a distribution: nobody pays what does not come, and who ordered it is told."""

import pytest

from cabas.catalogs.models import Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.auditing import audit_group
from cabas.distributions.models import Participation
from cabas.distributions.refusals import AmountsChanged
from cabas.distributions.shelf import products
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.planning.withdrawing import OnlyCatalog, withdraw
from tests.cast import TUESDAY, Cast, add_product, key


@pytest.fixture
def meat(play: Cast) -> Product:
    catalog = add_catalog(add_vendor(play.group, "Élevage du Causse"), "Viande")
    Participation.objects.create(group=play.group, distribution=play.distribution, catalog=catalog)
    return add_product(catalog, "Merguez", "9.00")


def withdrawn(play: Cast, meat: Product, count: int, seen: str) -> int:
    money = Money.of(seen)
    return withdraw(play.distribution, meat.catalog, count=count, seen=money, key=key(), by=play.nadia, at=TUESDAY)


def test_who_ordered_of_it_pays_the_rest_and_is_told(play: Cast, meat: Product) -> None:
    play.order(play.alice, {meat: 2, play.bread: 1})
    play.order(play.bob, {play.bread: 1})
    assert withdrawn(play, meat, 1, "18.00") == 1
    play.alice.account.refresh_from_db()
    assert play.alice.account.balance == Money.of("-5.40")
    assert [product.name for product in products(play.distribution)] == ["Pain", "Panier de légumes", "Tomme de brebis"]
    mail = OutgoingMail.objects.get(kind="E36")
    assert mail.subject == "[Les Paniers du Vallon] «\u202fViande\u202f» ne viendra pas le jeudi 26 novembre"
    assert mail.body.splitlines() == [
        "Bonjour Alice,",
        "",
        "Vous ne recevrez pas ce produit, et ne le payez pas (18,00\xa0€)\u202f:",
        "- Merguez",
        "",
        "Votre panier vient à 5,40\xa0€.",
        "Il reste 5,40\xa0€ à régler, au stand ou auprès de la trésorerie.",
    ]
    assert list(audit_group(play.group)) == []


def test_other_amounts_than_those_shown_are_refused(play: Cast, meat: Product) -> None:
    play.order(play.alice, {meat: 2})
    with pytest.raises(AmountsChanged):
        withdrawn(play, meat, 1, "9.00")


def test_the_only_catalog_is_not_withdrawn(play: Cast) -> None:
    with pytest.raises(OnlyCatalog):
        withdrawn(play, play.bread, 0, "0")

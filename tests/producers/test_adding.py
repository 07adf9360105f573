"""A producer adds a product to the catalog they keep, and takes one out; the group looks first where it wishes."""

import io
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cabas.catalogs.models import Product
from cabas.distributions.shelf import products
from cabas.money import Money
from cabas.people.models import User
from cabas.producers.adding import add_product, look_first, put_back, put_on_sale, take_out
from cabas.producers.keeping import NotKeptByVendor, change_product, keep_ourselves, let_vendor_keep
from cabas.producers.models import AwaitedProduct, CatalogChange
from tests.cast import TUESDAY, Cast, cast
from tests.producers.evenings import hugo_of

pytestmark = pytest.mark.django_db

CATALOG = "/g/vallon/ferme/1/catalogue/1/"
VENDOR = "/g/vallon/gestion/producteurs/1/"
NEW = {
    "name": "Œufs",
    "family": "eggs",
    "vendor_price": "2,10",
    "unit": "6 œufs",
    "vat_rate": "5,5",
    "crate_size": "30",
}


@pytest.fixture
def play() -> Cast:
    play = cast()
    let_vendor_keep(play.catalog, by=play.nadia, at=TUESDAY)
    return play


def eggs(play: Cast) -> Product:
    return Product(catalog=play.catalog, name="Œufs", vat_rate=Decimal("5.5"))


def on_sale(play: Cast) -> list[str]:
    return sorted(product.name for product in products(play.distribution))


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_new_product_is_sold_at_once_and_signed_the_fee_on_its_price(play: Cast) -> None:
    hugo = hugo_of(play)
    play.catalog.fee_percent = Decimal(10)
    play.catalog.save()
    assert add_product(eggs(play), Money.of("2.00"), by=hugo, at=TUESDAY)
    made = Product.objects.get(name="Œufs")
    assert (made.price, made.vendor_price, made.group, made.search_name) == (
        Money.of("2.20"),
        Money.of("2.00"),
        play.group,
        "oeufs",
    )
    assert "Œufs" in on_sale(play)
    assert CatalogChange.objects.values_list("product", "by", "changes").get() == (
        made.pk,
        hugo.pk,
        [["catalogue", "", "ajouté"]],
    )


def test_what_the_group_looks_at_first_is_sold_by_the_group_alone(play: Cast) -> None:
    hugo = hugo_of(play)
    look_first(play.catalog, is_wished=True)
    product = eggs(play)
    assert not add_product(product, Money.of("2.00"), by=hugo, at=TUESDAY)
    change_product(product, {"is_active": True, "stock": 4}, by=hugo, at=TUESDAY)
    take_out(product, by=hugo, at=TUESDAY)
    put_back(product, is_available=True, by=hugo, at=TUESDAY)
    assert "Œufs" not in on_sale(play)
    put_on_sale(product)
    assert "Œufs" in on_sale(play)
    change_product(product, {"is_active": False}, by=hugo, at=TUESDAY)
    change_product(product, {"is_active": True}, by=hugo, at=TUESDAY)
    assert ("Œufs" in on_sale(play), AwaitedProduct.objects.count()) == (True, 0)


def test_what_is_taken_out_leaves_the_shop_and_comes_back_as_it_was(play: Cast) -> None:
    hugo = hugo_of(play)
    take_out(play.bread, by=hugo, at=TUESDAY)
    assert "Pain" not in on_sale(play)
    put_back(play.bread, is_available=True, by=hugo, at=TUESDAY)
    assert "Pain" in on_sale(play)
    said = list(CatalogChange.objects.order_by("pk").values_list("changes", flat=True))
    assert said == [[["catalogue", "", "retiré"]], [["catalogue", "retiré", "remis"]]]


def test_nothing_is_added_nor_taken_out_of_a_catalog_that_the_group_keeps(play: Cast) -> None:
    keep_ourselves(play.catalog)
    with pytest.raises(NotKeptByVendor):
        add_product(eggs(play), Money.of("2.00"), by=hugo_of(play), at=TUESDAY)
    with pytest.raises(NotKeptByVendor):
        take_out(play.bread, by=play.nadia, at=TUESDAY)
    assert on_sale(play) == ["Pain", "Panier de légumes", "Tomme de brebis"]


@time_machine.travel(TUESDAY, tick=False)
def test_a_farm_adds_with_a_photo_the_coordination_puts_on_sale_and_a_tap_takes_out(play: Cast) -> None:
    hugo, nadia = signed_in(hugo_of(play)), signed_in(play.nadia)
    assert nadia.post(f"{VENDOR}catalogues/1/regard/", {"first": "1"}).status_code == 302
    refused = hugo.post(f"{CATALOG}ajout/", {**NEW, "is_weighed": "on"})
    assert (refused.status_code, "Écrivez le poids estimé" in refused.content.decode()) == (422, True)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    photo = SimpleUploadedFile("oeufs.png", picture.getvalue())
    assert hugo.post(f"{CATALOG}ajout/", {**NEW, "photo_file": photo}).status_code == 302
    made = Product.objects.get(name="Œufs")
    assert (made.price, made.unit, made.crate_size, bool(made.photo), made.is_active) == (
        Money.of("2.10"),
        "6 œufs",
        30,
        True,
        False,
    )
    assert "attend le groupe" in hugo.get(CATALOG).content.decode()
    assert "À regarder avant la vente" in nadia.get(VENDOR).content.decode()
    assert nadia.post(f"{VENDOR}produits/{made.pk}/vente/").status_code == 302
    assert "Œufs" in on_sale(play)
    assert hugo.post(f"{CATALOG}produits/{made.pk}/retrait/").status_code == 302
    assert "Œufs" not in on_sale(play)
    assert hugo.get(f"{CATALOG}produits/{made.pk}/").status_code == 404
    hugo.post(f"{CATALOG}produits/{made.pk}/retrait/", {"taken_out": "no", "available": "yes"})
    assert "Œufs" in on_sale(play)


@time_machine.travel(TUESDAY, tick=False)
def test_another_photo_is_a_change_that_is_signed(play: Cast) -> None:
    hugo = signed_in(hugo_of(play))
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    typed = {"name": "Pain", "vendor_price": "5,40", "is_active": "on"}
    photo = SimpleUploadedFile("pain.png", picture.getvalue())
    assert hugo.post(f"{CATALOG}produits/{play.bread.pk}/", {**typed, "photo_file": photo}).status_code == 302
    assert CatalogChange.objects.get().changes == [["photo", "", "changée"]]
    assert Product.objects.get(pk=play.bread.pk).photo

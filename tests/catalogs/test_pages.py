"""Vendors, catalogs and products as pages; what is typed wrong is named, another group's things are not there."""

import io
import re
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from cabas.catalogs.models import Catalog, Product, Vendor
from cabas.catalogs.welcoming import welcome_vendor
from cabas.money import Money
from cabas.ui.toasts import undo_of
from tests.cast import TUESDAY, Cast, add_product, cast
from tests.sheets.building import FILES

pytestmark = pytest.mark.django_db

BREAD = {"name": "Brioche", "family": "bread", "price": "4,5", "vat_rate": "5,5", "is_active": "on", "reference": ""}


@pytest.fixture
def vallon() -> Cast:
    return cast()


@pytest.fixture
def nadia(vallon: Cast) -> Client:
    client = Client()
    client.force_login(vallon.nadia)
    return client


def address(name: str, **more: Any) -> str:
    return reverse(f"catalogs:{name}", kwargs={"slug": "vallon", **more})


def text_of(answer: Any) -> str:
    return re.sub(r"[ \n]+", " ", answer.content.decode())


def test_the_lists_ask_as_much_for_three_as_for_one(vallon: Cast, nadia: Client, django_assert_num_queries: Any):
    def statements() -> None:
        with django_assert_num_queries(6):
            nadia.get(address("catalogs"))
        with django_assert_num_queries(7):
            nadia.get(address("catalog", number=1))
        with django_assert_num_queries(7):
            nadia.get(address("product", number=1, product=vallon.bread.pk))

    Product.objects.exclude(pk=vallon.bread.pk).delete()
    statements()
    for name in ("Verger", "Moulin"):
        welcome_vendor(vallon.group, name)
        add_product(vallon.catalog, name, "3")
    statements()


def test_a_vendor_comes_with_a_catalog(vallon: Cast, nadia: Client):
    answer = nadia.post(address("vendor_new"), {"name": "Verger du Moulin", "city": "Betton"})
    catalog = Catalog.objects.get(group=vallon.group, number=2)
    assert (answer.url, catalog.vendor.city) == (address("catalog", number=2), "Betton")
    assert "Verger du Moulin" in text_of(nadia.get(address("catalogs")))
    again = nadia.post(address("vendor_new"), {"name": "Verger du Moulin"})
    assert (again.status_code, "a déjà un producteur nommé" in text_of(again)) == (422, True)
    assert Vendor.objects.filter(group=vallon.group).count() == 2


def test_an_address_and_a_number_of_a_vendor_are_read(vallon: Cast, nadia: Client):
    answer = nadia.post(address("vendor_new"), {"name": "Verger", "email": "verger@", "phone": "02 99"})
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "email": ["Ce n’est pas une adresse e-mail. Écrivez-la comme prenom@exemple.fr."],
        "phone": ["Écrivez un seul numéro, comme 06 12 34 56 78, ou avec l’indicatif du pays, comme +32 2 123 45 67."],
    }


@pytest.mark.parametrize("typed", ["4,5", "4.50", "4,50 €", " 4,50\u00a0€ "])
def test_a_price_is_typed_as_people_do(typed: str, vallon: Cast, nadia: Client):
    assert nadia.post(address("product_new", number=1), BREAD | {"price": typed}).status_code == 302
    brioche = Product.objects.get(name="Brioche")
    assert (brioche.price, brioche.group, brioche.search_name) == (Money.of("4.50"), vallon.group, "brioche")


def test_what_is_wrong_is_named(vallon: Cast, nadia: Client):
    Product.objects.filter(pk=vallon.bread.pk).update(reference="P1")
    answer = nadia.post(
        address("product_new", number=1),
        {
            "name": "", "family": "bread", "price": "12,5O", "vat_rate": "70", "stock": "beaucoup", "is_weighed": "on",
            "reference": "P1",
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "name": ["Il manque le nom du produit."],
        "reference": ["«\u202fPain\u202f» a déjà cette référence dans le catalogue."],
        "price": ["Je ne comprends pas «\u202f12,5O\u202f». Écrivez un montant comme 12,50."],
        "vat_rate": ["Un taux de TVA est entre 0 et 50."],
        "portion_grams": ["Écrivez le poids estimé d’une portion."],
        "stock": ["Écrivez un nombre entier, ou laissez vide."],
    }
    refused = nadia.post(address("product_new", number=1), BREAD | {"price": "-1"})
    assert refused.context["form"].errors["price"] == ["Un montant ne peut pas être négatif."]


def test_a_product_is_changed_and_says_what_becomes_of_its_price(vallon: Cast, nadia: Client):
    page = address("product", number=1, product=vallon.cheese.pk)
    shown = text_of(nadia.get(page))
    assert 'value="25,00"' in shown
    assert "ce qui est déjà commandé garde son prix" in shown
    posted = {"name": "Tomme", "family": "dairy", "price": "26", "vat_rate": "5,5", "is_weighed": "on"}
    assert nadia.post(page, posted | {"portion_grams": "250"}).status_code == 302
    vallon.cheese.refresh_from_db()
    assert (vallon.cheese.price, vallon.cheese.portion_grams, vallon.cheese.is_active) == (Money.of(26), 250, False)
    assert "indisponible" in text_of(nadia.get(address("catalog", number=1)))


def test_the_catalog_shows_each_product_as_it_is_sold(vallon: Cast, nadia: Client):
    shown = text_of(nadia.get(address("catalog", number=1)))
    for said in ("25,00\u00a0€</data>/kg", "portion ≈\u00a0240\u00a0g", "5,40\u00a0€", "sans limite", "5,5\u00a0%"):
        assert said in shown
    assert [product.name for product in nadia.get(address("catalog", number=1), {"q": "TOMMÉ"}).context["page"]] == [
        "Tomme de brebis"
    ]


def test_another_group_s_things_are_not_there(vallon: Cast, nadia: Client):
    other = cast("ruchette", "La Ruchette")
    second = welcome_vendor(other.group, "Verger")
    pages = [
        address("catalog", number=second.number),
        address("product", number=1, product=other.bread.pk),
        address("product", number=1, product=10**30),
        address("catalog", number=10**30),
        address("product_import", number=second.number),
        reverse("catalogs:catalog", kwargs={"slug": "ruchette", "number": 1}),
    ]
    assert [nadia.get(page).status_code for page in pages] == [404] * 6
    assert nadia.post(pages[1], BREAD).status_code == 404


def test_products_are_looked_at_then_imported(vallon: Cast, nadia: Client, django_assert_max_num_queries: Any):
    name = "cagette-pro-products.csv"

    def upload() -> str:
        file = SimpleUploadedFile(name, (FILES / "products" / name).read_bytes())
        return str(nadia.post(address("product_import", number=1), {"file": file}).url)

    preview = upload()
    with django_assert_max_num_queries(12):
        shown = text_of(nadia.get(preview))
    for said in ("6 produits à ajouter", "Jus de pomme, 1000 cl", "4,22\u00a0€ · AA-0026-2", "Importer 6 produits"):
        assert said in shown
    assert nadia.post(preview, {"import": "yes"}).url == address("catalog", number=1)
    assert "6 produits ajoutés." in text_of(nadia.get(address("catalog", number=1)))
    assert "6 produits inchangés" in text_of(nadia.get(upload()))
    Product.objects.filter(reference="AA-0002").update(price=Money.of(1))
    shown = text_of(nadia.get(upload()))
    assert "prix\u202f: 1,00\u00a0€ devient 2,70\u00a0€" in shown
    assert "ce qui est déjà commandé garde son prix" in shown
    other = welcome_vendor(vallon.group, "Verger")
    assert nadia.get(preview.replace("/1/", f"/{other.number}/")).status_code == 404


def test_markup_is_shown_as_text(vallon: Cast, nadia: Client):
    add_product(vallon.catalog, "<script>alert(1)</script>", "1")
    shown = text_of(nadia.get(address("catalog", number=1)))
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


def test_a_photo_comes_with_the_product_and_leaves_on_demand(vallon: Cast, nadia: Client, settings: Any, tmp_path: Any):
    settings.MEDIA_ROOT = tmp_path
    content = io.BytesIO()
    Image.new("RGB", (800, 600), "red").save(content, "JPEG")
    page = address("product", number=1, product=vallon.bread.pk)
    said = {"name": "Pain", "family": "bread", "price": "5,40", "vat_rate": "5,5", "is_active": "on"}
    wrong = SimpleUploadedFile("pain.jpg", b"<html>")
    refused = nadia.post(page, said | {"photo_file": wrong})
    assert (refused.status_code, dict(refused.context["form"].errors)) == (
        422,
        {"photo_file": ["Ce fichier n’est pas une photo. Choisissez une image JPEG, PNG, WebP ou HEIC."]},
    )
    nadia.post(page, said | {"camera": SimpleUploadedFile("photo.jpg", content.getvalue())})
    vallon.bread.refresh_from_db()
    source = f"/photos/{vallon.bread.photo}-160.webp"
    with time_machine.travel(TUESDAY, tick=False):
        shop = text_of(nadia.get(reverse("distributions:shop", kwargs={"slug": "vallon", "number": 1})))
    assert (vallon.bread.photo_width, source in text_of(nadia.get(page)), source in shop) == (800, True, True)
    assert 'width="800" height="600" alt="" loading="lazy"' in shop
    nadia.post(page, said | {"removes_photo": "on"})
    assert source not in text_of(nadia.get(page))


def test_taps_on_a_product_are_undone_by_a_tap(vallon: Cast, nadia: Client):
    where = {"number": 1, "product": vallon.bread.pk}
    page = address("catalog", number=1)
    answer = nadia.post(address("product_availability", **where), {"available": "no"}, follow=True)
    assert "Pain est indisponible." in text_of(answer)
    undo = next(undo_of(message) for message in answer.context["messages"])
    nadia.post(undo.url, undo.fields)
    vallon.bread.refresh_from_db()
    assert vallon.bread.is_active
    nadia.post(address("product_place", **where), {"to": "down"})
    assert [each.name for each in nadia.get(page).context["page"]][:2] == ["Panier de légumes", "Pain"]
    answer = nadia.post(address("product_withdrawal", **where), follow=True)
    assert "Pain" not in [each.name for each in nadia.get(page).context["page"]]
    assert [each.name for each in nadia.get(f"{page}?archives").context["page"]] == ["Pain"]
    undo = next(undo_of(message) for message in answer.context["messages"])
    nadia.post(undo.url, undo.fields)
    assert nadia.get(page).context["page"].paginator.count == 3
    copy = nadia.post(address("product_copy", **where))
    assert "Pain (copie)" in text_of(nadia.get(copy.url))


def test_a_fee_is_said_with_and_without(vallon: Cast, nadia: Client):
    said = {"name": "Ferme", "fee_name": "Frais", "fee_percent": "5", "starts_on": "", "ends_on": "", "contact": ""}
    wrong = nadia.post(
        address("catalog_edit", number=1), said | {"fee_percent": "80", "ends_on": "2026-01-01", "name": ""}
    )
    assert dict(wrong.context["form"].errors) == {
        "name": ["Il manque le nom du catalogue."],
        "fee_percent": ["Un pourcentage est entre 0 et 50."],
    }
    answer = nadia.post(address("catalog_edit", number=1), said, follow=True)
    page = text_of(answer)
    assert "3 prix changent pour les prochains paniers." in page
    assert ("5,67\u00a0€" in page, "producteur 5,40\u00a0€" in page, "5\u00a0%" in page) == (True, True, True)
    bread = address("product", number=1, product=vallon.bread.pk)
    assert 'value="5,40"' in text_of(nadia.get(bread))
    nadia.post(
        bread,
        {"name": "Pain", "family": "bread", "price": "6", "vat_rate": "5,5", "is_active": "on"},
    )
    vallon.bread.refresh_from_db()
    assert (vallon.bread.price, vallon.bread.vendor_price) == (Money.of("6.30"), Money.of(6))
    assert "5,67\u00a0€ devient 6,30\u00a0€" in text_of(
        nadia.get(address("product", number=1, product=vallon.bread.pk))
    )


def test_an_import_is_undone_from_its_toast_and_from_the_page(vallon: Cast, nadia: Client):
    pasted = "Nom\tPrix TTC\nPain\t6,00\nBrioche\t4,50"
    preview = nadia.post(address("product_import", number=1), {"pasted": pasted})
    assert "Marquer indisponibles 2 produits que ce fichier ne contient pas" in text_of(nadia.get(preview.url))
    answer = nadia.post(preview.url, {"import": "yes", "absent": "yes"}, follow=True)
    undo = next(undo_of(message) for message in answer.context["messages"])
    assert "Annuler l’import" in text_of(nadia.get(address("product_import", number=1)))
    answer = nadia.post(undo.url, undo.fields, follow=True)
    assert "4 produits comme avant." in text_of(answer)
    assert sorted(Product.objects.values_list("name", "is_active")) == [
        ("Pain", True),
        ("Panier de légumes", True),
        ("Tomme de brebis", True),
    ]
    assert "Cet import est déjà annulé." in text_of(nadia.post(undo.url, follow=True))


def test_an_archived_catalog_is_said_so_in_the_list_until_it_is_taken_back(vallon: Cast, nadia: Client):
    archiving = address("catalog_archiving", number=vallon.catalog.number)
    assert "archivé" not in text_of(nadia.get(address("catalogs")))
    nadia.post(archiving)
    nadia.get(address("catalogs"))  # the toast is read
    assert '<span class="pill">archivé</span>' in text_of(nadia.get(address("catalogs")))
    nadia.post(archiving, {"archived": "no"})
    assert '<span class="pill">archivé</span>' not in text_of(nadia.get(address("catalogs")))

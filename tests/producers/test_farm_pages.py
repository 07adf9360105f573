"""V1 and the page of a vendor, read as they come: what to bring, what is paid, and no member's name for the farm."""

import pytest
import time_machine
from django.test import Client

from cabas.catalogs.models import Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.models import Participation
from cabas.money import Money
from cabas.people.models import User
from cabas.planning.withdrawing import withdraw
from cabas.producers.keeping import let_vendor_keep
from cabas.producers.models import OrderSent, VendorPayment
from cabas.producers.paying import owed_now
from tests.cast import TUESDAY, Cast, add_product, cast, key
from tests.producers.evenings import brought_before, farm_of, hugo_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Cast:
    play = cast()
    play.order(play.alice, {play.vegetables: 2})
    brought_before(play, 1, 3)
    return play


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@time_machine.travel(TUESDAY, tick=False)
def test_a_farm_reads_what_to_bring_and_what_it_is_owed_and_nobodys_name(play: Cast) -> None:
    hugo = signed_in(hugo_of(play))
    assert hugo.get("/", follow=True).redirect_chain[-1][0] == "/g/vallon/ferme/1/"
    page = hugo.get("/g/vallon/ferme/1/").content.decode()
    for words in (
        "Jeudi 26 novembre",
        "provisoire",
        "Panier de légumes",
        "24,00",
        "Le groupe vous doit 16,20",
        "à payer",
    ):
        assert words in page, words
    for name in ("Alice", "Bob", "Lenoir", "Martin"):
        assert name not in page
    assert hugo.get("/g/vallon/ferme/1/commande/1.pdf").content.startswith(b"%PDF")
    assert hugo.get("/g/vallon/gestion/membres/").status_code == 403


@time_machine.travel(TUESDAY, tick=False)
def test_the_treasury_records_what_was_paid_and_undoes_it(play: Cast) -> None:
    nadia = signed_in(play.nadia)
    said = {"key": key(), "amount": "16,20", "paid_by": "transfer", "on": "2026-11-24", "note": "facture 12"}
    refused = nadia.post("/g/vallon/gestion/producteurs/1/paiement/", {**said, "amount": "20"})
    assert (refused.status_code, "Le groupe lui doit 16,20" in refused.content.decode()) == (422, True)
    assert nadia.post("/g/vallon/gestion/producteurs/1/paiement/", said).status_code == 302
    assert owed_now(farm_of(play)) == Money(0)
    page = signed_in(hugo_of(play)).get("/g/vallon/ferme/1/").content.decode()
    assert ("facture 12" in page, "Tout ce qui est validé est payé." in page) == (True, True)
    number = VendorPayment.objects.get().transaction.number
    undo = f"/g/vallon/gestion/producteurs/1/paiement/{number}/annulation/"
    assert nadia.post(undo, {"key": key(), "why": ""}).status_code == 422
    assert nadia.post(undo, {"key": key(), "why": "chèque perdu"}).status_code == 302
    assert owed_now(farm_of(play)) == Money.of("16.20")


@time_machine.travel(TUESDAY, tick=False)
def test_the_producer_keeps_the_catalog_and_the_coordination_reads_who_changed_what(play: Cast) -> None:
    hugo = signed_in(hugo_of(play))
    assert hugo.get("/g/vallon/ferme/1/catalogue/1/").status_code == 404
    let_vendor_keep(play.catalog, by=play.nadia, at=TUESDAY)
    page = f"/g/vallon/ferme/1/catalogue/1/produits/{play.bread.pk}/"
    typed = {"name": "Pain", "vendor_price": "5,80", "stock": "12", "is_active": "on", "unit": "", "description": ""}
    assert hugo.post(page, typed).status_code == 302
    assert Product.objects.get(pk=play.bread.pk).price == Money.of("5.80")
    seen = signed_in(play.nadia).get("/g/vallon/gestion/producteurs/1/").content.decode()
    assert ("5,80" in seen, "Hugo Aulnes, mar. 24 nov." in seen) == (True, True)


@time_machine.travel(TUESDAY, tick=False)
def test_the_coordination_sends_the_order_and_sees_when_it_left(play: Cast) -> None:
    nadia, order = signed_in(play.nadia), "/g/vallon/gestion/commandes/1/"
    hugo_of(play)
    assert "Envoyer la commande au producteur" in nadia.get(order).content.decode()
    assert nadia.post(f"{order}1/envoi/").status_code == 302
    assert OrderSent.objects.get().addresses == ["hugo@aulnes.example.org"]
    page = nadia.get(order).content.decode()
    assert ("Renvoyer la commande au producteur" in page, "hugo@aulnes.example.org" in page) == (True, True)


@time_machine.travel(TUESDAY, tick=False)
def test_who_brings_nothing_after_all_is_not_among_the_orders(play: Cast) -> None:
    meat = add_product(add_catalog(add_vendor(play.group, "Élevage du Causse"), "Viande"), "Merguez", "9.00")
    Participation.objects.create(group=play.group, distribution=play.distribution, catalog=meat.catalog)
    play.order(play.bob, {meat: 1})
    nadia, orders = signed_in(play.nadia), "/g/vallon/gestion/commandes/"
    assert [total.name for total in nadia.get(orders).context["to_come"][0].orders] == [
        "Élevage du Causse",
        "Ferme des Aulnes",
    ]
    withdraw(play.distribution, meat.catalog, count=1, seen=Money.of("9"), key=key(), by=play.nadia, at=TUESDAY)
    assert [total.name for total in nadia.get(orders).context["to_come"][0].orders] == ["Ferme des Aulnes"]

"""The stand by product: weighed in a row, nothing lost and nobody's weight overwritten; missing and prices, by hand."""

from typing import Any

import pytest
from django.test import Client

from cabas.distributions.models import Basket, BasketChange, OrderLine
from cabas.distributions.serving import take_payment
from cabas.distributions.weighing import Weights, weigh
from cabas.money import Money
from cabas.stand.models import ProductChange
from cabas.stand.weighing_in_a_row import mark, weigh_product
from tests.cast import THURSDAY_EVENING, Cast, cast, key
from tests.distributions.pages import stop_clock, words

PRODUCTS = "/g/vallon/gestion/distributions/1/stand/produits/"


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Thursday, 18 h 40: Alice and Bob ordered cheese and bread, a portion of 240 g each; Alice 2 breads."""
    stop_clock(monkeypatch, THURSDAY_EVENING)
    told = cast()
    told.order(told.alice, {told.cheese: 1, told.bread: 2})
    told.order(told.bob, {told.cheese: 1, told.bread: 1})
    return told


@pytest.fixture
def nadia(play: Cast, client: Client) -> Client:
    client.force_login(play.nadia)
    return client


def cheeses(play: Cast) -> list[OrderLine]:
    return list(OrderLine.objects.filter(product=play.cheese).order_by("basket__number"))


def grams(play: Cast) -> list[int | None]:
    return [line.grams for line in cheeses(play)]


def weighed(play: Cast, weights: list[int], shown: list[str] | None = None) -> tuple[int, list[int]]:
    lines = cheeses(play)
    marks = shown or [mark(line) for line in lines]
    done = weigh_product(
        play.distribution,
        play.cheese.pk,
        Weights({line.pk: weight for line, weight in zip(lines, weights, strict=True)}),
        {line.pk: each for line, each in zip(lines, marks, strict=True)},
        key=key(),
        by=play.nadia,
        at=THURSDAY_EVENING,
    )
    return done.count, list(done.left)


def form(play: Cast, typed: list[str], **more: str) -> dict[str, Any]:
    """The page's form as it is shown now, with these weights typed."""
    fields = {"key": key(), **more}
    for line, text in zip(cheeses(play), typed, strict=True):
        fields |= {f"weight-{line.pk}": text, f"shown-{line.pk}": mark(line)}
    return fields


def test_a_row_of_weights_is_one_act_and_a_change_for_each_basket(play: Cast) -> None:
    assert weighed(play, [220, 250]) == (2, [])
    assert [(str(basket.total)) for basket in Basket.objects.order_by("number")] == ["16.30", "11.65"]
    assert [(change.details[0]["to"], change.by) for change in BasketChange.objects.filter(kind="weighing")] == [
        ("220\u00a0g", play.nadia),
        ("250\u00a0g", play.nadia),
    ]


def test_what_a_volunteer_weighed_meanwhile_is_left_and_the_rest_is_posted(play: Cast) -> None:
    shown = [mark(line) for line in cheeses(play)]
    bobs = cheeses(play)[1]
    weigh(bobs.basket, Weights({bobs.pk: 233}), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert weighed(play, [220, 250], shown) == (1, [bobs.pk])
    assert grams(play) == [220, 233]
    assert weighed(play, [220, 233], shown) == (0, [])


def test_the_page_posts_what_is_sound_and_asks_about_the_rest(play: Cast, nadia: Client) -> None:
    page = f"{PRODUCTS}{play.cheese.pk}/"
    assert "Pesés : 0 · à peser : 2" in words(nadia.get(page).content.decode())
    answer = nadia.post(page, form(play, ["0,22kg", "1200"]))
    assert answer.status_code == 422
    assert "1 poids est à vérifier, 1 poids enregistré." in words(answer.content.decode())
    assert "1 200 g au lieu de 240 g : c’est bien ça ?" in words(answer.content.decode())
    assert 'value="1200"' in answer.content.decode()
    assert grams(play) == [220, None]
    bobs = cheeses(play)[1]
    answer = nadia.post(page, form(play, ["220", "1200"], **{f"confirmed-{bobs.pk}": "1200"}), follow=True)
    assert "Tomme de brebis : 1 poids enregistré" in answer.content.decode().replace("\u202f", " ")
    assert grams(play) == [220, 1200]


def test_a_row_that_is_left_is_saved_alone(play: Cast, nadia: Client) -> None:
    alices = cheeses(play)[0]
    answer = nadia.post(
        f"{PRODUCTS}{play.cheese.pk}/",
        form(play, ["220", "999"], row=str(alices.pk)),
        headers={"HX-Request": "true"},
    )
    page = words(answer.content.decode())
    assert (answer.status_code, "Alice Martin" in page, "Bob Lenoir" in page) == (200, True, False)
    assert "Pesés : 1 · à peser : 1" in page
    assert grams(play) == [220, None]


def test_missing_products_are_listed_with_those_concerned_and_undone_from_the_product(
    play: Cast, nadia: Client
) -> None:
    alices = Basket.objects.get(membership=play.alice)
    take_payment(alices, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    page = words(nadia.get(PRODUCTS).content.decode())
    assert "Pain 2 paniers · 3 en tout Manquant , Pain Tomme de brebis 2 paniers · 2 à peser" in page
    page = words(nadia.get(f"{PRODUCTS}{play.bread.pk}/manquant/").content.decode())
    assert "2 paniers, 16,20 € de moins. 1 membre a déjà réglé : 10,80 € restent sur son compte." in page
    assert "1 Alice Martin déjà réglé : 10,80 € sur son compte − 10,80 €" in page
    assert "2 Bob Lenoir restera à encaisser : 6,00 € − 5,40 €" in page
    sent = {"key": key(), "count": "2", "sum": "1620"}
    page = words(nadia.post(f"{PRODUCTS}{play.bread.pk}/manquant/", sent, follow=True).content.decode())
    assert "Non livré pour 2 paniers, noté à 18 h 40 par Nadia Belkacem." in page
    assert "Pain non livré : 2 paniers, 16,20 € de moins, dont 10,80 € sur le compte" in page
    change = ProductChange.objects.get()
    undoing = f"{PRODUCTS}changements/{change.pk}/annulation/"
    assert "Pain : annulé, 2 paniers comme avant" in words(
        nadia.post(undoing, {"key": key()}, follow=True).content.decode()
    )
    again = nadia.post(undoing, {"key": key()}, follow=True).content.decode()
    assert "Il n’y a rien à annuler ici" in again


def test_other_amounts_than_the_page_showed_are_shown_again(play: Cast, nadia: Client) -> None:
    answer = nadia.post(f"{PRODUCTS}{play.bread.pk}/manquant/", {"key": key(), "count": "1", "sum": "540"})
    assert answer.status_code == 409
    assert "Les paniers ont changé" in words(answer.content.decode())
    assert not ProductChange.objects.exists()


def test_another_price_is_shown_before_it_is_asked(play: Cast, nadia: Client) -> None:
    page = f"{PRODUCTS}{play.bread.pk}/prix/"
    assert "2 paniers, 1,80 € de plus." in words(nadia.get(page, {"prix": "6"}).content.decode())
    assert nadia.get(page, {"prix": "-6"}).status_code == 422
    assert "Je ne comprends pas" in words(nadia.get(page, {"prix": "5,4O"}).content.decode())
    nadia.post(page, {"key": key(), "prix": "6", "count": "2", "sum": "-180"})
    assert Basket.objects.get(membership=play.bob).total == Money.of("12.00")
    assert "Prix de 6,00 € pour 2 paniers" in words(nadia.get(f"{PRODUCTS}{play.bread.pk}/").content.decode())

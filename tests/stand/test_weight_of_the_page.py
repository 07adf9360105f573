"""The stand of 180 baskets, opened once, weighs at most 180 KB compressed, panels and assets included."""

import gzip
import re
from collections.abc import Iterable
from pathlib import Path
from time import process_time

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas.distributions.models import Basket, OrderLine
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_product, cast

pytestmark = pytest.mark.django_db

BASKETS, LINES = 180, 8
WEIGHT_MAX = 180_000
STATEMENTS_MAX = 12
STAND = "/g/vallon/gestion/distributions/1/stand/"
FIRST = ["Camille", "Awa", "Jean", "Odile", "Noé", "Inès", "Mathis", "Paul", "Hélène", "Yann", "Zoé", "Ali", "Rose"]
LAST = ["Moreau", "Diop", "Petit", "Durand", "Garnier", "Robin", "Leroy", "Hamon", "Vasseur", "Le Goff", "Rossi"]


def crowd(play: Cast) -> None:
    """So many households, each with eight products of which two are weighed."""
    products = [play.vegetables, play.bread, play.cheese, add_product(play.catalog, "Poulet", "14.00", is_weighed=True)]
    products[3].portion_grams = 1500
    products += [add_product(play.catalog, f"Produit {place} de la ferme", f"{place}.40") for place in range(1, 12)]
    for place in range(BASKETS):
        person = NewPerson(
            FIRST[place % 13], f"{LAST[place % 11]}{place}", phone=f"06 12 34 {place % 90 + 10} 7{place % 10}"
        )
        member = add_member(play.group, NewHousehold([person]), at=TUESDAY)
        basket = Basket.objects.create(
            group=play.group,
            distribution=play.distribution,
            membership=member,
            number=place + 1,
            means="cheque",
            is_announced=True,
            committed_at=TUESDAY,
            total=Money(0),
            version=1,
        )
        chosen = [products[(place + step) % len(products)] for step in range(LINES)]
        lines = [
            OrderLine(
                group=play.group,
                basket=basket,
                distribution=play.distribution,
                product=product,
                product_name=product.name,
                price=product.price,
                is_weighed=product.is_weighed,
                portion_grams=product.portion_grams,
                quantity=1,
            )
            for product in chosen
        ]
        for line in lines:
            line.total = line.priced()
        OrderLine.objects.bulk_create(lines)


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def assets_of(page: str) -> Iterable[bytes]:
    """What the page loads, and the modules that its scripts import."""
    asked = set(re.findall(r'(?:href|src)="/static/([^"#]+)"', page))
    asked |= {f"stand/{path.name}" for path in Path(str(finders.find("stand/stand.js"))).parent.glob("*.js")}
    for name in sorted(asked):
        path = finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name))
        assert path, name
        yield Path(str(path)).read_bytes()


def test_the_stand_of_180_baskets(
    monkeypatch: pytest.MonkeyPatch, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    play = cast()
    monkeypatch.setattr("cabas.clock._demo_moment", lambda: THURSDAY_EVENING)
    crowd(play)
    client.force_login(play.nadia)
    said = []
    total = 0
    for address in (STAND, f"{STAND}paniers/"):
        client.get(address)
        begun = process_time()
        with CaptureQueriesContext(connection) as asked:
            content = client.get(address).content
        seconds = process_time() - begun
        assert len(asked) <= STATEMENTS_MAX
        total += compressed(content)
        said.append(f"{address}: {compressed(content)} B of {len(content)}, {len(asked)} statements, {seconds:.2f} s")
    weights = [compressed(asset) for asset in assets_of(client.get(STAND).content.decode())]
    total += sum(weights)
    with capsys.disabled():
        print(*said, f"{len(weights)} assets: {sum(weights)} B", f"all: {total} B", sep="\n  ")
    assert total <= WEIGHT_MAX

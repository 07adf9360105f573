"""What is to be brought, by vendor and by product, is to the cent what validation posts and what baskets come to."""

import pytest

from cabas.catalogs.models import Vendor
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.contents import set_missing
from cabas.distributions.models import Basket, OrderLine, Participation
from cabas.distributions.serving import serve
from cabas.distributions.totals import LinesSum, ProductTotal, VendorTotal, by_vendor, ordered, summed, with_ordered
from cabas.distributions.validation import validate
from cabas.distributions.vendor_shares import vendor_shares
from cabas.distributions.weighing import Weights
from cabas.ledger.models import Account
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, Cast, add_distribution, add_product, cast, key


@pytest.fixture
def play(play: Cast) -> Cast:
    """Two vendors; Alice orders of both, Bob of the first; another group orders too."""
    bees = add_catalog(add_vendor(play.group, "Apiculture du Pré"), "Miels")
    Participation.objects.create(group=play.group, distribution=play.distribution, catalog=bees)
    honey = add_product(bees, "Miel", "8.35", unit="500 g")
    play.order(play.alice, {play.vegetables: 2, play.cheese: 2, honey: 1})
    play.order(play.bob, {play.vegetables: 1, play.cheese: 1, play.bread: 1})
    voisins = cast("ailleurs", "Les Voisins")
    voisins.order(voisins.alice, {voisins.bread: 4})
    return play


def product(name: str, quantity: int, amount: str, **more: object) -> ProductTotal:
    known = {"unit": "", "is_weighed": False, "missing": 0, "estimated_grams": 0, "weighed_grams": 0}
    return ProductTotal(name=name, quantity=quantity, amount=Money.of(amount), **(known | more))  # type: ignore[arg-type]


def test_each_vendor_has_its_products_its_baskets_and_its_sum(play: Cast) -> None:
    assert by_vendor(play.distribution) == [
        VendorTotal("Apiculture du Pré", 1, [product("Miel", 1, "8.35", unit="500 g")]),
        VendorTotal(
            "Ferme des Aulnes",
            2,
            [
                product("Pain", 1, "5.40"),
                product("Panier de légumes", 3, "36.00"),
                product("Tomme de brebis", 3, "18.00", is_weighed=True, estimated_grams=720),
            ],
        ),
    ]


def test_weights_move_from_the_estimate_to_the_scales_and_what_is_missing_is_not_brought(play: Cast) -> None:
    alice, bob = play.distribution.baskets.order_by("number")
    cheese = alice.lines.get(product=play.cheese)
    serve(alice, weights=Weights({cheese.pk: 500}), is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    set_missing(bob, bob.lines.get(product=play.bread).pk, True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    bread, _vegetables, cheese_total = by_vendor(play.distribution)[1].products
    assert bread == product("Pain", 0, "0.00", missing=1)
    weighed = {"is_weighed": True, "estimated_grams": 240, "weighed_grams": 500}
    assert cheese_total == product("Tomme de brebis", 3, "18.50", **weighed)


def test_the_sums_are_what_validation_posts_to_each_vendor_and_what_the_baskets_come_to(play: Cast) -> None:
    for basket in Basket.objects.filter(distribution=play.distribution):
        serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    said = {vendor.name: vendor.amount for vendor in by_vendor(play.distribution)}
    assert said == {share.vendor.name: share.owed for share in vendor_shares(play.distribution)}
    assert Money.sum(said.values()) == ordered(play.distribution).total
    validate(play.distribution, keeps_estimates=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    accounts = {vendor.name: vendor.account_id for vendor in Vendor.objects.filter(group=play.group)}
    assert said == {name: Account.objects.get(pk=account).balance for name, account in accounts.items()}
    assert not any(vendor.is_about for vendor in by_vendor(play.distribution))


def test_lines_of_a_vendor_come_to_what_its_products_come_to_before_and_after_the_scales(play: Cast) -> None:
    def both() -> tuple[LinesSum, LinesSum]:
        said = by_vendor(play.distribution)[1]
        lines = OrderLine.objects.filter(product__catalog__vendor__name=said.name, distribution=play.distribution)
        return LinesSum(said.basket_count, said.share, said.is_about), summed(lines)[play.distribution.pk]

    said, sums = both()
    assert said == sums == LinesSum(2, Money.of("59.40"), True)
    for basket in play.distribution.baskets.order_by("number"):
        grams = Weights({basket.lines.get(product=play.cheese).pk: 500})
        serve(basket, weights=grams, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    said, sums = both()
    assert said == sums == LinesSum(2, Money.of("66.40"), False)


def test_counts_and_sums_of_a_list_are_the_same_before_and_after_validation(play: Cast) -> None:
    later = add_distribution(play.group, play.distribution.starts_at.replace(day=27), [play.catalog])
    play.order(play.alice, {})
    play.order(play.bob, {play.bread: 1})

    def listed() -> dict[int, tuple[int, Money]]:
        found = with_ordered(play.group.distributions.with_validation())
        return {one.number: (one.basket_count, one.ordered_total) for one in found}  # type: ignore[attr-defined]

    before = {1: (1, Money.of("5.40")), later.number: (0, Money(0))}
    assert listed() == before
    basket = play.distribution.baskets.get(membership=play.bob)
    serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert listed() == before

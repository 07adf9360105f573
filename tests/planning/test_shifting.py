"""A farm comes another day: what was ordered goes there with its money, and comes back as a set."""

from dataclasses import dataclass, replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.catalogs.models import Catalog, Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.auditing import audit_group
from cabas.distributions.models import Basket, Distribution, OrderLine, Participation
from cabas.distributions.refusals import AmountsChanged, NothingToTakeBack
from cabas.ledger.acts import KeyReused
from cabas.ledger.auditing import audit_book
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.planning.models import TakenOut
from cabas.planning.obstacles import ProductsGone, StockShort
from cabas.planning.restoring import BasketsMoved, CatalogIsBack, restore
from cabas.planning.shifting import AlreadyWeighed, NothingElse, NotTakingPart, SameDay, TargetClosed, shift
from tests.cast import TUESDAY, Cast, add_distribution, add_product, key


@dataclass
class Two:
    """The play, a catalog of meat, and the Thursday after, both open."""

    play: Cast
    meat: Product
    later: Distribution

    @property
    def then(self) -> Cast:
        return replace(self.play, distribution=self.later)

    def shifted(self, count: int, seen: str, *, tap: str = "", to: Distribution | None = None) -> TakenOut:
        return shift(
            self.play.distribution,
            self.meat.catalog,
            to or self.later,
            why="Camion en panne.",
            count=count,
            seen=Money.of(seen),
            key=tap or key(),
            by=self.play.nadia,
            at=TUESDAY,
        )

    def put_back(self, taken: TakenOut, tap: str = "") -> None:
        fresh = TakenOut.objects.select_related("distribution__group__book").get(pk=taken.pk)
        restore(fresh, key=tap or key(), by=self.play.nadia, at=TUESDAY)


@pytest.fixture
def two(play: Cast) -> Two:
    vendor = add_vendor(play.group, "Élevage du Causse")
    vendor.email = "causse@ferme.example.org"
    vendor.save()
    catalog = add_catalog(vendor, "Viande")
    take_part(play.distribution, catalog)
    later = add_distribution(play.group, play.distribution.starts_at.replace(month=12, day=3), [play.catalog, catalog])
    later.orders_open_at = play.distribution.orders_open_at
    later.save()
    return Two(play, add_product(catalog, "Merguez", "9.00"), later)


def take_part(distribution: Distribution, catalog: Catalog) -> None:
    Participation.objects.create(group=distribution.group, distribution=distribution, catalog=catalog)


def state(two: Two) -> list[tuple[str, str, str, bool, str, list[tuple[str, int, str]]]]:
    """Each basket: its household, its day, how it is paid, what it comes to, its lines."""
    found = Basket.objects.order_by("distribution", "membership").prefetch_related("lines")
    return [
        (
            basket.membership.name.split()[0],
            f"{basket.distribution.day:%d/%m}",
            basket.means,
            basket.is_announced,
            str(basket.total),
            [(line.product_name, line.quantity, str(line.total)) for line in basket.lines.all() if line.quantity],
        )
        for basket in found.select_related("distribution", "membership")
    ]


def balances(two: Two) -> list[str]:
    return [str(each.account.balance) for each in two.play.group.memberships.select_related("account").order_by("pk")]


def assert_proved(two: Two) -> None:
    assert list(audit_group(two.play.group)) == []
    assert list(audit_book(two.play.group.book)) == []


def test_what_was_ordered_goes_to_the_basket_of_that_day_made_where_there_is_none(two: Two) -> None:
    play = two.play
    play.order(play.alice, {two.meat: 2, play.bread: 1})
    two.then.order(play.alice, {two.meat: 1}, means="cash")
    play.order(play.bob, {two.meat: 1}, means="transfer")
    before = balances(two)
    two.shifted(2, "27.00")
    assert state(two) == [
        ("Alice", "26/11", "cheque", True, "5.40", [("Pain", 1, "5.40")]),
        ("Bob", "26/11", "", False, "0.00", []),
        ("Alice", "03/12", "cash", True, "27.00", [("Merguez", 3, "27.00")]),
        ("Bob", "03/12", "transfer", True, "9.00", [("Merguez", 1, "9.00")]),
    ]
    assert balances(two) == before
    assert [str(told) for told in Basket.objects.filter(means="transfer").values_list("told_amount", flat=True)] == [
        "9.00"
    ]
    assert not play.distribution.participations.filter(catalog=two.meat.catalog).exists()
    assert_proved(two)


def test_each_household_and_the_farm_are_told_once(two: Two) -> None:
    play = two.play
    play.order(play.bob, {two.meat: 1}, means="transfer")
    two.shifted(1, "9.00")
    told = {mail.to: mail.body.splitlines() for mail in OutgoingMail.objects.filter(kind="E42")}
    assert told == {
        "bob@vallon.example.org": [
            "Bonjour Bob,",
            "",
            "Camion en panne.",
            "",
            "Vous recevrez ce produit le jeudi 3 décembre, 18\xa0h\xa030 – 19\xa0h\xa030, Salle des Aulnes\u202f:",
            "- Merguez",
            "",
            "Votre panier du jeudi 26 novembre est vide.",
            "Votre panier du jeudi 3 décembre vient à 9,00\xa0€.",
            "Il reste 9,00\xa0€ à régler, au stand ou auprès de la trésorerie.",
            "À virer\u202f: 9,00\xa0€, avec la référence M2-P2-1.",
            "",
            "Si la date ne vous convient pas, changez ou annulez votre commande jusqu’au mer. 2 déc., 20\xa0h.",
        ],
        "causse@ferme.example.org": [
            "Bonjour,",
            "",
            "Ce qui était commandé pour le jeudi 26 novembre est à apporter le jeudi 3 décembre, "
            "18\xa0h\xa030 – 19\xa0h\xa030, Salle des Aulnes.",
            "",
            "Camion en panne.",
            "",
            "Une question\u202f? Répondez à ce message.",
        ],
    }


def test_it_comes_back_as_it_was(two: Two) -> None:
    play = two.play
    play.order(play.alice, {two.meat: 2, play.bread: 1})
    two.then.order(play.alice, {two.meat: 1}, means="cash")
    before, owed = state(two), balances(two)
    taken = two.shifted(1, "18.00")
    two.put_back(taken)
    assert (state(two), balances(two)) == (before, owed)
    assert play.distribution.participations.filter(catalog=two.meat.catalog).exists()
    assert_proved(two)
    with pytest.raises(NothingToTakeBack):
        two.put_back(taken)


def test_it_does_not_come_back_once_its_member_ordered_there_or_the_catalog_is_back(two: Two) -> None:
    play = two.play
    play.order(play.bob, {two.meat: 1})
    taken = two.shifted(1, "9.00")
    take_part(play.distribution, two.meat.catalog)
    with pytest.raises(CatalogIsBack):
        two.put_back(taken)
    play.distribution.participations.filter(catalog=two.meat.catalog).delete()
    two.then.order(play.bob, {two.meat: 1, play.bread: 1})
    with pytest.raises(BasketsMoved, match="Bob Lenoir"):
        two.put_back(taken)


def test_the_same_tap_shifts_once_and_other_amounts_are_refused(two: Two) -> None:
    two.play.order(two.play.bob, {two.meat: 1})
    with pytest.raises(AmountsChanged):
        two.shifted(1, "18.00")
    tap = key()
    assert two.shifted(1, "9.00", tap=tap) == two.shifted(1, "9.00", tap=tap)
    with pytest.raises(KeyReused):
        two.shifted(2, "9.00", tap=tap)


def test_what_keeps_it_from_going_there_is_said(two: Two) -> None:
    play = two.play
    play.order(play.bob, {two.meat: 2, play.bread: 1})
    elsewhere = add_distribution(play.group, two.later.starts_at.replace(day=10), [play.catalog])
    with pytest.raises(NotTakingPart, match="jeudi 10 décembre"):
        two.shifted(1, "18.00", to=elsewhere)
    with pytest.raises(SameDay):
        two.shifted(1, "18.00", to=play.distribution)
    Product.objects.filter(pk=two.meat.pk).update(stock=1)
    with pytest.raises(StockShort, match="Merguez\u202f: il n’en reste que 1"):
        two.shifted(1, "18.00")
    Product.objects.filter(pk=two.meat.pk).update(stock=None, is_active=False)
    with pytest.raises(ProductsGone, match="Merguez"):
        two.shifted(1, "18.00")
    Product.objects.filter(pk=two.meat.pk).update(is_active=True)
    Distribution.objects.filter(pk=two.later.pk).update(orders_close_at=TUESDAY)
    with pytest.raises(TargetClosed):
        two.shifted(1, "18.00", to=Distribution.objects.select_related("group").get(pk=two.later.pk))


def test_weighed_products_are_there_and_the_only_catalog_stays(two: Two) -> None:
    play = two.play
    play.order(play.bob, {two.meat: 1})
    OrderLine.objects.filter(product=two.meat).update(is_weighed=True, portion_grams=500, grams=500)
    with pytest.raises(AlreadyWeighed):
        two.shifted(1, "9.00")
    play.distribution.participations.filter(catalog=play.catalog).delete()
    with pytest.raises(NothingElse):
        two.shifted(1, "9.00")


def test_shifting_costs_the_same_for_one_basket_and_for_three(two: Two) -> None:
    play = two.play

    def cost(count: int, seen: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            taken = two.shifted(count, seen)
        with CaptureQueriesContext(connection) as back:
            two.put_back(taken)
        return len(captured), len(back)

    play.order(play.alice, {two.meat: 1})
    cost(1, "9.00")  # her basket of that day is made
    one = cost(1, "9.00")
    for household in play.group.memberships.select_related("group__book", "account").with_people():
        if household.pk != play.alice.pk:
            play.order(household, {two.meat: 1})
    cost(3, "27.00")
    assert cost(3, "27.00") == one

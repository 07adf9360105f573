"""A catalog may have hours of its own in a distribution: members order of it then, and what they ordered stays."""

from datetime import datetime, timedelta

import pytest

from cabas.catalogs.models import Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.clock import PARIS
from cabas.distributions.choosing import choice
from cabas.distributions.drafts import add_to_draft, replace_draft
from cabas.distributions.models import Distribution, Participation
from cabas.distributions.ordering import Order, commit
from cabas.distributions.ordering_for import order_for
from cabas.distributions.refusals import CatalogClosed
from tests.cast import TUESDAY, Cast, add_product, key
from tests.distributions.pages import Visitor, words

MONDAY_20H = datetime(2026, 11, 23, 20, 0, tzinfo=PARIS)
SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=PARIS)
HOUR = timedelta(hours=1)


@pytest.fixture
def meat(play: Cast) -> Product:
    """Of a second catalog, which closed on Monday at 20 h; the distribution is open until Wednesday."""
    catalog = add_catalog(add_vendor(play.group, "Élevage du Causse"), "Viande")
    Participation.objects.create(
        group=play.group, distribution=play.distribution, catalog=catalog, orders_close_at=MONDAY_20H
    )
    return add_product(catalog, "Merguez", "9.00")


def test_a_catalog_without_hours_has_those_of_its_distribution(play: Cast, meat: Product) -> None:
    evening = play.distribution
    found = {each.catalog.name: (each.opens_at, each.closes_at) for each in evening.participations.all()}
    assert found == {
        "Ferme des Aulnes": (evening.orders_open_at, evening.orders_close_at),
        "Viande": (evening.orders_open_at, MONDAY_20H),
    }


@pytest.mark.parametrize("own", [{}, {"orders_close_at": MONDAY_20H}, {"orders_open_at": TUESDAY}])
@pytest.mark.parametrize("at", [SUNDAY - timedelta(days=9), SUNDAY, MONDAY_20H, TUESDAY, TUESDAY + timedelta(days=2)])
def test_the_rule_and_its_query_say_the_same(play: Cast, own: dict[str, datetime], at: datetime) -> None:
    Participation.objects.update(**own)
    found = Participation.objects.select_related("distribution").get()
    assert Participation.objects.open(at).exists() == found.is_open(at)


def test_orders_closed_early_are_closed_for_every_catalog(play: Cast, meat: Product) -> None:
    Distribution.objects.update(orders_close_at=MONDAY_20H - HOUR)
    assert not Participation.objects.open(MONDAY_20H - HOUR).exists()
    assert {each.closes_at for each in Participation.objects.select_related("distribution")} == {MONDAY_20H - HOUR}


def test_nothing_is_added_of_a_closed_catalog(play: Cast, meat: Product) -> None:
    assert add_to_draft(play.distribution, play.alice, meat.pk, 1, at=SUNDAY) == 1
    with pytest.raises(CatalogClosed) as refusal:
        add_to_draft(play.distribution, play.alice, meat.pk, 1, at=TUESDAY)
    assert str(refusal.value) == "Merguez\u202f: les commandes sont closes depuis lun. 23 nov., 20\xa0h."


def committed(play: Cast, quantities: dict[Product, int], version: int) -> None:
    wanted = {product.pk: quantity for product, quantity in quantities.items()}
    alice = play.person(play.alice)
    commit(play.distribution, play.alice, Order(wanted, version, "cheque"), key=key(), by=alice, at=TUESDAY)


@pytest.mark.parametrize("wanted", [3, 1, 0])
def test_what_was_ordered_of_a_closed_catalog_neither_grows_nor_shrinks(play: Cast, meat: Product, wanted: int) -> None:
    play.order(play.alice, {meat: 2, play.bread: 1}, at=SUNDAY)
    changed = {play.bread: 2} | ({meat: wanted} if wanted else {})
    replace_draft(play.distribution, play.alice, {each.pk: n for each, n in changed.items()}, at=TUESDAY)
    with pytest.raises(CatalogClosed):
        committed(play, changed, version=1)
    assert choice(play.distribution, play.alice).wanted == {meat.pk: 2, play.bread.pk: 2}
    committed(play, {meat: 2, play.bread: 2}, version=1)
    assert choice(play.distribution, play.alice).committed == {meat.pk: 2, play.bread.pk: 2}


def test_a_coordinator_orders_of_a_closed_catalog_too(play: Cast, meat: Product) -> None:
    order_for(play.distribution, play.bob, Order({meat.pk: 1}, 0, "cheque"), key=key(), by=play.nadia, at=TUESDAY)
    assert choice(play.distribution, play.bob).committed == {meat.pk: 1}


def test_the_shop_says_since_when_and_checkout_keeps_the_rest(play: Cast, meat: Product) -> None:
    play.order(play.alice, {meat: 2}, at=SUNDAY)
    alice = Visitor(play.alice)
    page = alice.get("commande/1/")
    assert "Merguez 9,00 € Commandes closes depuis lundi 23, 20 h × 2" in words(page)
    assert "Ajouter Merguez" not in page
    replace_draft(play.distribution, play.alice, {meat.pk: 3, play.bread.pk: 1}, at=TUESDAY)
    assert "Retirer Merguez" in alice.get("commande/1/")
    answer = alice.commit()
    assert answer.status_code == 422
    said = words(answer.content.decode())
    assert "Merguez : les commandes sont closes depuis lun. 23 nov., 20 h." in said
    assert choice(play.distribution, play.alice).wanted == {meat.pk: 2, play.bread.pk: 1}


def test_the_coordinator_reads_what_a_closed_producer_brings_while_others_are_ordered(
    play: Cast, meat: Product
) -> None:
    play.order(play.alice, {meat: 2, play.bread: 1}, at=SUNDAY)
    nadia = Visitor(play.group.memberships.get(adults__person=play.nadia))
    said = words(nadia.get("gestion/distributions/1/"))
    assert "Commandes déjà closes Élevage du Causse 18,00 € 2 × Merguez" in said
    assert "Pain" not in said

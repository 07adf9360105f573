"""What was cancelled or withdrawn comes back as one set, or not at all, and then it is said why."""

import pytest

from cabas.catalogs.models import Product
from cabas.catalogs.vendors import add_catalog, add_vendor
from cabas.distributions.auditing import audit_group
from cabas.distributions.models import Basket, Distribution, Participation
from cabas.distributions.planning import DayTaken
from cabas.distributions.refusals import NothingToTakeBack
from cabas.distributions.serving import serve
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_book
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from cabas.payments.refunding import refund
from cabas.planning.cancelling import cancel
from cabas.planning.obstacles import HouseholdsGone, MoneyGone, ProductsGone, StockShort
from cabas.planning.restoring import EveningPast, latest, restore
from cabas.planning.stakes import BasketsHandedOut
from cabas.planning.withdrawing import withdraw
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, add_product, key
from tests.planning.test_cancelling import balances, pay


@pytest.fixture
def cancelled(play: Cast) -> Cast:
    """Alice had paid her 10,80; Bob had announced a transfer of 12,00 and a cheese."""
    pay(play, play.order(play.alice, {play.bread: 2}))
    play.order(play.bob, {play.vegetables: 1, play.cheese: 1}, means="transfer")
    play.before = state(play)  # type: ignore[attr-defined]
    call_off(play, 2, "28.80")
    return play


def call_off(play: Cast, count: int, seen: str) -> None:
    cancel(play.distribution, why="Neige.", count=count, seen=Money.of(seen), key=key(), by=play.nadia, at=TUESDAY)


def put_back(play: Cast, *, tap: str = "", at: object = TUESDAY) -> Distribution:
    taken = latest(play.distribution)
    assert taken is not None
    return restore(taken, key=tap or key(), by=play.nadia, at=at)  # type: ignore[arg-type]


def state(play: Cast) -> tuple[object, ...]:
    rows = Basket.objects.order_by("pk").values_list(
        "membership", "total", "ordered_total", "means", "is_announced", "told_amount"
    )
    lines = [
        (line.product_name, line.quantity, line.total, line.grams, line.is_missing)
        for basket in Basket.objects.order_by("pk")
        for line in basket.lines.all()
    ]
    return list(rows), lines, balances(play)


def test_orders_means_and_accounts_are_what_they_were(cancelled: Cast) -> None:
    here = put_back(cancelled)
    assert state(cancelled) == cancelled.before  # type: ignore[attr-defined]
    assert (here.cancelled_at, here.cancelled_why) == (None, "")
    assert [*audit_group(cancelled.group), *audit_book(cancelled.group.book)] == []
    cancelled.order(cancelled.bob, {cancelled.bread: 1})


def test_each_is_told(cancelled: Cast) -> None:
    OutgoingMail.objects.all().delete()
    put_back(cancelled)
    told = {mail.to: mail.body.splitlines()[2:] for mail in OutgoingMail.objects.filter(kind="E35")}
    when = "jeudi 26 novembre, 18\xa0h\xa030 – 19\xa0h\xa030, Salle des Aulnes"
    assert told == {
        "alice@vallon.example.org": [
            f"L’annulation est annulée\u202f: la distribution a lieu le {when}.",
            "Votre commande est rétablie\u202f: 10,80\xa0€.",
            "",
            "Votre compte est à jour\u202f: 0,00\xa0€.",
        ],
        "bob@vallon.example.org": [
            f"L’annulation est annulée\u202f: la distribution a lieu le {when}.",
            "Votre commande est rétablie\u202f: 18,00\xa0€.",
            "",
            "Il reste 18,00\xa0€ à régler, au stand ou auprès de la trésorerie.",
        ],
    }


def test_it_comes_back_once_and_the_same_tap_counts_once(cancelled: Cast) -> None:
    taken, tap = latest(cancelled.distribution), key()
    assert taken is not None
    assert put_back(cancelled, tap=tap) == restore(taken, key=tap, by=cancelled.nadia, at=TUESDAY)
    with pytest.raises(NothingToTakeBack):
        restore(taken, key=key(), by=cancelled.nadia, at=TUESDAY)


def test_not_where_the_money_was_refunded_since(cancelled: Cast) -> None:
    refund(
        Membership.objects.select_related("group__book", "account").with_people().get(pk=cancelled.alice.pk),
        "cash", Money.of("10.80"), why="annulée", key=key(), by=cancelled.nadia, at=TUESDAY,
    )  # fmt: skip
    with pytest.raises(MoneyGone, match="Alice Martin"):
        put_back(cancelled)


def test_not_where_a_cagnotte_was_spent_since(play: Cast) -> None:
    play.order(play.bob, {play.bread: 1})
    call_off(play, 1, "5.40")
    PaymentSettings.objects.update(
        accepts_cagnotte=True, accepts_cheque=False, accepts_cash=False, accepts_transfer=False, accepts_terminal=False
    )
    with pytest.raises(MoneyGone, match="Bob Lenoir"):
        put_back(play)


def test_not_for_who_left_nor_what_is_sold_no_more(cancelled: Cast) -> None:
    Product.objects.filter(pk=cancelled.bread.pk).update(is_active=False)
    with pytest.raises(ProductsGone, match="Pain"):
        put_back(cancelled)
    Product.objects.filter(pk=cancelled.bread.pk).update(is_active=True, stock=1)
    with pytest.raises(StockShort, match="Pain"):
        put_back(cancelled)
    Membership.objects.filter(pk=cancelled.bob.pk).update(left_on=TUESDAY.date())
    with pytest.raises(HouseholdsGone, match="Bob Lenoir"):
        put_back(cancelled)


def test_not_where_the_place_is_taken_nor_once_the_day_is_there(cancelled: Cast) -> None:
    with pytest.raises(EveningPast):
        put_back(cancelled, at=THURSDAY_EVENING)
    add_distribution(cancelled.group, cancelled.distribution.starts_at, [cancelled.catalog])
    with pytest.raises(DayTaken):
        put_back(cancelled)


@pytest.fixture
def meat(play: Cast) -> Product:
    catalog = add_catalog(add_vendor(play.group, "Élevage du Causse"), "Viande")
    closes = play.distribution.orders_close_at.replace(hour=12)
    Participation.objects.create(
        group=play.group, distribution=play.distribution, catalog=catalog, orders_close_at=closes
    )
    return add_product(catalog, "Merguez", "9.00")


def test_a_catalog_that_was_withdrawn_comes_back_with_its_orders_and_hours(play: Cast, meat: Product) -> None:
    play.order(play.alice, {meat: 2, play.bread: 1})
    before, hours = state(play), list(Participation.objects.values_list("catalog", "orders_close_at"))
    withdraw(play.distribution, meat.catalog, count=1, seen=Money.of("18.00"), key=key(), by=play.nadia, at=TUESDAY)
    taken = latest(play.distribution, meat.catalog.number)
    assert taken is not None
    restore(taken, key=key(), by=play.nadia, at=TUESDAY)
    assert state(play) == before
    assert list(Participation.objects.order_by("catalog").values_list("catalog", "orders_close_at")) == hours
    told = OutgoingMail.objects.filter(kind="E36").order_by("pk").last()
    assert told is not None
    assert told.subject == "[Les Paniers du Vallon] «\u202fViande\u202f» vient finalement le jeudi 26 novembre"
    assert list(audit_group(play.group)) == []


def test_nothing_is_put_back_into_an_evening_that_is_being_handed_out(play: Cast, meat: Product) -> None:
    basket = play.order(play.alice, {meat: 2, play.bread: 1})
    withdraw(play.distribution, meat.catalog, count=1, seen=Money.of("18.00"), key=key(), by=play.nadia, at=TUESDAY)
    serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=TUESDAY)
    taken = latest(play.distribution, meat.catalog.number)
    assert taken is not None
    with pytest.raises(BasketsHandedOut):
        restore(taken, key=key(), by=play.nadia, at=TUESDAY)

"""Somebody without an account buys at the stand and pays at once; no list knows them, and they never owe anything."""

from typing import Any

import pytest
from django.test import Client

from cabas.distributions.auditing import audit_group
from cabas.distributions.contents import set_quantity
from cabas.distributions.models import Basket
from cabas.distributions.refusals import (
    AmountsChanged,
    BasketOfNothing,
    MeansNotTaken,
    NothingToTakeBack,
    PassageSold,
    ProductNotOffered,
    StockGone,
)
from cabas.distributions.serving import serve, take_payment
from cabas.distributions.validation import validate
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.stand.passage import NotPaidAtOnce, NotWeighed, Sale, Sold, sell, undo_sale
from cabas.stand.product_changes import change_price_for_all, miss_for_all
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, cast, key
from tests.distributions.pages import stop_clock, words

PAGE = "/g/vallon/gestion/distributions/1/stand/passage/"


@pytest.fixture
def play(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Thursday, 18 h 40: Alice ordered a bread."""
    stop_clock(monkeypatch, THURSDAY_EVENING)
    told = cast()
    told.order(told.alice, {told.bread: 1})
    return told


def signed(play: Cast) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING}


def sold(play: Cast, *, bread: int = 0, cheese: int = 0, means: str = "cash", seen: str, **other: str) -> Sold:
    """So many breads, and so many grams of cheese."""
    quantities = {play.bread.pk: bread, play.cheese.pk: int(bool(cheese))}
    sale = Sale(
        {pk: quantity for pk, quantity in quantities.items() if quantity},
        {play.cheese.pk: cheese} if cheese else {},
        means,
        Money.of(seen),
    )
    return sell(play.distribution, sale, **signed(play) | other)


def passages() -> list[tuple[str, str]]:
    found = Membership.passages.filter(passage__isnull=False).select_related("account").order_by("passage")
    return [(each.name, str(each.account.balance)) for each in found]


def test_a_sale_is_a_basket_served_and_paid_in_one_act(play: Cast) -> None:
    done = sold(play, bread=2, cheese=200, seen="15.80")
    basket = Basket.objects.with_amounts().get(pk=done.basket)
    assert (basket.number, str(basket.total), str(basket.paid), str(basket.balance)) == (2, "15.80", "15.80", "0.00")
    assert (basket.served_by, basket.is_announced, basket.lines.count()) == (play.nadia, False, 2)
    assert passages() == [("Passage 1", "0.00")]
    assert list(audit_group(play.group)) == []


def test_several_of_one_evening_have_each_their_basket_and_the_next_evening_they_serve_again(play: Cast) -> None:
    numbers = [sold(play, bread=1, seen="5.40").number for _sale in range(2)]
    assert (numbers, passages()) == ([2, 3], [("Passage 1", "0.00"), ("Passage 2", "0.00")])
    play.distribution = add_distribution(play.group, THURSDAY_EVENING.replace(day=27), [play.catalog])
    sold(play, bread=1, seen="5.40")
    assert len(passages()) == 2


def test_the_same_tap_sells_once(play: Cast) -> None:
    once = key()
    assert sold(play, bread=1, seen="5.40", key=once) == sold(play, bread=1, seen="5.40", key=once)
    assert Payment.objects.count() == 1


def test_no_list_count_number_or_mail_knows_them(play: Cast, client: Client) -> None:
    before = Membership.objects.count()
    sold(play, bread=1, seen="5.40")
    assert Membership.objects.count() == play.group.memberships.count() == before
    newcomer = add_member(play.group, NewHousehold([NewPerson("Zoé", "Durand")]), at=TUESDAY)
    assert newcomer.number == before + 1
    client.force_login(play.nadia)
    for page in ("gestion/membres/", "gestion/soldes/", "gestion/distributions/1/paniers/ajouter/"):
        answer = client.get(f"/g/vallon/{page}")
        assert (answer.status_code, "Passage" in words(answer.content.decode())) == (200, False), page
    validating = {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING}
    take_payment(Basket.objects.get(membership=play.alice), "cheque", **signed(play))
    validate(play.distribution, **validating)
    assert not OutgoingMail.objects.filter(to="").exists()
    assert list(audit_group(play.group)) == []


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"bread": 1, "means": "", "seen": "5.40"}, NotPaidAtOnce),
        ({"bread": 1, "means": "transfer", "seen": "5.40"}, MeansNotTaken),
        ({"bread": 1, "seen": "5.00"}, AmountsChanged),
        ({"seen": "0.00"}, BasketOfNothing),
    ],
)
def test_what_is_not_paid_at_once_and_in_full_is_not_sold(
    play: Cast, asked: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        sold(play, **asked)
    assert (passages(), Payment.objects.count()) == ([], 0)


def test_what_is_weighed_is_weighed_first_and_no_more_is_sold_than_there_is(play: Cast) -> None:
    unweighed = Sale({play.cheese.pk: 1}, {}, "cash", Money.of("6.00"))
    with pytest.raises(NotWeighed):
        sell(play.distribution, unweighed, **signed(play))
    play.bread.stock = 2
    play.bread.save()
    with pytest.raises(StockGone):
        sold(play, bread=2, seen="10.80")
    assert sold(play, bread=1, seen="5.40").number == 2


def test_it_is_sold_at_the_price_of_the_evening_and_not_where_it_was_not_delivered(play: Cast) -> None:
    seen = {"count": 1, "seen": Money.of("-0.60")}
    change_price_for_all(play.distribution, play.bread.pk, Money.of("6.00"), **seen, **signed(play))
    assert sold(play, bread=1, seen="6.00").amount == Money.of("6.00")
    miss_for_all(play.distribution, play.bread.pk, count=1, seen=Money.of("6.00"), **signed(play))
    assert passages() == [("Passage 1", "0.00")]  # what was sold and taken away stays sold
    with pytest.raises(ProductNotOffered):
        sold(play, bread=1, seen="6.00")


def test_it_is_undone_as_a_whole_and_in_no_other_way(play: Cast) -> None:
    basket = Basket.objects.get(pk=sold(play, bread=1, seen="5.40").basket)
    with pytest.raises(PassageSold):
        set_quantity(basket, play.bread, 2, **signed(play))
    with pytest.raises(PassageSold):
        serve(basket, is_left_owed=True, **signed(play))
    assert undo_sale(basket, **signed(play)) == Money.of("5.40")
    assert not Basket.objects.not_empty().filter(pk=basket.pk).exists()
    assert passages() == [("Passage 1", "0.00")]
    with pytest.raises(NothingToTakeBack):
        undo_sale(basket, **signed(play))
    assert sold(play, bread=1, seen="5.40").number == 3
    assert list(audit_group(play.group)) == []


def test_on_the_page_the_sum_comes_first_then_one_tap_sells_and_the_toast_undoes(play: Cast, client: Client) -> None:
    client.force_login(play.nadia)
    typed = {f"p-{play.bread.pk}": "2", f"p-{play.cheese.pk}": "100+100"}
    page = words(client.get(PAGE, typed).content.decode())
    assert "À encaisser 15,80 €" in page
    assert "Espèces 15,80 €" in page
    assert "Virement" not in page
    answer = client.post(PAGE, typed | {"key": key(), "seen": "1580", "means": "cash"}, follow=True)
    assert "Passage, n° 2 : espèces 15,80 €" in words(answer.content.decode()).replace("\u202f", " ")
    assert "Passage 1" in words(client.get(PAGE.replace("passage/", "2/")).content.decode())
    answer = client.post(PAGE.replace("passage", "2/annulation"), {"key": key()}, follow=True)
    assert "Passage 1 : vente annulée, 15,80 € à rendre" in words(answer.content.decode()).replace("\u202f", " ")


def test_the_page_says_what_cannot_be_read_and_keeps_what_is_typed(play: Cast, client: Client) -> None:
    client.force_login(play.nadia)
    page = client.get(PAGE, {f"p-{play.bread.pk}": "deux"}).content.decode()
    assert 'value="deux"' in page
    assert "Écrivez un nombre" in page
    answer = client.post(PAGE, {f"p-{play.bread.pk}": "1", "key": key(), "seen": "540"})
    assert (answer.status_code, "Un passage se règle tout de suite" in answer.content.decode()) == (422, True)

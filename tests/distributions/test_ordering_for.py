"""A coordinator opens, changes or empties the basket of any household, until the distribution is validated."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cabas.distributions.auditing import audit_group
from cabas.distributions.blocking import is_blocked
from cabas.distributions.choosing import choice
from cabas.distributions.closing_cases import baskets_of, cases, leave_owed
from cabas.distributions.contents import set_missing
from cabas.distributions.drafts import replace_draft
from cabas.distributions.explaining import explained
from cabas.distributions.leaving import leave
from cabas.distributions.models import Basket, BasketChange
from cabas.distributions.ordering import Order
from cabas.distributions.ordering_for import order_for
from cabas.distributions.refusals import (
    AbsenceStands,
    BasketOfNothing,
    DistributionValidated,
    HouseholdLeft,
    MeansNotTaken,
    ProductNotOffered,
    StaleBasket,
    StockGone,
)
from cabas.distributions.serving import serve, take_payment
from cabas.distributions.validation import undo_validation, validate
from cabas.distributions.weighing import Weights, weigh
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership
from cabas.ledger.acts import KeyReused
from cabas.ledger.auditing import audit_all
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.receiving import record_payment
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, add_product, cast, key

pytestmark = pytest.mark.django_db

CLOSED = THURSDAY_EVENING.replace(hour=9)  # Thursday morning: since Wednesday evening nobody orders any more


@pytest.fixture
def play() -> Cast:
    return cast()


def member(play: Cast, who: Membership) -> Membership:
    return Membership.objects.select_related("account", "group__book").with_people().get(pk=who.pk)


def put(
    play: Cast,
    who: Membership,
    quantities: dict[Any, int],
    *,
    means: str = "cheque",
    version: int | None = None,
    at: datetime = CLOSED,
    with_key: str = "",
) -> Basket:
    """Nadia makes the basket hold this."""
    here = Basket.objects.filter(distribution=play.distribution, membership=who).first()
    shown = version if version is not None else here.version if here else 0
    order = Order({product.pk: quantity for product, quantity in quantities.items()}, shown, means)
    asked = {"key": with_key or key(), "by": play.nadia, "at": at}
    return order_for(play.distribution, member(play, who), order, **asked)


def balance(who: Membership) -> str:
    return str(Membership.objects.get(pk=who.pk).account.balance)


def changes(who: Membership) -> list[tuple[str, str, Any]]:
    found = BasketChange.objects.filter(basket__membership=who).order_by("pk")
    return [(change.kind, str(change.amount), change.by) for change in found]


def mails() -> list[str]:
    return list(OutgoingMail.objects.filter(kind="E3").order_by("pk").values_list("subject", flat=True))


def assert_books_hold(play: Cast) -> None:
    assert list(audit_all()) == []
    assert list(audit_group(play.group)) == []


def test_a_basket_is_opened_after_closing_for_somebody_without_an_e_mail_and_it_is_signed(play: Cast) -> None:
    play.order(play.bob, {play.bread: 1})
    zoe = add_member(play.group, NewHousehold([NewPerson("Zoé", "Roux")]), at=TUESDAY)
    told = len(mails())
    basket = put(play, zoe, {play.vegetables: 1, play.cheese: 2})
    assert (basket.number, basket.means, basket.is_announced, str(basket.total)) == (2, "cheque", True, "24.00")
    assert balance(zoe) == "-24.00"
    assert changes(zoe) == [("order", "-24.00", play.nadia)]
    assert [(line.cause.title, line.cause.who) for line in explained(zoe)] == [
        ("Commande du jeu. 26 nov.", "par Nadia")
    ]
    assert len(mails()) == told
    assert_books_hold(play)


def test_nothing_is_opened_for_a_household_that_has_left_and_what_it_had_is_corrected(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    serve(baskets_of(play.distribution)[0], is_left_owed=True, by=play.nadia, at=THURSDAY_EVENING, key=key())
    validation = validate(play.distribution, by=play.nadia, at=THURSDAY_EVENING, key=key())
    record_payment(play.alice, "cash", Money.of("5.40"), by=play.nadia, at=THURSDAY_EVENING, key=key())
    for who in (play.alice, play.bob):
        leave(member(play, who), by=play.nadia, at=THURSDAY_EVENING)
    undo_validation(validation, why="du pain rendu", by=play.nadia, at=THURSDAY_EVENING, key=key())
    with pytest.raises(HouseholdLeft):
        put(play, play.bob, {play.bread: 1})
    put(play, play.alice, {})
    assert (balance(play.bob), balance(play.alice)) == ("0.00", "5.40")
    assert_books_hold(play)


def test_a_basket_is_changed_by_one_difference_and_its_member_is_told_who_did_it(play: Cast) -> None:
    play.order(play.alice, {play.vegetables: 2, play.bread: 1})
    basket = put(play, play.alice, {play.vegetables: 1, play.cheese: 1}, means="cash")
    assert (str(basket.total), basket.means, basket.version) == ("18.00", "cash", 2)
    assert changes(play.alice)[1:] == [("change", "11.40", play.nadia)]
    assert balance(play.alice) == "-18.00"
    mail = OutgoingMail.objects.filter(kind="E3").latest("pk")
    assert mail.subject == ("[Les Paniers du Vallon] Votre commande du jeudi 26\u202f: 18,00\xa0€, espèces à apporter")
    assert "Nadia Belkacem a enregistré cette commande pour vous." in mail.body
    assert "Les commandes sont closes" in mail.body
    assert_books_hold(play)


@pytest.mark.parametrize("at", [TUESDAY, CLOSED, THURSDAY_EVENING, TUESDAY - timedelta(days=20)])
def test_hours_do_not_bind_a_coordinator(play: Cast, at: datetime) -> None:
    assert str(put(play, play.alice, {play.bread: 1}, at=at).total) == "5.40"


def test_a_basket_without_a_means_is_decided_at_the_stand(play: Cast) -> None:
    basket = put(play, play.alice, {play.bread: 1}, means="", at=TUESDAY)
    assert (basket.means, basket.is_announced) == ("", False)
    mail = OutgoingMail.objects.get(kind="E3")
    assert "Votre commande du jeudi 26\u202f: 5,40\xa0€, à régler au stand" in mail.subject
    assert "Vous réglerez 5,40\xa0€ au stand." in mail.body
    assert "Vous pouvez changer votre commande jusqu’au" in mail.body


def test_a_basket_is_emptied_and_the_member_is_told(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    basket = put(play, play.alice, {})
    assert (str(basket.total), basket.means, basket.is_announced, balance(play.alice)) == ("0.00", "", False, "0.00")
    assert mails()[-1].endswith("Votre commande du jeudi 26 est annulée")
    assert baskets_of(play.distribution) == []


def test_nothing_is_posted_nor_told_where_nothing_changes(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    before = (changes(play.alice), mails())
    put(play, play.alice, {play.bread: 1})
    assert (changes(play.alice), mails()) == before
    put(play, play.alice, {play.bread: 1}, means="cash")
    assert (len(changes(play.alice)), len(mails())) == (1, 2)


def test_an_old_page_is_refused_and_both_versions_are_there(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    put(play, play.alice, {play.bread: 2})
    with pytest.raises(StaleBasket) as refusal:
        put(play, play.alice, {play.vegetables: 1}, version=1)
    assert (refusal.value.shown, refusal.value.saved) == ({play.vegetables.pk: 1}, {play.bread.pk: 2})
    assert balance(play.alice) == "-10.80"


def test_a_second_basket_is_not_opened_by_two_coordinators(play: Cast) -> None:
    put(play, play.alice, {play.bread: 1}, version=0)
    with pytest.raises(StaleBasket):
        put(play, play.alice, {play.bread: 1}, version=0)
    assert Basket.objects.count() == 1


def test_the_same_key_orders_once_and_another_content_is_refused(play: Cast) -> None:
    one = key()
    for _again in range(2):
        put(play, play.alice, {play.bread: 1}, version=0, with_key=one)
    assert len(changes(play.alice)) == 1
    with pytest.raises(KeyReused):
        put(play, play.alice, {play.bread: 2}, version=0, with_key=one)


def test_the_stock_binds_with_what_remains_said(play: Cast) -> None:
    honey = add_product(play.catalog, "Miel", "8.00", stock=3)
    put(play, play.bob, {honey: 2})
    with pytest.raises(StockGone) as refusal:
        put(play, play.alice, {honey: 2})
    assert str(refusal.value) == "Miel\u202f: il n’en reste que 1."
    put(play, play.alice, {honey: 1})
    put(play, play.bob, {honey: 2, play.bread: 1})
    assert (balance(play.alice), balance(play.bob)) == ("-8.00", "-21.40")


def test_what_is_not_proposed_any_more_may_stay_or_leave_but_not_come(play: Cast) -> None:
    play.order(play.alice, {play.bread: 2})
    type(play.bread).objects.filter(pk=play.bread.pk).update(is_active=False)
    put(play, play.alice, {play.bread: 1, play.vegetables: 1})
    for who, quantity in ((play.alice, 2), (play.bob, 1)):
        with pytest.raises(ProductNotOffered):
            put(play, who, {play.bread: quantity})


def test_what_no_page_asks_is_refused(play: Cast) -> None:
    with pytest.raises(BasketOfNothing):
        put(play, play.alice, {})
    with pytest.raises(MeansNotTaken):
        put(play, play.alice, {play.bread: 1}, means="shells")
    play.group.payment_settings.accepts_cheque = False
    play.group.payment_settings.save()
    with pytest.raises(MeansNotTaken):
        put(play, play.alice, {play.bread: 1}, means="cheque")
    assert not Basket.objects.exists()


def test_a_means_that_is_not_accepted_any_more_may_stay(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    play.group.payment_settings.accepts_cheque = False
    play.group.payment_settings.save()
    assert put(play, play.alice, {play.bread: 2}).means == "cheque"


def test_not_once_it_is_validated_nor_while_the_member_is_said_absent(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    signed = {"by": play.nadia, "at": THURSDAY_EVENING}
    leave_owed(basket, is_absent=True, key=key(), **signed)
    with pytest.raises(AbsenceStands):
        put(play, play.alice, {play.bread: 2}, at=THURSDAY_EVENING)
    validate(play.distribution, key=key(), **signed)
    for who in (play.alice, play.bob):
        with pytest.raises(DistributionValidated):
            put(play, who, {play.bread: 2}, at=THURSDAY_EVENING)


def test_a_draft_is_kept_and_is_stale_by_then(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    replace_draft(play.distribution, play.alice, {play.vegetables.pk: 3}, at=TUESDAY)
    put(play, play.alice, {play.bread: 2}, at=TUESDAY)
    here = choice(play.distribution, play.alice)
    assert (here.wanted, here.committed, here.is_stale) == ({play.vegetables.pk: 3}, {play.bread.pk: 2}, True)


def test_a_weight_that_is_still_right_stays_and_changed_portions_are_weighed_again(play: Cast) -> None:
    basket = play.order(play.alice, {play.cheese: 1})
    line = basket.lines.get()
    weigh(basket, Weights({line.pk: 200}), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    put(play, play.alice, {play.cheese: 1, play.bread: 1}, at=THURSDAY_EVENING)
    line.refresh_from_db()
    assert (line.grams, balance(play.alice)) == (200, "-10.40")
    put(play, play.alice, {play.cheese: 2, play.bread: 1}, at=THURSDAY_EVENING)
    line.refresh_from_db()
    assert (line.grams, balance(play.alice)) == (None, "-17.40")
    assert_books_hold(play)


def test_a_missing_product_stays_missing_until_its_quantity_changes(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1, play.vegetables: 1})
    line = basket.lines.get(product=play.bread)
    set_missing(basket, line.pk, True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    put(play, play.alice, {play.bread: 1, play.vegetables: 2}, at=THURSDAY_EVENING)
    assert balance(play.alice) == "-24.00"
    put(play, play.alice, {play.bread: 2, play.vegetables: 2}, at=THURSDAY_EVENING)
    assert balance(play.alice) == "-34.80"


def test_a_served_and_paid_basket_owes_the_difference_and_announces_it_only_by_another_means(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    here = put(play, play.alice, {play.bread: 2}, at=THURSDAY_EVENING)
    assert (here.served_at, here.is_announced, balance(play.alice)) == (THURSDAY_EVENING, False, "-5.40")
    assert [(case.reason, str(case.due.due)) for case in cases(baskets_of(play.distribution))] == [("unpaid", "5.40")]
    here = put(play, play.alice, {play.bread: 2}, means="cash", at=THURSDAY_EVENING)
    assert (here.means, here.is_announced) == ("cash", True)
    assert_books_hold(play)


def test_what_was_left_owed_is_looked_at_again_once_more_is_due(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    here = put(play, play.alice, {play.bread: 2}, at=THURSDAY_EVENING)
    assert (here.is_announced, str(here.left_amount)) == (False, "5.40")
    assert [str(case.due.due) for case in cases(baskets_of(play.distribution))] == ["10.80"]


def test_a_transfer_is_told_what_is_due_once_the_avoir_is_used(play: Cast) -> None:
    basket = put(play, play.alice, {play.bread: 3}, means="transfer")
    assert str(basket.told_amount) == "16.20"
    basket = put(play, play.alice, {play.bread: 1}, means="transfer")
    assert str(basket.told_amount) == "5.40"


def test_a_blocked_group_is_corrected_all_the_same(play: Cast) -> None:
    evening = play.distribution
    for weeks in range(1, 5):
        play.distribution = add_distribution(play.group, evening.starts_at - timedelta(weeks=weeks), [play.catalog])
        play.order(play.bob, {play.bread: 1}, at=play.distribution.orders_open_at)
    play.distribution = evening
    assert is_blocked(play.group, TUESDAY)
    assert str(put(play, play.alice, {play.bread: 1}, at=TUESDAY).total) == "5.40"

"""« Commander » commits once, at what the page showed, and posts one difference."""

from datetime import timedelta

import pytest

from cabas.catalogs.models import Product
from cabas.distributions.choosing import choice
from cabas.distributions.contents import set_missing, set_quantity
from cabas.distributions.drafts import add_to_draft, replace_draft
from cabas.distributions.dues import to_settle_for_draft
from cabas.distributions.models import Basket
from cabas.distributions.ordering import Order, commit
from cabas.distributions.refusals import (
    MeansNotAccepted,
    NothingOrdered,
    OrdersClosed,
    ProductNotOffered,
    StaleBasket,
    StockGone,
)
from cabas.distributions.serving import take_payment
from cabas.distributions.visiting import NoSuchDistribution, visit
from cabas.ledger.acts import KeyReused
from cabas.ledger.models import Transaction
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import PaymentSettings
from tests.cast import TUESDAY, Cast, add_distribution, add_product, key
from tests.distributions.paying import give

WEDNESDAY_EVENING = TUESDAY + timedelta(days=1, hours=10)


def balance(play: Cast) -> Money:
    play.alice.account.refresh_from_db()
    return play.alice.account.balance


def test_the_same_key_commits_once(play: Cast) -> None:
    replace_draft(play.distribution, play.alice, {play.bread.pk: 1}, at=TUESDAY)
    order, same = Order({play.bread.pk: 1}, 0, "cheque"), key()
    first, second = (
        commit(play.distribution, play.alice, order, key=same, by=play.person(play.alice), at=TUESDAY)
        for _tap in range(2)
    )
    assert first == second
    assert balance(play) == Money.of("-5.40")
    assert OutgoingMail.objects.filter(kind="E3").count() == 1


def test_the_same_key_with_another_content_is_refused(play: Cast) -> None:
    replace_draft(play.distribution, play.alice, {play.bread.pk: 1}, at=TUESDAY)
    same = key()
    by = play.person(play.alice)
    commit(play.distribution, play.alice, Order({play.bread.pk: 1}, 0, "cheque"), key=same, by=by, at=TUESDAY)
    with pytest.raises(KeyReused):
        commit(play.distribution, play.alice, Order({play.bread.pk: 1}, 0, "cash"), key=same, by=by, at=TUESDAY)


def test_each_change_posts_only_the_difference(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1, play.vegetables: 1})
    basket = play.order(play.alice, {play.bread: 2})
    assert [change.amount for change in basket.changes.all()] == [Money.of("-17.40"), Money.of("6.60")]
    assert balance(play) == -basket.total == Money.of("-10.80")


def test_an_emptied_order_owes_nothing_and_announces_nothing(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    basket = play.order(play.alice, {})
    assert (basket.total, basket.means, basket.is_announced) == (Money(0), "", False)
    assert balance(play) == Money(0)


def test_changing_only_the_means_posts_nothing(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    count = Transaction.objects.count()
    assert play.order(play.alice, {play.bread: 1}, means="cash").means == "cash"
    assert Transaction.objects.count() == count


def test_closing_is_checked_when_committing(play: Cast) -> None:
    replace_draft(play.distribution, play.alice, {play.bread.pk: 1}, at=TUESDAY)
    order = Order({play.bread.pk: 1}, 0, "cheque")
    with pytest.raises(OrdersClosed):
        commit(play.distribution, play.alice, order, key=key(), by=play.person(play.alice), at=WEDNESDAY_EVENING)
    assert not Basket.objects.exists()


@pytest.mark.parametrize(("quantity", "version"), [(2, 0), (1, 1)])
def test_a_page_that_shows_something_else_is_refused(play: Cast, quantity: int, version: int) -> None:
    replace_draft(play.distribution, play.alice, {play.bread.pk: 1}, at=TUESDAY)
    order = Order({play.bread.pk: quantity}, version, "cheque")
    with pytest.raises(StaleBasket) as refusal:
        commit(play.distribution, play.alice, order, key=key(), by=play.person(play.alice), at=TUESDAY)
    assert refusal.value.saved == {play.bread.pk: 1}


def test_a_means_that_the_group_does_not_accept_is_refused(play: Cast) -> None:
    PaymentSettings.objects.update(accepts_terminal=False)
    with pytest.raises(MeansNotAccepted):
        play.order(play.alice, {play.bread: 1}, means="terminal")


def test_what_is_not_proposed_any_more_may_stay_or_leave_but_not_grow(play: Cast) -> None:
    play.order(play.alice, {play.bread: 2})
    Product.objects.filter(pk=play.bread.pk).update(is_active=False)
    assert play.order(play.alice, {play.bread: 1}).total == Money.of("5.40")
    with pytest.raises(ProductNotOffered):
        play.order(play.alice, {play.bread: 3})


def test_what_is_gone_is_named_with_what_remains(play: Cast) -> None:
    eggs = add_product(play.catalog, "Œufs", "2.40", stock=3)
    play.order(play.bob, {eggs: 2})
    with pytest.raises(StockGone) as refusal:
        play.order(play.alice, {eggs: 2, play.bread: 1})
    assert [(gone.product_name, gone.wanted, gone.remaining) for gone in refusal.value.shortages] == [("Œufs", 2, 1)]


def test_what_is_on_the_account_is_used_first(play: Cast) -> None:
    give(play, "17.00")
    settlement = visit(play.group, play.alice, 1).settlement(Money.of("23.40"))
    assert (settlement.credit_used, settlement.due) == (Money.of("17.00"), Money.of("6.40"))


def test_an_avoir_that_covers_all_leaves_nothing_to_pay(play: Cast) -> None:
    give(play, "30.00")
    settlement = visit(play.group, play.alice, 1).settlement(Money.of("23.40"))
    assert (settlement.credit_used, settlement.due) == (Money.of("23.40"), Money(0))


def test_a_changed_order_does_not_ask_twice_what_it_asked_already(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    play.alice.account.refresh_from_db()
    settlement = visit(play.group, play.alice, 1).settlement(Money.of("17.40"))
    assert (settlement.paid, settlement.credit_used, settlement.due) == (Money(0), Money(0), Money.of("17.40"))


def test_what_was_already_received_for_the_basket_is_not_asked_again(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cash", key=key(), by=play.nadia, at=TUESDAY)
    play.alice.account.refresh_from_db()
    settlement = visit(play.group, play.alice, 1).settlement(Money.of("17.40"))
    assert (settlement.paid, settlement.due) == (Money.of("5.40"), Money.of("12.00"))


def test_a_debt_from_before_is_not_in_what_the_order_asks(play: Cast) -> None:
    earlier = add_distribution(play.group, play.distribution.starts_at - timedelta(weeks=1), [play.catalog])
    this_one, play.distribution = play.distribution, earlier
    play.order(play.alice, {play.bread: 1}, at=TUESDAY - timedelta(weeks=1))
    play.distribution = this_one
    play.alice.account.refresh_from_db()
    settlement = visit(play.group, play.alice, 1).settlement(Money.of("12.00"))
    assert (settlement.due, settlement.old_debt) == (Money.of("12.00"), Money.of("5.40"))


def test_a_later_order_is_not_in_what_this_one_asks(play: Cast) -> None:
    give(play, "10.00")
    later = add_distribution(play.group, play.distribution.starts_at + timedelta(days=1), [play.catalog])
    this_one, play.distribution = play.distribution, later
    play.order(play.alice, {play.bread: 1})
    play.distribution = this_one
    play.alice.account.refresh_from_db()
    settlement = visit(play.group, play.alice, 1).settlement(Money.of("12.00"))
    assert (settlement.credit_used, settlement.due, settlement.old_debt) == (
        Money.of("10.00"),
        Money.of("2.00"),
        Money(0),
    )


def test_a_settlement_always_adds_up(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    take_payment(basket, "cash", amount=Money.of("9.00"), key=key(), by=play.nadia, at=TUESDAY)
    fresh = Basket.objects.with_amounts().get(pk=basket.pk)
    for euros in ("0.00", "3.00", "9.00", "40.00"):
        settlement = to_settle_for_draft(fresh, Money.of(euros))
        assert settlement.paid + settlement.credit_used + settlement.due == Money.of(euros)


def test_the_means_chosen_beforehand_is_the_last_one_used(play: Cast) -> None:
    assert visit(play.group, play.alice, 1).usual_means == "cheque"
    earlier = add_distribution(play.group, play.distribution.starts_at - timedelta(weeks=1), [play.catalog])
    this_one, play.distribution = play.distribution, earlier
    play.order(play.alice, {play.bread: 1}, means="transfer", at=TUESDAY - timedelta(weeks=1))
    play.distribution = this_one
    assert visit(play.group, play.alice, 1).usual_means == "transfer"
    PaymentSettings.objects.update(accepts_transfer=False)
    assert visit(play.group, play.alice, 1).usual_means == "cheque"


def test_a_visit_costs_three_statements_whatever_the_lines(
    play: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for products in ([play.bread], [play.bread, play.vegetables, play.cheese]):
        play.order(play.alice, dict.fromkeys(products, 1))
        with django_assert_num_queries(3):  # type: ignore[operator]
            visit(play.group, play.alice, 1)
    with pytest.raises(NoSuchDistribution):
        visit(play.group, play.alice, 2)


def test_what_left_the_basket_is_ordered_again_at_today_s_price(play: Cast) -> None:
    play.order(play.alice, {play.vegetables: 1, play.bread: 1})
    play.order(play.alice, {play.vegetables: 1})
    Product.objects.filter(pk=play.bread.pk).update(price=Money.of("6.00"), name="Pain complet")
    replace_draft(play.distribution, play.alice, {play.vegetables.pk: 1, play.bread.pk: 1}, at=TUESDAY)
    shown = choice(play.distribution, play.alice).preview(Product.objects.all())
    basket = play.order(play.alice, {play.vegetables: 1, play.bread: 1})
    assert (basket.total, shown.total) == (Money.of("18.00"), Money.of("18.00"))
    assert [line.product_name for line in basket.current_lines] == ["Pain complet", "Panier de légumes"]


def test_what_was_missing_left_and_is_ordered_again_is_charged(play: Cast) -> None:
    basket = play.order(play.alice, {play.vegetables: 1, play.bread: 1})
    line = basket.lines.get(product=play.bread)
    set_missing(basket, line.pk, True, key=key(), by=play.nadia, at=TUESDAY)
    play.order(play.alice, {play.vegetables: 1})
    assert play.order(play.alice, {play.vegetables: 1, play.bread: 2}).total == Money.of("22.80")


def test_other_portions_are_shown_at_the_estimate_that_committing_gives(play: Cast) -> None:
    basket = play.order(play.alice, {play.cheese: 1})
    basket.lines.update(grams=200, total=Money.of("5.00"))
    shown = choice(play.distribution, play.alice).preview([play.cheese], {play.cheese.pk: 2})
    assert (shown.total, shown.weighed_count) == (Money.of("12.00"), 1)


def test_a_stock_that_was_lowered_forbids_neither_keeping_nor_reducing(play: Cast) -> None:
    play.order(play.alice, {play.vegetables: 1, play.bread: 3})
    Product.objects.filter(pk=play.bread.pk).update(stock=0)
    assert play.order(play.alice, {play.vegetables: 2, play.bread: 3}).total == Money.of("40.20")
    with pytest.raises(StockGone) as refusal:
        play.order(play.alice, {play.bread: 4})
    assert [gone.remaining for gone in refusal.value.shortages] == [3]
    assert play.order(play.alice, {play.bread: 2}).total == Money.of("10.80")


def test_a_draft_that_was_begun_before_the_stand_changed_the_basket_undoes_nothing(play: Cast) -> None:
    basket = play.order(play.alice, {play.vegetables: 1})
    add_to_draft(play.distribution, play.alice, play.vegetables.pk, 1, at=TUESDAY)
    set_quantity(basket, play.bread, 1, key=key(), by=play.nadia, at=TUESDAY)
    here = choice(play.distribution, play.alice)
    order = Order(here.wanted, here.version, "cheque")
    with pytest.raises(StaleBasket) as refusal:
        commit(play.distribution, play.alice, order, key=key(), by=play.person(play.alice), at=TUESDAY)
    assert refusal.value.is_draft_stale
    assert refusal.value.saved == {play.vegetables.pk: 1, play.bread.pk: 1}
    assert Basket.objects.get().total == Money.of("17.40")


def test_an_empty_order_of_a_household_without_one_is_nothing(play: Cast) -> None:
    with pytest.raises(NothingOrdered):
        commit(play.distribution, play.alice, Order({}, 0), key=key(), by=play.person(play.alice), at=TUESDAY)
    assert not Basket.objects.exists()


def test_a_group_that_chose_no_means_yet_accepts_none_and_an_order_may_still_be_emptied(play: Cast) -> None:
    play.order(play.bob, {play.bread: 1})
    PaymentSettings.objects.update(
        accepts_cheque=False, accepts_cash=False, accepts_transfer=False, accepts_terminal=False
    )
    with pytest.raises(MeansNotAccepted):
        play.order(play.alice, {play.bread: 1})
    assert play.order(play.bob, {}).total == Money(0)

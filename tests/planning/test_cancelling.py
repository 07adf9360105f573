"""A distribution is cancelled: baskets are emptied, what was paid stays on the accounts, and all of it proves."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cabas.distributions.auditing import audit_group
from cabas.distributions.blocking import owing_validation
from cabas.distributions.leaving import obstacles
from cabas.distributions.models import Basket, Distribution, Receipt
from cabas.distributions.ordering import Order
from cabas.distributions.ordering_for import order_for
from cabas.distributions.refusals import AmountsChanged, DistributionCancelled, OrdersClosed
from cabas.distributions.serving import serve
from cabas.distributions.totals import by_vendor
from cabas.distributions.validation import validate
from cabas.ledger.acts import KeyReused, once
from cabas.ledger.auditing import audit_book
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.receiving import receive
from cabas.planning.cancelling import cancel
from cabas.planning.stakes import BasketsHandedOut, Stakes, stakes
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, key
from tests.distributions.paying import give


def cancelled(play: Cast, count: int, seen: str, *, tap: str = "", why: str = "") -> Distribution:
    tap = tap or key()
    return cancel(play.distribution, why=why, count=count, seen=Money.of(seen), key=tap, by=play.nadia, at=TUESDAY)


def balances(play: Cast) -> dict[str, str]:
    return {each.name: str(each.account.balance) for each in play.group.memberships.select_related("account")}


def pay(play: Cast, basket: Basket, means: str = "transfer") -> None:
    """Before the evening, as an online card or a transfer is."""
    tap = key()

    def perform(_book: object) -> dict[str, int]:
        payment = receive(basket.membership, means, Money.of("10.80"), by=play.nadia, at=TUESDAY, key=f"{tap}:1")
        return {"receipt": Receipt.objects.create(group=play.group, basket=basket, payment=payment).pk}

    once(play.group.book, key=tap, kind="receive", asked={}, by=play.nadia.pk, at=TUESDAY, perform=perform)


@pytest.fixture
def paid(play: Cast) -> Cast:
    """Alice has paid her 10,80; Bob announced a cheque for 12,00."""
    pay(play, play.order(play.alice, {play.bread: 2}))
    play.order(play.bob, {play.vegetables: 1})
    return play


def test_what_will_happen_is_counted_before(paid: Cast) -> None:
    assert stakes(paid.distribution) == Stakes(
        basket_count=2,
        total=Money.of("22.80"),
        received_count=1,
        received=Money.of("10.80"),
        announced_count=1,
        announced=Money.of("12.00"),
        given_back=Money.of("22.80"),
    )


def test_nobody_owes_and_what_was_paid_is_an_avoir(paid: Cast) -> None:
    assert balances(paid) == {"Alice Martin": "0.00", "Bob Lenoir": "-12.00", "Nadia Belkacem": "0.00"}
    cancelled(paid, 2, "22.80")
    assert balances(paid) == {"Alice Martin": "10.80", "Bob Lenoir": "0.00", "Nadia Belkacem": "0.00"}
    rows = Basket.objects.values_list("total", "is_announced", "means")
    assert list(rows) == [(Money(0), False, ""), (Money(0), False, "")]
    assert sum(line.quantity for basket in Basket.objects.all() for line in basket.lines.all()) == 0
    assert by_vendor(paid.distribution) == []


def test_the_accounts_prove(paid: Cast) -> None:
    cancelled(paid, 2, "22.80")
    assert list(audit_group(paid.group)) == []
    assert list(audit_book(paid.group.book)) == []


def test_each_is_told_with_the_balance_and_the_reason(paid: Cast) -> None:
    cancelled(paid, 2, "22.80", why="Le producteur est malade.")
    told = {mail.to: mail.body.splitlines()[2:] for mail in OutgoingMail.objects.filter(kind="E35")}
    assert told == {
        "alice@vallon.example.org": [
            "La distribution du jeudi 26 novembre n’aura pas lieu. Votre commande de 10,80\xa0€ est annulée.",
            "Le producteur est malade.",
            "Ce que vous aviez payé pour elle, 10,80\xa0€, reste sur votre compte.",
            "",
            "Vous avez un avoir de 10,80\xa0€, utilisé pour votre prochaine commande.",
        ],
        "bob@vallon.example.org": [
            "La distribution du jeudi 26 novembre n’aura pas lieu. Votre commande de 12,00\xa0€ est annulée.",
            "Le producteur est malade.",
            "Vous n’avez rien à payer pour elle.",
            "",
            "Votre compte est à jour\u202f: 0,00\xa0€.",
        ],
    }


def test_nothing_more_is_done_with_it(paid: Cast) -> None:
    cancelled(paid, 2, "22.80")
    with pytest.raises(OrdersClosed):
        paid.order(paid.bob, {paid.bread: 1})
    with pytest.raises(DistributionCancelled):
        order_for(paid.distribution, paid.bob, Order({paid.bread.pk: 1}, 2, ""), key=key(), by=paid.nadia, at=TUESDAY)
    with pytest.raises(DistributionCancelled):
        validate(paid.distribution, key=key(), by=paid.nadia, at=THURSDAY_EVENING)
    with pytest.raises(DistributionCancelled):
        serve(Basket.objects.get(membership=paid.bob), is_left_owed=False, key=key(), by=paid.nadia, at=TUESDAY)
    with pytest.raises(DistributionCancelled):
        cancelled(paid, 0, "0")


def test_it_never_counts_for_blocking_nor_keeps_a_household(paid: Cast) -> None:
    cancelled(paid, 2, "22.80")
    assert not owing_validation(paid.group, THURSDAY_EVENING).exists()
    assert obstacles(paid.bob).is_free


def test_the_same_tap_cancels_once(paid: Cast) -> None:
    tap = key()
    first = cancelled(paid, 2, "22.80", tap=tap)
    assert cancelled(paid, 2, "22.80", tap=tap) == first
    assert OutgoingMail.objects.filter(kind="E35").count() == 2
    with pytest.raises(KeyReused):
        cancelled(paid, 1, "22.80", tap=tap)


def test_other_amounts_than_those_shown_are_refused(paid: Cast) -> None:
    with pytest.raises(AmountsChanged):
        cancelled(paid, 1, "10.80")


def test_not_once_a_basket_is_handed_out(paid: Cast) -> None:
    serve(Basket.objects.get(membership=paid.alice), is_left_owed=False, key=key(), by=paid.nadia, at=THURSDAY_EVENING)
    with pytest.raises(BasketsHandedOut):
        cancelled(paid, 2, "22.80")


def test_what_is_ordered_for_a_later_evening_is_not_told_as_owed(play: Cast) -> None:
    play.order(play.alice, {play.bread: 1})
    first = play.distribution
    play.distribution = add_distribution(play.group, first.starts_at.replace(month=12, day=3), [play.catalog])
    Distribution.objects.filter(pk=play.distribution.pk).update(orders_open_at=first.orders_open_at)
    play.distribution.refresh_from_db()
    play.order(play.alice, {play.vegetables: 1})
    cancelled(replace(play, distribution=first), 1, "5.40")
    assert OutgoingMail.objects.get(kind="E35").body.endswith("Votre compte est à jour\u202f: 0,00\xa0€.")


def test_cancelling_costs_the_same_for_one_basket_and_for_three(play: Cast) -> None:
    def cost(count: int, seen: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            cancelled(play, count, seen)
        return len(captured)

    give(play, "5.00")
    play.order(play.alice, {play.bread: 2})
    one = cost(1, "10.80")
    play.distribution = add_distribution(play.group, play.distribution.starts_at, [play.catalog])
    for household in play.group.memberships.select_related("group__book", "account"):
        play.order(household, {play.bread: 1, play.vegetables: 1})
    assert cost(3, "52.20") == one

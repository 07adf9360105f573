"""Whatever happens to an online payment, each part of it is written once, on the right account."""

from datetime import timedelta

import pytest

from cabas.distributions.blocking import is_blocked
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.paying_online import NotToBePaidOnline, latest
from cabas.distributions.receipt_means import change_means
from cabas.distributions.taking_back import take_back_payment
from cabas.distributions.validation import validate
from cabas.groups.chart import Kind
from cabas.groups.models import Role
from cabas.groups.roles import set_roles
from cabas.money import Money
from cabas.payments.models import Payment, Refund
from cabas.payments.online.interface import ProviderAway
from cabas.payments.online.keys import enter
from cabas.payments.online.models import OnlinePayment, State
from cabas.payments.receiving import PaidOnline
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, key
from tests.payments.online.provider_here import (
    KEYS,
    REFUSED,
    Here,
    balance,
    begun,
    begun_by_bob,
    heard,
    keepers_told,
    of,
    ordered,
    told,
)


def test_what_is_paid_credits_the_member_and_the_group_bears_the_charges(play: Cast, here: Here) -> None:
    basket = ordered(play)
    online = begun(play, basket)
    assert (here.pay(online), balance(play)) == (303, Money(-1200))
    heard(play)
    online.refresh_from_db()
    assert (online.state, online.received, online.charges, balance(play)) == (
        State.PAID,
        Money(1200),
        Money(43),
        Money(0),
    )
    assert (of(play, Kind.ONLINE_PROVIDER), of(play, Kind.PROVIDER_CHARGES)) == (Money(-1157), Money(-43))
    receipt = Receipt.objects.get(basket=basket)
    basket.refresh_from_db()
    assert (receipt.payment, receipt.payment.means, basket.is_announced) == (online.payment, "online", False)
    assert told(play) == ["Bien reçu\u202f: 12,00\u00a0€ par carte en ligne, votre solde est à jour"]


def test_what_is_heard_again_changes_nothing(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.pay(online)
    for _time in range(3):
        heard(play)
    assert (Payment.objects.count(), balance(play), len(told(play))) == (1, Money(0), 1)


def test_a_refused_card_pays_nothing_and_another_one_may_be_tried(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    assert here.pay(online, REFUSED) == 402
    heard(play)
    assert balance(play) == Money(-1200)
    assert here.pay(online) == 303
    heard(play)
    assert balance(play) == Money(0)


def test_an_expired_page_leaves_the_order_and_the_member_is_told_once(play: Cast, here: Here) -> None:
    basket = ordered(play)
    online = begun(play, basket)
    here.post(f"/_config/sessions/{online.session_id}", expires_at=1)
    heard(play)
    heard(play)
    online.refresh_from_db()
    basket.refresh_from_db()
    assert (online.state, balance(play), basket.total, basket.means) == (
        State.EXPIRED,
        Money(-1200),
        Money(1200),
        "online",
    )
    assert told(play) == ["Paiement par carte non abouti\u202f: 12,00\u00a0€, votre commande tient"]
    again = begun(play, basket)
    assert again.pk != online.pk
    here.pay(again)
    heard(play)
    assert balance(play) == Money(0)


def test_another_amount_is_credited_as_it_came(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.post(f"/_config/sessions/{online.session_id}", amount_total=1000)
    here.pay(online)
    heard(play)
    online.refresh_from_db()
    assert (online.received, online.differs, balance(play)) == (Money(1000), True, Money(-200))
    assert Basket.objects.get().is_announced


def test_another_currency_is_not_credited_and_somebody_looks_at_it(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.post(f"/_config/sessions/{online.session_id}", currency="chf")
    here.pay(online)
    heard(play)
    heard(play)
    online.refresh_from_db()
    assert (online.state, online.currency, balance(play), Payment.objects.count()) == (
        State.ODD,
        "CHF",
        Money(-1200),
        0,
    )
    assert told(play) == []
    [mail] = keepers_told(play)
    assert (mail.to, mail.subject) == (
        "nadia@vallon.example.org",
        "[Les Paniers du Vallon] Paiement par carte à regarder\u202f: 12,00\u00a0€, Alice Martin",
    )
    assert "Il est arrivé dans une autre monnaie\u202f: 12,00\u00a0CHF." in mail.body


def test_another_currency_on_a_page_that_was_given_up_is_set_aside_as_well(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.pay(online)
    OnlinePayment.objects.filter(pk=online.pk).update(state=State.EXPIRED)
    here.post(f"/_config/sessions/{online.session_id}", currency="chf")
    heard(play)
    online.refresh_from_db()
    assert (online.state, len(keepers_told(play))) == (State.ODD, 1)


def test_everybody_who_keeps_the_accounts_or_administers_is_told_once(play: Cast, here: Here) -> None:
    set_roles(play.group, play.person(play.bob), [Role.TREASURER], by=None, at=TUESDAY)
    set_roles(play.group, play.nadia, [Role.TREASURER, Role.ADMINISTRATOR], by=None, at=TUESDAY)
    set_roles(play.group, play.person(play.alice), [Role.COORDINATOR], by=None, at=TUESDAY)
    online = begun(play, ordered(play))
    here.post(f"/_config/sessions/{online.session_id}", currency="chf")
    here.pay(online)
    heard(play)
    assert sorted(mail.to for mail in keepers_told(play)) == ["bob@vallon.example.org", "nadia@vallon.example.org"]


def test_a_payment_that_the_provider_does_not_know_is_set_aside_and_the_others_go_on(play: Cast, here: Here) -> None:
    lost, online = begun(play, ordered(play)), begun_by_bob(play)
    session = lost.session_id
    OnlinePayment.objects.filter(pk=lost.pk).update(session_id="cs_test_of_another_account", expires_at=TUESDAY)
    here.pay(online)
    heard(play)
    heard(play)
    lost.refresh_from_db()
    online.refresh_from_db()
    assert (lost.state, online.state, balance(play)) == (State.ODD, State.PAID, Money(-1200))
    assert "Regardez dans l’ancien compte s’il a été payé." in keepers_told(play)[0].body
    assert len(keepers_told(play)) == 1
    assert latest(Basket.objects.get(membership=play.alice)) == lost
    OnlinePayment.objects.filter(pk=lost.pk).update(session_id=session)
    here.pay(lost)
    enter(play.group, "stripe", KEYS, by=play.nadia, at=TUESDAY)  # the account is the right one again
    heard(play)
    assert balance(play) == Money(0)


def test_another_page_may_be_begun_where_the_provider_does_not_know_the_first(play: Cast, here: Here) -> None:
    basket = ordered(play)
    lost = begun(play, basket)
    OnlinePayment.objects.filter(pk=lost.pk).update(session_id="cs_test_of_another_account")
    again = begun(play, basket)
    assert (again.pk != lost.pk, here.pay(again)) == (True, 303)


def test_what_is_paid_after_closing_is_credited_and_nothing_new_begins(play: Cast, here: Here) -> None:
    basket = ordered(play)
    online = begun(play, basket)
    here.pay(online)
    heard(play, at=THURSDAY_EVENING)
    assert (balance(play), Receipt.objects.count()) == (Money(0), 1)
    late = play.order(play.bob, {play.bread: 1}, means="online")
    with pytest.raises(NotToBePaidOnline):
        begun(play, late, at=THURSDAY_EVENING)


def test_what_is_paid_while_the_group_is_blocked_is_credited(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    for weeks in range(1, 5):
        day = play.distribution.starts_at - timedelta(days=7 * weeks)
        play.distribution, now = add_distribution(play.group, day, [play.catalog]), play.distribution
        play.order(play.bob, {play.bread: 1}, at=day - timedelta(days=3))
        play.distribution = now
    assert is_blocked(play.group, TUESDAY)
    here.pay(online)
    heard(play)
    assert balance(play) == Money(0)


def test_what_is_paid_for_an_order_that_was_emptied_is_an_avoir(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.pay(online)
    play.order(play.alice, {}, means="online")
    heard(play)
    assert (balance(play), Receipt.objects.count()) == (Money(1200), 0)
    assert told(play) == ["Bien reçu\u202f: 12,00\u00a0€ par carte en ligne, vous avez un avoir de 12,00\u00a0€"]


def test_what_is_paid_after_validation_is_on_the_account_only(play: Cast, here: Here) -> None:
    basket = ordered(play)
    online = begun(play, basket)
    from cabas.distributions.closing_cases import leave_owed

    leave_owed(basket, is_absent=False, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    here.pay(online)
    heard(play, at=THURSDAY_EVENING)
    assert (balance(play), Receipt.objects.count()) == (Money(0), 0)


def test_refunds_debit_the_account_once_each_whatever_the_avoir(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.pay(online)
    heard(play)
    online.refresh_from_db()
    here.refund(online, 500)
    heard(play)
    heard(play)
    assert balance(play) == Money(-500)
    here.refund(online, 700)
    heard(play)
    assert (balance(play), [refund.amount for refund in Refund.objects.order_by("pk")]) == (
        Money(-1200),
        [Money(500), Money(700)],
    )
    assert of(play, Kind.ONLINE_PROVIDER) == Money(43)  # the charges are not given back
    assert told(play)[1:] == [
        "Remboursement de 5,00\u00a0€ sur votre carte, il reste 5,00\u00a0€ à régler",
        "Remboursement de 7,00\u00a0€ sur votre carte, il reste 12,00\u00a0€ à régler",
    ]


def test_a_refund_that_fails_is_reversed(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.pay(online)
    heard(play)
    online.refresh_from_db()
    refund = here.refund(online, 500)
    heard(play)
    here.post(f"/_config/refunds/{refund}/failed")
    heard(play)
    heard(play)
    assert balance(play) == Money(0)


def test_a_dispute_takes_the_money_back_and_costs_charges_until_it_is_won(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.pay(online)
    heard(play)
    online.refresh_from_db()
    dispute = here.dispute(online)
    heard(play)
    assert (balance(play), of(play, Kind.PROVIDER_CHARGES)) == (Money(-1200), Money(-2043))
    here.post(f"/_config/disputes/{dispute}/won")
    heard(play)
    heard(play)
    assert (balance(play), of(play, Kind.PROVIDER_CHARGES)) == (Money(0), Money(-2043))
    [mail] = keepers_told(play)
    assert mail.subject.endswith("Paiement par carte contesté\u202f: 12,00\u00a0€, Alice Martin")


def test_charges_of_a_dispute_that_are_given_back_leave_the_books(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.pay(online)
    heard(play)
    online.refresh_from_db()
    dispute = here.dispute(online)
    heard(play)
    here.post(f"/_config/disputes/{dispute}/won", fee=-2000)
    heard(play)
    heard(play)
    assert (balance(play), of(play, Kind.PROVIDER_CHARGES), of(play, Kind.ONLINE_PROVIDER)) == (
        Money(0),
        Money(-43),
        Money(-1157),
    )


def test_nobody_takes_back_here_what_the_provider_holds(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    here.pay(online)
    heard(play)
    payment = Payment.objects.get()
    with pytest.raises(PaidOnline):
        take_back_payment(payment, why="essai", key=key(), by=play.nadia, at=TUESDAY)
    with pytest.raises(PaidOnline):
        change_means(payment, "cash", key=key(), by=play.nadia, at=TUESDAY)


def test_the_same_page_serves_until_the_amount_changes(play: Cast, here: Here) -> None:
    basket = ordered(play)
    online = begun(play, basket)
    assert begun(play, basket).pk == online.pk
    more = play.order(play.alice, {play.vegetables: 2}, means="online")
    again = begun(play, more)
    assert (again.pk != online.pk, again.amount, here.pay(online)) == (True, Money(2400), 410)
    heard(play)
    assert told(play) == []  # the one that was replaced is nobody's news


def test_where_another_means_was_chosen_the_page_is_closed(play: Cast, here: Here) -> None:
    online = begun(play, ordered(play))
    play.order(play.alice, {play.vegetables: 1}, means="cash")
    heard(play)
    assert (here.pay(online), told(play)) == (410, [])


def test_where_the_provider_is_away_the_order_stands_and_is_paid_later(play: Cast, here: Here) -> None:
    basket = ordered(play)
    here.weather(is_away=True)
    with pytest.raises(ProviderAway):
        begun(play, basket)
    here.weather(is_away=False)
    assert (OnlinePayment.objects.get().state, balance(play)) == (State.EXPIRED, Money(-1200))
    here.pay(begun(play, basket))
    heard(play)
    assert balance(play) == Money(0)
    last = latest(basket)
    assert last is not None
    assert last.state == State.PAID

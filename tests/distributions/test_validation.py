"""A distribution is validated once, after its start, once all is settled; undone within 30 days, with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import baskets_of, forgive_absent
from cabas.distributions.contents import set_missing
from cabas.distributions.models import Basket, Receipt, Validation
from cabas.distributions.refusals import AmountsChanged, DistributionValidated, NotStarted
from cabas.distributions.serving import serve, take_payment
from cabas.distributions.summing_up import summarise
from cabas.distributions.validation import (
    AlreadyUndone,
    BasketsUnsettled,
    ReasonMissing,
    TooLateToUndo,
    WeightsEstimated,
    undo_validation,
    validate,
)
from cabas.distributions.weighing import Weights
from cabas.groups.chart import Kind
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership
from cabas.ledger.acts import KeyReused
from cabas.ledger.auditing import audit_all
from cabas.ledger.models import Transaction
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.receiving import receive
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, add_distribution, cast, key

pytestmark = pytest.mark.django_db

NOTHING = Money(0)


@pytest.fixture
def play() -> Cast:
    return cast()


def signed(play: Cast, **more: Any) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": THURSDAY_EVENING, **more}


def paid_in_full(play: Cast, member: Membership | None = None) -> Basket:
    basket = play.order(member or play.alice, {play.vegetables: 1, play.bread: 1})
    take_payment(basket, "cheque", **signed(play))
    return basket


def vendor_is_owed(play: Cast) -> Money:
    play.catalog.vendor.account.refresh_from_db()
    return play.catalog.vendor.account.balance


def assert_books_hold(play: Cast) -> None:
    assert list(audit_all()) == []
    assert list(audit_group(play.group)) == []


def test_what_was_in_progress_is_owed_to_the_vendor(play: Cast) -> None:
    paid_in_full(play)
    made = validate(play.distribution, **signed(play, seen=Money.of("17.40")))
    assert (made.basket_count, made.total, made.by, made.at) == (1, Money.of("17.40"), play.nadia, THURSDAY_EVENING)
    assert play.group.account(Kind.ORDERS_IN_PROGRESS).balance == NOTHING
    assert vendor_is_owed(play) == Money.of("17.40")
    assert_books_hold(play)


def test_it_is_refused_before_it_starts_while_baskets_wait_and_a_second_time(play: Cast) -> None:
    paid_in_full(play)
    waiting = play.order(play.bob, {play.bread: 1})
    with pytest.raises(NotStarted):
        validate(play.distribution, **signed(play, at=TUESDAY))
    with pytest.raises(BasketsUnsettled) as refusal:
        validate(play.distribution, **signed(play))
    assert [case.basket.number for case in refusal.value.unsettled] == [2]
    serve(waiting, is_left_owed=True, **signed(play))
    validate(play.distribution, **signed(play))
    with pytest.raises(DistributionValidated):
        validate(play.distribution, **signed(play))
    assert Validation.objects.count() == 1


def test_the_same_key_validates_once(play: Cast) -> None:
    paid_in_full(play)
    once = signed(play)
    assert validate(play.distribution, **once) == validate(play.distribution, **once)
    with pytest.raises(KeyReused):
        validate(play.distribution, keeps_estimates=True, **once)
    assert Validation.objects.count() == 1


def test_another_sum_than_the_page_showed_is_not_confirmed(play: Cast) -> None:
    paid_in_full(play)
    with pytest.raises(AmountsChanged):
        validate(play.distribution, **signed(play, seen=Money.of("17.00")))
    assert not Validation.objects.exists()


def test_estimates_become_final_when_somebody_says_so(play: Cast) -> None:
    basket = play.order(play.alice, {play.cheese: 2})
    take_payment(basket, "cash", **signed(play))
    with pytest.raises(WeightsEstimated):
        validate(play.distribution, **signed(play))
    validate(play.distribution, keeps_estimates=True, **signed(play))
    line = basket.lines.get()
    assert (line.grams, line.is_unweighed, line.total) == (None, False, Money.of("12.00"))
    assert_books_hold(play)


def test_a_missing_product_is_not_owed_to_its_vendor_and_a_forgiven_basket_is(play: Cast) -> None:
    basket = paid_in_full(play)
    set_missing(basket, basket.lines.get(product=play.bread).pk, True, **signed(play))
    forgive_absent(play.order(play.bob, {play.bread: 1}), **signed(play))
    validate(play.distribution, **signed(play))
    assert vendor_is_owed(play) == Money.of("17.40")  # 12,00 of vegetables, 5,40 of Bob's bread
    assert_books_hold(play)


def test_a_distribution_without_a_basket_posts_nothing_and_is_undone(play: Cast) -> None:
    before = Transaction.objects.count()
    made = validate(play.distribution, **signed(play))
    assert (made.basket_count, made.transaction, Transaction.objects.count()) == (0, None, before)
    undo_validation(made, why="trop tôt", **signed(play))
    with pytest.raises(AlreadyUndone):
        undo_validation(made, why="trop tôt", **signed(play))


def test_the_sum_adds_up_whatever_happened(play: Cast) -> None:
    nadia = Membership.objects.get(adults__person=play.nadia)
    zoe, tom = (
        add_member(play.group, NewHousehold([NewPerson(first, "Roux")]), at=TUESDAY) for first in ("Zoé", "Tom")
    )
    with transaction.atomic():
        receive(nadia, "cash", Money.of("4.00"), **signed(play))
    take_payment(play.order(play.alice, {play.vegetables: 1}), "cheque", amount=Money.of("20.00"), **signed(play))
    serve(play.order(play.bob, {play.vegetables: 1}), is_left_owed=True, **signed(play))
    take_payment(play.order(nadia, {play.vegetables: 1}), "cash", **signed(play))
    forgive_absent(play.order(zoe, {play.bread: 1}), **signed(play))
    take_payment(play.order(tom, {play.vegetables: 2}), "cash", amount=Money.of("10.00"), **signed(play))

    found = summarise(baskets_of(play.distribution))
    assert [str(part) for part in (found.received, found.owed, found.credit_used, found.forgiven, found.overpaid)] == [
        "38.00",
        "26.00",
        "4.00",
        "5.40",
        "8.00",
    ]
    assert (found.basket_count, found.owing_count, found.overpaid_count) == (5, 2, 1)
    assert found.total == Money.of("65.40")
    assert found.total == found.received + found.owed + found.credit_used + found.forgiven - found.overpaid


def test_undoing_reverses_the_one_transaction_and_receipts_stay(play: Cast) -> None:
    paid_in_full(play)
    made = validate(play.distribution, **signed(play))
    undo_validation(made, why=" la tomme n’était pas pesée ", **signed(play, at=THURSDAY_EVENING + timedelta(days=30)))
    made.refresh_from_db()
    assert (made.undone_by, made.undone_why) == (play.nadia, "la tomme n’était pas pesée")
    assert vendor_is_owed(play) == NOTHING
    assert play.group.account(Kind.ORDERS_IN_PROGRESS).balance == Money.of("17.40")
    assert Receipt.objects.live().count() == 1
    assert_books_hold(play)
    assert validate(play.distribution, **signed(play)).pk != made.pk
    assert vendor_is_owed(play) == Money.of("17.40")
    assert_books_hold(play)


def test_undoing_wants_a_reason_and_comes_in_time(play: Cast) -> None:
    paid_in_full(play)
    made = validate(play.distribution, **signed(play))
    with pytest.raises(ReasonMissing):
        undo_validation(made, why="  ", **signed(play))
    with pytest.raises(TooLateToUndo):
        undo_validation(made, why="tard", **signed(play, at=THURSDAY_EVENING + timedelta(days=30, minutes=1)))
    assert Validation.objects.live().exists()


def test_members_are_told_where_the_amount_changed_or_the_balance_is_not_zero(play: Cast) -> None:
    basket = play.order(play.alice, {play.cheese: 1})
    take_payment(basket, "cash", weights=Weights({basket.lines.get().pk: 220}), **signed(play))
    serve(play.order(play.bob, {play.bread: 1}), is_left_owed=True, **signed(play))
    paid_in_full(play, Membership.objects.get(adults__person=play.nadia))
    validate(play.distribution, **signed(play))
    told = OutgoingMail.objects.filter(kind="E13").order_by("pk").values_list("subject", flat=True)
    assert list(told) == [
        "[Les Paniers du Vallon] Votre panier du 26\u202f: 5,50\u00a0€ au lieu de 6,00\u00a0€ après pesée",
        "[Les Paniers du Vallon] Votre panier du 26\u202f: 5,40\u00a0€",
    ]


def statements(play: Cast) -> int:
    with CaptureQueriesContext(connection) as captured:
        validate(play.distribution, **signed(play))
    return len(captured)


def test_thirty_baskets_take_as_many_statements_as_three(play: Cast) -> None:
    few, many = play, cast("halles", "Les Halles")
    for told, count in ((few, 3), (many, 30)):
        for position in range(count):
            member = add_member(
                told.group,
                NewHousehold([NewPerson("N", f"{position}", f"n{position}@{told.group.slug}.org")]),
                at=TUESDAY,
            )
            serve(told.order(member, {told.bread: 1}), is_left_owed=True, **signed(told))
    assert statements(few) == statements(many)


def told_by_mail() -> list[tuple[str, str]]:
    """Subject and last line of what was told at validation."""
    told = OutgoingMail.objects.filter(kind="E13").order_by("pk")
    prefix = "[Les Paniers du Vallon] "
    return [(mail.subject.removeprefix(prefix), [line for line in mail.body.splitlines() if line][-1]) for mail in told]


def next_thursday(play: Cast, member: Membership) -> None:
    """The member has ordered for the next distribution too, for 10,80."""
    here = play.distribution
    play.distribution = add_distribution(play.group, here.starts_at + timedelta(days=7), [play.catalog])
    play.order(member, {play.bread: 2}, at=play.distribution.orders_open_at)
    play.distribution = here


def test_what_is_told_leaves_the_next_order_out(play: Cast) -> None:
    paid_in_full(play)
    serve(play.order(play.bob, {play.bread: 1}), is_left_owed=True, **signed(play))
    next_thursday(play, play.alice)
    validate(play.distribution, **signed(play))
    assert [subject for subject, _last in told_by_mail()] == ["Votre panier du 26\u202f: 5,40\u00a0€"]


def test_what_remains_to_pay_is_told_without_the_next_order(play: Cast) -> None:
    serve(play.order(play.alice, {play.bread: 1}), is_left_owed=True, **signed(play))
    next_thursday(play, play.alice)
    validate(play.distribution, **signed(play))
    ((_subject, last),) = told_by_mail()
    assert last.startswith("Il reste 5,40\u00a0€ à régler")


def test_a_member_whose_basket_was_cancelled_is_told(play: Cast) -> None:
    forgive_absent(play.order(play.alice, {play.bread: 1}), **signed(play))
    validate(play.distribution, **signed(play))
    assert told_by_mail() == [("Votre panier du 26 est annulé", "Votre compte est à jour\u202f: 0,00\u00a0€.")]
    body = OutgoingMail.objects.get(kind="E13").body
    assert body.startswith("Bonjour Alice,\n\n")
    assert "Votre panier a été annulé\u202f: 5,40\u00a0€ sont rendus" in body


def test_a_household_in_which_nobody_is_left_stops_no_validation_and_is_told_nothing(play: Cast) -> None:
    forgive_absent(play.order(play.alice, {play.bread: 1}), **signed(play))
    play.alice.adults.all().delete()
    validate(play.distribution, **signed(play))
    assert told_by_mail() == []


def test_a_member_of_whose_basket_all_was_missing_is_told(play: Cast) -> None:
    basket = play.order(play.alice, {play.bread: 1})
    set_missing(basket, basket.lines.get().pk, True, **signed(play))
    assert validate(play.distribution, **signed(play)).basket_count == 1
    assert [subject for subject, _last in told_by_mail()] == [
        "Votre panier du 26\u202f: 0,00\u00a0€ au lieu de 5,40\u00a0€"
    ]


def test_undone_an_estimate_that_was_kept_waits_for_the_scales_again(play: Cast) -> None:
    basket = play.order(play.alice, {play.cheese: 1, play.bread: 1})
    set_missing(basket, basket.lines.get(product=play.bread).pk, True, **signed(play))
    take_payment(basket, "cash", **signed(play))
    made = validate(play.distribution, keeps_estimates=True, **signed(play))
    undo_validation(made, why="à peser", **signed(play))
    with pytest.raises(WeightsEstimated):
        validate(play.distribution, **signed(play))
    validate(play.distribution, keeps_estimates=True, **signed(play))
    assert [subject for subject, _last in told_by_mail()] == [
        "Votre panier du 26\u202f: 6,00\u00a0€ au lieu de 11,40\u00a0€"
    ]  # once: the second time nothing of it is new

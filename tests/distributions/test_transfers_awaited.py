"""A transfer is awaited until it comes; it is found by reference, amount or name, and what comes counts as it came."""

from datetime import date, timedelta

import pytest

from cabas.distributions.auditing import audit_all as audit_baskets
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.moving_payments import move_payment
from cabas.distributions.receipt_means import change_means
from cabas.distributions.receiving_transfers import NobodysReference, TransferCameAlready, receive_transfer
from cabas.distributions.serving import serve, take_payment, undo_serving
from cabas.distributions.standing import standing_of
from cabas.distributions.taking_back import take_back_payment
from cabas.distributions.transfers_awaited import Found, find_transfers, transfers_awaited
from cabas.distributions.validation import validate
from cabas.distributions.weighing import Weights, weigh
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_all
from cabas.ledger.models import Act
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.announcing_transfers import announce_transfer, awaited_transfers, give_up_transfers
from cabas.payments.auditing import audit_all as audit_payments
from cabas.payments.batches import KIND, TypedPayment, record_payments, take_back_payments
from cabas.payments.models import AnnouncedTransfer, Payment, PaymentSettings
from cabas.payments.receiving import record_payment
from cabas.payments.transfer_references import TransferReference
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.distributions.cagnottes import on_cagnottes
from tests.payments.accounts import balance

pytestmark = pytest.mark.django_db
WEDNESDAY = TUESDAY + timedelta(days=1)
ALICE = TransferReference(1, 1)


@pytest.fixture
def play() -> Cast:
    play = cast()
    play.order(play.alice, {play.vegetables: 1, play.bread: 1, play.cheese: 1}, means="transfer")
    return play


def come(play: Cast, reference: TransferReference, amount: str, **more: object) -> Payment:
    sent = {"key": key(), "by": play.nadia, "at": WEDNESDAY} | more
    return receive_transfer(play.group, reference, Money.of(amount), **sent)  # type: ignore[arg-type]


def awaited(play: Cast) -> list[tuple[str, str, str, str]]:
    return [
        (one.membership.name, str(one.reference), str(one.told), str(one.due)) for one in transfers_awaited(play.group)
    ]


def said(found: Found) -> tuple[list[str], list[str], str]:
    """Who is awaited, who is not, and the amount that was read."""
    names = [f"{one.membership.name} {one.due}" for one in found.transfers]
    return names, [f"{member.name} {reference}" for member, reference in found.members], str(found.amount or "")


def faults() -> list[str]:
    return [str(fault) for fault in (*audit_all(), *audit_payments(), *audit_baskets())]


def test_it_comes_for_the_basket_that_its_reference_names_and_nobody_is_served_by_it(play: Cast) -> None:
    assert awaited(play) == [("Alice Martin", "M1-P1-C", "23.40", "23.40")]
    payment = come(play, ALICE, "23.40", on=date(2026, 11, 24))
    basket = Basket.objects.get()
    assert (payment.means, payment.reference, payment.received_on) == ("transfer", "M1-P1-C", date(2026, 11, 24))
    assert (payment.receipt.basket, basket.served_at, basket.is_announced) == (basket, None, False)
    assert (balance(play.alice), awaited(play), faults()) == ("0.00", [], [])


def test_what_was_told_and_what_is_due_are_both_good_and_the_difference_stays_on_the_account(play: Cast) -> None:
    basket = Basket.objects.get()
    weights = Weights({basket.lines.get(product=play.cheese).pk: 220})
    weigh(basket, weights, key=key(), by=play.nadia, at=TUESDAY)
    assert awaited(play) == [("Alice Martin", "M1-P1-C", "23.40", "22.90")]
    for amount in ("23,40", "22,90"):
        assert said(find_transfers(play.group, amount))[0] == ["Alice Martin 22.90"]
    come(play, ALICE, "23.40")
    assert (balance(play.alice), awaited(play), faults()) == ("0.50", [], [])


def test_a_part_of_it_leaves_the_rest_awaited(play: Cast) -> None:
    come(play, ALICE, "20.00")
    assert awaited(play) == [("Alice Martin", "M1-P1-C", "23.40", "3.40")]
    assert standing_of(play.alice, at=WEDNESDAY).label == "à régler jeudi, par virement"


def test_the_same_twice_is_refused_with_who_recorded_it_and_a_replay_counts_once(play: Cast) -> None:
    tap = key()
    first = come(play, ALICE, "23.40", key=tap)
    assert come(play, ALICE, "23.40", key=tap) == first
    with pytest.raises(TransferCameAlready) as refusal:
        come(play, ALICE, "23.40")
    assert "Nadia Belkacem a déjà enregistré un virement de 23,40\u00a0€ sous cette référence" in str(refusal.value)
    assert Payment.objects.count() == 1
    take_back_payment(first, why="doublon", key=key(), by=play.nadia, at=WEDNESDAY)
    assert awaited(play) == [("Alice Martin", "M1-P1-C", "23.40", "23.40")]
    come(play, ALICE, "23.40")
    assert (balance(play.alice), faults()) == ("0.00", [])


def test_paid_otherwise_at_the_stand_it_is_awaited_no_more_and_again_once_that_is_undone(play: Cast) -> None:
    taken = take_payment(Basket.objects.get(), "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert awaited(play) == []
    payment = Receipt.objects.get(pk=taken.receipt_id).payment
    take_back_payment(payment, why="erreur", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert [name for name, *_rest in awaited(play)] == ["Alice Martin"]


def test_another_means_or_no_order_ends_it(play: Cast) -> None:
    play.order(play.alice, {play.vegetables: 1}, means="cash")
    assert awaited(play) == []
    play.order(play.alice, {play.vegetables: 1}, means="transfer")
    assert awaited(play) == [("Alice Martin", "M1-P1-C", "12.00", "12.00")]
    play.order(play.alice, {})
    assert awaited(play) == []


def test_left_owed_at_validation_it_is_followed_until_it_comes(play: Cast) -> None:
    basket = Basket.objects.get()
    serve(basket, is_left_owed=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    validate(play.distribution, keeps_estimates=True, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert [(one.due, one.is_late) for one in transfers_awaited(play.group)] == [(Money.of("23.40"), True)]
    payment = come(play, ALICE, "23.40", at=THURSDAY_EVENING)
    assert not hasattr(payment, "receipt")  # what is validated stays as it was validated
    assert (balance(play.alice), awaited(play), faults()) == ("0.00", [], [])


def test_money_on_the_account_for_no_basket_ends_it_too(play: Cast) -> None:
    record_payment(play.alice, "transfer", Money.of("23.40"), key=key(), by=play.nadia, at=WEDNESDAY)
    assert awaited(play) == []


def test_it_is_found_by_reference_by_pasted_line_by_amount_and_by_name_in_this_group_only(play: Cast) -> None:
    other = cast("ailleurs", "Les Voisins")
    other.order(other.bob, {other.vegetables: 1, other.bread: 1, other.cheese: 1}, means="transfer")
    alice = ["Alice Martin 23.40"]
    assert said(find_transfers(play.group, "m1 p1 c")) == (alice, [], "")
    assert said(find_transfers(play.group, "24/11 VIR SEPA MARTIN A M1-P1-C +23,40 €")) == (alice, [], "23.40")
    assert said(find_transfers(play.group, "24/11;VIR MARTIN A;M1P1C;20,00")) == (alice, [], "")
    assert said(find_transfers(play.group, "23,40")) == (alice, [], "23.40")
    assert said(find_transfers(play.group, "martin")) == (alice, [], "")
    bob = str(TransferReference(play.bob.number))
    assert said(find_transfers(play.group, bob)) == ([], [f"Bob Lenoir {bob}"], "")
    assert said(find_transfers(play.group, "lenoir")) == ([], [f"Bob Lenoir {bob}"], "")
    assert said(find_transfers(play.group, "99,99")) == ([], [], "99.99")
    assert said(find_transfers(play.group, str(TransferReference(99)))) == ([], [], "")
    assert said(find_transfers(play.group, "  ")) == ([], [], "")


def test_a_reference_that_nobody_has_is_refused_and_nothing_is_recorded(play: Cast) -> None:
    with pytest.raises(NobodysReference) as refusal:
        come(play, TransferReference(99), "5.00")
    assert "Aucun membre de ce groupe n’a la référence M99" in str(refusal.value)
    assert Payment.objects.count() == 0


def test_the_member_is_told_in_the_same_transaction(play: Cast) -> None:
    come(play, ALICE, "25.00")
    mail = OutgoingMail.objects.get(kind="E14")
    assert mail.to == "alice@vallon.example.org"
    said = "[Les Paniers du Vallon] Bien reçu\u202f: virement de 25,00\u00a0€, vous avez un avoir de 1,60\u00a0€"
    assert mail.subject == said
    assert "Référence\u202f: M1-P1-C." in mail.body


def test_a_transfer_that_is_confirmed_at_validation_is_told_and_a_cheque_at_the_stand_is_not(play: Cast) -> None:
    basket = play.order(play.bob, {play.bread: 1}, means="cheque")
    take_payment(basket, "cheque", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    take_payment(Basket.objects.get(membership=play.alice), "transfer", key=key(), by=play.nadia, at=THURSDAY_EVENING)
    mails = OutgoingMail.objects.filter(kind="E14").values_list("to", "subject")
    said = "[Les Paniers du Vallon] Bien reçu\u202f: virement de 23,40\u00a0€, votre solde est à jour"
    assert list(mails) == [("alice@vallon.example.org", said)]


def test_handed_out_and_taken_back_the_basket_stays_paid(play: Cast) -> None:
    come(play, ALICE, "23.40")
    serve(Basket.objects.get(), is_left_owed=False, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    undo_serving(Basket.objects.get(), key=key(), by=play.nadia, at=THURSDAY_EVENING)
    basket = Basket.objects.get()
    assert (basket.served_at, basket.is_announced, balance(play.alice), faults()) == (None, False, "0.00", [])


# ── to the account


def announced(play: Cast, amount: str = "30.00") -> AnnouncedTransfer:
    settings = PaymentSettings.objects.select_related("group").get(group=play.group)
    alice = Membership.objects.with_people().select_related("group__book").get(pk=play.alice.pk)
    return announce_transfer(alice, settings, Money.of(amount), by=play.person(play.alice), at=TUESDAY)


def test_a_top_up_is_awaited_and_received_and_the_cagnotte_is_told() -> None:
    play = on_cagnottes(cast())
    row = announced(play)
    reference = str(TransferReference(1))
    assert awaited(play) == [("Alice Martin", reference, "30.00", "30.00")]
    payment = come(play, TransferReference(1), "30.00")
    row.refresh_from_db()
    assert (row.payment, awaited(play), balance(play.alice)) == (payment, [], "30.00")
    assert "votre cagnotte est à 30,00\u00a0€" in OutgoingMail.objects.get(kind="E14").subject
    take_back_payment(payment, why="doublon", key=key(), by=play.nadia, at=WEDNESDAY)
    assert awaited(play) == [("Alice Martin", reference, "30.00", "30.00")]


def test_given_up_it_is_awaited_no_more_and_counts_all_the_same_if_it_comes() -> None:
    play = on_cagnottes(cast())
    announced(play)
    assert give_up_transfers(play.alice, at=TUESDAY) == 1
    assert (awaited(play), awaited_transfers(play.alice)) == ([], [])
    come(play, TransferReference(1), "30.00")
    assert balance(play.alice) == "30.00"


def test_recorded_elsewhere_for_what_was_announced_it_is_awaited_no_more_until_that_is_taken_back() -> None:
    play = on_cagnottes(cast())
    announced(play)
    at_home = {"key": key(), "by": play.nadia, "at": WEDNESDAY}
    for means, amount in (("cheque", "30.00"), ("transfer", "29.00")):
        record_payment(play.alice, means, Money.of(amount), **(at_home | {"key": key()}))
    record_payment(play.bob, "transfer", Money.of("30.00"), **(at_home | {"key": key()}))
    assert len(awaited(play)) == 1
    typed = [TypedPayment(play.bob, "cash", Money.of("5.00")), TypedPayment(play.alice, "transfer", Money.of("30.00"))]
    record_payments(play.group, typed, **at_home)
    assert awaited(play) == []
    (batch,) = Act.objects.filter(kind=KIND)
    take_back_payments(batch, why="doublon", key=key(), by=play.nadia, at=WEDNESDAY)
    assert len(awaited(play)) == 1
    record_payment(play.alice, "transfer", Money.of("30.00"), **(at_home | {"key": key()}))
    assert (awaited(play), balance(play.alice), faults()) == ([], "89.00", [])


def test_a_payment_put_right_into_the_transfer_that_was_announced_is_that_transfer() -> None:
    play = on_cagnottes(cast())
    announced(play)
    signed = {"by": play.nadia, "at": WEDNESDAY}
    wrong = record_payment(play.bob, "cheque", Money.of("30.00"), key=key(), **signed)
    of_bob = change_means(wrong, "transfer", key=key(), **signed)
    assert len(awaited(play)) == 1
    of_alice = move_payment(of_bob, play.alice, key=key(), **signed)
    assert awaited(play) == []
    of_alice = change_means(of_alice, "transfer", reference="relevé 11", key=key(), **signed)
    assert awaited(play) == []
    change_means(of_alice, "cheque", key=key(), **signed)
    assert len(awaited(play)) == 1

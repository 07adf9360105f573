"""A fee is one debit for a household and a year, with its payment or not; undone, the year is free again."""

import random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cabas.distributions.explaining import explained
from cabas.groups.chart import Kind
from cabas.groups.models import Membership
from cabas.ledger.models import Entry, Transaction
from cabas.ledger.posting import credit, debit, post
from cabas.mail.models import OutgoingMail
from cabas.membership_fees.asking import NoSuchDay, NothingAsked, ask, fee_asked, stop_asking
from cabas.membership_fees.models import MembershipFee
from cabas.membership_fees.recording import (
    AmountUnexplained,
    Asked,
    NegativeFee,
    NobodyChosen,
    NotAMeans,
    RecordedAlready,
    record_fees,
)
from cabas.membership_fees.undoing import NothingStands, undo_fees
from cabas.money import Money
from cabas.payments.changing_means import receive_again
from cabas.payments.models import Payment, PaymentSettings
from cabas.payments.receiving import record_payment
from tests.cast import TUESDAY, Cast, cast, key
from tests.membership_fees.conftest import asked_of, faults
from tests.payments.accounts import balance, held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]


def signed(play: Cast) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": TUESDAY}


def recorded(play: Cast, *members: Membership, cents: int = 1500, reason: str = "", means: str = "") -> list[int]:
    asked = [Asked(member, Money(cents), reason) for member in members]
    return record_fees(asked_of(play), asked, means=means, **signed(play))


def lines(member: Membership) -> list[tuple[str, str]]:
    return [(line.cause.title, str(line.amount)) for line in explained(member)]


def test_paid_at_once_it_leaves_the_balance_as_it_was_and_the_account_says_both(play: Cast) -> None:
    recorded(play, play.alice, means="cheque")
    assert (balance(play.alice), held(play, Kind.CHEQUES_IN_HAND)) == ("0.00", "15.00")
    assert str(play.group.account(Kind.MEMBERSHIP_FEES).balance) == "15.00"
    assert lines(play.alice) == [("Chèque", "15.00"), ("Adhésion 2026-2027", "-15.00")]
    assert explained(play.alice)[0].cause.details == ("Adhésion 2026-2027",)
    mail = OutgoingMail.objects.get()
    assert (mail.kind, "Adhésion 2026-2027" in mail.body, "votre solde est à jour" in mail.body) == ("E14", True, True)


def test_without_a_means_it_is_to_be_settled(play: Cast) -> None:
    recorded(play, play.alice)
    assert (balance(play.alice), Payment.objects.count(), OutgoingMail.objects.count()) == ("-15.00", 0, 0)


def test_another_amount_says_why_and_nothing_is_an_exemption_without_an_entry(play: Cast) -> None:
    for cents in (700, 0):
        with pytest.raises(AmountUnexplained):
            recorded(play, play.alice, cents=cents)
    with pytest.raises(NegativeFee):
        recorded(play, play.alice, cents=-1, reason="x")
    recorded(play, play.alice, cents=700, reason="tarif réduit", means="cash")
    recorded(play, play.bob, cents=0, reason="solidarité", means="cash")
    fees = MembershipFee.objects.order_by("pk").values_list("way", "amount", "reason")
    assert list(fees) == [("account", Money(700), "tarif réduit"), ("exempted", Money(0), "solidarité")]
    assert (Transaction.objects.count(), balance(play.bob)) == (2, "0.00")


def test_the_fee_of_a_year_is_recorded_once(play: Cast) -> None:
    recorded(play, play.alice)
    with pytest.raises(RecordedAlready, match="déjà enregistrée pour Alice Martin"):
        recorded(play, play.bob, play.alice)
    assert (balance(play.alice), balance(play.bob)) == ("-15.00", "0.00")
    same = {"year": 2026, "amount": Money(0), "way": "exempted", "title": "x", "recorded_at": TUESDAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFee.objects.create(group=play.group, membership=play.alice, **same)


def test_the_same_form_sent_twice_counts_once(play: Cast) -> None:
    sent = signed(play)
    asked = [Asked(play.alice, Money(1500))]
    first = record_fees(asked_of(play), asked, means="cash", **sent)
    assert record_fees(asked_of(play), asked, means="cash", **sent) == first
    assert (MembershipFee.objects.count(), held(play, Kind.CASH)) == (1, "15.00")


def test_nobody_and_a_means_that_nobody_writes_are_refused(play: Cast) -> None:
    with pytest.raises(NobodyChosen):
        recorded(play)
    with pytest.raises(NotAMeans):
        recorded(play, play.alice, means="online")


def test_undone_debit_and_payment_are_reversed_and_the_year_is_free(play: Cast) -> None:
    fees = recorded(play, play.alice, means="cash")
    assert undo_fees(play.group, fees, why="erreur", **signed(play)) == 1
    assert (balance(play.alice), held(play, Kind.CASH)) == ("0.00", "0.00")
    assert lines(play.alice)[:2] == [
        ("Adhésion 2026-2027\u202f: annulation", "15.00"),
        ("Espèces\u202f: annulation", "-15.00"),
    ]
    with pytest.raises(NothingStands):
        undo_fees(play.group, fees, why="erreur", **signed(play))
    recorded(play, play.alice)
    assert balance(play.alice) == "-15.00"


def test_undone_the_money_follows_the_means_that_was_put_right(play: Cast) -> None:
    fees = recorded(play, play.alice, means="cash")
    with transaction.atomic():
        receive_again(Payment.objects.get(), "cheque", reference="7", **signed(play))
    undo_fees(play.group, fees, why="erreur", **signed(play))
    assert (balance(play.alice), held(play, Kind.CHEQUES_IN_HAND), held(play, Kind.CASH)) == ("0.00", "0.00", "0.00")


def test_a_fee_of_another_group_is_not_undone_here(play: Cast) -> None:
    fees = recorded(play, play.alice)
    with pytest.raises(NothingStands):
        undo_fees(cast("ailleurs").group, fees, why="x", **signed(play))
    assert balance(play.alice) == "-15.00"


def test_no_floor_of_a_cagnotte_refuses_it_but_its_member_is_told_when_it_is_low(play: Cast) -> None:
    settings = PaymentSettings.objects.get(group=play.group)
    settings.change_mode()
    settings.low_balance_threshold = Money(1000)
    settings.save()
    record_payment(play.alice, "cash", Money(1000), **signed(play))
    OutgoingMail.objects.all().delete()
    recorded(play, play.alice)
    assert (balance(play.alice), [mail.kind for mail in OutgoingMail.objects.all()]) == ("-5.00", ["E16"])


def test_where_payments_are_off_it_is_noted_beside_the_account(play: Cast) -> None:
    PaymentSettings.objects.filter(group=play.group).update(since=None)
    recorded(play, play.alice, means="cash")
    fee = MembershipFee.objects.get()
    assert (fee.way, fee.amount, Entry.objects.count()) == ("elsewhere", Money(1500), 0)
    undo_fees(play.group, [fee.pk], why="x", **signed(play))
    assert MembershipFee.objects.standing().count() == 0


def test_another_amount_holds_from_its_year_on(play: Cast) -> None:
    ask(play.group, Money(2000), name="Cotisation", month=9, day=1, from_year=2027, at=TUESDAY)
    now, then = fee_asked(play.group, on=TUESDAY.date()), fee_asked(play.group, on=TUESDAY.date().replace(year=2027))
    assert now
    assert then
    assert (now.title, now.amount) == ("Cotisation 2026-2027", Money(1500))
    assert (then.title, then.amount) == ("Cotisation 2027-2028", Money(2000))
    stop_asking(play.group)
    assert fee_asked(play.group, on=TUESDAY.date()) is None


def test_a_day_that_no_month_has_and_a_fee_of_nothing_are_refused(play: Cast) -> None:
    with pytest.raises(NoSuchDay):
        ask(play.group, Money(1500), month=4, day=31, at=TUESDAY)
    with pytest.raises(NothingAsked):
        ask(play.group, Money(0), month=4, day=30, at=TUESDAY)


@pytest.mark.parametrize("seed", [7, 46])
def test_whatever_is_recorded_and_undone_entries_make_the_balances(play: Cast, seed: int) -> None:
    chance = random.Random(seed)
    members = [play.alice, play.bob]
    for _step in range(40):
        member = chance.choice(members)
        standing = MembershipFee.objects.standing().filter(membership=member).values_list("pk", flat=True)
        if standing and chance.random() < 0.6:
            undo_fees(play.group, list(standing), why="erreur", **signed(play))
        elif not standing:
            cents = chance.choice([1500, 700, 0])
            recorded(play, member, cents=cents, reason="tarif", means=chance.choice(["", "cash", "cheque"]))
        else:
            record_payment(member, "transfer", Money(chance.randint(1, 2000)), **signed(play))
    for member in members:
        made = Money.sum(Entry.objects.filter(account=member.account_id).values_list("amount", flat=True))
        assert balance(member) == str(made)
    fees = MembershipFee.objects.standing().filter(way="account").values_list("amount", flat=True)
    assert play.group.account(Kind.MEMBERSHIP_FEES).balance == Money.sum(fees)


def test_recording_many_asks_as_much_as_recording_one(play: Cast) -> None:
    members = Membership.objects.filter(group=play.group).with_people().select_related("account")
    asked = [Asked(member, Money(1500)) for member in members]
    counts = []
    for some in (asked[:1], asked[1:]):
        with CaptureQueriesContext(connection) as captured:
            record_fees(asked_of(play), some, means="cash", **signed(play))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_audit_names_what_no_fee_asked() -> None:
    play = cast("autre")
    entries = [debit(play.alice.account, Money(100)), credit(play.group.account(Kind.MEMBERSHIP_FEES), Money(100))]
    with transaction.atomic():
        post(play.group.book, "membership fee", entries, by=None, at=TUESDAY)
        assert faults() == [
            "Groupe autre, opération n° 1\u202f: elle demande une cotisation qui n’existe pas.",
            "Groupe autre, opération n° 1\u202f: rien n’explique −1,00\u00a0€ au compte 41100001.",
        ]
        transaction.set_rollback(True)

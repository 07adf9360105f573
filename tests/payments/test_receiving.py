"""Money recorded by the treasury comes to the account on its day, counted once."""

from datetime import date, timedelta

import pytest

from cabas.groups.chart import Kind
from cabas.ledger.acts import KeyReused
from cabas.ledger.books import close_period
from cabas.ledger.posting import DatedInTheFuture, PeriodClosed
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.payments.receiving import NothingToReceive, record_payment
from tests.cast import TUESDAY, Cast, key
from tests.payments.accounts import balance, held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]
TODAY = TUESDAY.date()


def test_a_cheque_received_by_post_is_dated_the_day_it_came(play: Cast) -> None:
    friday = date(2026, 11, 20)
    said = {"on": friday, "reference": " 0098 ", "note": "reçu par la poste"}
    payment = record_payment(play.alice, "cheque", Money.of("12.50"), **said, key=key(), by=play.nadia, at=TUESDAY)
    assert (payment.received_on, payment.transaction.occurred_on) == (friday, friday)
    assert (payment.reference, payment.note, payment.recorded_at) == ("0098", "reçu par la poste", TUESDAY)
    assert (balance(play.alice), held(play, Kind.CHEQUES_IN_HAND)) == ("12.50", "12.50")


def test_its_member_is_told_what_came_and_where_the_account_stands(play: Cast) -> None:
    said = {"on": date(2026, 11, 20), "reference": "0098", "note": "reçu par la poste", "key": key()}
    for _tap in range(2):
        record_payment(play.alice, "cheque", Money.of("12.50"), **said, by=play.nadia, at=TUESDAY)
    mail = OutgoingMail.objects.get()
    subject = "[Les Paniers du Vallon] Bien reçu\u202f: chèque de 12,50\u00a0€, vous avez un avoir de 12,50\u00a0€"
    assert (mail.kind, mail.to, mail.subject) == ("E14", "alice@vallon.example.org", subject)
    assert mail.body == (
        "Bonjour Alice,\n\nbien reçu, le vendredi 20 novembre\u202f: chèque de 12,50\u00a0€. "
        "Après cela, vous avez un avoir de 12,50\u00a0€.\n\nRéférence\u202f: 0098.\n\n"
        "reçu par la poste\n\nUne question\u202f? Répondez à ce message."
    )


def test_without_a_day_it_is_received_today(play: Cast) -> None:
    payment = record_payment(play.alice, "cash", Money(500), key=key(), by=play.nadia, at=TUESDAY)
    assert payment.received_on == TODAY


def test_the_same_form_sent_twice_counts_once(play: Cast) -> None:
    sent = {"key": key(), "by": play.nadia, "at": TUESDAY, "on": TODAY}
    first = record_payment(play.alice, "cash", Money(1250), **sent)
    assert record_payment(play.alice, "cash", Money(1250), **sent) == first
    with pytest.raises(KeyReused):
        record_payment(play.alice, "cash", Money(1300), **sent)
    assert balance(play.alice) == "12.50"


def test_tomorrow_a_closed_period_and_nothing_are_refused(play: Cast) -> None:
    signed = {"by": play.nadia, "at": TUESDAY}
    with pytest.raises(DatedInTheFuture):
        record_payment(play.alice, "cash", Money(1), on=TODAY + timedelta(days=1), key=key(), **signed)
    with pytest.raises(NothingToReceive):
        record_payment(play.alice, "cash", Money(0), key=key(), **signed)
    close_period(play.group.book, on=date(2026, 10, 31))
    with pytest.raises(PeriodClosed):
        record_payment(play.alice, "cash", Money(1), on=date(2026, 10, 31), key=key(), **signed)
    assert (Payment.objects.count(), balance(play.alice)) == (0, "0.00")

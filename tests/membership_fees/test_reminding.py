"""E41 goes once at the renewal by itself, to who has not renewed; by hand, not again for 30 days."""

from datetime import datetime, timedelta

import pytest

from cabas.clock import PARIS
from cabas.mail.models import OutgoingMail
from cabas.membership_fees.asking import ask, fee_asked
from cabas.membership_fees.models import FeeSettings
from cabas.membership_fees.recording import Asked, record_fees
from cabas.membership_fees.reminding import remind, remind_at_renewals
from cabas.money import Money
from tests.cast import TUESDAY, Cast, key
from tests.membership_fees.conftest import asked_of

pytestmark = pytest.mark.django_db

RENEWAL = datetime(2027, 9, 1, 8, 5, tzinfo=PARIS)


def told() -> list[str]:
    return sorted(OutgoingMail.objects.filter(kind="E41").values_list("to", flat=True))


def test_the_worker_reminds_once_on_the_day_from_eight_in_the_morning(play: Cast) -> None:
    fee = fee_asked(play.group, on=RENEWAL.date())
    assert fee is not None
    record_fees(fee, [Asked(play.bob, Money(1500))], key=key(), by=play.nadia, at=TUESDAY)
    for early in (TUESDAY, RENEWAL - timedelta(days=1), RENEWAL - timedelta(minutes=10)):
        remind_at_renewals(at=early)
    assert told() == []
    for moment in (RENEWAL, RENEWAL + timedelta(minutes=15), RENEWAL + timedelta(days=29)):
        remind_at_renewals(at=moment)
    assert told() == ["alice@vallon.example.org", "nadia@vallon.example.org"]


def test_a_group_that_asks_since_this_period_or_stopped_reminds_nobody(play: Cast) -> None:
    FeeSettings.objects.update(asked_on=RENEWAL.date())
    remind_at_renewals(at=RENEWAL)
    FeeSettings.objects.update(asked_on=None)
    remind_at_renewals(at=RENEWAL)
    assert told() == []


def test_a_renewal_missed_for_longer_than_a_month_is_not_reminded_late(play: Cast) -> None:
    remind_at_renewals(at=RENEWAL + timedelta(days=31))
    assert told() == []


def test_by_hand_nobody_is_reminded_again_for_thirty_days(play: Cast) -> None:
    fee = asked_of(play)
    assert remind(fee, members=[play.alice.pk], at=TUESDAY) == 1
    assert remind(fee, members=[play.alice.pk], at=TUESDAY + timedelta(days=29)) == 0
    assert remind(fee, members=[play.alice.pk], at=TUESDAY + timedelta(days=30)) == 1


def test_the_mail_says_how_much_until_when_and_how_to_pay(play: Cast) -> None:
    ask(play.group, Money(1500), name="Cotisation", month=9, day=1, at=TUESDAY)
    remind(asked_of(play), members=[play.alice.pk], at=TUESDAY)
    mail = OutgoingMail.objects.get()
    assert mail.subject == (
        "[Les Paniers du Vallon] Votre adhésion est à renouveler\u202f: Cotisation 2026-2027, 15,00\u00a0€"
    )
    assert "valable jusqu’au mardi 31 août 2027" in mail.body
    assert "Vous pouvez la régler à une distribution, par chèque, en espèces ou par carte." in mail.body
    assert "Ou par virement\u202f: 15,00\u00a0€ à Les Paniers du Vallon, IBAN FR76" in mail.body

"""At the stand one tap puts the fee to renew on the account: what is then owed is taken with the basket, and undone."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas.closing.till import taken
from cabas.distributions.models import Basket, OrderLine, Receipt
from cabas.distributions.validation import validate
from cabas.groups.models import Membership
from cabas.membership_fees.asking import ask
from cabas.membership_fees.models import MembershipFee
from cabas.membership_fees.recording import Asked, record_fees
from cabas.membership_fees.to_renew import to_renew
from cabas.money import Money
from cabas.papers.receipts import receipt_of
from cabas.papers.yearly_statements import Part, statement_of
from cabas.payments.receiving import receive
from cabas.ui.device import person_mark
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, key
from tests.distributions.pages import stop_clock
from tests.membership_fees.conftest import asked_of, play, proved
from tests.payments.accounts import balance
from tests.stand.reading import words_shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]
__all__ = ["play", "proved"]

LIST = "/g/vallon/gestion/distributions/1/stand/"
ALICE, BOB = f"{LIST}1/", f"{LIST}2/"
LINE = "Adhésion 2026-2027 : 15,00 € à renouveler Ajouter l’adhésion"
MARK = "2026:1500"


@pytest.fixture
def nadia(play: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Thursday evening. Alice's bread and vegetables are 17,40 €, Bob's bread 5,40 €; both announced a cheque."""
    play.order(play.alice, {play.vegetables: 1, play.bread: 1})
    play.order(play.bob, {play.bread: 1})
    stop_clock(monkeypatch, THURSDAY_EVENING)
    client.force_login(play.nadia)
    return client


def said(client: Client, address: str) -> str:
    return words_shown(client.get(address).content.decode())


def send(client: Client, address: str, **fields: str) -> int:
    return client.post(address, {"key": key(), **fields}).status_code


def test_one_tap_puts_the_fee_on_the_account_and_the_next_takes_it_with_the_basket(play: Cast, nadia: Client) -> None:
    page = said(nadia, ALICE)
    assert LINE in page
    assert "Chèque 17,40 €" in page
    assert send(nadia, f"{ALICE}adhesion/", renewal=MARK) == 302
    page = said(nadia, ALICE)
    assert "Alice Martin : Adhésion 2026-2027, 15,00 € ajoutés au compte Annuler" in page
    assert "Chèque 32,40 € panier 17,40 € + reste 15,00 €" in page
    assert "à renouveler" not in page
    assert send(nadia, f"{ALICE}encaissement/", means_with_debt="cheque", seen="1740", seen_with_debt="3240") == 302
    paid = Receipt.objects.select_related("payment__transaction").get().payment
    assert (paid.amount, balance(play.alice)) == (Money(3240), "0.00")
    assert (taken(play.distribution).cheques, taken(play.distribution).cheques_total) == (1, Money(3240))
    alice = Membership.objects.with_people().select_related("group__book", "account").get(pk=play.alice.pk)
    statement = statement_of(alice, 2026, on=THURSDAY_EVENING.date())
    assert statement.parts == [
        Part("Commandes", 1, Money(-1740)),
        Part("Cotisations", 1, Money(-1500)),
        Part("Paiements par chèque", 1, Money(3240)),
    ]
    assert [line.cause.title for line in statement.lines].count("Adhésion 2026-2027") == 1
    assert receipt_of(alice, paid.transaction.number).payment == paid


def test_who_put_it_there_takes_it_off_again_and_nobody_else(play: Cast, nadia: Client) -> None:
    send(nadia, f"{ALICE}adhesion/", renewal=MARK)
    fee = str(MembershipFee.objects.get().pk)
    assert send(nadia, f"{BOB}adhesion/", fee=fee) == 404
    assert send(nadia, f"{ALICE}adhesion/", fee=fee) == 302
    assert (balance(play.alice), MembershipFee.objects.standing().count()) == ("-17.40", 0)
    assert LINE in said(nadia, ALICE)
    assert send(nadia, f"{ALICE}adhesion/", fee=fee) == 409
    MembershipFee.objects.update(recorded_by=None)
    assert send(nadia, f"{ALICE}adhesion/", fee=fee) == 404


def test_the_same_tap_counts_once_and_what_changed_meanwhile_is_refused(play: Cast, nadia: Client) -> None:
    tap = key()
    answers = [nadia.post(f"{ALICE}adhesion/", {"key": tap, "renewal": MARK}).status_code for _twice in range(2)]
    assert (answers, MembershipFee.objects.count()) == ([302, 302], 1)
    assert send(nadia, f"{ALICE}adhesion/", renewal=MARK) == 409
    ask(play.group, Money(2000), month=9, day=1, at=TUESDAY)
    assert send(nadia, f"{BOB}adhesion/", renewal=MARK) == 409
    assert (balance(play.alice), balance(play.bob)) == ("-32.40", "-5.40")


def test_it_is_not_said_of_who_renewed_was_served_or_where_nothing_is_asked(play: Cast, nadia: Client) -> None:
    record_fees(
        asked_of(play), [Asked(play.alice, Money(0), "solidarité")], key=key(), by=play.nadia, at=THURSDAY_EVENING
    )
    panels = said(nadia, f"{LIST}paniers/")
    assert "à renouveler" not in said(nadia, ALICE)
    assert LINE in said(nadia, BOB)
    assert panels.count("à renouveler") == 0  # hidden until one is opened
    assert len(re.findall('name="renewal"', nadia.get(f"{LIST}paniers/").content.decode())) == 1
    send(nadia, f"{BOB}encaissement/", means="cheque", seen="540")
    assert "à renouveler" not in said(nadia, BOB)
    send(nadia, f"{ALICE}encaissement/", means="cheque", seen="1740")
    validate(play.distribution, key=key(), by=play.nadia, at=THURSDAY_EVENING)
    assert send(nadia, f"{BOB}adhesion/", renewal=MARK) == 409


def test_it_costs_one_statement_however_many_baskets_there_are(play: Cast, nadia: Client) -> None:
    counts = []
    for numbers in ("1", "1,2"):
        with CaptureQueriesContext(connection) as asked:
            nadia.get(f"{LIST}paniers/", {"numeros": numbers})
        counts.append(len(asked))
        assert sum("membership_fees_feesettings" in each["sql"] for each in asked) == 1
    assert counts[0] == counts[1] <= 12
    households = {play.alice.pk, play.bob.pk}
    found = to_renew(play.group, households, on=THURSDAY_EVENING.date())
    assert found is not None
    assert (found.fee.title, found.households) == ("Adhésion 2026-2027", frozenset(households))


def test_a_phone_sends_it_as_any_act_and_is_told_the_basket_as_it_is(play: Cast, nadia: Client) -> None:
    def act(**fields: str) -> Any:
        sent = {"key": key(), "basket": 1, "kind": "fees", "fields": fields, "shown": 1740}
        body = {"person": person_mark(play.nadia.pk), "acts": [sent]}
        answer = nadia.post(f"{LIST}actes/", json.dumps(body), content_type="application/json")
        return answer.json()["answers"][0], answer.json()["news"]["panels"]["1"]

    answer, panel = act(renewal=MARK)
    fee = str(MembershipFee.objects.get().pk)
    assert answer["undo"] == {"kind": "fees", "fields": {"fee": fee}}
    assert "reste" in panel
    assert act(renewal=MARK)[0]["refusal"]["name"] == "RecordedAlready"
    assert act(fee=fee)[0]["outcome"] == "done"
    assert Basket.objects.get(number=1).served_at is None


def test_a_fee_that_alone_is_due_is_on_the_big_button_where_the_basket_was_paid_from_home(
    play: Cast, nadia: Client
) -> None:
    receive(play.alice, "transfer", Money(1740), on=TUESDAY.date(), key=key(), by=play.nadia, at=TUESDAY)
    Basket.objects.filter(membership=play.alice).update(means="online")
    assert "Servi, rien à payer" in said(nadia, ALICE)
    assert send(nadia, f"{ALICE}adhesion/", renewal=MARK) == 302
    assert "À encaisser 15,00 € " in said(nadia, ALICE)
    assert send(nadia, f"{ALICE}encaissement/", means="cheque", seen="1500", seen_with_debt="1500") == 302
    basket = Basket.objects.get(membership=play.alice)
    assert (balance(play.alice), basket.served_at) == ("0.00", THURSDAY_EVENING)


def test_and_where_nothing_of_the_basket_was_delivered(play: Cast, nadia: Client) -> None:
    for line in OrderLine.objects.filter(basket__membership=play.alice):
        assert send(nadia, f"{ALICE}manquants/", line=str(line.pk)) == 302
    assert send(nadia, f"{ALICE}adhesion/", renewal=MARK) == 302
    page = said(nadia, ALICE)
    assert "Chèque 15,00 € Servi, sans encaisser" in page
    assert send(nadia, f"{ALICE}encaissement/", means_with_debt="cheque", seen="0", seen_with_debt="1500") == 302
    assert balance(play.alice) == "0.00"

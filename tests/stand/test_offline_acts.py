"""What a phone did without network comes in its order, each act once; what cannot stand comes back as a named case."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from cabas.distributions.contents import set_missing
from cabas.distributions.models import Basket, Receipt
from cabas.distributions.serving import take_payment
from cabas.distributions.validation import validate
from cabas.ledger.auditing import audit_book
from cabas.money import Money
from cabas.payments.models import Payment
from cabas.stand.models import Case, OfflineAct
from cabas.stand.offline_cases import (
    CaseSettled,
    NoReasonGiven,
    UnfitOutcome,
    keep,
    open_cases,
    record_on_account,
    set_aside,
    take_back,
)
from cabas.stand.views import _late
from cabas.ui.device import person_mark
from tests.cast import THURSDAY_EVENING, Cast, cast, key
from tests.distributions.pages import stop_clock

pytestmark = pytest.mark.django_db

ACTS = "/g/vallon/gestion/distributions/1/stand/actes/"
BACK = THURSDAY_EVENING + timedelta(minutes=40)


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Thursday, 19 h 20: the network is back. Alice's basket is worth 17,40 and is n° 1, Bob's 12,00 and n° 2."""
    told = cast()
    told.first = told.order(told.alice, {told.vegetables: 1, told.bread: 1})
    told.second = told.order(told.bob, {told.vegetables: 1})
    stop_clock(monkeypatch, BACK)
    return told


@pytest.fixture
def phone(play: Cast, client: Client) -> Client:
    client.force_login(play.nadia)
    return client


def act(kind: str, basket: int = 1, *, minutes_ago: int = 30, was_offline: bool = True, **more: Any) -> dict[str, Any]:
    made_at = (BACK - timedelta(minutes=minutes_ago)).isoformat()
    return {
        "key": key(),
        "basket": basket,
        "kind": kind,
        "fields": {},
        "shown": None,
        "made_at": made_at,
        "was_offline": was_offline,
        **more,
    }


def cheque(basket: int = 1, shown: int = 1740, **more: Any) -> dict[str, Any]:
    return act("receipts", basket, shown=shown, **{"fields": {"means": "cheque"}, **more})


def send(phone: Client, play: Cast, *acts: dict[str, Any], person: str | None = None) -> Any:
    body = {"person": person or person_mark(play.nadia.pk), "sent_at": BACK.isoformat(), "acts": list(acts)}
    return phone.post(ACTS, json.dumps(body), content_type="application/json")


def outcomes(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [answer["outcome"] for answer in response.json()["answers"]]


def paid(play: Cast) -> list[tuple[int, Money]]:
    live = Receipt.objects.live().order_by("pk").values_list("basket__number", "payment__amount")
    return [(number, amount) for number, amount in live]


def fresh(basket: Basket) -> Basket:
    return Basket.objects.with_amounts().get(pk=basket.pk)


def meanwhile_paid(play: Cast, at: datetime = THURSDAY_EVENING + timedelta(minutes=20)) -> None:
    """Another volunteer took the money of n° 1."""
    take_payment(play.first, "cash", key=key(), by=play.person(play.bob), at=at)


def test_acts_are_done_in_their_order_and_answered_one_by_one(play: Cast, phone: Client) -> None:
    line = play.first.lines.get(product=play.bread)
    response = send(phone, play, act("missing", fields={"line": str(line.pk)}), cheque(shown=1200), cheque(2, 1200))
    assert outcomes(response) == ["done", "done", "done"]
    assert paid(play) == [(1, Money.of("12.00")), (2, Money.of("12.00"))]
    assert response.json()["answers"][1] == {
        "key": response.json()["answers"][1]["key"],
        "outcome": "done",
        "words": "chèque 12,00\u00a0€, solde 0,00\u00a0€",
        "undo": {"kind": "undoing", "fields": {"receipt": str(Receipt.objects.first().pk)}},
        "refusal": None,
    }


def test_a_sending_that_was_answered_unheard_counts_once(play: Cast, phone: Client) -> None:
    acts = [cheque(), cheque(2, 1200)]
    first = send(phone, play, *acts)
    again = send(phone, play, *acts)
    assert again.json() == first.json()
    assert paid(play) == [(1, Money.of("17.40")), (2, Money.of("12.00"))]


def test_an_act_sent_at_once_and_again_from_the_outbox_counts_once(play: Cast, phone: Client) -> None:
    now = cheque(was_offline=False)
    assert outcomes(send(phone, play, now)) == ["done"]
    set_missing(play.first, play.first.lines.first().pk, True, key=key(), by=play.nadia, at=BACK)
    assert outcomes(send(phone, play, now | {"was_offline": True})) == ["done"]
    assert paid(play) == [(1, Money.of("17.40"))]
    assert list(OfflineAct.objects.values_list("case", "receipt")) == [("", Receipt.objects.get().pk)]


def test_money_taken_although_the_answer_another_amount_got_lost_is_received(play: Cast, phone: Client) -> None:
    now = cheque(shown=1800, was_offline=False)
    assert outcomes(send(phone, play, now)) == ["refused"]
    later = send(phone, play, now | {"was_offline": True}, now | {"was_offline": True})
    assert outcomes(later) == ["flagged", "flagged"]
    assert paid(play) == [(1, Money.of("18.00"))]


def test_when_it_was_done_is_kept_and_the_ledger_has_when_it_came(play: Cast, phone: Client) -> None:
    send(phone, play, cheque(minutes_ago=30))
    kept, receipt = OfflineAct.objects.get(), Receipt.objects.get()
    assert (kept.made_at, kept.received_at) == (BACK - timedelta(minutes=30), BACK)
    assert fresh(play.first).served_at == BACK - timedelta(minutes=30)
    assert receipt.payment.recorded_at == BACK


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-600, BACK), (60 * 24 * 30, BACK - timedelta(hours=12, minutes=50))]
)
def test_a_phone_whose_clock_is_wrong_is_bounded(play: Cast, phone: Client, minutes: int, expected: datetime) -> None:
    send(phone, play, cheque(minutes_ago=minutes))
    assert OfflineAct.objects.get().made_at == expected


def test_a_sending_of_the_next_morning_is_dated_the_evening(
    play: Cast, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch, BACK + timedelta(hours=12))
    body = {"person": person_mark(play.nadia.pk), "sent_at": (BACK + timedelta(hours=12)).isoformat()}
    phone.post(ACTS, json.dumps(body | {"acts": [cheque()]}), content_type="application/json")
    assert Payment.objects.get().received_on == THURSDAY_EVENING.date()


def test_a_basket_that_another_volunteer_was_paid_for_is_accepted_and_flagged(play: Cast, phone: Client) -> None:
    meanwhile_paid(play)
    answer = send(phone, play, cheque()).json()["answers"][0]
    assert (answer["outcome"], paid(play)) == ("flagged", [(1, Money.of("17.40")), (1, Money.of("17.40"))])
    assert answer["words"] == "2 encaissements, à vérifier. Bob Lenoir avait encaissé 17,40\u00a0€ à 19\u00a0h."
    [case] = open_cases(play.distribution)
    assert (case.case, case.amount, case.made_by) == (Case.TWICE, Money.of("17.40"), play.nadia)


def test_online_the_second_payment_is_refused_and_may_be_taken_all_the_same(play: Cast, phone: Client) -> None:
    meanwhile_paid(play)
    [answer] = send(phone, play, cheque(was_offline=False)).json()["answers"]
    besides = {"kind": "receipts", "fields": {"other_means": "cheque", "amount": "17.40", "besides": "yes"}}
    assert (answer["refusal"]["name"], answer["refusal"]["besides"]) == ("AlreadySettled", besides)
    assert outcomes(send(phone, play, act(**besides, was_offline=False))) == ["done"]
    assert len(paid(play)) == 2


def test_two_receipts_are_kept_or_one_is_taken_back_and_then_nothing_is_to_look_at(play: Cast, phone: Client) -> None:
    meanwhile_paid(play)
    send(phone, play, cheque())
    [case] = open_cases(play.distribution)
    take_back(case, by=play.nadia, at=BACK)
    assert (paid(play), list(open_cases(play.distribution))) == ([(1, Money.of("17.40"))], [])
    assert fresh(play.first).served_at is not None
    with pytest.raises(CaseSettled):
        keep(case, by=play.nadia, at=BACK)


def test_two_receipts_that_are_kept_make_an_avoir(play: Cast, phone: Client) -> None:
    meanwhile_paid(play)
    send(phone, play, cheque())
    keep(open_cases(play.distribution)[0], by=play.nadia, at=BACK)
    assert (list(open_cases(play.distribution)), fresh(play.first).kept_amount) == ([], Money.of("17.40"))


def test_another_amount_than_the_phone_showed_stays_on_the_account_and_is_listed(play: Cast, phone: Client) -> None:
    set_missing(play.first, play.first.lines.get(product=play.bread).pk, True, key=key(), by=play.nadia, at=BACK)
    assert outcomes(send(phone, play, cheque())) == ["flagged"]
    [case] = open_cases(play.distribution)
    assert (case.case, case.shown, case.found) == (Case.DIFFERENCE, Money.of("17.40"), Money.of("12.00"))
    assert fresh(play.first).balance == Money.of("5.40")
    keep(case, by=play.nadia, at=BACK)
    assert list(open_cases(play.distribution)) == []


def test_once_validated_nothing_enters_the_basket_and_the_money_goes_to_the_account(play: Cast, phone: Client) -> None:
    for basket in (play.first, play.second):
        take_payment(basket, "cash", key=key(), by=play.nadia, at=BACK - timedelta(minutes=10))
    validate(play.distribution, key=key(), by=play.nadia, at=BACK)
    assert outcomes(send(phone, play, cheque())) == ["flagged"]
    [case] = open_cases(play.distribution)
    assert (case.case, case.means, case.amount) == (Case.VALIDATED, "cheque", Money.of("17.40"))
    assert case.sentence == (
        "Nadia Belkacem avait validé la distribution (jeu. 26 nov., 19\u00a0h\u00a020)\u202f: "
        "rien n’est entré dans le panier."
    )
    with pytest.raises(UnfitOutcome):
        keep(case, by=play.nadia, at=BACK)
    record_on_account(case, by=play.nadia, at=BACK)
    payment = Payment.objects.latest("pk")
    assert (payment.membership, payment.means, payment.amount) == (play.alice, "cheque", Money.of("17.40"))
    assert payment.note == "reçu au stand sans réseau à 18\u00a0h\u00a050, panier n° 1"
    assert len(paid(play)) == 2


def test_what_is_set_aside_says_why(play: Cast, phone: Client) -> None:
    assert outcomes(send(phone, play, cheque(99))) == ["flagged"]
    [case] = open_cases(play.distribution)
    assert (case.case, case.number, case.amount) == (Case.GONE, 99, Money.of("17.40"))
    for refused in ("", "  "):
        with pytest.raises(NoReasonGiven):
            set_aside(case, refused, by=play.nadia, at=BACK)
    set_aside(case, "chèque rendu", by=play.nadia, at=BACK)
    assert list(open_cases(play.distribution)) == []


def test_a_weight_that_cannot_be_taken_leaves_the_money_and_is_listed(play: Cast, phone: Client) -> None:
    basket = play.order(play.bob, {play.vegetables: 1, play.cheese: 1})
    line = basket.lines.get(product=play.cheese)
    fields = {"means": "cheque", f"weight-{line.pk}": "2200", "weight-999999": "300"}
    assert outcomes(send(phone, play, cheque(2, 1800, fields=fields))) == ["flagged"]
    [case] = open_cases(play.distribution)
    assert (case.case, case.sentence) == (
        Case.WEIGHT,
        "Tomme de brebis\u202f: le poids «\u202f2200\u202f» n’a pas été pris. "
        "Le poids «\u202f300\u202f» est celui d’un produit retiré entre-temps\u202f: il n’a pas été pris.",
    )
    assert paid(play) == [(2, Money.of("18.00"))]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"fields": {"other_means": "cash", "amount": "douze"}}, "Je ne comprends pas"),
        ({"fields": {"means": "bitcoin"}}, "n’accepte pas ce moyen"),
        ({"fields": {"other_means": "cash", "amount": "0"}, "shown": None}, "au moins 0,01"),
    ],
)
def test_what_is_refused_is_a_case_with_its_sentence(
    play: Cast, phone: Client, sent: dict[str, Any], sentence: str
) -> None:
    assert outcomes(send(phone, play, act("receipts") | sent)) == ["flagged"]
    [case] = open_cases(play.distribution)
    assert case.case == Case.REFUSED
    assert sentence in case.sentence
    assert paid(play) == []


def test_good_and_bad_acts_are_mixed_and_the_rest_goes_on(play: Cast, phone: Client) -> None:
    bad = act("lines", fields={"quantity": "x"})
    response = send(phone, play, bad, bad | {"key": key(), "was_offline": False}, cheque(2, 1200), act("servings", 99))
    assert outcomes(response) == ["flagged", "refused", "done", "flagged"]
    assert paid(play) == [(2, Money.of("12.00"))]


def test_an_act_and_its_row_are_never_half_written(play: Cast, phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(act: OfflineAct) -> None:
        raise DatabaseError("the disk is full")

    phone.raise_request_exception = False
    acts = [cheque(2, 1200), cheque()]
    real = _late._answer
    calls = iter([real, fails])
    monkeypatch.setattr(_late, "_answer", lambda act: next(calls)(act))
    assert send(phone, play, *acts).status_code == 500
    assert (paid(play), OfflineAct.objects.count()) == ([(2, Money.of("12.00"))], 1)
    monkeypatch.setattr(_late, "_answer", real)
    assert outcomes(send(phone, play, *acts)) == ["done", "done"]
    assert paid(play) == [(2, Money.of("12.00")), (1, Money.of("17.40"))]
    assert list(audit_book(play.group.book)) == []


def test_a_receipt_made_offline_is_undone_later(play: Cast, phone: Client) -> None:
    [answer] = send(phone, play, cheque()).json()["answers"]
    undo = act(answer["undo"]["kind"], fields=answer["undo"]["fields"], minutes_ago=1)
    assert outcomes(send(phone, play, undo, undo)) == ["done", "done"]
    assert (paid(play), fresh(play.first).served_at) == ([], None)


def unfit(**more: Any) -> bytes:
    sent = {"key": "00000000-0000-4000-8000-000000000001", "basket": 1, "kind": "lines", **more}
    return json.dumps({"acts": [sent]}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"acts": []}',
        b'{"acts": {}}',
        b'{"acts": [null]}',
        b'{"acts": [{"key": "x", "basket": 1, "kind": "receipts"}]}',
        unfit(basket="1"),
        unfit(basket=True),
        unfit(kind="validate"),
        unfit(fields={"a": 1}),
        unfit(fields={"a": "\x00"}),
        unfit(fields=[1]),
        unfit(shown=-1),
        unfit(shown=1.5),
        unfit(shown=float("inf")),
        b"[" * 100_000,
        b'{"acts": "' + b"x" * 300_000 + b'"}',
        b"\xff\xfe",
    ],
)
def test_what_no_page_sends_is_a_clean_400(play: Cast, phone: Client, body: bytes) -> None:
    response = phone.post(ACTS, body, content_type="application/json")
    assert (response.status_code, response.json()["error"]) == (400, "unreadable")


def test_more_acts_than_an_evening_holds_are_refused(play: Cast, phone: Client) -> None:
    assert send(phone, play, *[cheque() for _ in range(201)]).status_code == 400
    assert paid(play) == []


def test_what_another_person_did_is_not_signed_by_who_is_signed_in(play: Cast, phone: Client) -> None:
    response = send(phone, play, cheque(), person=person_mark(play.person(play.bob).pk))
    assert (response.status_code, paid(play)) == (409, [])


def test_a_form_of_another_site_sends_nothing_and_a_phone_that_was_away_gets_a_token(play: Cast) -> None:
    phone = Client(enforce_csrf_checks=True)
    phone.force_login(play.nadia)
    assert send(phone, play, cheque()).status_code == 403
    back = phone.get(ACTS)
    assert (back.json()["person"], back["Cache-Control"]) == (person_mark(play.nadia.pk), "no-store")
    body = {"person": back.json()["person"], "acts": [cheque()]}
    headers = {"X-CSRFToken": back.json()["csrf"]}
    response = phone.post(ACTS, json.dumps(body), content_type="application/json", headers=headers)
    assert outcomes(response) == ["done"]

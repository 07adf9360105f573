"""Where all came as announced, one act receives, serves and validates; where anything else is left, it does nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cabas.distributions.as_announced import as_announced, take_back_as_announced
from cabas.distributions.auditing import audit_group
from cabas.distributions.closing_cases import baskets_of, cases
from cabas.distributions.models import Basket, Receipt, Validation
from cabas.distributions.refusals import AmountsChanged, DistributionValidated
from cabas.distributions.validating_as_announced import validate_as_announced
from cabas.distributions.validation import BasketsUnsettled, WeightsEstimated, undo_validation
from cabas.groups.members import NewHousehold, NewPerson, add_member
from cabas.groups.models import Membership
from cabas.ledger.auditing import audit_all
from cabas.ledger.models import Transaction
from cabas.mail.models import OutgoingMail
from cabas.money import Money
from tests.cast import THURSDAY_EVENING, TUESDAY, Cast, cast, key
from tests.distributions.pages import stop_clock, words

pytestmark = pytest.mark.django_db

AFTERWARDS = THURSDAY_EVENING + timedelta(hours=2)
PAGE = "/g/vallon/gestion/distributions/1/validation/"


@pytest.fixture
def play() -> Cast:
    """1 Alice 24,00 by cheque, 2 Bob 5,40 in cash."""
    play = cast()
    play.order(play.alice, {play.vegetables: 2})
    play.order(play.bob, {play.bread: 1}, means="cash")
    return play


def signed(play: Cast) -> dict[str, Any]:
    return {"key": key(), "by": play.nadia, "at": AFTERWARDS}


def validated(play: Cast, **asked: Any) -> Validation:
    """Press the button as the page shows it."""
    baskets = baskets_of(play.distribution)
    announced = as_announced(cases(baskets))
    shown = {"count": announced.count, "seen": announced.sum, "total": Money.sum(basket.total for basket in baskets)}
    return validate_as_announced(play.distribution, **{**shown, **signed(play), **asked})


def assert_nothing_happened() -> None:
    assert (Receipt.objects.count(), Validation.objects.count()) == (0, 0)
    assert not Basket.objects.exclude(served_at=None).exists()


def test_all_is_received_served_and_validated_in_one_act(play: Cast) -> None:
    OutgoingMail.objects.all().delete()
    validation = validated(play)
    assert (validation.basket_count, str(validation.total), validation.by, validation.at) == (
        2,
        "29.40",
        play.nadia,
        AFTERWARDS,
    )
    receipts = Receipt.objects.order_by("pk").values_list("basket__number", "payment__means", "payment__amount")
    assert [*receipts] == [(1, "cheque", Money.of("24.00")), (2, "cash", Money.of("5.40"))]
    assert {*Basket.objects.values_list("served_at", "is_announced")} == {(AFTERWARDS, False)}
    assert {*Membership.objects.values_list("account__balance")} == {(Money(0),)}
    assert not OutgoingMail.objects.exists()  # as ordered, and at zero: nothing to tell
    assert [*audit_all(), *audit_group(play.group)] == []


def test_the_same_key_counts_once(play: Cast) -> None:
    once = signed(play)
    shown = {"count": 2, "seen": Money.of("29.40"), "total": Money.of("29.40")}
    first = validate_as_announced(play.distribution, **shown, **once)
    posted = Transaction.objects.count()
    assert validate_as_announced(play.distribution, **shown, **once) == first
    assert Transaction.objects.count() == posted


@pytest.mark.parametrize("shown", [{"count": 1}, {"seen": Money.of("29.39")}, {"total": Money.of("30.00")}])
def test_what_the_page_did_not_show_is_neither_received_nor_validated(play: Cast, shown: dict[str, Any]) -> None:
    with pytest.raises(AmountsChanged):
        validated(play, **shown)
    assert_nothing_happened()


def test_a_transfer_that_is_awaited_keeps_all_of_it_back(play: Cast) -> None:
    zoe = add_member(play.group, NewHousehold([NewPerson("Zoé", "Roux")]), at=TUESDAY)
    play.order(zoe, {play.bread: 1}, means="transfer")
    with pytest.raises(BasketsUnsettled):
        validated(play)
    assert_nothing_happened()


def test_a_weight_to_read_keeps_all_of_it_back(play: Cast) -> None:
    play.order(play.bob, {play.cheese: 1}, means="cash")
    with pytest.raises(WeightsEstimated):
        validated(play)
    assert_nothing_happened()


def test_it_is_refused_once_validated_and_undone_in_two_steps(play: Cast) -> None:
    validation = validated(play, key="0f1d9a52-1111-4111-8111-111111111111")
    with pytest.raises(DistributionValidated):
        validate_as_announced(play.distribution, count=0, seen=Money(0), total=None, **signed(play))
    undo_validation(validation, why="erreur", **signed(play))
    taken = take_back_as_announced(play.distribution, "0f1d9a52-1111-4111-8111-111111111111", **signed(play))
    assert (taken, Receipt.objects.live().count()) == (Money.of("29.40"), 0)
    assert [case.basket.number for case in cases(baskets_of(play.distribution))] == [1, 2]
    assert [*audit_all(), *audit_group(play.group)] == []


@pytest.mark.parametrize("members", [3, 30])
def test_it_takes_the_same_statements_for_any_number_of_baskets(members: int) -> None:
    play = cast()
    for position in range(members):
        household = add_member(play.group, NewHousehold([NewPerson("Membre", str(position))]), at=TUESDAY)
        play.order(household, {play.vegetables: 1 + position % 3})
    shown = Money.sum(basket.total for basket in baskets_of(play.distribution))
    with CaptureQueriesContext(connection) as captured:
        validate_as_announced(
            play.distribution, count=members, seen=shown, total=shown, key=key(), by=play.nadia, at=AFTERWARDS
        )
    assert len([one for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]) == 20


@pytest.fixture
def nadia(play: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    stop_clock(monkeypatch, AFTERWARDS)
    client.force_login(play.nadia)
    return client


def test_the_page_offers_it_says_what_it_did_and_offers_to_take_it_back(nadia: Client, play: Cast) -> None:
    page = words(nadia.get(PAGE).content.decode())
    assert "Tout servi et reçu comme annoncé, valider : 2 paniers 29,40 €" in page
    assert "Valider fige en même temps le total de la distribution, 29,40 €." in page
    shown = {"key": key(), "count": "2", "sum": "2940", "seen": "2940"}
    done = words(nadia.post(f"{PAGE}encaissements/validation/", shown, follow=True).content.decode())
    assert "2 paniers servis, 29,40 € reçus" in done
    assert "Distribution validée" in done
    undo_validation(Validation.objects.get(), why="erreur", **signed(play))
    assert "Annuler aussi ce qui a été reçu avec elle" in nadia.get(PAGE).content.decode()
    nadia.post(f"{PAGE}encaissements/annulation/", {"key": key(), "done": shown["key"]})
    assert Receipt.objects.live().count() == 0
    assert "Annuler aussi" not in nadia.get(PAGE).content.decode()


def test_the_page_does_not_offer_it_where_a_transfer_is_awaited(nadia: Client, play: Cast) -> None:
    zoe = add_member(play.group, NewHousehold([NewPerson("Zoé", "Roux")]), at=TUESDAY)
    play.order(zoe, {play.bread: 1}, means="transfer")
    page = words(nadia.get(PAGE).content.decode())
    assert "Tout servi et reçu comme annoncé, 3 paniers" in page
    assert "comme annoncé, valider" not in page
